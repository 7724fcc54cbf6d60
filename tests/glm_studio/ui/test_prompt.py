"""The prompt's part of the panel, as it is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication

from engine.api import GenerationRequest
from glm_studio.library.store import save_picture
from glm_studio.prompting.drawn_text import SlipKind
from glm_studio.state.pages import Page
from glm_studio.ui.drop_offer import DropOffer
from glm_studio.ui.prompt_marks import MarkKind, look_of
from glm_studio.ui.snippets_popover import SaveSnippet
from support.fakes import picture_of


@pytest.fixture
def section(window, bridge):
    return window.body.panel.prompt_section


@pytest.fixture
def tools(states, tmp_path: Path):
    states.prompt_tools.open(tmp_path / "prompts")
    return states.prompt_tools


def marked(section, kind: MarkKind) -> list[str]:
    """The texts that are painted as a kind of mark."""
    look = look_of(kind, section._theme)
    return [
        selection.cursor.selectedText()
        for selection in section.editor.extraSelections()
        if selection.format == look
    ]


# What is drawn as text -------------------------------------------------------------------------


def test_quoted_text_is_marked_and_listed(section, states, wait):
    states.prompt.set_text("🐕 a sign “OPEN” and 'back\nat 5'")
    assert marked(section, MarkKind.DRAWN) == ["'back\u2029at 5'", "“OPEN”"]
    wait(lambda: [chip.text() for chip in section.drawn.chips] == ["OPEN", "back at 5"])
    section.drawn.chips[0].click()
    assert section.editor.textCursor().selectedText() == "“OPEN”"
    states.prompt.set_text("nothing")
    wait(section.drawn.isHidden)


def test_an_apostrophe_that_is_taken_for_a_quote_is_mended_by_a_click(section, states, wait):
    states.prompt.set_text("it's a dog's life beside a sign “OPEN”")
    row = section.hints.rows[SlipKind.APOSTROPHE]
    assert marked(section, MarkKind.SLIP) == ["'", "'"]
    wait(row.isVisible)
    assert "“s a dog”" in row.sentence.text()
    row.action.click()
    assert states.prompt.text == "it’s a dog’s life beside a sign “OPEN”"
    wait(section.hints.isHidden)
    section.editor.undo()
    assert states.prompt.text.startswith("it's a dog's")


def test_a_quote_that_is_being_typed_is_not_complained_about(section, states, wait, qtbot):
    section.editor.setFocus()
    section.hints._soon.setInterval(0)
    qtbot.keyClicks(section.editor, 'a sign "OP')
    section.hints._show_state()
    row = section.hints.rows[SlipKind.UNCLOSED]
    assert row.isHidden()
    section.editor.moveCursor(QTextCursor.MoveOperation.Start)
    section.hints._show_state()
    assert row.isVisible()
    row.action.click()
    assert section.editor.textCursor().selectedText() == '"'


def test_marks_follow_the_theme(section, states):
    states.prompt.set_text("“OPEN”")
    from glm_studio.state.options import Appearance

    states.appearance.choose(Appearance.LIGHT)
    assert marked(section, MarkKind.DRAWN) == ["“OPEN”"]


# The length ------------------------------------------------------------------------------------


def test_the_counter_is_quiet_until_the_prompt_is_too_long(section, states, tools, wait):
    footer = section.footer
    assert footer.counter.text() == ""
    states.prompt.set_text("a red circle")
    wait(lambda: footer.counter.text() == "3 token(s) · 0 %")
    assert footer.warning.isHidden()
    most = tools.size.value.most_bytes
    states.prompt.set_text("a" * (most - 3))
    wait(lambda: "3 bytes are left" in footer.warning.text())
    assert "100 %" in footer.counter.text()
    states.prompt.set_text("a" * (most + 3))
    wait(lambda: "Too long by 3 bytes" in footer.warning.text())
    assert footer.warning.property("state") == "danger"
    assert footer.warning.isVisible()


def test_without_a_tokenizer_characters_are_counted(section, states):
    states.prompt.set_text("🐕🐕")
    assert section.footer.counter.text() == "2 character(s)"


# Undo and earlier prompts ----------------------------------------------------------------------


def generate(loop, window) -> None:
    async def act() -> None:
        window.body.generate()

    loop.run_until_complete(act())


def test_typing_is_taken_back_across_runs_and_a_new_body(
    window, section, states, loop, wait, qtbot
):
    editor = section.editor
    states.prompt.set_text("one")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, " two")
    generate(loop, window)
    wait(lambda: states.gallery.pictures)
    window.rebuild()
    editor = window.body.panel.prompt
    assert editor.toPlainText() == "one two"
    editor.undo()
    assert states.prompt.text == "one"
    editor.undo()
    assert states.prompt.text == ""
    editor.redo()
    assert states.prompt.text == "one"


def test_a_prompt_that_made_a_picture_is_brought_back_by_keys(
    window, section, states, loop, wait, qtbot
):
    states.prompt.set_text("first\nprompt")
    generate(loop, window)
    wait(lambda: states.prompt_tools.history.prompts)
    editor = section.editor
    states.prompt.set_text("draft\nof two lines")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert states.prompt.text.startswith("draft")  # only a line up
    qtbot.keyClick(editor, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert states.prompt.text == "first\nprompt"
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert states.prompt.text.startswith("draft")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert states.prompt.text == "first\nprompt"


def test_the_history_is_searched_taken_from_and_forgotten(window, section, states, qtbot):
    history = states.prompt_tools.history
    for text in ("a red house", "a blue house", "the sea"):
        history.add(text)
    window.body.commands.find("prompt.history").run()
    field, popover = section.history.field, section.history
    assert popover.isVisible()
    assert field.hasFocus()
    qtbot.keyClicks(field, "house")
    assert popover.list.model().rowCount() == 2
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert states.prompt.text == "a red house"
    assert popover.isHidden()
    assert section.editor.hasFocus()
    section.show_history()
    qtbot.keyClick(field, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert [prompt.text for prompt in history.prompts] == ["a blue house", "a red house"]
    window.body.toast.take()
    assert len(history.prompts) == 3
    qtbot.keyClicks(field, "nowhere")
    assert popover.empty.isVisible()
    assert popover.list.isHidden()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert popover.isHidden()


def test_a_click_elsewhere_closes_the_history(window, section, states, qtbot):
    section.show_history()
    qtbot.mouseClick(window.body.centre, Qt.MouseButton.LeftButton)
    assert section.history.isHidden()


# Snippets --------------------------------------------------------------------------------------


@pytest.fixture
def snippets(states, section):
    snippets = states.prompt_tools.snippets
    snippets.add("Film look", "35mm, grain")
    snippets.add("Fine lines", "ink")
    return snippets


def test_a_snippet_is_written_by_its_name(section, states, snippets, qtbot):
    editor = section.editor
    editor.setFocus()
    qtbot.keyClicks(editor, "a house, /fi")
    assert section.editor.snippets.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert states.prompt.text == "a house, ink"
    assert section.editor.snippets.isHidden()
    editor.undo()
    assert states.prompt.text == "a house, /fi"


def test_a_slash_within_a_word_opens_nothing(section, states, snippets, qtbot):
    section.editor.setFocus()
    qtbot.keyClicks(section.editor, "and/f")
    assert section.editor.snippets.isHidden()


def test_escape_closes_the_list_and_nothing_else(section, states, snippets, qtbot):
    section.editor.setFocus()
    section.write_snippet()
    assert section.editor.snippets.isVisible()
    qtbot.keyClick(section.editor, Qt.Key.Key_Escape)
    assert section.editor.snippets.isHidden()
    assert states.prompt.text == ""


def test_the_selection_becomes_a_snippet(window, section, states, snippets, qtbot):
    states.prompt.set_text("a house in soft evening light")
    section.editor.select(8, 29)
    section.save_snippet()
    (sheet,) = window.findChildren(SaveSnippet)
    assert sheet.name.text() == "in soft evening light"
    sheet.name.setText("Evening")
    qtbot.keyClick(sheet.name, Qt.Key.Key_Return)
    assert ("Evening", "in soft evening light") in [(s.name, s.text) for s in snippets.snippets]


def test_snippets_are_written_renamed_and_deleted_in_their_list(section, states, snippets, qtbot):
    section.show_snippets()
    popover, field = section.snippets, section.snippets.field
    qtbot.keyClick(field, Qt.Key.Key_F2)
    name = QApplication.focusWidget()
    name.selectAll()
    qtbot.keyClicks(name, "Old film")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [s.name for s in snippets.snippets] == ["Fine lines", "Old film"])
    assert popover.isVisible()
    qtbot.waitUntil(field.hasFocus)
    field.setText("fine")
    popover.delete_chosen()
    assert [s.name for s in snippets.snippets] == ["Old film"]
    field.clear()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert states.prompt.text == "35mm, grain"


# Spelling --------------------------------------------------------------------------------------


no_popups = pytest.mark.qt_log_ignore("This plugin does not support")
"""The offscreen platform says so of menus."""


def menu_at(editor, position: int):
    cursor = editor.textCursor()
    cursor.setPosition(position)
    at = editor.cursorRect(cursor).center()
    editor.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, QPoint()))
    return editor._menu


@no_popups
def test_a_misspelled_word_is_underlined_and_replaced(section, states, tools, wait):
    states.prompt.set_text("🐕 a lanscape, “lanscpe”")
    wait(lambda: marked(section, MarkKind.MISSPELLED) == ["lanscape"])
    menu = menu_at(section.editor, 8)
    wait(lambda: menu.actions()[0].text() == "landscape")
    menu.actions()[0].trigger()
    assert states.prompt.text == "🐕 a landscape, “lanscpe”"
    menu.close()


def test_the_word_that_is_being_typed_is_not_underlined(section, states, tools, wait, qtbot):
    section.editor.setFocus()
    qtbot.keyClicks(section.editor, "lanscape")
    wait(lambda: tools.spelling.wrong)
    assert marked(section, MarkKind.MISSPELLED) == []
    qtbot.keyClicks(section.editor, " ")
    assert marked(section, MarkKind.MISSPELLED) == ["lanscape"]


@no_popups
def test_a_word_joins_the_dictionary(section, states, tools, wait):
    states.prompt.set_text("Kunpengg")
    section.footer.history.setFocus()
    wait(lambda: marked(section, MarkKind.MISSPELLED) == ["Kunpengg"])
    menu = menu_at(section.editor, 2)
    next(action for action in menu.actions() if "Add" in action.text()).trigger()
    assert marked(section, MarkKind.MISSPELLED) == []
    menu.close()


# Pictures that are pasted or dropped -----------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    request = GenerationRequest('a sign that says "GO"', 192, 320, 9, 3.5, 77)
    return save_picture(picture_of(request), tmp_path)


def offer_of(window, wait) -> DropOffer:
    wait(lambda: window.findChildren(DropOffer))
    return window.findChildren(DropOffer)[0]


def paste(section, mime: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(mime)
    section.editor.paste()


def urls(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    mime.setText("\n".join(map(str, paths)))
    return mime


def test_a_pasted_file_offers_its_prompt_alone(window, section, states, tools, wait, file):
    states.pages.show(Page.HARDWARE)
    before = states.parameters.value
    paste(section, urls(file))
    offer = offer_of(window, wait)
    assert list(offer.uses) == ["settings", "prompt", "reference", "canvas"]
    assert window.focusWidget() is offer.uses["settings"]
    offer.uses["prompt"].click()
    assert states.prompt.text == 'a sign that says "GO"'
    assert states.parameters.value == before
    assert states.pages.current is Page.CREATE


def test_pasted_pixels_become_a_reference_with_a_file(window, section, states, tools, wait):
    image = QImage(512, 512, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    paste(section, mime)
    offer = offer_of(window, wait)
    assert list(offer.uses) == ["reference", "canvas"]
    offer.uses["reference"].click()
    (slot,) = states.references.slots
    assert slot.path.is_file()
    wait(lambda: slot.image is not None)


def test_pasted_pixels_that_nobody_wants_leave_no_file(
    window, section, states, tools, wait, qtbot, tmp_path
):
    mime = QMimeData()
    mime.setImageData(QImage(64, 64, QImage.Format.Format_RGB32))
    paste(section, mime)
    offer = offer_of(window, wait)
    assert len(list((tmp_path / "prompts" / "pasted").iterdir())) == 1
    qtbot.keyClick(offer, Qt.Key.Key_Escape)
    wait(lambda: not list((tmp_path / "prompts" / "pasted").iterdir()))


def test_a_picture_dragged_out_of_a_browser_is_offered(window, bridge, tools, wait):
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.png")])
    mime.setImageData(QImage(64, 64, QImage.Format.Format_RGB32))
    buttons = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, mime, *buttons))
    assert list(offer_of(window, wait).uses) == ["reference", "canvas"]


def test_a_broken_picture_in_the_clipboard_is_said_and_leaves_no_file(
    section, states, tools, wait, tmp_path
):
    mime = QMimeData()
    mime.setData("image/png", b"no picture")
    paste(section, mime)
    wait(lambda: states.failures.problem is not None)
    assert not list((tmp_path / "prompts" / "pasted").iterdir())


def test_text_with_a_picture_of_it_is_pasted_as_text(section, states, tools):
    mime = QMimeData()
    mime.setText("a house")
    mime.setImageData(QImage(64, 64, QImage.Format.Format_RGB32))
    paste(section, mime)
    assert states.prompt.text == "a house"


def test_several_files_become_references_together(window, section, states, tools, wait, tmp_path):
    files = [tmp_path / f"{number}.jpg" for number in range(2)]
    image = QImage(512, 512, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    for path in files:
        assert image.save(str(path))
    paste(section, urls(*files))
    offer = offer_of(window, wait)
    assert list(offer.uses) == ["reference", "canvas"]
    offer.uses["reference"].click()
    assert [slot.path for slot in states.references.slots] == files
    wait(lambda: all(slot.image for slot in states.references.slots))


def test_a_picture_pasted_once_more_keeps_the_file_that_is_in_use(
    window, section, states, tools, wait, qtbot
):
    mime = QMimeData()
    mime.setImageData(QImage(512, 512, QImage.Format.Format_RGB32))
    paste(section, mime)
    offer_of(window, wait).uses["reference"].click()
    wait(lambda: states.references.slots[0].image is not None)
    section.editor.paste()
    wait(lambda: len(window.findChildren(DropOffer)) == 1)
    qtbot.keyClick(offer_of(window, wait), Qt.Key.Key_Escape)
    answered = []
    tools.incoming._background.run(lambda: None, answered.append)
    wait(lambda: answered)
    assert states.references.slots[0].path.is_file()


@pytest.mark.parametrize("taken", [True, False])
def test_a_picture_pasted_twice_at_once_has_its_file(
    window, section, states, tools, wait, qtbot, tmp_path, taken
):
    mime, offered = QMimeData(), []
    mime.setImageData(QImage(512, 512, QImage.Format.Format_RGB32))
    tools.incoming.offered.connect(offered.append)
    paste(section, mime)
    section.editor.paste()
    wait(lambda: len(offered) == 2)
    answered = []
    tools.incoming._background.run(lambda: None, answered.append)
    wait(lambda: answered)
    offer = next(sheet for sheet in window.findChildren(DropOffer) if sheet.isVisible())
    if taken:
        offer.uses["reference"].click()
        wait(lambda: states.references.slots[0].image is not None)
    else:
        qtbot.keyClick(offer, Qt.Key.Key_Escape)
        wait(lambda: not list((tmp_path / "prompts" / "pasted").iterdir()))


def test_a_file_held_over_the_window_is_told_what_it_can_be(window, bridge, file):
    data = urls(file)
    where = (QPoint(300, 300), Qt.DropAction.CopyAction, data)
    event = QDragEnterEvent(*where, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dragEnterEvent(event)
    assert window._veil.isVisible()
    window.dragLeaveEvent(QDragLeaveEvent())
    assert window._veil.isHidden()


def test_an_editor_outlives_the_states_at_the_program_s_end(qtbot, tmp_path):
    """In whatever order Python takes them apart."""
    import shiboken6

    from glm_studio.resources import resource
    from glm_studio.state.memory import Memory
    from glm_studio.state.studio import StudioState
    from glm_studio.ui.prompt_editor import PromptEditor
    from glm_studio.ui.theme import Theme

    states = StudioState(resource("models", "nano"), Memory(tmp_path / "window.json"))
    theme = Theme(states.appearance)
    editor = PromptEditor(states, theme)
    qtbot.addWidget(editor)
    states.prompt.set_text("a sign “OPEN”")
    editor.show()
    editor.setFocus()
    states.close()
    shiboken6.delete(states)
    editor.clearFocus()
    assert editor.toPlainText() == ""
