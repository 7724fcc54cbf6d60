"""What a screen reader is told, and where the Tab key goes, on every page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from glm_studio.state.pages import Page
from glm_studio.ui.gallery_page import GalleryPage
from support.fakes import some_picture

ACTING = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.RadioButton,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
}


@pytest.fixture(params=Page)
def page(request, window, bridge, states, library) -> QWidget:
    """Each page in turn, with a picture in the gallery."""
    picture = some_picture(1)
    library.add(picture)
    states.gallery.select(picture)
    states.pages.show(request.param)
    window.activateWindow()
    return window.body.pages.currentWidget()


def tree(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """The visible part of an accessibility tree."""
    for number in range(top.childCount()):
        child = top.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield child
            yield from tree(child)


def test_everything_that_acts_says_what_it_is(page, window):
    nameless = [
        (item.role(), item.rect())
        for item in tree(QAccessible.queryAccessibleInterface(window))
        if item.role() in ACTING and not item.text(QAccessible.Text.Name).strip()
    ]
    assert nameless == []


def test_tab_reaches_everything_that_acts_once_and_comes_back(page, window):
    wanted = {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not is_of_a_group(widget)  # the arrow keys go round within one
    }
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    first = QApplication.focusWidget()
    seen = [first]
    for _ in range(3 * len(wanted)):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
        seen.append(QApplication.focusWidget())
    assert len(seen) == len(set(seen))
    assert wanted - set(seen) == set()


def is_of_a_group(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) and bool(widget.group()) and not widget.isChecked()


def test_tab_goes_down_each_zone(page, window):
    """Within the panel or the page's column the focus never jumps up by more than a row."""
    panel = window.body.panel if window.body.panel.isVisible() else page
    if isinstance(page, GalleryPage):
        panel = page.row
    first = QApplication.focusWidget()
    tops = []
    for _ in range(200):
        here = QApplication.focusWidget()
        if here is not panel and panel.isAncestorOf(here):
            tops.append((here.mapTo(window, QPoint(0, 0)).y(), here))
        QTest.keyClick(here, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
    jumps = [
        (above, below)
        for (top, above), (next_top, below) in itertools.pairwise(tops)
        if next_top < top - 120
    ]
    assert jumps == []
