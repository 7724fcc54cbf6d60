"""The prompt under the user's hands."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class PromptState(QObject):
    """The prompt's text and the model's example prompts."""

    changed = Signal(str)
    examples_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._examples: tuple[str, ...] = ()

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
        if text != self._text:
            self._text = text
            self.changed.emit(text)

    def set_examples(self, examples: tuple[str, ...]) -> None:
        self._examples = examples
        self.examples_changed.emit()
