"""The slots of reference pictures in the panel."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from engine.api import MAX_REFERENCES, GenerationRequest
from engine.recipe import Fit, ReferenceUse
from glm_studio.library.store import save_as
from glm_studio.state.appearance import Appearance
from support.fakes import picture_of, some_picture
from support.layout import faults, overlapping_zones
from support.references import save

REQUEST = GenerationRequest("x", 256, 256, 1, 1.5, 1)


@pytest.fixture
def files(tmp_path) -> list[Path]:
    return [Path(save(tmp_path, 256, 320, seed)) for seed in range(6)]


@pytest.fixture
def slots(window, bridge):
    return window.body.panel.references


def drop(widget, paths) -> bool:
    """Drop files, as from a file manager; True if they were taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, action = widget.rect().center(), Qt.DropAction.CopyAction
    nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, mime, *nothing)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(place), action, mime, *nothing))
    return enter.isAccepted()


def fill(slots, qtbot, paths) -> None:
    drop(slots, paths)
    qtbot.waitUntil(lambda: all(tile.isVisible() for tile in slots.tiles))


def paths(states) -> list[Path]:
    return [slot.path for slot in states.references.slots]


def sent(engine) -> list[Path]:
    return [Path(ref.path) for ref in engine.requests[-1].references]


def generate(states, loop) -> None:
    async def ask() -> None:
        states.prompt.set_text("a red circle")
        states.generate()

    loop.run_until_complete(ask())


def test_dropped_files_become_thumbnails_and_go_into_every_request(
    slots, states, engine, loop, wait, files
):
    assert drop(slots, files[:2])
    wait(lambda: all(slot.image for slot in states.references.slots))
    image = states.references.slots[0].image
    assert (image.width(), image.height()) == (128, 160)
    states.parameters.set_count(2)
    generate(states, loop)
    wait(lambda: len(engine.requests) == 2)
    assert [[ref.path for ref in request.references] for request in engine.requests] == [
        [str(path) for path in files[:2]]
    ] * 2
    wait(lambda: not states.queue.busy)


def test_what_is_dropped_on_the_slots_is_not_opened_as_settings(slots, states, files):
    states.prompt.set_text("mine")
    assert drop(slots, files[:1])
    assert states.prompt.text == "mine"
    assert not drop(slots, [Path("notes.txt")])


def test_more_files_than_there_is_room_for(slots, states, files):
    heard = []
    states.noticed.connect(heard.append)
    drop(slots, files)
    assert paths(states) == files[:MAX_REFERENCES]
    assert str(MAX_REFERENCES) in heard[0]
    assert not slots.add.isVisible()


def test_the_keyboard_moves_and_removes(slots, states, qtbot, files):
    fill(slots, qtbot, files[:3])
    slots.tiles[0].setFocus()
    qtbot.keyClick(slots.tiles[0], Qt.Key.Key_Right)
    assert paths(states) == [files[1], files[0], files[2]]
    moved = QApplication.focusWidget()
    assert moved is slots.tiles[1]  # the focus stays on the picture
    assert "2 of 3" in moved.accessibleName()
    qtbot.keyClick(moved, Qt.Key.Key_Right)
    qtbot.keyClick(moved, Qt.Key.Key_Right)  # the last place: nothing further
    qtbot.keyClick(moved, Qt.Key.Key_Left)
    assert paths(states) == [files[1], files[0], files[2]]
    qtbot.keyClick(moved, Qt.Key.Key_Delete)
    assert paths(states) == [files[1], files[2]]
    assert QApplication.focusWidget() is slots.tiles[1]
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert paths(states) == []
    assert QApplication.focusWidget() is slots.add


def test_tab_goes_through_the_row_in_its_order(slots, states, qtbot, files):
    fill(slots, qtbot, files[:2])
    states.references.move(states.references.slots[0], 1)
    slots.tiles[0].setFocus()
    for expected in (slots.tiles[1], slots.add):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected


def test_the_cross_removes(slots, states, qtbot, files):
    fill(slots, qtbot, files[:2])
    qtbot.mouseClick(slots.tiles[0].cross, Qt.MouseButton.LeftButton)
    assert paths(states) == files[1:2]


