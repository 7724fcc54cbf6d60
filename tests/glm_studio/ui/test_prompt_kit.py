"""Templates, styles, choices and the enhancer, as a user has them under the hands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from glm_studio.state.enhancer import Phase
from glm_studio.state.preferences import ENHANCER_ADDRESS, ENHANCER_KEY
from glm_studio.ui.enhancer_sheet import EnhancerSheet
from glm_studio.ui.expansions_sheet import ExpansionsSheet
from glm_studio.ui.style_editor import StyleEditor
from glm_studio.ui.template_sheet import FillSheet, SaveSheet, TemplateSheet
from support.chat_server import ChatServer, chat_server


@pytest.fixture
def kit(window, states, qtbot, tmp_path: Path):
    """The panel under the prompt, with the bundled files."""
    folder = tmp_path / "prompts" / "wildcards"
    folder.mkdir(parents=True)
    (folder / "cats.txt").write_text("tabby\nmanx\n", "utf-8")
    (folder / "birds").mkdir()
    (folder / "birds" / "猫头鹰.txt").write_text("owl\n", "utf-8")
    states.prompt_kit.open(tmp_path / "prompts")
    qtbot.waitUntil(lambda: bool(states.prompt_kit.files.styles))
    return window.body.panel.prompt_section.kit


@pytest.fixture
def server(states) -> Iterator[ChatServer]:
    """A chat server whose address is entered."""
    with chat_server() as running:
        states.preferences.set(ENHANCER_ADDRESS, running.address)
        yield running


def sheet(window, kind: type[QWidget]) -> QWidget:
    (found,) = [each for each in window.findChildren(kind) if each.isVisible()]
    return found


def texts(actions) -> list[str]:
    return [action.text() for action in actions]


# Choices ---------------------------------------------------------------------------------------


def test_the_row_comes_with_the_choices_and_says_what_is_next(kit, states):
    row = kit.choices
    states.prompt.set_text("a cat")
    assert not row.isVisible()
    states.prompt.set_text("a {red|blue|} {fox|owl}")
    states.parameters.set_count(2)
    assert row.isVisible()
    assert row.count.text().startswith("2 of 6 possible")
    shown = [line.text() for line in row.lines if line.isVisible()]
    expected = [
        " · ".join(c or "nothing" for c in e.chosen) for e in states.prompt_kit.choices.next
    ]
    assert shown == expected
    assert row.lines[0].toolTip() == states.prompt_kit.choices.next[0].text


def test_all_shows_every_combination_and_the_rest_is_counted(kit, states):
    states.prompt.set_text("{a|b|c} {1|2}")
    kit.choices.all.click()
    assert kit.choices.count.text().startswith("All 6")
    assert kit.choices.lines[2].text() == "b · 1"
    assert kit.choices.more.text().startswith("and 3 more")
    states.prompt.set_text("{a|b|c|d}" * 30)
    assert "200 of more than" in kit.choices.count.text()


def test_the_dice_and_the_list(window, kit, states):
    states.prompt.set_text("{a|b|c|d|e|f|g|h|i|j|k|l}" * 3)
    before = kit.choices.lines[0].text()
    kit.choices.dice.click()
    assert kit.choices.lines[0].text() != before
    kit.choices.list.click()
    assert (
        sheet(window, ExpansionsSheet).text.toPlainText() == states.prompt_kit.choices.next[0].text
    )


def test_trouble_stands_where_the_choices_would(kit, states):
    states.prompt.set_text("“{headline}” on a {wall:brick wall}")
    assert "headline" in kit.choices.complaint.text()
    assert kit.choices.fill.isVisible()
    assert not kit.choices.folder.isVisible()
    states.prompt.set_text("a __dog__")
    assert "dog.txt" in kit.choices.complaint.text()
    assert kit.choices.folder.isVisible()


def test_the_menu_writes_choices_and_wildcards(kit, states, window):
    editor = window.body.panel.prompt
    states.prompt.set_text("a red cat")
    editor.select(2, 5)
    kit.write_choice()
    assert states.prompt.text == "a {red|} cat"
    editor.insertPlainText("blue")
    assert states.prompt.text == "a {red|blue} cat"
    wildcards = kit.fill_menu().actions()[1].menu()
    assert texts(wildcards.actions()) == ["__birds/猫头鹰__", "__cats__"]
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    editor.insertPlainText(" ")
    wildcards.actions()[1].trigger()
    assert states.prompt.text == "a {red|blue} cat __cats__"


def test_two_underscores_list_the_wildcards(kit, states, window, qtbot):
    editor = window.body.panel.prompt
    editor.setFocus()
    qtbot.keyClicks(editor, "a __")
    popup = editor.snippets
    assert popup.isVisible()
    assert popup.model().index(1, 0).data() == "cats"
    qtbot.keyClicks(editor, "ca")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert states.prompt.text == "a __cats__"
    for not_begun in (" and snake_", "_", " /", " "):
        qtbot.keyClicks(editor, not_begun)
        assert not popup.isVisible()
    qtbot.keyClicks(editor, "__birds/")
    assert popup.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert states.prompt.text.endswith("__birds/猫头鹰__")
    editor.insertPlainText(" 一__birds/猫头鹰_")
    qtbot.keyClicks(editor, "_")
    assert not popup.isVisible()


# Styles ----------------------------------------------------------------------------------------


def choose_style(kit, name: str) -> None:
    actions = kit.styles.fill_menu().actions()
    next(action for action in actions if action.text() == name).trigger()


def test_styles_are_chips_that_can_be_moved_and_left_out_by_keyboard(kit, states, qtbot):
    choose_style(kit, "Watercolour")
    choose_style(kit, "Comic")

    def names() -> list[str]:
        return [chip.button.text() for chip in kit.styles.chips]

    assert names() == ["Watercolour", "Comic"]
    assert "watercolour painting" in kit.styles.chips[0].button.toolTip()
    kit.styles.chips[1].button.setFocus()
    qtbot.keyClick(kit.styles.chips[1].button, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert names() == ["Comic", "Watercolour"]
    assert kit.styles.chips[0].button.hasFocus()
    qtbot.keyClick(kit.styles.chips[0].button, Qt.Key.Key_Delete)
    assert names() == ["Watercolour"]
    assert kit.styles.chips[0].button.hasFocus()
    kit.styles.chips[0].cross.click()
    assert names() == []
    choose_style(kit, "Comic")
    choose_style(kit, "Comic")
    assert names() == []


def test_a_chip_is_carried_to_another_place(kit, qtbot):
    for name in ("Watercolour", "Comic", "Blueprint"):
        choose_style(kit, name)
    qtbot.waitUntil(lambda: kit.styles.chips[2].pos() != QPoint(0, 0))
    carried = QMimeData()
    carried.setData("application/x-glm-studio-style", b"2")
    place = QPointF(kit.styles.chips[0].geometry().center() + QPoint(2, 0))
    let_go = QDropEvent(
        place, Qt.DropAction.MoveAction, carried, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    kit.styles.dropEvent(let_go)
    qtbot.waitUntil(
        lambda: [c.button.text() for c in kit.styles.chips] == ["Watercolour", "Blueprint", "Comic"]
    )


def test_a_style_of_one_s_own_is_made_beside_what_it_does(window, kit, states, qtbot):
    states.prompt.set_text("a cat")
    choose_style(kit, "New style…")
    editor = sheet(window, StyleEditor)
    assert not editor._save.isEnabled()
    editor.name.setText("Fog")
    editor.text.setPlainText("{prompt} in thick fog")
    assert editor.preview.toPlainText() == "a cat in thick fog"
    editor._save.click()
    qtbot.waitUntil(lambda: states.prompt_kit.files.styles[0].name_in("en") == "Fog")
    choose_style(kit, "Fog")
    states.undo.clear()
    kit.styles.chips[0].delete_asked.emit(kit.styles.chips[0].style_of)
    qtbot.waitUntil(lambda: kit.styles.chips == [])
    states.undo.undo()
    qtbot.waitUntil(lambda: len(kit.styles.chips) == 1)


# Templates -------------------------------------------------------------------------------------


def test_a_template_is_searched_filled_in_by_tab_and_written_as_one_change(
    window, kit, states, qtbot
):
    states.prompt.set_text("before")
    kit.templates.click()
    shown = sheet(window, TemplateSheet)
    assert shown.search.hasFocus()
    qtbot.keyClicks(shown.search, "headline")
    assert shown.list.count() == 1
    edits = list(shown.form.edits.values())
    qtbot.waitUntil(edits[-1].isVisible)
    edits[0].setFocus()
    for edit in edits[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert edit.hasFocus()
    shown.form.edits["headline"].setText("GRAND SALE")
    assert "“GRAND SALE”" in shown.preview.toPlainText()
    assert "Food, music" in shown.preview.toPlainText()  # what is not filled in keeps its default
    filled = shown.preview.toPlainText()
    qtbot.keyClick(edits[-1], Qt.Key.Key_Return)
    assert states.prompt.text == filled
    window.body.panel.prompt.undo()
    assert states.prompt.text == "before"


def test_the_arrows_go_through_what_was_found(window, kit, qtbot):
    kit.show_templates()
    shown = sheet(window, TemplateSheet)
    first = shown.about.text()
    qtbot.keyClick(shown.search, Qt.Key.Key_Down)
    assert shown.about.text() != first
    qtbot.keyClicks(shown.search, "nothing like it")
    assert shown.template is None
    assert not shown._use.isEnabled()


def test_the_prompt_becomes_a_template_and_goes_again(window, kit, states, qtbot):
    states.prompt.set_text("a {animal:cat} on a {place}")
    kit.save_template()
    saving = sheet(window, SaveSheet)
    qtbot.keyClicks(saving.name, "Mine")
    saving._save.click()
    qtbot.waitUntil(lambda: states.prompt_kit.files.templates[0].file is not None)
    kit.show_templates()
    shown = sheet(window, TemplateSheet)
    assert list(shown.form.edits) == ["animal", "place"]
    assert shown._delete.isVisible()
    shown._delete.click()
    qtbot.waitUntil(lambda: not shown._delete.isVisible())
    states.undo.undo()
    qtbot.waitUntil(lambda: states.prompt_kit.files.templates[0].file is not None)


def test_the_fields_of_a_prompt_are_filled_in(window, kit, states, qtbot):
    states.prompt.set_text("“{headline}” on a {wall:brick wall}")
    kit.choices.fill.click()
    shown = sheet(window, FillSheet)
    assert shown.form.edits["headline"].hasFocus()
    qtbot.keyClicks(shown.form.edits["headline"], "HI")
    qtbot.keyClick(shown.form.edits["headline"], Qt.Key.Key_Return)
    qtbot.keyClick(shown.form.edits["wall"], Qt.Key.Key_Return)
    assert states.prompt.text == "“HI” on a brick wall"
    assert not kit.choices.isVisible()


# The enhancer ----------------------------------------------------------------------------------


def open_enhancer(window, kit, states, prompt: str = "a cat, it says “MEOW”") -> EnhancerSheet:
    states.prompt.set_text(prompt)
    kit.enhance.click()
    shown = sheet(window, EnhancerSheet)
    assert isinstance(shown, EnhancerSheet)
    return shown


def test_without_an_address_it_is_off_and_asks_for_one(window, kit, states, qtbot):
    shown = open_enhancer(window, kit, states)
    assert shown.setup.isVisible()
    assert not shown.send.isEnabled()
    states.prompt_kit.enhancer.start()
    assert states.prompt_kit.enhancer.phase is Phase.IDLE
    qtbot.keyClicks(QApplication.focusWidget(), "localhost:9")
    assert shown.send.isEnabled()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert shown.setup.isVisible()  # a model and a key may still be entered
    assert shown.send.isEnabled()
    assert "http://localhost:9" in shown.where.text()


def test_nothing_is_sent_before_the_button_is_pressed(window, kit, states, server):
    open_enhancer(window, kit, states)
    assert server.asked == []


def test_old_and_new_stand_side_by_side_and_accepting_can_be_undone(
    window, kit, states, server, qtbot
):
    server.pieces = ["A fluffy ", "cat says 'Meow!'", " in chalk."]
    states.preferences.set(ENHANCER_KEY, "sesame")
    shown = open_enhancer(window, kit, states)
    assert shown.send.hasFocus()
    qtbot.keyClick(shown.send, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: states.prompt_kit.enhancer.phase is Phase.DONE)
    assert server.keys == ["Bearer sesame"]
    assert shown.old.toPlainText() == "a cat, it says “MEOW”"
    # The text to be drawn is letter by letter what the user wrote.
    assert shown.new.toPlainText() == "A fluffy cat says 'MEOW' in chalk."
    assert shown.findings.sentences == []
    assert any(s.format.fontStrikeOut() for s in shown.old.extraSelections())
    assert shown.accept.hasFocus()
    shown.new.setPlainText("A fluffy cat says “MEOW”.")
    shown.accept.click()
    assert states.prompt.text == "A fluffy cat says “MEOW”."
    window.body.panel.prompt.undo()
    assert states.prompt.text == "a cat, it says “MEOW”"


def test_it_is_written_as_it_comes_and_stops_at_once(window, kit, states, server, qtbot):
    server.manner = "slow"
    shown = open_enhancer(window, kit, states)
    shown.send.click()
    assert "Waiting" in shown.state.text()
    qtbot.waitUntil(lambda: shown.new.toPlainText() == "A ")
    assert shown.new.isReadOnly()
    assert not shown.accept.isEnabled()
    shown.stop.click()
    assert server.hung_up.wait(2)
    assert "Stopped" in shown.state.text()
    assert states.prompt.text == "a cat, it says “MEOW”"


def test_closing_the_sheet_hangs_up(window, kit, states, server, qtbot):
    server.manner = "slow"
    shown = open_enhancer(window, kit, states)
    shown.send.click()
    qtbot.waitUntil(lambda: bool(server.asked))
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert server.hung_up.wait(2)
    assert states.prompt_kit.enhancer.phase is Phase.IDLE


def test_what_is_no_longer_drawn_is_flagged_and_can_be_put_back(window, kit, states, server, qtbot):
    server.pieces = ["A cat by a sign “Bakery”."]
    shown = open_enhancer(window, kit, states, "a {red|blue} cat, it says “MEOW”")
    shown.send.click()
    qtbot.waitUntil(lambda: states.prompt_kit.enhancer.phase is Phase.DONE)
    said = " ".join(shown.findings.sentences)
    assert "MEOW" in said
    assert "{red|blue}" in said
    assert "Bakery" in said
    shown.findings.buttons[0].click()
    assert shown.new.toPlainText().endswith("“MEOW”")
    assert "MEOW" not in " ".join(shown.findings.sentences)


def test_a_failure_is_told_and_can_be_tried_again(window, kit, states, server, qtbot):
    server.manner = "drop"
    shown = open_enhancer(window, kit, states)
    shown.send.click()
    qtbot.waitUntil(lambda: states.prompt_kit.enhancer.phase is Phase.FAILED)
    assert shown.complaint.isVisible()
    assert server.address in shown.complaint.text()
    assert shown.again.hasFocus() or shown.accept.hasFocus()
    server.manner = "stream"
    shown.again.click()
    qtbot.waitUntil(lambda: states.prompt_kit.enhancer.phase is Phase.DONE)
    assert shown.new.toPlainText() == "A new prompt."
    assert not shown.complaint.isVisible()


def test_every_door_is_a_command(window, kit, states):
    names = {command.name for command in window.body.commands}
    assert {
        "prompt.template", "prompt.save_template", "prompt.fill_in", "prompt.style",
        "prompt.choice", "prompt.reroll", "prompt.all_combinations", "prompt.enhance",
    } <= names  # fmt: skip


def test_the_panel_made_anew_shows_what_there_was(window, kit, states):
    choose_style(kit, "Comic")
    states.prompt.set_text("a {red|blue} cat")
    next_prompts = [one.text for one in states.prompt_kit.choices.next]
    window.rebuild()
    again = window.body.panel.prompt_section.kit
    assert [chip.button.text() for chip in again.styles.chips] == ["Comic"]
    assert [one.text for one in states.prompt_kit.choices.next] == next_prompts
    states.prompt.set_text("a cat")
    assert not again.choices.isVisible()
