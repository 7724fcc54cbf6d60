"""Nothing is cut off, from the smallest window to 4K, dark and light, at 100 to 200 %."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from engine.api import Stage
from engine.errors import Problem
from glm_studio.state.appearance import Appearance
from support.fakes import run_script, some_picture
from support.layout import faults, overlapping_zones

SIZES = [(1024, 640), (1280, 800), (1920, 1080), (3840, 2160)]
GROUNDS = ("window", "panel", "ground", "field", "raised")
LOOKS = [Appearance.DARK, Appearance.LIGHT]
LONG = Problem(
    "out_of_memory",
    "The device cpu ran out of memory while it was drawing the picture that you asked for.",
    "Tried to allocate 3.21 GiB; 1.10 GiB are free of 23.5 GiB. " * 3,
    "Make a smaller picture, or close programs that use much memory.",
)


@pytest.fixture
def joined(bridge, states, library):
    """States over fakes, with some pictures in the gallery."""
    for number in reversed(range(40)):
        library.add(some_picture(number))
    return states


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_empty(make_window, bridge, size, look, wait):
    window = make_window(size, look)
    assert faults(window) == []
    assert overlapping_zones(window) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_with_pictures_and_one_selected(make_window, joined, size, look, wait):
    window = make_window(size, look)
    wait(lambda: len(joined.gallery.pictures) == 40)
    picture = joined.gallery.pictures[3]
    joined.gallery.select(picture)
    joined.canvas.show_picture(picture, QImage(320, 192, QImage.Format.Format_RGB32))
    wait(window.body.gallery.details.isVisible)
    assert faults(window) == []
    assert overlapping_zones(window) == []


@pytest.mark.parametrize("size", SIZES[:2])
@pytest.mark.parametrize("stage", [Stage.REFERENCES, Stage.PRIOR, Stage.DENOISE, Stage.DECODE])
def test_while_a_picture_is_made(make_window, joined, engine, loop, size, stage, wait):
    window = make_window(size)
    engine.script = run_script(hold_at=stage)
    joined.prompt.set_text("a red circle")
    joined.parameters.set_count(64)

    async def start() -> None:
        joined.generate()

    loop.run_until_complete(start())
    wait(lambda: joined.queue.current.progress and joined.queue.current.progress.stage is stage)
    assert faults(window) == []
    joined.queue.cancel_all()
    wait(lambda: not joined.queue.busy)


@pytest.mark.parametrize("size", SIZES)
def test_with_a_long_error(make_window, joined, engine, loop, size, wait):
    window = make_window(size)
    joined.failures.show(LONG, lambda: None)
    wait(window.body.banner.isVisible)
    assert faults(window) == []


def test_long_names_are_shortened_not_pushed_out(make_window, joined, wait):
    window = make_window(SIZES[0])
    joined.prompt.set_text("word " * 2000)
    joined.parameters.set_seed(2**53 - 1)
    picture = some_picture(1)
    picture = dataclasses.replace(picture, prompt="word " * 500, path=Path(f"/{'n' * 200}.png"))
    joined.gallery.select(picture)
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    joined.canvas.show_picture(picture, image)
    wait(window.body.gallery.details.isVisible)
    assert window.minimumSizeHint().width() <= SIZES[0][0]
    assert faults(window) == []


@pytest.mark.parametrize("look", LOOKS)
def test_text_is_readable_on_its_ground(make_window, look, bridge):
    """WCAG's contrast of 4.5 for text, by the colours that the theme really sets."""
    window = make_window(look=look)
    theme = window.body.banner._theme
    pairs = [(text, ground) for text in ("text", "text_muted") for ground in GROUNDS]
    pairs += [
        ("text_faint", "field"),
        ("accent_text", "accent"),
        ("accent_soft_text", "accent_soft"),
        ("danger", "danger_soft"),
        ("warning", "warning_soft"),
    ]
    too_faint = [
        (text, ground, round(contrast(theme.colour(text), theme.colour(ground)), 2))
        for text, ground in pairs
        if contrast(theme.colour(text), theme.colour(ground)) < 4.5
    ]
    assert too_faint == []


def contrast(a: QColor, b: QColor) -> float:
    def light(colour: QColor) -> float:
        parts = [
            v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4
            for v in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_scaled_displays(scale):
    """The scale is fixed when Qt starts, so each has a process of its own."""
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-k",
            "not scaled and not readable",
            __file__,
        ],
        env=os.environ | {"QT_SCALE_FACTOR": scale},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
