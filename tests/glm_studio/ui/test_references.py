"""The slots of reference pictures in the panel."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from engine.api import MAX_REFERENCES
from engine.recipe import Fit, ReferenceUse
from glm_studio.library.store import save_as
from glm_studio.state.appearance import Appearance
from support.fakes import picture_of, some_picture
from support.layout import faults, overlapping_zones
from support.references import save


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
    qtbot.keyClick(slots.tiles[0], Qt.Key.Key_Space)
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
    from engine.api import GenerationRequest

    image = picture_of(GenerationRequest("x", 256, 256, 1, 1.5, 1))
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
    states.use_settings(read_picture(made).picture)
    wait(lambda: paths(states) == [files[1], files[0]])
    assert any("gone.png" in line for line in heard)
    (tmp_path / "other").mkdir()
    states.use_settings(read_picture(made_with(tmp_path / "other", [])).picture)
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
