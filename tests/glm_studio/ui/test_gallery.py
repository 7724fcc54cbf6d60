"""Finding pictures again: the gallery, the details, dropped files."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

from engine.api import GenerationRequest
from engine.errors import Problem
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.store import save_picture
from glm_studio.ui.drop_offer import DropOffer
from glm_studio.ui.gallery_model import PICTURE_ROLE
from support.fakes import picture_of, run_script, some_picture
from support.listings import PicturesOnDisk

COUNT = 30


@pytest.fixture
def filled(window, bridge, library, wait, tmp_path: Path):
    """A window with real files in its gallery, the newest last made."""
    for number in range(COUNT):
        request = GenerationRequest(f"picture {number}", 320, 192, 5 + number, 2.0, number)
        library.add(read_picture(save_picture(picture_of(request), tmp_path)).picture)
    wait(lambda: window.body.gallery.view.model().rowCount() == COUNT)
    return window


def tile(window, row: int) -> QPoint:
    view = window.body.gallery.view
    return view.visualRect(view.model().index(row, 0)).center()


def click(qtbot, window, row: int) -> None:
    view = window.body.gallery.view.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=tile(window, row))


def test_newest_first(filled, states):
    assert [picture.prompt for picture in states.gallery.pictures[:2]] == [
        f"picture {COUNT - 1}",
        f"picture {COUNT - 2}",
    ]


def test_a_click_shows_the_picture_with_its_prompt_and_parameters(filled, states, wait, qtbot):
    click(qtbot, filled, 2)
    wait(lambda: states.canvas.frame.picture is not None)
    picture = states.gallery.pictures[2]
    assert states.canvas.frame.picture == picture
    assert (states.canvas.frame.width, states.canvas.frame.height) == (320, 192)
    said = filled.body.gallery.details.text()
    assert picture.prompt in said
    for value in ("320 × 192", str(picture.seed), str(picture.steps), "2"):
        assert value in said


def test_use_these_settings_fills_the_panel(filled, states, wait, qtbot):
    click(qtbot, filled, 4)
    wait(filled.body.gallery.details.isVisible)
    filled.body.gallery.details.use.click()
    picture = states.gallery.pictures[4]
    wait(lambda: states.prompt.text)
    value = states.parameters.value
    assert filled.body.panel.prompt.toPlainText() == picture.prompt
    assert (value.width, value.height, value.steps) == (320, 192, picture.steps)
    assert (value.guidance, value.seed) == (picture.guidance, picture.seed)
    assert "settings" in filled.body.toast.text()


def test_arrow_keys_walk_through_the_pictures(filled, states, wait, qtbot):
    click(qtbot, filled, 0)
    wait(lambda: states.canvas.frame.picture == states.gallery.pictures[0])
    qtbot.keyClick(filled.body.gallery.view, Qt.Key.Key_Right)
    wait(lambda: states.canvas.frame.picture == states.gallery.pictures[1])


def test_a_new_picture_comes_in_front_and_is_selected(filled, states, engine, loop, wait):
    engine.script = run_script()
    states.prompt.set_text("the newest")

    async def make() -> None:
        states.generate()

    loop.run_until_complete(make())
    wait(lambda: states.gallery.selection is not None)
    wait(lambda: states.gallery.pictures[0].prompt == "the newest")
    wait(lambda: filled.body.gallery.view.currentIndex().row() == 0)
    assert "the newest" in filled.body.gallery.details.text()


def test_a_picture_that_is_gone_says_so_and_what_to_do(window, bridge, states, wait):
    states.stage.show_picture(some_picture(1, Path("/nowhere")))
    wait(window.body.banner.isVisible)
    words = " ".join(label.text() for label in window.body.banner.sentences)
    assert "00001.png" in words
    assert "pictures folder" in words


def test_a_file_that_vanished_leaves_a_placeholder_until_the_next_picture(
    filled, states, wait, qtbot
):
    click(qtbot, filled, 0)
    wait(lambda: states.canvas.frame.picture == states.gallery.pictures[0])
    gone = states.gallery.pictures[1]
    gone.path.unlink()
    canvas = filled.body.centre.canvas
    before = canvas.grab().toImage()
    qtbot.keyClick(filled.body.gallery.view, Qt.Key.Key_Right)
    wait(filled.body.banner.isVisible)
    assert states.canvas.frame.picture == gone
    assert canvas.accessibleDescription() == "Missing file"
    assert canvas.grab().toImage() != before
    said = filled.body.centre.bar._words()
    assert "Missing file" in said
    assert gone.path.name in said
    qtbot.keyClick(filled.body.gallery.view, Qt.Key.Key_Right)
    wait(lambda: states.canvas.frame.picture == states.gallery.pictures[2])
    assert not filled.body.banner.isVisible()
    assert canvas.accessibleDescription() == ""


def test_the_next_picture_leaves_other_messages_alone(filled, states, wait, qtbot):
    states.failures.show(Problem("x", "It broke.", "Why.", "Mend it."))
    click(qtbot, filled, 0)
    wait(lambda: states.canvas.frame.picture is not None)
    assert filled.body.banner.isVisible()


def test_a_damaged_file_is_not_called_missing(filled, states, wait, qtbot):
    states.gallery.pictures[1].path.write_bytes(b"not a picture")
    click(qtbot, filled, 1)
    wait(filled.body.banner.isVisible)
    assert "Unreadable file" in filled.body.centre.bar._words()


def test_a_scroll_bar_is_there_only_where_there_is_something_to_scroll(filled, library, wait):
    view = filled.body.gallery.view
    assert view.verticalScrollBar().isVisible()
    tiles = [view.visualRect(view.model().index(row, 0)) for row in range(4)]
    library._pictures = library._pictures[:4]
    library._listeners[0]()
    wait(lambda: view.model().rowCount() == 4)
    wait(lambda: not view.verticalScrollBar().isVisible())
    assert [view.visualRect(view.model().index(row, 0)) for row in range(4)] == tiles
    assert len({tile.top() for tile in tiles}) < 4  # several in a row


def test_tiles_that_were_not_read_are_empty_until_they_are(
    window, bridge, states, library, wait, monkeypatch
):
    rows = PicturesOnDisk(some_picture(number) for number in range(3000))
    library.pictures = rows.listing
    library._listeners[0]()
    wait(lambda: len(states.gallery.pictures) == 3000)
    view = window.body.gallery.view
    view.grab()
    assert view.model().index(0).data(PICTURE_ROLE) is not None
    rows.open.clear()
    view.scrollTo(view.model().index(2000))
    view.grab()
    assert view.model().index(2000).data(PICTURE_ROLE) is None
    assert view.model().picture(view.model().index(2000)).seed == 3000
    painted: list[Path] = []
    monkeypatch.setattr(states.thumbnails, "image", lambda path, _side: painted.append(path))
    rows.open.set()
    wait(lambda: some_picture(2000).path in painted)
    assert threading.current_thread().name not in rows.readers


def test_what_comes_next_is_read_before_it_is_scrolled_to(window, bridge, states, library, wait):
    rows = PicturesOnDisk(some_picture(number) for number in range(3000))
    library.pictures = rows.listing
    library._listeners[0]()
    wait(lambda: len(states.gallery.pictures) == 3000)
    view = window.body.gallery.view
    view.scrollTo(view.model().index(1500))
    view.grab()
    seen = view._grid.visible(view.verticalOffset(), view.viewport().height())
    around = (seen.start - len(seen), seen.stop + len(seen) - 1)
    wait(lambda: all(states.gallery.pictures.known(row) for row in around))


def test_an_empty_gallery_says_what_it_is_for(window, bridge):
    assert window.body.gallery._empty.isVisible()
    assert "gather here" in window.body.gallery._empty.text()


def drop(window, path: Path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where = (QPoint(300, 300), Qt.DropAction.CopyAction, data)
    buttons = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dragEnterEvent(QDragEnterEvent(*where, *buttons))
    event = QDropEvent(*where, *buttons)
    window.dropEvent(event)
    return event


def offered(window, wait) -> DropOffer:
    wait(lambda: window.findChildren(DropOffer))
    return window.findChildren(DropOffer)[0]


def test_the_settings_of_a_dropped_picture_are_used(window, bridge, states, wait, tmp_path):
    request = GenerationRequest('a sign that says "GO"\nat night', 192, 320, 9, 3.5, 77)
    path = save_picture(picture_of(request), tmp_path)
    drop(window, path)
    offered(window, wait).uses["settings"].click()
    wait(lambda: states.parameters.value.seed == 77)
    value = states.parameters.value
    assert states.prompt.text == request.prompt
    assert (value.width, value.height, value.steps, value.guidance, value.seed) == (
        192,
        320,
        9,
        3.5,
        77,
    )


def test_a_dropped_picture_without_settings_can_be_shown(window, bridge, states, wait, tmp_path):
    from PIL import Image

    states.prompt.set_text("keep me")
    path = tmp_path / "plain.png"
    Image.new("RGB", (64, 48), "red").save(path)
    drop(window, path)
    offer = offered(window, wait)
    assert list(offer.uses) == ["reference", "canvas"]
    offer.uses["canvas"].click()
    wait(lambda: states.canvas.frame.picture is not None)
    assert states.prompt.text == "keep me"


def test_a_dropped_file_that_is_no_picture_says_so(window, bridge, wait, tmp_path):
    path = tmp_path / "broken.png"
    path.write_bytes(b"not a picture")
    drop(window, path)
    wait(window.body.banner.isVisible)
    assert "broken.png" in window.body.banner.sentences[0].text()


def test_other_files_are_not_taken(window, bridge, tmp_path):
    assert not drop(window, tmp_path / "notes.txt").isAccepted()


def test_prompt_and_picture_can_be_copied(filled, states, wait, qtbot):
    click(qtbot, filled, 1)
    wait(filled.body.gallery.details.isVisible)
    picture: Picture = states.gallery.selection
    details = filled.body.gallery.details
    details._copy_prompt.click()
    assert QGuiApplication.clipboard().text() == picture.prompt
    details._copy_picture.click()
    wait(lambda: QGuiApplication.clipboard().mimeData().hasFormat("image/png"))
    copied = QGuiApplication.clipboard().mimeData()
    assert bytes(copied.data("image/png")) == picture.path.read_bytes()  # the recipe goes along
    assert copied.urls() == [QUrl.fromLocalFile(str(picture.path))]
