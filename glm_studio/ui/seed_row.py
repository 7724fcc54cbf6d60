"""A seed: a number, a dice that draws another one, a lock that keeps it, and the last ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QFocusEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from engine.api import MAX_SEED
from glm_studio.state.parameters import Draw
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import dress, tool_button
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

if TYPE_CHECKING:
    from glm_studio.ui.seed_popover import SeedPopover

_LONGEST = 40
"""Digits that can be typed or pasted: more than count, so that none vanishes without a word."""


class _SeedField(QLineEdit):
    """`left` tells when the focus is gone, also from a field that was left empty."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class SeedRow(QWidget):
    """Binds to one seed and its lock in `ParametersState`. `corrected` says what is allowed."""

    corrected = Signal(str)

    def __init__(self, states: StudioState, draw: Draw, theme: Theme) -> None:
        super().__init__()
        self._states, self._parameters, self._draw = states, states.parameters, draw
        self._name, meaning = _words(draw)
        self._theme = theme
        self._locked: bool | None = None
        self._popover: SeedPopover | None = None
        # Seeds pass what a spin box can hold (31 bits).
        self._field = _SeedField()
        digits = QRegularExpression(rf"\d{{1,{_LONGEST}}}")
        self._field.setValidator(QRegularExpressionValidator(digits, self))
        self._field.setAccessibleName(self._name)
        self._field.setToolTip(meaning)
        self._dice = tool_button(theme, "dice-5", self._said(self.tr("{name}: draw a new one")))
        self._lock = tool_button(theme, "lock-open", "")
        self._lock.setCheckable(True)
        self.last = tool_button(
            theme, "history", self._said(self.tr("{name}: take one of the last, or another's"))
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("tight"))
        row.addWidget(self._field, 1)
        for button in (self._dice, self._lock, self.last):
            row.addWidget(button)
        self._field.editingFinished.connect(self._write_seed)
        self._field.left.connect(self._show_state)
        self._dice.clicked.connect(lambda: self._parameters.roll_seed(draw))
        self._lock.toggled.connect(lambda locked: self._parameters.lock_seed(locked, draw))
        self.last.clicked.connect(self.open_history)
        self._parameters.changed.connect(self._show_state)
        self._show_state()

    def open_history(self) -> SeedPopover:
        """The seeds of the last pictures, below the row."""
        from glm_studio.ui.seed_popover import SeedPopover  # noqa: PLC0415 - when asked for

        popover = self._popover = SeedPopover(self._states, self._draw, self._theme)
        popover.open_at(self.last)
        return popover

    def _said(self, text: str) -> str:
        return text.format(name=self._name)

    def _write_seed(self) -> None:
        typed = int(self._field.text())
        self._parameters.set_seed(typed, self._draw)
        if typed > MAX_SEED:
            self.corrected.emit(
                self.tr("{name}: 0 to {high}").format(name=self._name, high=MAX_SEED)
            )

    def _show_state(self) -> None:
        value = self._parameters.value
        locked = value.locked(self._draw)
        self._field.setText(str(value.seed_of(self._draw)))
        if locked is not self._locked:
            self._locked = locked
            self._lock.setChecked(locked)
            tip = (
                self.tr("{name}: kept. Click to draw a new one after every run.")
                if locked
                else self.tr("{name}: a new one after every run. Click to keep this one.")
            )
            self._lock.setToolTip(self._said(tip))
            self._lock.setAccessibleName(self._said(self.tr("{name}: keep it")))
            colour = "accent_soft_text" if locked else "text_muted"
            dress(self._theme, self._lock, "lock" if locked else "lock-open", colour)


def _words(draw: Draw) -> tuple[str, str]:
    """The seed's name, and what it does to the picture."""
    if draw is Draw.LAYOUT:
        return tr("Layout seed"), tr(
            "The number that the layout's chance starts from: what is where.\n"
            "The same number with the same prompt and size gives the same layout."
        )
    return tr("Detail seed"), tr(
        "The number that the detail's chance starts from: how it is painted.\n"
        "The same layout with another number is the same scene in other brush strokes."
    )
