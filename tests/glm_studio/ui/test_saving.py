"""Saving a copy: formats, size, texts, places; and previews as animations."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog

from engine.api import GenerationRequest, PreviewKind, PreviewReady
from glm_studio.library.formats import Format
from glm_studio.library.label_report import Label, State, read_labels
from glm_studio.library.labels import Keep
from glm_studio.library.metadata import read_picture
from glm_studio.library.store import save_picture
from glm_studio.state.saving import SavingState, pixels_of
from glm_studio.ui.save_sheet import SaveSheet
from glm_studio.ui.strip_sheet import Kind, StripSheet
from support.fakes import colour, picture_of

REQUEST = GenerationRequest("a lighthouse", 256, 192, 4, 1.5, 7)


@pytest.fixture
def saved(states) -> list[Path]:
    paths: list[Path] = []
    states.saving.saved.connect(paths.append)
    return paths


@pytest.fixture
def shown(states, tmp_path):
    """A picture of the gallery on the canvas, with its recipe in its file."""
    path = save_picture(picture_of(REQUEST), tmp_path / "pictures")
    picture = read_picture(path).picture
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    states.canvas.show_picture(picture, image)
    return picture


@pytest.fixture
def saving(states, shown, wait) -> SavingState:
    states.saving.begin(states.canvas.frame)
    return states.saving


@pytest.mark.parametrize("kind", Format)
def test_every_format_is_written_with_the_recipe(saving, saved, wait, tmp_path, kind):
    saving.choose(kind=kind)
    wait(lambda: saving.byte_count)
    saving.save(tmp_path / f"copy{kind.suffix}")
    wait(lambda: saved)
    assert saved[0].stat().st_size == saving.byte_count
    with Image.open(saved[0]) as image:
        assert (image.format, image.size) == (kind.value, (256, 192))
        red, green, blue = image.convert("RGB").getpixel((100, 100))
    assert abs(red - 200) + abs(green - 80) + abs(blue - 40) < 12
    assert read_picture(saved[0]).picture.prompt == "a lighthouse"


def test_without_texts_nobody_can_tell_how_it_was_made(saving, saved, wait, tmp_path):
    saving.choose(keep=Keep.NOTHING)
    saving.save(tmp_path / "copy.png")
    wait(lambda: saved)
    assert b"lighthouse" not in saved[0].read_bytes()


def test_a_png_with_its_texts_is_the_file_itself(saving, shown, saved, wait, tmp_path):
    saving.save(tmp_path / "copy.png")
    wait(lambda: saved)
    assert saved[0].read_bytes() == shown.path.read_bytes()


def test_an_existing_file_is_replaced_whole_or_stays(saving, states, wait, tmp_path, monkeypatch):
    target = tmp_path / "copy.png"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("glm_studio.library.atomic.os.fsync", full)
    saving.save(target)
    wait(lambda: states.failures.problem)
    assert "The disk is full." in states.failures.problem.why
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_copy_that_is_saved_at_once_does_not_wait_for_its_size(saving, saved, wait, tmp_path):
    saving.choose(kind=Format.WEBP, quality=30)
    saving.save(tmp_path / "copy.webp")
    saving.end()
    wait(lambda: saved)
    with Image.open(saved[0]) as image:
        assert image.format == "WEBP"


@pytest.mark.parametrize("width", [5, 6, 7, 8])
def test_rows_of_any_length_keep_their_pixels(width):
    image = QImage(width, 3, QImage.Format.Format_RGB32)
    for x in range(width):
        for y in range(3):
            image.setPixelColor(x, y, QColor(x, y, 9))
    pixels = pixels_of(image)
    wanted = b"".join(bytes((x, y, 9)) for y in range(3) for x in range(width))
    assert pixels.data == wanted


# The sheet ---------------------------------------------------------------------------------------


@pytest.fixture
def sheet(window, bridge, shown) -> SaveSheet:
    return open_sheet(window)


def open_sheet(window) -> SaveSheet:
    window.body.commands.find("picture.save_as").run()
    return next(s for s in window.findChildren(SaveSheet) if s.isVisible())


def test_the_size_follows_the_choices(sheet, states, wait):
    assert not sheet.quality.isEnabled()  # PNG keeps every pixel
    sheet.formats.button(Format.JPEG).click()
    assert sheet.quality.isEnabled()
    wait(lambda: states.saving.byte_count)
    fine = states.saving.byte_count
    assert "256 × 192" in sheet.cost.text()
    sheet.quality.field.setValue(1)
    assert "measuring" in sheet.cost.text()
    wait(lambda: states.saving.byte_count)
    assert states.saving.byte_count < fine


def test_folder_and_format_are_remembered(window, sheet, states, saved, wait, tmp_path):
    place = tmp_path / "elsewhere"
    place.mkdir()
    sheet.formats.button(Format.WEBP).click()
    sheet.save(str(place / "version 1.2"))
    wait(lambda: saved)
    assert saved[0] == place / "version 1.2.webp"
    again = open_sheet(window)
    assert states.saving.options.kind is Format.WEBP
    again.choose_place()
    dialog = again.findChild(QFileDialog)
    assert dialog.directory().path() == str(place)
    dialog.close()


def test_a_preview_says_that_it_was_generated(window, bridge, states, saved, wait, tmp_path):
    states.canvas.show_result(object(), colour(64, 48))
    sheet = open_sheet(window)
    sheet.save(str(tmp_path / "early.png"))
    wait(lambda: saved)
    with Image.open(saved[0]) as image:
        assert image.size == (64, 48)
    reports = {r.label: r.state for r in read_labels(read_picture(saved[0]))}
    assert reports[Label.AIGC] is State.VERIFIED


# The strip ---------------------------------------------------------------------------------------


@pytest.fixture
def strip(window, bridge, states) -> StripSheet:
    owner = object()
    for step in range(1, 5):
        event = PreviewReady("", PreviewKind.LATENTS, step, 4, colour(32, 24, (50 * step, 0, 0)))
        states.canvas.show_preview(owner, REQUEST, event)
        states.film.record(owner, REQUEST, event)
    states.canvas.show_result(owner, colour(256, 192, (0, 200, 0)))
    window.body.commands.find("film.save").run()
    return next(s for s in window.findChildren(StripSheet) if s.isVisible())


@pytest.mark.parametrize("kind", [Kind.WEBP, Kind.GIF])
def test_previews_become_an_animation_that_ends_with_the_picture(
    strip, saved, wait, tmp_path, kind
):
    strip.kinds.button(kind).click()
    strip.save(str(tmp_path / "run"))
    wait(lambda: saved)
    with Image.open(saved[0]) as film:
        assert film.format == kind.name
        assert film.n_frames == 5
        assert film.size == (256, 192)
        colours = []
        for number in range(5):
            film.seek(number)
            colours.append(film.convert("RGB").getpixel((100, 100)))
    assert [round(red / 50) for red, _, _ in colours[:4]] == [1, 2, 3, 4]
    assert colours[4][1] > 180


def test_or_a_file_each(strip, saved, wait, tmp_path):
    strip.kinds.button(Kind.FRAMES).click()
    strip.save(str(tmp_path))
    wait(lambda: saved)
    files = sorted(tmp_path.glob("*.png"))
    assert [file.name for file in files] == [f"preview {n:03}.png" for n in range(1, 6)]
    assert files[-1] == saved[0]


def test_files_of_another_run_stay(strip, saved, wait, tmp_path):
    (tmp_path / "preview 002.png").write_bytes(b"of another run")
    strip.kinds.button(Kind.FRAMES).click()
    strip.save(str(tmp_path))
    wait(lambda: saved)
    assert (tmp_path / "preview 002.png").read_bytes() == b"of another run"
    assert len(list(tmp_path.glob("*.png"))) == 6
