"""The prompt under the user's hands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from glm_studio.prompting.drawn_text import Edit

_PAUSE_MS = 1000
"""Without a change: what is typed after it is a step of its own."""


class PromptState(QObject):
    """The prompt's text and the model's example prompts.

    The document is here and not in the editor, so that what was typed can be undone whatever was
    made, loaded or translated meanwhile. Only an editor may change it by other ways than this.
    """

    changed = Signal(str)
    examples_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = QTextDocument(self)
        self._text = ""
        self._examples: tuple[str, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._end_step)
        self.document.contentsChanged.connect(self._read_document)

    @property
    def text(self) -> str:
        return self._text

    @property
    def ready(self) -> bool:
        """Whether there is anything to make a picture of."""
        return bool(self._text.strip())

    @property
    def examples(self) -> tuple[str, ...]:
        return self._examples

    def set_text(self, text: str) -> None:
        """Write another prompt, which one step takes back."""
        if text != self._text:
            cursor = QTextCursor(self.document)
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
            self._end_step()

    def begin_with(self, text: str) -> None:
        """Write what was there when the program was left: there is nothing to take back."""
        self.set_text(text)
        self.document.clearUndoRedoStacks()

    def edit(self, edits: Iterable[Edit]) -> None:
        """Change parts that do not overlap, which one step takes back. The rest stays untouched."""
        cursor = QTextCursor(self.document)
        place = places_in_document(self._text)
        cursor.beginEditBlock()
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            cursor.setPosition(place(edit.start))
            cursor.setPosition(place(edit.end), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(edit.text)
        cursor.endEditBlock()

    def set_examples(self, examples: tuple[str, ...]) -> None:
        self._examples = examples
        self.examples_changed.emit()

    def _read_document(self) -> None:
        text = self.document.toPlainText()
        if text != self._text:
            self._text = text
            self._pause.start()
            self.changed.emit(text)

    def _end_step(self) -> None:
        """What is typed next is a step of its own: only with changes unsaved do steps join."""
        self.document.setModified(False)


def places_in_document(text: str) -> Callable[[int], int]:
    """From places among a text's characters to Qt's, where an emoji is two."""
    wide = [place for place, character in enumerate(text) if character > "\uffff"]
    return lambda place: place + bisect_left(wide, place)


def to_text(text: str, place: int) -> int:
    """A place as Qt counts, among the characters of a text."""
    if text.isascii():
        return place
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * place]
    return len(encoded.decode("utf-16-le", "ignore"))
