"""The palette and the list of keys: everything that can be done, without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from glm_studio.state.pages import Page
from glm_studio.ui.commands import Command, Commands, Group
from glm_studio.ui.key_sheet import KeySheet
from glm_studio.ui.palette import Palette, ranked

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def palette(window, bridge) -> Palette:
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    return window.body.findChild(Palette)


def shown(palette: Palette) -> list[str]:
    model = palette.list.model()
    rows = range(model.rowCount())
    return [model.index(row).data(Qt.ItemDataRole.UserRole).name for row in rows]


def test_ctrl_k_types_and_runs(palette, states, window):
    QTest.keyClicks(palette.field, "go hardw")
    assert shown(palette)[0] == "go.hardware"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert states.pages.current is Page.HARDWARE


def test_what_was_used_last_stands_first_next_time(palette, window, qtbot):
    QTest.keyClicks(palette.field, "go settings")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    window.body.open_palette()
    qtbot.waitUntil(lambda: len(window.body.findChildren(Palette)) == 1)
    again = window.body.findChild(Palette)
    assert shown(again)[0] == "go.settings"


def test_the_arrow_keys_go_round(palette):
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == palette.list.model().rowCount() - 1
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 0


def test_what_cannot_be_done_now_stands_last_and_does_nothing(palette, states):
    QTest.keyClicks(palette.field, "cancel running")
    assert shown(palette)[0] == "run.cancel"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()  # it would have gone


def test_words_at_the_start_count_more_than_inside():
    commands = [
        Command("a.inside", "Fantastic fitting", print),
        Command("b.start", "Tic tac", print),
    ]
    assert [c.name for c in ranked(commands, "tic", [])] == ["b.start", "a.inside"]
    assert ranked(commands, "nothing of the kind", []) == []


def test_every_command_is_in_the_palette_and_every_key_in_the_list(palette, window):
    palette.close_sheet()
    names = {command.name for command in window.body.commands}
    assert set(shown(palette)) == names - {"palette.open"}
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = window.body.findChild(KeySheet)
    with_keys = {command.name for command in window.body.commands if command.shown_keys}
    assert {command.name for command, _ in sheet.rows} == with_keys
    sheet.field.setText("F9")
    assert [command.name for command, row in sheet.rows if row[0].isVisible()] == ["go.side"]


def test_a_key_cannot_be_given_to_two_commands(window):
    commands = Commands(window)
    commands.add(Command("one", "One", print, Group.GO, ("Ctrl+Alt+1",)))
    with pytest.raises(ValueError, match=r"Ctrl\+Alt\+1 would do two things"):
        commands.add(Command("two", "Two", print, Group.GO, ("Ctrl+Alt+1",)))
