"""A prompt to be read, with the marks that the editor has."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from glm_studio.state.prompt import places_in_document
from glm_studio.ui.prompt_marks import look_of, marks_of
from glm_studio.ui.theme import Theme


class PromptView(QPlainTextEdit):
    """Read-only unless its owner says otherwise; its owner may add marks of its own."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._changes: list[tuple[int, int]] = []
        self._look = QTextCharFormat()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.textChanged.connect(self._mark)
        theme.changed.connect(self._mark)

    def show_text(self, text: str) -> None:
        """Show another text; the same one keeps its cursor."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def mark_gone(self, spans: list[tuple[int, int]]) -> None:
        """Strike these places out, until there are others."""
        self._changes, self._look = spans, QTextCharFormat()
        self._look.setFontStrikeOut(True)
        self._look.setForeground(self._theme.colour("danger"))
        self._mark()

    def mark_come(self, spans: list[tuple[int, int]]) -> None:
        """Underline these places, until there are others."""
        self._changes, self._look = spans, QTextCharFormat()
        self._look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        self._look.setUnderlineColor(self._theme.colour("accent"))
        self._mark()

    def _mark(self) -> None:
        text = self.toPlainText()
        place = places_in_document(text)
        looks = [
            (mark.start, mark.start + mark.length, look_of(mark.kind, self._theme))
            for mark in marks_of(text)
        ]
        looks += [(start, end, self._look) for start, end in self._changes]
        selections = []
        for start, end, look in looks:
            selection = QTextEdit.ExtraSelection()
            selection.format = look
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(place(min(start, len(text))))
            last = place(min(end, len(text)))
            selection.cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            selections.append(selection)
        self.setExtraSelections(selections)
