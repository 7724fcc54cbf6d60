"""What the canvas says before there is a picture: what to do, and examples to start from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import label, menu_words, push_button, quoting_tip
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.theme import Theme

_EXAMPLES = 6
_ICON_SIDE = 56
_WIDEST = 560


class EmptyState(QWidget):
    """A click on an example fills the prompt."""

    chosen = Signal()

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states = states
        self._theme = theme
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = _centred(self.tr("Describe a picture"), "title")
        self._hint = _centred(
            self.tr("Write a prompt on the left and press Ctrl+Enter, or start from an example."),
            "muted",
        )
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, theme.space("small"), centred=True)
        self._column = QWidget()
        self._rows = QVBoxLayout(self._column)
        self._outer = QVBoxLayout(self)
        self._lay_out()
        states.prompt.examples_changed.connect(self._fill)
        theme.changed.connect(self._paint_icon)
        self._paint_icon()
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def leave_room(self, top: int) -> None:
        """Keep clear of what floats over the upper `top` pixels."""
        self._icon.setVisible(top == 0)
        self._outer.setContentsMargins(0, top, 0, 0)
        self._fit()

    def _fit(self) -> None:
        """As wide as the lines read well; where it is too low for all, the examples go."""
        width = min(self.width() - 2 * self._theme.space("huge"), _WIDEST)
        self._column.setFixedWidth(width)
        room = self.height() - self._outer.contentsMargins().top()
        for shown in (True, False):
            self._chips.setVisible(shown)
            needed = self._rows.totalHeightForWidth(width)
            if needed <= room:
                break
        self._column.setMinimumHeight(min(needed, room))

    def _lay_out(self) -> None:
        column = self._rows
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("medium"))
        column.addWidget(self._icon)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addSpacing(self._theme.space("medium"))
        column.addWidget(self._chips)
        outer = self._outer
        outer.addStretch(2)
        outer.addWidget(self._column, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def _fill(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for prompt in self._states.prompt.examples[:_EXAMPLES]:
            chip = push_button(self._theme, menu_words(_short(prompt)), "chip")
            chip.setToolTip(quoting_tip(prompt))
            chip.clicked.connect(lambda _=False, text=prompt: self._choose(text))
            self._flow.addWidget(chip)
        self._flow.invalidate()
        self._fit()

    def _choose(self, prompt: str) -> None:
        self._states.prompt.set_text(prompt)
        self.chosen.emit()

    def _paint_icon(self) -> None:
        colour = self._theme.tokens.colours["text_faint"]
        scale = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap("image", colour, _ICON_SIDE, scale))


def _centred(text: str, role: str) -> QLabel:
    made = label(text, role)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setWordWrap(True)
    return made


def _short(prompt: str, longest: int = 48) -> str:
    return prompt if len(prompt) <= longest else prompt[: longest - 1].rstrip() + "…"
