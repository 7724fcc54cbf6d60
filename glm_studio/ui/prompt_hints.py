"""What is amiss with the prompt, in words, with a button that mends it where something can."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from glm_studio.prompting.drawn_text import Slip, SlipKind, find_slips
from glm_studio.state.prompt import PromptState
from glm_studio.ui import icons
from glm_studio.ui.controls import label, push_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import one_line

_PAUSE_MS = 700
"""Nothing moves under the hands of someone who is still typing a quote."""
_LONGEST = 40


class PromptHints(QWidget):
    """Binds to the prompt: one row for each kind of slip in it."""

    shown = Signal(int, int)
    """The user wants to see a place of the prompt."""

    def __init__(self, prompt: PromptState, place: Callable[[], int], theme: Theme) -> None:
        super().__init__()
        self._prompt, self._place = prompt, place
        self.rows = {kind: _Row(theme) for kind in SlipKind}
        self._slips: dict[SlipKind, list[Slip]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        for kind, row in self.rows.items():
            column.addWidget(row)
            row.action.clicked.connect(lambda _=False, kind=kind: self._mend(kind))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_state)
        prompt.changed.connect(self._on_text)
        self._show_state()

    def _on_text(self) -> None:
        """What was mended goes at once; what is new comes when the typing pauses."""
        now = {slip.kind for slip in find_slips(self._prompt.text)}
        self._soon.start(0 if set(self._slips) - now else _PAUSE_MS)

    def _show_state(self) -> None:
        self._slips = {}
        for slip in find_slips(self._prompt.text):
            if slip.kind is not SlipKind.UNCLOSED or self._place() < slip.start:
                self._slips.setdefault(slip.kind, []).append(slip)
        for kind, row in self.rows.items():
            slips = self._slips.get(kind, [])
            row.setVisible(bool(slips))
            if slips:
                row.say(*self._words(kind, slips))
        self.setVisible(bool(self._slips))

    def _words(self, kind: SlipKind, slips: list[Slip]) -> tuple[str, str, str]:
        """The sentence, the button's words and its tip."""
        text = one_line(slips[0].text)
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        match kind:
            case SlipKind.APOSTROPHE:
                said = self.tr("The model takes an apostrophe for a quote: it would draw “{text}”.")
                return (
                    said.format(text=text),
                    self.tr("Use ’ instead"),
                    self.tr("Write typographic apostrophes, which are never taken for quotes"),
                )
            case SlipKind.FOREIGN:
                said = self.tr("The model does not know these quotes: “{text}” is not drawn.")
                return (
                    said.format(text=text),
                    self.tr("Use “ ” instead"),
                    self.tr("Write quotes that the model knows, so that the text is drawn"),
                )
            case SlipKind.UNCLOSED:
                return (
                    self.tr("A quote has no end, so that nothing of it is drawn."),
                    self.tr("Show it"),
                    self.tr("Select the quote in the prompt"),
                )

    def _mend(self, kind: SlipKind) -> None:
        slips = [slip for slip in find_slips(self._prompt.text) if slip.kind is kind]
        edits = [edit for slip in slips for edit in slip.edits]
        if edits:
            self._prompt.edit(edits)
        elif slips:
            self.shown.emit(slips[0].start, slips[0].end)


class _Row(QFrame):
    """A sign, a sentence, and under it what can be done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("PromptHint")
        self._sign = QLabel()
        self.sentence = label("", "hint")
        self.sentence.setWordWrap(True)
        self.action: QPushButton = push_button(theme, "", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("small"), *[theme.space("tight")] * 3)
        row.setSpacing(theme.space("small"))
        row.addWidget(self._sign)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.action)
        theme.changed.connect(self._paint_sign)
        self._paint_sign()

    def say(self, sentence: str, action: str, tip: str) -> None:
        self.sentence.setText(sentence)
        self.action.setText(action)
        self.action.setToolTip(tip)
        self.action.setAccessibleDescription(tip)

    def _paint_sign(self) -> None:
        colour = self._theme.tokens.colours["warning"]
        side = self._theme.tokens.size["icon"]
        self._sign.setPixmap(icons.pixmap("triangle-alert", colour, side, self.devicePixelRatioF()))
