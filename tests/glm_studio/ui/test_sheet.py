"""Sheets: the keyboard stays in them, and goes back to where it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from glm_studio.ui.sheet import Sheet


@pytest.fixture
def sheet(window, bridge, theme) -> Sheet:
    made = Sheet(theme, "Name it")
    made.first, made.second = QLineEdit(), QLineEdit()
    made.content.addWidget(made.first)
    made.content.addWidget(made.second)
    made.done = []
    made.add_button("Keep", lambda: made.done.append("kept"), "primary")
    window.activateWindow()
    window.body.panel.prompt.setFocus()
    made.open_over(window.body.panel)
    return made


def test_tab_goes_round_within_a_sheet(window, sheet):
    assert sheet.first.hasFocus()
    seen = set()
    for _ in range(6):
        focus = window.focusWidget()
        assert sheet.isAncestorOf(focus)
        seen.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert {sheet.first, sheet.second} < seen


def test_escape_closes_it_alone_and_gives_the_keyboard_back(window, sheet, states, qtbot):
    closed = []
    sheet.closed.connect(lambda: closed.append(True))
    states.prompt.set_text("not to be made")
    QTest.keyClick(sheet.first, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert states.queue.entries == []
    QTest.keyClick(sheet.first, Qt.Key.Key_Escape)
    assert closed
    assert window.body.panel.prompt.hasFocus()
    QTest.keyClick(window.body.panel.prompt, Qt.Key.Key_F8)
    assert not window.body.panel.isVisible()


def test_a_click_beside_it_closes_it_and_one_inside_does_not(sheet, qtbot):
    closed = []
    sheet.closed.connect(lambda: closed.append(True))
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(sheet, left, pos=sheet.panel.geometry().topLeft() + QPoint(5, 5))
    assert not closed
    QTest.mouseClick(sheet, left, pos=QPoint(3, 3))
    assert closed


def test_enter_presses_the_button_that_has_the_keyboard(window, sheet):
    QTest.keyClick(sheet.first, Qt.Key.Key_Return)
    assert sheet.done == []
    next(b for b in sheet.findChildren(QPushButton) if b.text() == "Keep").setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert sheet.done == ["kept"]
