"""The snippets, to be written into the prompt, renamed and deleted."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from glm_studio.prompting.snippets import Snippet
from glm_studio.state.studio import StudioState
from glm_studio.state.undo import offer_to_undo
from glm_studio.ui.controls import label, text_button
from glm_studio.ui.list_popover import ListPopover, Row
from glm_studio.ui.prompt_editor import PromptEditor
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import one_line
from glm_studio.words import tr

_NAME_WORDS = 4


class SnippetsPopover(ListPopover):
    """Binds to the snippets; what is taken is written where the editor's cursor is."""

    def __init__(self, states: StudioState, editor: PromptEditor, theme: Theme) -> None:
        super().__init__(theme, tr("Snippets"), tr("Search in snippets"), can_rename=True)
        self._states, self._editor = states, editor
        self._snippets = states.prompt_tools.snippets
        self._keep = text_button(
            self.tr("Save the prompt…"),
            self.tr("Keep the prompt, or what is selected in it, as a snippet"),
        )
        self._keep.clicked.connect(self._save)
        self.foot.addWidget(self._keep)
        self.taken.connect(self._write)
        self.delete_asked.connect(self._delete)
        self.renamed.connect(self._snippets.rename)
        self._snippets.changed.connect(self.refresh_if_open)

    def refresh(self) -> None:
        typed = self.field.text()
        found = self._snippets.search(typed)
        empty = (
            self.tr("No snippet has these letters.")
            if typed
            else self.tr("Keep a piece of a prompt here, and write it with / and its name.")
        )
        self.show_things(found, _row, empty)

    def _write(self, snippet: Snippet) -> None:
        self._editor.textCursor().insertText(snippet.text)
        self._editor.setFocus()

    def _delete(self, snippet: Snippet) -> None:
        self._snippets.remove(snippet)
        said = self.tr("Snippet “{name}” deleted").format(name=snippet.name)
        self._states.offered.emit(offer_to_undo(self._states.undo, said))

    def _save(self) -> None:
        self.close_popover()
        ask_to_save(self._states, self._editor, self._theme)


def _row(snippet: Snippet) -> Row:
    return Row(snippet.name, one_line(snippet.text), snippet.text)


class SaveSnippet(Sheet):
    """Asks for the name under which a text is kept."""

    def __init__(self, states: StudioState, text: str, theme: Theme) -> None:
        super().__init__(theme, tr("Save as a snippet"), 420)
        self._states, self._text = states, text
        shown = label(one_line(text), "muted")
        shown.setWordWrap(True)
        self.name = QLineEdit(" ".join(text.split()[:_NAME_WORDS]).strip(".,;:"))
        self.name.setAccessibleName(self.tr("The snippet's name"))
        self.name.selectAll()
        self.name.returnPressed.connect(self._save)
        self.name.textChanged.connect(self._show_state)
        self.content.addWidget(label(self.tr("Name"), "section"))
        self.content.addWidget(self.name)
        self.content.addWidget(shown)
        self._button = self.add_button(self.tr("Save"), self._save, "primary")
        self._show_state()

    def _show_state(self) -> None:
        self._button.setEnabled(bool(self.name.text().strip()))

    def _save(self) -> None:
        if self.name.text().strip():
            made = self._states.prompt_tools.snippets.add(self.name.text(), self._text)
            self._states.noticed.emit(
                self.tr("Saved. Write it with /{name}").format(name=made.name)
            )
            self.close_sheet()


def ask_to_save(states: StudioState, editor: PromptEditor, theme: Theme) -> SaveSnippet | None:
    """Ask for a name for what is selected in the editor, or for the whole prompt."""
    text = editor.textCursor().selection().toPlainText().strip() or states.prompt.text.strip()
    if not text:
        states.noticed.emit(tr("There is nothing to keep: write a prompt first."))
        return None
    sheet = SaveSnippet(states, text, theme)
    sheet.open_over(editor)
    return sheet
