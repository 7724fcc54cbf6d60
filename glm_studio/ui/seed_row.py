"""The seed: a number, a dice that draws another one, a lock that keeps it."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QFocusEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from engine.api import MAX_SEED
from glm_studio.state.parameters import ParametersState
from glm_studio.ui.controls import dress, tool_button
from glm_studio.ui.theme import Theme

_LONGEST = 40
"""Digits that can be typed or pasted: more than count, so that none vanishes without a word."""


class _SeedField(QLineEdit):
    """`left` tells when the focus is gone, also from a field that was left empty."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class SeedRow(QWidget):
    """Binds to the seed and its lock in `ParametersState`. `corrected` says what is allowed."""

    corrected = Signal(str)

    def __init__(self, parameters: ParametersState, theme: Theme) -> None:
        super().__init__()
        self._parameters = parameters
        self._theme = theme
        self._locked: bool | None = None
        # Seeds pass what a spin box can hold (31 bits).
        self._field = _SeedField()
        digits = QRegularExpression(rf"\d{{1,{_LONGEST}}}")
        self._field.setValidator(QRegularExpressionValidator(digits, self))
        self._field.setAccessibleName(self.tr("Seed"))
        self._field.setToolTip(
            self.tr(
                "The number that the picture's chance starts from: "
                "the same seed and settings make the same picture."
            )
        )
        self._dice = tool_button(theme, "dice", self.tr("Draw a new seed"))
        self._lock = tool_button(theme, "unlock", "")
        self._lock.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("tight"))
        row.addWidget(self._field, 1)
        row.addWidget(self._dice)
        row.addWidget(self._lock)
        self._field.editingFinished.connect(self._write_seed)
        self._field.left.connect(self._show_state)
        self._dice.clicked.connect(parameters.roll_seed)
        self._lock.toggled.connect(parameters.lock_seed)
        parameters.changed.connect(self._show_state)
        self._show_state()

    def _write_seed(self) -> None:
        typed = int(self._field.text())
        self._parameters.set_seed(typed)
        if typed > MAX_SEED:
            self.corrected.emit(self.tr("Seed: 0 to {high}").format(high=MAX_SEED))

    def _show_state(self) -> None:
        value = self._parameters.value
        self._field.setText(str(value.seed))
        if value.seed_locked is not self._locked:
            self._locked = value.seed_locked
            self._lock.setChecked(value.seed_locked)
            tip = (
                self.tr("The seed is kept. Click to draw a new one after every picture.")
                if value.seed_locked
                else self.tr("A new seed is drawn after every picture. Click to keep this one.")
            )
            self._lock.setToolTip(tip)
            self._lock.setAccessibleName(self.tr("Keep the seed"))
            colour = "accent_soft_text" if value.seed_locked else "text_muted"
            dress(self._theme, self._lock, "lock" if value.seed_locked else "unlock", colour)
