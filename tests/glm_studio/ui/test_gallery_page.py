"""The gallery's page: finding pictures again, and sorting them out."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from engine.api import GenerationRequest
from glm_studio.library.listing import Listing
from glm_studio.library.query import Query
from glm_studio.state.appearance import Appearance
from glm_studio.state.pages import Page
from glm_studio.ui.gallery_sidebar import Kind, Place
from glm_studio.ui.name_picker import NamePicker
from glm_studio.ui.unreadable_sheet import UnreadableSheet
from support.fakes import picture_of
from support.gallery import WAIT_S, click, gallery_page, seeds, spot
from support.layout import faults

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(window, shelf, states, qtbot):
    """The page with all twelve pictures, the newest first: seeds 1011 down to 1000."""
    shown = gallery_page(window)
    qtbot.waitUntil(lambda: states.search.facets.pictures == len(states.search.pictures) == 12)
    return shown


@pytest.fixture
def search(states):
    return states.search


def settle(qtbot, search) -> None:
    qtbot.waitUntil(lambda: search.answered)


# Searching --------------------------------------------------------------------------------------


def test_typing_narrows_the_pictures_down(page, search, qtbot):
    QTest.keyClicks(page.row.field, "rain umb")
    settle(qtbot, search)
    assert {picture.prompt for picture in search.pictures} == {"red umbrella in the rain"}
    assert page.view.model().rowCount() == len(search.pictures) == 3
    assert page.bar.words.text().startswith("3")


def test_where_nothing_matches_one_press_shows_all_again(page, search, qtbot):
    QTest.keyClicks(page.row.field, "zebra")
    qtbot.waitUntil(page.notes.isVisible)
    qtbot.waitUntil(lambda: page.notes.title.text() == "No picture matches")
    page.notes.clear.click()
    qtbot.waitUntil(page.view.isVisible)
    assert page.row.field.text() == ""
    assert len(search.pictures) == 12


def test_control_f_comes_from_anywhere_and_down_leads_to_the_pictures(window, page, states, qtbot):
    states.pages.show(Page.CREATE)
    window.body.commands.find("gallery.search").run()
    assert states.pages.current is Page.GALLERY
    qtbot.waitUntil(page.row.field.hasFocus)
    QTest.keyClick(page.row.field, Key.Key_Down)
    assert page.view.hasFocus()
    assert states.search.selection is states.search.pictures[0]


FILTERS = {
    "size": ({"size": (96, 64)}, "96", 4),
    "seed": ({"seed": 1003}, "1003", 1),
    "reference": ({"has_reference": True}, "With references", 0),
    "date": ({"until": datetime(2020, 1, 1, tzinfo=UTC)}, "2019", 0),
    "model": ({"model": "GLM-Image nano"}, "nano", 12),
}
"""Chips, what they filter by, what they say then, and how many pictures are left."""


def test_a_filter_says_what_it_does_and_is_dropped_by_its_cross(page, search, qtbot):
    for chip, (fields, said, found) in FILTERS.items():
        search.change(**fields)
        settle(qtbot, search)
        assert len(search.pictures) == found
        shown = page.filters.chips[chip]
        assert said in shown.button.accessibleName()
        shown.cross.click()
        settle(qtbot, search)
        assert len(search.pictures) == 12
        assert search.query == Query()
        assert not shown.cross.isVisible()


def test_the_menus_offer_what_there_is_with_its_number(page, search, qtbot):
    chip = page.filters.chips["size"]
    chip.open_menu()
    entries = {action.text().split("\t")[0]: action for action in chip._menu.actions()}
    assert entries["96 × 64"].text().endswith("\t4")
    entries["Portrait"].trigger()
    settle(qtbot, search)
    assert {(p.width, p.height) for p in search.pictures} == {(64, 96)}
    chip._menu.close()


def test_days_are_chosen_both_included(page, search, qtbot):
    from glm_studio.ui.date_filter import _Span

    chip = page.filters.chips["date"]
    chip.open_menu()
    span = chip._menu.findChild(_Span)
    span.since.setDate(span.since.date().addDays(-3))
    span._apply()
    assert search.query.until - search.query.since == timedelta(days=4)
    assert search.query.until > datetime.now(UTC)
    chip._menu.close()


def test_a_seed_is_typed_or_taken_from_the_selected_picture(page, search, qtbot):
    search.mark([range(2, 3)])
    chip = page.filters.chips["seed"]
    chip.open_menu()
    chip._menu.actions()[-1].trigger()
    settle(qtbot, search)
    assert seeds(search.pictures) == [1009]
    assert search.selection.seed == 1009  # still marked
    chip._menu.close()


def test_the_order_is_chosen_and_survives_clearing(page, search, qtbot):
    page.row.order.menu().actions()[1].trigger()
    settle(qtbot, search)
    assert seeds(search.pictures)[:2] == [1000, 1001]
    search.change(text="rain")
    search.clear()
    settle(qtbot, search)
    assert seeds(search.pictures)[0] == 1000


# Selecting --------------------------------------------------------------------------------------


def test_click_control_and_shift_mark_as_everywhere(page, search, qtbot):
    click(qtbot, page.view, 1)
    click(qtbot, page.view, 4, SHIFT)
    assert search.spans == (range(1, 5),)
    click(qtbot, page.view, 2, CTRL)
    click(qtbot, page.view, 6, CTRL)
    assert search.spans == (range(1, 2), range(3, 5), range(6, 7))
    assert search.selection is search.pictures[6]
    assert page.bar.words.text().startswith("4 of 12")


def test_keys_walk_extend_and_mark_all(page, search, qtbot):
    click(qtbot, page.view, 0)
    QTest.keyClick(page.view, Key.Key_Right)
    QTest.keyClick(page.view, Key.Key_Right, SHIFT)
    assert search.spans == (range(1, 3),)
    QTest.keyClick(page.view, Key.Key_End)
    assert search.selection is search.pictures[-1]
    QTest.keyClick(page.view, Key.Key_A, CTRL)
    assert search.marked_count == 12


def test_up_and_down_stay_in_their_column(page, search, qtbot):
    columns = page.view._grid.columns
    click(qtbot, page.view, 1)
    QTest.keyClick(page.view, Key.Key_Down)
    assert page.view.currentIndex().row() == 1 + columns
    QTest.keyClick(page.view, Key.Key_Up)
    QTest.keyClick(page.view, Key.Key_Up)
    assert page.view.currentIndex().row() == 1


def test_a_rubber_band_marks_what_it_touches(page, search, qtbot):
    view = page.view
    corner = view.visualRect(view.model().index(0, 0)).topLeft() + QPoint(1, 1)
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=corner)
    for to in (spot(view, 0), spot(view, view._grid.columns + 1)):
        QTest.mouseMove(port, to)
    columns = view._grid.columns
    assert search.spans == (range(2), range(columns, columns + 2))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=to)
    assert search.marked_count == 4


def test_what_is_marked_can_be_dragged_out_as_files(page, search, monkeypatch):
    from glm_studio.ui import gallery_view

    dragged = []

    class Drag(gallery_view.QDrag):
        def exec(self, _actions):
            dragged.append((self.mimeData().urls(), self.pixmap().isNull()))

    monkeypatch.setattr(gallery_view, "QDrag", Drag)
    search.mark([range(2, 5)])
    page.view.startDrag(Qt.DropAction.CopyAction)
    files = [QUrl.fromLocalFile(str(picture.path)) for picture in search.marked_pictures()]
    assert dragged == [(files, False)]


def test_control_and_the_wheel_change_the_tiles_and_it_is_remembered(window, page, states, qtbot):
    before = page.view.tile_px
    at = QPointF(50, 50)
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CTRL,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.view.viewport(), event)
    assert page.view.tile_px > before
    assert page.row.tiles.value() == page.view.tile_px
    states.pages.show(Page.CREATE)
    window.rebuild()
    assert gallery_page(window).view.tile_px == page.view.tile_px


def test_a_double_click_opens_on_the_canvas(page, states, search, qtbot):
    view = page.view
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot(view, 3))
    assert states.pages.current is Page.CREATE
    qtbot.waitUntil(lambda: states.canvas.frame.picture is not None)
    assert states.canvas.frame.picture.seed == 1008


# Sorting out ------------------------------------------------------------------------------------


def test_a_digit_rates_and_undo_takes_it_back(page, states, search, shelf, qtbot):
    click(qtbot, page.view, 0)
    QTest.keyClick(page.view, Key.Key_4)
    qtbot.waitUntil(lambda: search.selection.rating == 4)
    assert page.details.marks.stars.rating == 4
    assert shelf.pictures()[0].rating == 4
    states.undo.undo()
    qtbot.waitUntil(lambda: search.selection.rating == 0)
    assert page.details.marks.stars.rating == 0


def test_stars_of_the_details_rate_all_that_is_marked(page, search, qtbot):
    search.mark([range(3)])
    stars = page.details.marks.stars
    qtbot.mouseClick(stars, Qt.MouseButton.LeftButton, pos=QPoint(2 * stars._step() + 8, 10))
    qtbot.waitUntil(lambda: [p.rating for p in search.marked_pictures()] == [3, 3, 3])
    assert "3 star" in stars.accessibleName()


def test_a_new_tag_is_typed_and_a_cross_takes_it_away(page, search, qtbot, window):
    search.mark([range(2)])
    QTest.keyClick(page.view, Key.Key_T)
    picker = window.findChild(NamePicker)
    QTest.keyClicks(picker.field, "client A")
    QTest.keyClick(picker.field, Key.Key_Return)
    picker.close()
    qtbot.waitUntil(lambda: page.details.marks.tags.names == ("client A",))
    qtbot.waitUntil(lambda: page.sidebar.row_of(Place(Kind.TAG, "client A")) is not None)
    search.mark([range(3)])  # the third has none: it is not said of all
    assert page.details.marks.tags.names == ()
    search.mark([range(1)])
    cross = page.details.marks.tags._chips[0].findChild(QWidget, "NameCross")
    cross.click()
    qtbot.waitUntil(lambda: page.details.marks.tags.names == ())


def test_boards_are_made_shown_renamed_and_deleted(page, states, search, shelf, qtbot):
    search.mark([range(3)])
    page.sidebar._on_click(page.sidebar.row_of(Place(Kind.NEW_BOARD)))
    board = Place(Kind.BOARD, "New board")
    qtbot.waitUntil(lambda: page.sidebar.row_of(board) is not None)
    page.sidebar._on_click(page.sidebar.row_of(board))
    settle(qtbot, search)
    assert len(search.pictures) == 3
    page.sidebar.row_of(board).setText(0, "Posters")
    qtbot.waitUntil(lambda: page.sidebar.row_of(Place(Kind.BOARD, "Posters")) is not None)
    qtbot.waitUntil(lambda: search.query.board == "Posters" and len(search.pictures) == 3)
    page.sidebar.setCurrentItem(page.sidebar.row_of(Place(Kind.BOARD, "Posters")))
    QTest.keyClick(page.sidebar, Key.Key_Delete)
    qtbot.waitUntil(lambda: page.sidebar.row_of(Place(Kind.BOARD, "Posters")) is None)
    qtbot.waitUntil(lambda: len(search.pictures) == 12)
    states.undo.undo()
    qtbot.waitUntil(lambda: page.sidebar.row_of(Place(Kind.BOARD, "Posters")) is not None)


def drop_on(sidebar, place: Place, paths) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    row = sidebar.row_of(place)
    at = QPointF(sidebar.visualItemRect(row).center()) if row is not None else QPointF(1, 1)
    event = QDropEvent(
        at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    sidebar.dropEvent(event)
    return event


def test_pictures_dropped_on_a_board_go_onto_it(page, shelf, search, qtbot):
    shelf.put_on_board([search.pictures[0].path], "Moods").result(WAIT_S)
    board = Place(Kind.BOARD, "Moods")
    qtbot.waitUntil(lambda: page.sidebar.row_of(board) is not None)
    drop_on(page.sidebar, board, [picture.path for picture in search.pictures[1:4]])
    qtbot.waitUntil(lambda: page.sidebar.row_of(board).text(1) == "4")


def test_delete_is_undone_with_all_that_was_said(page, window, states, search, shelf, qtbot):
    paths = [picture.path for picture in search.pictures[1:3]]
    shelf.rate(paths, 5).result(WAIT_S)
    qtbot.waitUntil(lambda: search.pictures[1].rating == 5)
    search.mark([range(1, 3)])
    QTest.keyClick(page.view, Key.Key_Delete)
    qtbot.waitUntil(lambda: len(search.pictures) == 10)
    assert not any(path.exists() for path in paths)
    assert seeds([search.selection]) == [1008]  # what came after is looked at
    qtbot.waitUntil(window.body.toast.action.isVisible)
    window.body.toast.take()
    qtbot.waitUntil(lambda: len(search.pictures) == 12)
    assert all(path.exists() for path in paths)
    assert [picture.rating for picture in search.pictures[1:3]] == [5, 5]


def test_the_canvas_leaves_a_deleted_picture(window, shelf, states, qtbot):
    qtbot.waitUntil(lambda: len(states.gallery.pictures) == 12)
    states.stage.show_picture(states.gallery.pictures[0])
    qtbot.waitUntil(lambda: states.canvas.frame.picture is not None)
    QTest.keyClick(window.body.gallery.view, Key.Key_Delete)
    qtbot.waitUntil(lambda: states.canvas.frame.picture.seed == 1010)
    assert states.gallery.selection.seed == 1010


# Importing --------------------------------------------------------------------------------------


def foreign_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "other program"
    folder.mkdir()
    texts = PngImagePlugin.PngInfo()
    texts.add_text(
        "parameters",
        "a castle of glass\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, "
        "Seed: 4242, Size: 64x64, Model hash: 6ce0161689, Model: dreamshaper_8, Version: v1.9.4",
    )
    Image.new("RGB", (64, 64), "navy").save(folder / "00001-4242.png", pnginfo=texts)
    return folder


def test_an_imported_folder_is_shown_with_what_its_program_says(
    page, states, search, window, qtbot, tmp_path
):
    folder = foreign_folder(tmp_path)
    place = Place(Kind.FOLDER, str(folder))
    assert drop_on(page.sidebar, Place(Kind.ALL), [folder]).isAccepted()
    qtbot.waitUntil(lambda: page.sidebar.row_of(place) is not None)
    qtbot.waitUntil(lambda: len(search.pictures) == 13)
    qtbot.waitUntil(lambda: "1 picture" in window.body.toast.text())
    page.sidebar._on_click(page.sidebar.row_of(place))
    settle(qtbot, search)
    assert seeds(search.pictures) == [4242]
    search.mark([range(1)])
    said = page.details.details.text()
    for value in ("a castle of glass", "4242", "20", "7", "dreamshaper_8"):
        assert value in said
    page.sidebar.setCurrentItem(page.sidebar.row_of(place))
    QTest.keyClick(page.sidebar, Key.Key_Delete)
    qtbot.waitUntil(lambda: page.sidebar.row_of(place) is None)
    qtbot.waitUntil(lambda: len(search.pictures) == 12)
    assert (folder / "00001-4242.png").exists()


def test_what_could_not_be_read_is_told_file_by_file(page, states, window, qtbot, tmp_path):
    folder = foreign_folder(tmp_path)
    (folder / "torn.png").write_bytes(b"not a picture")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    where = (QPoint(500, 300), Qt.DropAction.CopyAction, data)
    buttons = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(*where, *buttons)
    page.dragEnterEvent(entering)
    assert entering.isAccepted()
    page.dropEvent(QDropEvent(*where, *buttons))
    qtbot.waitUntil(window.body.toast.action.isVisible)
    assert "1 file" in window.body.toast.text()
    window.body.toast.take()
    sheet = window.findChild(UnreadableSheet)
    told = " ".join(line.text() for line in sheet.findChildren(QLabel))
    assert "torn.png" in told
    assert "00001-4242" not in told


def test_a_folder_that_cannot_be_read_says_so(page, window, states, qtbot, tmp_path):
    states.folders.add([tmp_path / "nowhere"])
    qtbot.waitUntil(window.body.banner.isVisible)
    assert "nowhere" in " ".join(label.text() for label in window.body.banner.sentences)
    assert states.folders.folders == ()


# Looks and hands --------------------------------------------------------------------------------


def test_without_pictures_the_page_says_what_to_do(window, states, tmp_path, qtbot):
    from glm_studio.library.folders import Folders
    from glm_studio.library.library import Library

    library = Library(Folders(*(tmp_path / n for n in ("p", "d", "c", "f"))))
    library.open()
    states.open_library(library)
    page = gallery_page(window)
    qtbot.waitUntil(lambda: page.notes.title.text() == "No pictures yet")
    page.notes.make.click()
    assert states.pages.current is Page.CREATE
    library.close()


def test_everything_that_can_have_the_keyboard_has_a_name(page, search):
    search.change(text="rain", least_rating=1)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.objectName().startswith("qt_")
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_several_are_dragged_from_the_panel_without_letting_go_of_the_others(
    window, shelf, states, qtbot
):
    qtbot.waitUntil(lambda: len(states.gallery.pictures) == 12)
    view, port = window.body.gallery.view, window.body.gallery.view.viewport()
    click(qtbot, view, 0)
    click(qtbot, view, 2, SHIFT)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=spot(view, 1))
    assert states.gallery.marked_count == 3
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=spot(view, 1))
    assert states.gallery.marked_pictures() == [states.gallery.pictures[1]]


def test_the_view_stays_where_it_is_while_pictures_arrive(window, states, library, bridge, wait):
    from support.fakes import some_picture

    for number in reversed(range(300)):
        library._pictures.insert(0, some_picture(number))
    library._listeners[0]()
    wait(lambda: len(states.gallery.pictures) == 300)
    view = window.body.gallery.view
    states.gallery.select(states.gallery.pictures[0])
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    del library._pictures[200]
    library.add(some_picture(-1))
    wait(lambda: len(states.gallery.pictures) == 300 and states.gallery.pictures[0].seed == 999)
    assert bar.value() == before
    assert states.gallery.selection is states.gallery.pictures[1]


def test_what_is_marked_with_shift_stays_marked_while_pictures_arrive(page, search, shelf, qtbot):
    click(qtbot, page.view, 3)
    click(qtbot, page.view, 5, SHIFT)
    for number in range(2):
        request = GenerationRequest("a new one", 64, 64, 10, 1.5, 2000 + number)
        shelf.record(picture_of(request)).result(WAIT_S)
        qtbot.waitUntil(lambda number=number: len(search.pictures) == 13 + number)
    assert seeds(search.marked_pictures()) == [1008, 1007, 1006]
    shown = [index.row() for index in page.view.selectionModel().selectedIndexes()]
    assert sorted(shown) == [5, 6, 7]


def test_a_list_that_marks_have_overtaken_is_no_answer(page, search, qtbot, monkeypatch):
    find, asked, go_on = search._source.search, [], threading.Event()

    def slowly(query):
        asked.append(query)
        assert len(asked) < 2 or go_on.wait(WAIT_S)
        return find(query)

    monkeypatch.setattr(search._source, "search", slowly)
    search.change(text="rain umb")
    search.mark([range(1)])
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert not search.answered
    go_on.set()
    settle(qtbot, search)
    assert len(search.pictures) == 3


@pytest.mark.parametrize("row", [-1, 0], ids=["no focus", "focus on the first"])
def test_another_search_is_looked_at_from_its_beginning(page, search, window, qtbot, row):
    """Also if a tile is taller than the page, as these are."""
    no_change = QItemSelectionModel.SelectionFlag.NoUpdate
    page.view.selectionModel().setCurrentIndex(page.view.model().index(row), no_change)
    page.view.set_tile_px(500)
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    search.change(text="a")
    settle(qtbot, search)
    assert bar.value() == 0


def test_escape_empties_the_search_before_it_leaves_the_page(page, search, states, qtbot):
    page.row.field.setFocus()
    QTest.keyClicks(page.row.field, "rain")
    QTest.keyClick(page.row.field, Key.Key_Escape)
    assert (page.row.field.text(), search.query.text) == ("", "")
    assert states.pages.current is Page.GALLERY


@pytest.mark.parametrize(
    ("size", "look"),
    [
        ((1024, 640), Appearance.DARK),
        ((1280, 800), Appearance.LIGHT),
        ((3840, 2160), Appearance.DARK),
    ],
)
def test_nothing_is_cut_off(make_window, shelf, states, search, qtbot, look, size):
    window = make_window(size, look)
    gallery_page(window)
    qtbot.waitUntil(lambda: len(search.pictures) == 12)
    search.mark([range(3)])
    search.change(least_rating=1, text="a")
    search.change(least_rating=0)
    settle(qtbot, search)
    qtbot.wait(10)
    assert faults(window) == []


def test_a_language_change_keeps_what_was_searched_and_marked(window, page, states, search, qtbot):
    search.change(text="rain")
    settle(qtbot, search)
    search.mark([range(1, 3)])
    window.rebuild()
    again = gallery_page(window)
    assert again is not page
    assert again.row.field.text() == "rain"
    assert again.view.selectionModel().isSelected(again.view.model().index(1, 0))
    QTest.keyClick(again.view, Key.Key_5)
    qtbot.waitUntil(lambda: [p.rating for p in search.marked_pictures()] == [5, 5])


def test_the_last_of_many_pictures_is_reached_by_one_key(window, states, qtbot):
    from support.fakes import FakeLibrary, some_picture

    many = [some_picture(number) for number in range(20_000)]
    states.gallery.open(FakeLibrary(many))
    qtbot.waitUntil(lambda: len(states.gallery.pictures) == 20_000)
    view = window.body.gallery.view
    view.setFocus()
    click(qtbot, view, 0)
    QTest.keyClick(view, Key.Key_End)
    last = view.visualRect(view.model().index(19_999, 0))
    assert view.viewport().rect().contains(last)
    states.gallery.mark_all()
    assert view.selectionModel().isSelected(view.model().index(12_345, 0))


def test_a_menu_acts_on_what_it_was_opened_for(window, shelf, states, page, qtbot):
    """A picture that is finished while it is open is marked by then."""
    chosen, newer = states.search.pictures[3], states.search.pictures[0]
    states.search.select(chosen)
    actions = window.body.on_selection
    actions.open_menu(page.view.mapToGlobal(page.view.rect().center()))
    entries = {entry.text().split("\t")[0]: entry for entry in actions._menu.actions()}
    states.search.select(newer)
    entries["Delete"].trigger()
    qtbot.waitUntil(lambda: chosen not in states.search.pictures)
    assert newer.path in {picture.path for picture in states.search.pictures}


def test_a_board_is_renamed_though_its_row_was_made_anew(page, states, qtbot):
    states.curation.put_on_board(states.search.pictures[:1], "Moods")
    place = Place(Kind.BOARD, "Moods")
    qtbot.waitUntil(lambda: page.sidebar.row_of(place) is not None)
    side = page.sidebar
    side._on_menu(side.visualItemRect(side.row_of(place)).center())
    side._fill()  # as when a picture comes in while the menu is open
    next(entry for entry in side._menu.actions() if entry.text() == "Rename").trigger()
    assert side.state() is side.State.EditingState


def test_what_is_done_to_all_is_not_gone_through_on_the_window_s_thread(
    window, shelf, states, page, qtbot, monkeypatch
):
    """They may be a million; the first few are looked at."""
    gone_through, iterate = [], Listing.__iter__

    def watched(listing: Listing):
        if threading.current_thread() is threading.main_thread() and len(listing) > 5:
            gone_through.append(len(listing))
        return iterate(listing)

    states.search.mark_all()
    actions = window.body.on_selection
    monkeypatch.setattr(Listing, "__iter__", watched)
    actions.use_as_references()
    assert len(states.references.refs) == 4
    actions.lay_out()
    actions.open_menu(page.view.mapToGlobal(page.view.rect().center()))
    entries = {entry.text().split("\t")[0]: entry for entry in actions._menu.actions()}
    entries["Open on the canvas"].trigger()
    assert not gone_through