@pytest.mark.qt_log_ignore(
    "does not support"  # what the offscreen platform says of menus
)
def test_the_menu_does_what_the_keys_do(slots, states, qtbot, files):
    fill(slots, qtbot, files[:2])
    tile = slots.tiles[1]
    tile.open_menu(tile.mapToGlobal(tile.rect().center()))
    actions = {action.text(): action for action in tile._menu.actions()}
    assert not actions["Move right"].isEnabled()
    actions["Move left"].trigger()
    assert paths(states) == [files[1], files[0]]
    actions["Remove"].trigger()
    assert paths(states) == [files[0]]


def test_a_click_asks_for_files(slots, states, qtbot, monkeypatch, files):
    asked: list[QFileDialog] = []

    def remember(dialog: QFileDialog) -> None:
        asked.append(dialog)

    monkeypatch.setattr(QFileDialog, "open", remember)
    qtbot.mouseClick(slots.add, Qt.MouseButton.LeftButton)
    asked[0].filesSelected.emit([str(path) for path in files[:2]])
    assert paths(states) == files[:2]
    qtbot.waitUntil(slots.tiles[0].isVisible)
    slots.tiles[0].replace_asked.emit(states.references.slots[0])
    asked[1].filesSelected.emit([str(files[4])])
    assert paths(states) == [files[4], files[1]]


