"""The window labels pictures by its settings, and says what labels a picture has."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin
from PySide6.QtGui import QColor, QGuiApplication, QImage

from engine.api import GenerationRequest, Pixels
from glm_studio.library.contact_sheet import Cell, Sheet, write_sheet
from glm_studio.library.copies import encode_animation, encode_copy
from glm_studio.library.copying import CopyOptions
from glm_studio.library.decode import decode
from glm_studio.library.label_report import Label, State, read_labels
from glm_studio.library.labels import Keep, Labelling, Shown, VisibleLabel
from glm_studio.library.library import Library
from glm_studio.library.metadata import read_picture
from glm_studio.library.store import save_picture
from glm_studio.state.labelled_image import labelled_image
from glm_studio.state.memory import Memory
from glm_studio.state.pages import Page
from glm_studio.state.preferences import LABEL_AIGC, LABEL_PRODUCER, LABEL_SHOWN
from glm_studio.state.saving import pixels_of
from glm_studio.ui.save_sheet import SaveSheet
from support.fakes import picture_of

REQUEST = GenerationRequest("a lighthouse", 320, 192, 5, 2.0, 1)


@pytest.fixture
def shown(window, bridge, library, states, wait, tmp_path):
    """A picture that is selected and on the canvas."""
    picture = read_picture(save_picture(picture_of(REQUEST), tmp_path)).picture
    library.add(picture)
    wait(lambda: states.gallery.pictures)
    states.stage.show_picture(picture)
    wait(lambda: states.canvas.frame.picture is not None)
    return picture


def reports(file) -> dict:
    return {report.label: report for report in read_labels(read_picture(file))}


def test_pictures_are_saved_as_the_settings_say(states, tmp_path):
    from glm_studio.library.folders import Folders

    folders = Folders(*(tmp_path / name for name in ("pictures", "data", "cache", "config")))
    library = Library(folders, lambda: states.labelling.current)
    try:
        states.preferences.set(LABEL_PRODUCER, "示例")
        first = library.record(picture_of(REQUEST)).result(10)
        states.preferences.set(LABEL_AIGC, False)
        second = library.record(picture_of(REQUEST)).result(10)
    finally:
        assert library.close(10)
    assert reports(first.path)[Label.AIGC].said == "示例"
    assert reports(second.path)[Label.AIGC].state is State.ABSENT


def test_the_details_say_whose_label_it_is_and_whether_it_holds(window, shown, states, wait):
    details = window.body.gallery.details
    states.search.selected.emit(None)  # another list, in which nothing is selected
    wait(lambda: "GLM Studio, unchanged since" in details.text())
    assert "recipe, parameters, source type" in details.text()
    window.rebuild()  # in another language, say
    details = window.body.gallery.details
    assert "recipe, parameters, source type" in details.text()
    with Image.open(shown.path) as picture:
        texts = PngImagePlugin.PngInfo()
        for keyword, text in picture.text.items():
            texts.add_itxt(keyword, text)
        picture.putpixel((3, 3), (1, 2, 3))
        picture.save(shown.path, pnginfo=texts)
    states.picture_labels.look_into(shown)
    wait(lambda: "Does not hold: the picture was changed since GLM Studio" in details.text())


def test_nothing_is_chosen_with_a_warning_and_only_the_labels_are_kept(
    window, shown, states, wait, tmp_path
):
    window.body.commands.find("picture.save_as").run()
    sheet = next(s for s in window.findChildren(SaveSheet) if s.isVisible())
    sheet.keep.row.button(Keep.NOTHING).click()
    assert "may forbid" in sheet.keep.told.text()
    assert sheet.keep.told.property("warns")
    sheet.keep.row.button(Keep.LABELS).click()
    assert not sheet.keep.told.property("warns")
    saved = []
    states.saving.saved.connect(saved.append)
    sheet.save(str(tmp_path / "copy.png"))
    wait(lambda: saved)
    told = reports(saved[0])
    assert told[Label.AIGC].state is State.VERIFIED
    assert told[Label.RECIPE].state is State.ABSENT


@pytest.mark.parametrize(
    ("kept", "keep"),
    [
        ({}, Keep.EVERYTHING), ({"with_texts": False}, Keep.NOTHING),
        ({"keep": "labels"}, Keep.LABELS),
    ],
)  # fmt: skip
def test_who_left_the_texts_out_before_does_so_still(states, shown, kept, keep):
    states.memory.put("save_as", kept)
    states.saving.begin(states.canvas.frame)
    assert states.saving.options == CopyOptions(keep=keep)


def test_the_label_is_seen_in_the_settings_as_soon_as_it_is_wanted(window, bridge, states, wait):
    states.pages.show(Page.SETTINGS)
    sample = window.body.pages.currentWidget().label_preview
    assert not sample.isVisible()
    states.preferences.set(LABEL_SHOWN, Shown.COPIES.value)
    wait(lambda: sample.isVisible() and not sample.picture._image.isNull())
    dark = sample.picture._image.pixelColor(624, 330).lightness()
    states.preferences.set(LABEL_SHOWN, Shown.EVERYWHERE.value)
    assert dark < 100
    assert states.labelling.current.visible == VisibleLabel(Shown.EVERYWHERE)


def test_the_clipboard_has_the_labelled_picture_where_copies_are_labelled(
    window, shown, states, wait
):
    states.preferences.set(LABEL_SHOWN, Shown.COPIES.value)
    said = []
    states.noticed.connect(said.append)
    window.body.gallery.details._copy_picture.click()
    wait(lambda: said)
    copied = QGuiApplication.clipboard().mimeData()
    with Image.open(io.BytesIO(bytes(copied.data("image/png")))) as picture:
        assert picture.convert("RGB").tobytes() != decode(shown.path).tobytes()
    assert not copied.urls()


def test_prints_are_labelled_as_copies_are_and_photos_are_not(qapp, shown, tmp_path):
    image = QImage(320, 192, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    photo = tmp_path / "photo.png"
    Image.new("RGB", (320, 192), "white").save(photo)
    seen = VisibleLabel(Shown.COPIES)
    seen_photo = read_picture(photo).picture
    assert labelled_image(image, shown, seen) != image
    assert labelled_image(image, None, seen) != image
    assert labelled_image(image, seen_photo, seen) == image
    assert labelled_image(image, shown, VisibleLabel()) == image
    for file in (photo, shown.path):  # deleted by somebody while they are shown
        file.unlink()
    assert labelled_image(image, shown, seen) != image
    assert labelled_image(image, seen_photo, seen) == image


def test_a_photo_whose_file_is_gone_is_not_saved_as_generated(shown, tmp_path):
    """What the canvas shows stays when another program deletes the file, or a drive is pulled."""
    photo, copied = tmp_path / "photo.png", tmp_path / "copy.png"
    Image.new("RGB", (320, 192), "white").save(photo)
    said = Labelling(visible=VisibleLabel(Shown.COPIES))
    for picture, generated in ((read_picture(photo).picture, False), (shown, True)):
        pixels = decode(picture.path).tobytes()
        picture.path.unlink()
        copied.write_bytes(encode_copy(Pixels(320, 192, pixels), picture, CopyOptions(), said))
        told = reports(copied)
        assert (told[Label.AIGC].state is State.VERIFIED) == generated
        assert (told[Label.SOURCE_TYPE].state is State.PRESENT) == generated
        assert (Label.VISIBLE in told) == generated
        assert (decode(copied).tobytes() != pixels) == generated


def test_a_contact_sheet_of_generated_pictures_says_so(qapp, shown, tmp_path):
    photo = tmp_path / "photo.png"
    Image.new("RGB", (320, 192), "white").save(photo)
    named = Labelling(producer="示例")
    for cells, state in (([photo], State.ABSENT), ([photo, shown.path], State.PRESENT)):
        target = tmp_path / "sheet.png"
        write_sheet(Sheet([Cell(cell) for cell in cells], 2, labelling=named), target)
        assert reports(target)[Label.AIGC].state is state
        with Image.open(target) as sheet:
            sheet.load()
        write_sheet(Sheet([Cell(cell) for cell in cells], 2, labelling=named), tmp_path / "s.pdf")
        content = (tmp_path / "s.pdf").read_bytes()
        assert (b"TC260:AIGC" in content) is (state is State.PRESENT)


def test_an_animation_of_previews_says_so(qapp, tmp_path):
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("orange"))
    frames = [pixels_of(image)] * 3
    target = tmp_path / "strip.webp"
    target.write_bytes(encode_animation(frames, "WEBP", 100, Labelling(producer="示例")))
    assert reports(target)[Label.AIGC].said == "示例"
    plain = encode_animation(frames, "GIF", 100)
    seen = encode_animation(frames, "GIF", 100, Labelling(visible=VisibleLabel(Shown.COPIES)))
    assert plain != seen


def test_memory_of_the_window_is_what_commands_read(states, wait, tmp_path):
    from glm_studio.library.labels import saved_labelling

    states.preferences.set(LABEL_PRODUCER, "示例")
    states.preferences.set(LABEL_SHOWN, Shown.EVERYWHERE.value)
    wait(lambda: saved_labelling(tmp_path / "window.json") == states.labelling.current)
    memory = Memory(tmp_path / "window.json")
    memory.read()
    assert memory.group("preferences") == {"label_producer": "示例", "label_shown": "everywhere"}
