"""All words that a window shows or says, and a language that marks what is translated."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_LONGER = 0.6
"""How much longer than English a text may become: Russian is the longest of the studio's."""


class Marked(QTranslator):
    """Puts every text into brackets, and makes it as long as the longest language's."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return f"⟦{text}{'·' * round(len(text) * _LONGER)}⟧"


def words_of(window: QWidget) -> Iterator[tuple[str, str]]:
    """Each text that is seen, or heard from a screen reader, and what it belongs to."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        for text in _texts(widget):
            if any(letter.isalpha() for letter in text):
                yield text, f"{type(widget).__name__} {widget.objectName()}".strip()


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