def test_a_file_that_is_no_picture_leaves_with_a_reason(slots, states, wait, files, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_text("text")
    drop(slots, [files[0], broken])
    wait(lambda: states.failures.problem)
    assert "broken.png" in states.failures.problem.why
    assert paths(states) == files[:1]


def test_a_picture_of_the_gallery_can_be_a_reference(window, bridge, states, files):
    from glm_studio.ui.picture_actions import PictureActions

    picture = dataclasses.replace(some_picture(), path=files[0])
    PictureActions(states).use_as_reference(picture)
    assert paths(states) == files[:1]


def made_with(folder: Path, references: list[Path]) -> Path:
    """A saved picture whose recipe names these references."""
    image = picture_of(REQUEST)
    uses = tuple(
        ReferenceUse(str(path), "0" * 64, 256, 320, 256, 320, Fit.AS_IT_IS) for path in references
    )
    recipe = dataclasses.replace(image.recipe, references=uses)
    return save_as(dataclasses.replace(image, recipe=recipe), folder / "made.png", False)


def test_use_these_settings_brings_back_the_references_that_are_there(
    slots, states, wait, files, tmp_path
):
    from glm_studio.library.metadata import read_picture

    made = made_with(tmp_path, [files[1], tmp_path / "gone.png", files[0]])
    drop(slots, files[2:4])
    heard = []
    states.noticed.connect(heard.append)
    states.reuse.use_settings(read_picture(made).picture)
    wait(lambda: paths(states) == [files[1], files[0]])
    assert any("gone.png" in line for line in heard)
    (tmp_path / "other").mkdir()
    states.reuse.use_settings(read_picture(made_with(tmp_path / "other", [])).picture)
    wait(lambda: paths(states) == [])


@pytest.mark.parametrize("look", [Appearance.DARK, Appearance.LIGHT])
@pytest.mark.parametrize("size", [(1024, 640), (1920, 1080)])
def test_nothing_is_cut_off_with_all_slots_full(
    make_window, bridge, states, wait, files, size, look
):
    window = make_window(size, look)
    states.references.add(files)
    wait(lambda: all(slot.image for slot in states.references.slots))
    assert faults(window) == []
    assert overlapping_zones(window) == []


# Parts, order and warnings -----------------------------------------------------------------------


def looked_at(slots, states, wait, paths: list[Path]) -> None:
    states.references.add(paths)
    wait(lambda: all(slot.image for slot in states.references.slots))


def test_a_part_is_chosen_in_the_sheet_and_sent(
    slots, states, window, engine, loop, wait, qtbot, tmp_path
):
    looked_at(slots, states, wait, [Path(save(tmp_path, 640, 320))])
    qtbot.mouseClick(slots.tiles[0], Qt.MouseButton.LeftButton)
    sheet = slots._sheet
    assert QApplication.focusWidget() is sheet.view
    wait(lambda: sheet.view._image.width() == 640)  # no longer the thumbnail
    sheet.shape.setCurrentIndex(sheet.shape.findText("1:1"))
    sheet.shape.activated.emit(0)
    assert sheet.view.box == (160, 0, 320, 320)
    qtbot.keyClick(sheet.view, Qt.Key.Key_Left)
    qtbot.keyClick(sheet.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert sheet.view.box == (143, 0, 320, 320)
    qtbot.keyClick(sheet.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert sheet.view.box[2:] == (304, 304)
    qtbot.mouseClick(sheet.use, Qt.MouseButton.LeftButton)
    (slot,) = states.references.slots
    assert slot.crop[2:] == (304, 304)
    generate(states, loop)
    wait(lambda: engine.requests)
    assert engine.requests[0].references[0].crop == slot.crop
    wait(lambda: not states.queue.busy)
    states.undo.undo()
    assert slot.crop is None


def test_the_frame_is_dragged_with_the_mouse(slots, states, wait, qtbot, tmp_path):
    looked_at(slots, states, wait, [Path(save(tmp_path, 640, 320))])
    slots.crop(states.references.slots[0])
    view = slots._sheet.view
    shown = view._shown()
    corner, middle = shown.bottomRight().toPoint(), shown.center().toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.mouseMove(view, middle)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle)
    left, top, width, height = view.box
    assert (left, top) == (0, 0)
    assert abs(width - 320) <= 2
    assert abs(height - 160) <= 2
    slots._sheet.close_sheet()
    assert states.references.slots[0].crop is None  # nothing was taken


def test_what_is_cut_off_or_too_long_is_said_and_a_part_mends_it(slots, states, wait, tmp_path):
    cut, strip = (Path(save(tmp_path, *size)) for size in ((220, 220), (900, 200)))
    looked_at(slots, states, wait, [cut])
    assert "192 × 192" in slots._concerns.text()
    assert "24 %" in slots._concerns.text()
    states.references.add([strip])
    wait(lambda: all(slot.image for slot in states.references.slots))
    assert "2. It is too long" in slots._concerns.text()
    assert "too long" in slots.tiles[1].toolTip()
    states.references.set_crop(states.references.slots[1], (0, 0, 320, 192))
    assert "2." not in slots._concerns.text()
    states.references.remove(states.references.slots[0])
    assert not slots._concerns.isVisible()


def test_a_tile_is_dragged_to_another_place(slots, states, qtbot, files):
    fill(slots, qtbot, files[:3])
    first, _, last = slots.tiles
    move(slots, first, last.geometry().right())
    assert paths(states) == [files[1], files[2], files[0]]
    slots.layout().activate()
    move(slots, first, last.geometry().left() + 5)
    assert paths(states) == [files[1], files[0], files[2]]
    states.undo.undo()
    states.undo.undo()
    assert paths(states) == files[:3]


def move(slots, source, x: int) -> None:
    """Drop one of the row's own tiles at a place of the row."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/somewhere.png")])

    class Dropped(QDropEvent):
        def source(self):
            return source

    place = QPointF(x, slots.rect().center().y())
    nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    slots.dropEvent(Dropped(place, Qt.DropAction.MoveAction, mime, *nothing))


def test_use_these_settings_brings_back_parts_and_can_be_undone(
    slots, states, wait, files, tmp_path
):
    from glm_studio.library.metadata import read_picture

    image = picture_of(dataclasses.replace(REQUEST, composition_seed=51))
    use = ReferenceUse(str(files[0]), "0" * 64, 256, 320, 256, 256, Fit.AS_IT_IS, (0, 0, 256, 256))
    recipe = dataclasses.replace(image.recipe, references=(use,), composed_with=(50, 51))
    made = save_as(dataclasses.replace(image, recipe=recipe), tmp_path / "made.png", False)
    states.parameters.set_steps(9)
    states.reuse.use_settings(read_picture(made).picture)
    wait(lambda: states.references.slots)
    assert states.references.slots[0].crop == (0, 0, 256, 256)
    assert states.parameters.planned("x")[0].composed_with == (50, 51)
    assert states.parameters.value.steps == 1
    states.undo.undo()
    assert (states.references.slots, states.parameters.value.steps) == ((), 9)
