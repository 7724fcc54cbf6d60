"""Two to eight pictures beside each other, moved together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from engine.api import GenerationRequest
from glm_studio.library.metadata import read_picture
from glm_studio.library.store import save_picture
from glm_studio.state.pages import Page
from glm_studio.ui.compare_facts import differences, marked_prompt
from support.fakes import colour, picture_of
from support.gallery import gallery_page
from support.layout import faults

Key = Qt.Key


@pytest.fixture
def page(window, shelf, states, qtbot):
    shown = gallery_page(window)
    qtbot.waitUntil(lambda: len(states.search.pictures) == 12)
    return shown


@pytest.fixture
def compared(page, states, qtbot):
    """Three pictures of the sizes 96x64, 64x64 and 64x96 are compared, and open."""
    states.search.mark([range(1, 4)])
    QTest.keyClick(page.view, Key.Key_C)
    opened = states.comparison.compared
    qtbot.waitUntil(lambda: all(opened(p) for p in states.comparison.pictures))
    return page.compare


def test_one_picture_or_nine_cannot_be_compared(window, page, states, qtbot):
    states.search.mark([range(1)])
    QTest.keyClick(page.view, Key.Key_C)
    assert not page.bar.compare.isEnabled()
    assert "2 to 8" in window.body.toast.text()
    states.search.mark([range(9)])
    assert not page.bar.compare.isEnabled()
    states.search.mark([range(8)])
    page.bar.compare.click()
    assert len(page.compare.panes) == 8
    assert faults(window) == []


def test_all_panes_zoom_and_move_together(compared, states, qtbot):
    first, second = compared.panes[:2]
    fitted = [pane._target() for pane in compared.panes]
    at = first.rect().center() + QPoint(10, 5)
    qtbot.mouseDClick(first, Qt.MouseButton.LeftButton, pos=at)
    assert states.comparison.zoom == pytest.approx(1.0 / first._size_ratio())
    held = first._part_at(QPointF(at))
    first.zoom_to(4.0, QPointF(at))
    assert first._part_at(QPointF(at)).x() == pytest.approx(held.x())
    # As large in each, whatever the size of the picture.
    longest = [max(p._target().width(), p._target().height()) for p in compared.panes]
    assert longest == pytest.approx([longest[0]] * 3)
    before = [pane._target().topLeft() for pane in compared.panes]
    first.setFocus()
    QTest.keyClick(first, Key.Key_Left)
    moved = [p._target().left() - b.x() for p, b in zip(compared.panes, before, strict=True)]
    assert moved[0] > 0
    assert moved[1] / second._target().width() == pytest.approx(moved[0] / first._target().width())
    compared.fit()
    assert [pane._target() for pane in compared.panes] == fitted


def test_dragging_one_moves_all(compared, qtbot):
    first, second = compared.panes[:2]
    first.zoom_to(8.0)
    before = second._target().left()
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
    QTest.mouseMove(first, QPoint(120, 60))
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=QPoint(120, 60))
    assert second._target().left() > before


def test_the_pointer_is_shown_at_the_same_part_of_the_others(compared, qtbot):
    first, second = compared.panes[:2]
    QTest.mouseMove(first, first.rect().center())
    assert first._cross is None
    assert second._cross is not None
    assert second._cross.x() == pytest.approx(0.5, abs=0.05)


def test_what_differs_is_told_below_each_and_what_is_shared_once(compared, states):
    told = [cell.facts.text() for cell in compared.cells]
    for text, picture in zip(told, states.comparison.pictures, strict=True):
        assert str(picture.seed) in text
        assert "Guidance" not in text
    assert "Guidance 1.5" in compared.shared.text()
    assert "Seed" not in compared.shared.text()


def test_words_that_not_all_prompts_have_stand_out():
    text = marked_prompt("a red <hat>", ["a red <hat>", "a blue <hat>"], "#123456")
    assert text == 'a <span style="color:#123456">red</span> &lt;hat&gt;'


def test_the_same_settings_differ_in_nothing(tmp_path):
    request = GenerationRequest("same", 64, 64, 9, 1.5, 3)
    pictures = [read_picture(save_picture(picture_of(request), tmp_path)).picture] * 2
    told = differences(pictures, [None, None])
    assert told.own == ((), ())
    assert told.same_prompt


def test_rating_and_deleting_go_to_the_pane_with_the_keyboard(compared, states, qtbot):
    second = states.comparison.pictures[1]
    compared.panes[1].setFocus()
    QTest.keyClick(compared.panes[1], Key.Key_3)
    qtbot.waitUntil(lambda: compared.cells[1].stars.rating == 3)
    assert compared.cells[0].stars.rating == 0
    QTest.keyClick(compared.panes[1], Key.Key_Delete)
    qtbot.waitUntil(lambda: len(compared.panes) == 2)
    assert not second.path.exists()


def test_left_out_until_one_is_left_then_the_gallery_is_back(window, compared, page, states):
    names = ("Leave out of the comparison",)
    for left in (2, 0):
        crosses = [
            button
            for button in compared.cells[0].findChildren(QWidget)
            if button.accessibleName() in names
        ]
        crosses[0].click()
        assert len(states.comparison.pictures) == left
    assert page.view.isVisible()
    assert states.search.marked_count == 3


def test_escape_closes_the_comparison_before_the_page(window, compared, page, states):
    escape = window.body.commands.find("program.escape").run
    escape()
    assert states.pages.current is Page.GALLERY
    assert page.view.isVisible()
    escape()
    assert states.pages.current is Page.CREATE


def test_a_damaged_file_says_so_in_its_place(page, states, qtbot):
    chosen = states.search.pictures[:2]
    chosen[0].path.write_bytes(b"not a picture")
    states.comparison.open(chosen)
    qtbot.waitUntil(lambda: all(states.comparison.compared(p) for p in chosen))
    assert states.comparison.compared(chosen[0]).complaint
    assert states.comparison.compared(chosen[1]).levels
    grabbed = [pane.grab().toImage() for pane in page.compare.panes]
    assert grabbed[0] != grabbed[1]


def test_large_pictures_are_painted_from_halves(qapp):
    from glm_studio.state.canvas import to_image
    from glm_studio.state.comparison import Compared, _levels

    made = Compared(_levels(to_image(colour(2048, 1024))))
    assert [made.level(zoom).width() for zoom in (1.0, 0.6, 0.5, 0.2, 0.01)] == [
        2048, 2048, 1024, 512, 512
    ]  # fmt: skip
