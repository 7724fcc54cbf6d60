"""The prompt editor: plain text, and every change of it can be undone."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import QFontMetrics, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from glm_studio.state.prompt import PromptState

_LINES = 5
_MOST_LINES = 14


class PromptEditor(QPlainTextEdit):
    """Binds to `PromptState`."""

    def __init__(self, prompt: PromptState) -> None:
        super().__init__()
        self._prompt = prompt
        self.setPlaceholderText(
            self.tr("What should the picture show? Put words to be written in it in “quotes”.")
        )
        self.setToolTip(
            self.tr(
                "Describe the picture in sentences: subject, place, light, style.\n"
                "Text in “quotes” is drawn as text.  Ctrl+Enter generates."
            )
        )
        self.setAccessibleName(self.tr("Prompt"))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(self._height_of(_MOST_LINES))
        self.textChanged.connect(self._write_state)
        prompt.changed.connect(self._show_state)
        self._show_state(prompt.text)
        self.document().clearUndoRedoStacks()

    def sizeHint(self) -> QSize:
        return QSize(240, self._height_of(_LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height_of(3))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # A picture dropped here is meant for the window, which reads its settings.
        return source.hasText() and not source.hasUrls()

    def _height_of(self, lines: int) -> int:
        return QFontMetrics(self.font()).lineSpacing() * lines + 28

    def _write_state(self) -> None:
        self._prompt.set_text(self.toPlainText())

    def _show_state(self, text: str) -> None:
        if text == self.toPlainText():
            return
        # Through the cursor, unlike setPlainText, the change can be undone.
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)
