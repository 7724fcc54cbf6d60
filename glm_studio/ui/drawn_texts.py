"""The texts that the model will draw, one chip each; a click shows where a text stands."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engine.drawn_text import MAX_TOKENS
from glm_studio.prompting.drawn_text import DrawnText, find_drawn
from glm_studio.state.prompt import PromptState
from glm_studio.ui.controls import label, menu_words, push_button, quoting_tip
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number, one_line

_MOST = 12
"""Chips; a poem has more lines than anyone looks through here."""
_LONGEST = 26


class DrawnTexts(QWidget):
    """Binds to the prompt. Nothing is to be seen as long as nothing is quoted."""

    chosen = Signal(int, int)
    """Where a text with its quotes starts and ends."""

    def __init__(self, prompt: PromptState, theme: Theme) -> None:
        super().__init__()
        self._prompt, self._theme = prompt, theme
        self._chips: list[QPushButton] = []
        self._drawn: list[DrawnText] = []
        self._name = label("", "small")
        self._flow_of = QWidget()
        self._flow = FlowLayout(self._flow_of, theme.space("tight"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        column.addWidget(self._name)
        column.addWidget(self._flow_of)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_state)
        prompt.changed.connect(self._on_text)
        self._show_state()

    @property
    def texts(self) -> list[str]:
        """What the chips say, in the prompt's order."""
        return [drawn.text for drawn in self._drawn]

    @property
    def chips(self) -> list[QPushButton]:
        """Those that are shown."""
        return self._chips[: min(len(self._drawn), _MOST)]

    def _on_text(self) -> None:
        self._soon.start()

    def _show_state(self) -> None:
        drawn = sorted(find_drawn(self._prompt.text), key=lambda text: text.start)
        same = [d.text for d in drawn] == self.texts
        self._drawn = drawn
        if same and self._chips:
            return
        while len(self._chips) < min(len(drawn), _MOST):
            self._add_chip()
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < len(drawn))
            if at < len(drawn):
                self._fill(chip, drawn[at])
        self._name.setText(self.tr("%n text(s) will be drawn", "", len(drawn)))
        self._flow.invalidate()
        self.setVisible(bool(drawn))
        self.updateGeometry()

    def _add_chip(self) -> None:
        at = len(self._chips)
        chip = push_button(self._theme, "", "drawn")
        chip.clicked.connect(lambda: self._choose(at))
        self._chips.append(chip)
        self._flow.addWidget(chip)

    def _choose(self, at: int) -> None:
        if at < len(self._drawn):
            self.chosen.emit(self._drawn[at].start, self._drawn[at].end)

    def _fill(self, chip: QPushButton, drawn: DrawnText) -> None:
        text = one_line(drawn.text)
        short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
        chip.setText(menu_words(short) or self.tr("empty"))
        tip = self.tr("Drawn as text: {text}\nClick to select it in the prompt.")
        state = ""
        if drawn.is_cut:
            state = "cut"
            tip = self.tr(
                "Too long: the model reads the first {n} bytes of it alone, up to “…{end}”.\n"
                "Split it into several quoted texts."
            )
        elif not text:
            state = "cut"
            tip = self.tr("Nothing stands between these quotes. Click to select them.")
        end = one_line(drawn.read)[-_LONGEST:]
        chip.setToolTip(quoting_tip(tip.format(text=text[:400], n=number(MAX_TOKENS - 1), end=end)))
        chip.setAccessibleName(self.tr("Drawn text: {text}").format(text=text))
        if chip.property("state") != state:
            chip.setProperty("state", state)
            chip.style().unpolish(chip)
            chip.style().polish(chip)
