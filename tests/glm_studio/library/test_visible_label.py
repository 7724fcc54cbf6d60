"""The label that can be seen: as large as the rules ask, on what was generated, and once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from engine.api import ImageReady
from glm_studio.library.decode import decode
from glm_studio.library.formats import Format
from glm_studio.library.label_report import Label, State
from glm_studio.library.labels import (
    Corner,
    Shown,
    VisibleLabel,
    Words,
)
from glm_studio.library.visible_label import labelled
from support.labels import NAMED, copy, reports, state

MakeImage = Callable[..., ImageReady]

KINDS = list(Format)
LOSSY = [kind for kind in Format if kind.lossy]


# The label that can be seen ---------------------------------------------------------------------

SEEN = VisibleLabel(Shown.COPIES, Words.CHINESE, Corner.BOTTOM_RIGHT)


@pytest.mark.parametrize("words", Words)
@pytest.mark.parametrize("size", [(512, 512), (640, 1024), (1600, 900), (240, 240)])
@pytest.mark.parametrize("ground", ["white", "black", "yellow"])
def test_letters_are_as_high_as_the_standard_asks_and_stand_out(words, size, ground):
    clean = Image.new("RGB", size, ground)
    marked = labelled(clean, replace(SEEN, words=words))
    box = ImageChops.difference(clean, marked).getbbox()
    assert box is not None
    assert box[2] <= size[0] - 4
    assert box[3] <= size[1] - 4
    inside = marked.crop(box).convert("L")
    bright = inside.point(lambda value: 255 * (value > 200))
    if ground == "black":
        bright = marked.convert("L").point(lambda value: 255 * (value > 200))
    inner = bright.getbbox() if ground == "black" else _letters(bright)
    assert inner is not None
    assert inner[3] - inner[1] >= 0.05 * min(size) - 1
    darkest = min(inside.getextrema())
    assert _contrast(255, darkest) > 4.5


def _letters(bright: Image.Image) -> tuple[int, int, int, int] | None:
    """Without the corners of the box, which are round and show the picture."""
    edge = min(bright.size) // 8
    return bright.crop((edge, edge, bright.width - edge, bright.height - edge)).getbbox()


def _contrast(light: int, dark: int) -> float:
    def luminance(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return (luminance(light) + 0.05) / (luminance(dark) + 0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_copies_show_the_label_and_what_is_saved_does_not(save, kind):
    labelling = replace(NAMED, visible=SEEN)
    file = save(labelling=labelling)
    copied = copy(file, labelling, kind=kind)
    assert Label.VISIBLE not in reports(file)
    assert reports(copied)[Label.VISIBLE].said == "zh bottom_right"
    assert state(copied) is State.VERIFIED
    again = copy(copied, labelling, "again", kind=Format.PNG)
    assert decode(again).convert("RGB").tobytes() == decode(copied).convert("RGB").tobytes()


def test_every_picture_shows_it_where_that_is_set(save):
    labelling = replace(NAMED, visible=replace(SEEN, shown=Shown.EVERYWHERE))
    clean, file = decode(save()).tobytes(), save(labelling=labelling)
    assert decode(file).tobytes() != clean
    assert copy(file, labelling).read_bytes() == file.read_bytes()


def test_a_photo_gets_no_label(tmp_path):
    photo = tmp_path / "photo.jpg"
    Image.new("RGB", (320, 240), (200, 80, 40)).save(photo)
    labelling = replace(NAMED, visible=SEEN)
    copied = copy(photo, labelling, kind=Format.PNG)
    assert decode(copied).convert("RGB").tobytes() == decode(photo).convert("RGB").tobytes()


def test_a_transparent_picture_is_labelled_where_it_is_empty():
    marked = labelled(Image.new("RGBA", (256, 256), (0, 0, 0, 0)), SEEN)
    left, top, right, bottom = marked.getchannel("A").getbbox() or (0, 0, 0, 0)
    assert right - left > bottom - top > 0.05 * 256
