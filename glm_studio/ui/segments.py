"""A choice of a few, side by side."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One of the choices; `tip` says what it does."""

    value: Hashable
    text: str
    tip: str


class Segments(QWidget):
    """Exactly one is chosen, or none if `show_value` says so. Arrow keys go from one to the next;
    Tab stops once."""

    chosen = Signal(object)

    def __init__(self, name: str, segments: Sequence[Segment]) -> None:
        super().__init__()
        self.setObjectName("Segments")
        self.setAccessibleName(name)
        self._segments = tuple(segments)
        self.buttons = {each.value: self._button(each) for each in segments}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self.buttons.values():
            row.addWidget(button, 1)
        self._show_stops()

    def show_value(self, value: Hashable) -> None:
        """Which one is chosen; a value that is none of them unchecks all."""
        for own, button in self.buttons.items():
            button.setChecked(own == value)
        self._show_stops()

    def mark(self, value: Hashable | None) -> None:
        """Put a dot behind a choice that is no longer what it says; none has one for None."""
        for segment in self._segments:
            dot = " •" if segment.value == value else ""
            self.buttons[segment.value].setText(segment.text + dot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        buttons = list(self.buttons.values())
        here = next((n for n, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        to = buttons[(here + step) % len(buttons)]
        to.setFocus(Qt.FocusReason.TabFocusReason)
        to.click()

    def _button(self, segment: Segment) -> QPushButton:
        made = _SegmentButton(segment.text, self)
        made.setCheckable(True)
        made.setProperty("role", "segment")
        made.setProperty("place", self._place(segment))
        made.setToolTip(segment.tip)
        made.setAccessibleName(segment.text)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda: self._choose(segment.value))
        return made

    def _place(self, segment: Segment) -> str:
        if segment is self._segments[0]:
            return "first"
        return "last" if segment is self._segments[-1] else "middle"

    def _choose(self, value: Hashable) -> None:
        self.show_value(value)
        self.chosen.emit(value)

    def _show_stops(self) -> None:
        """Tab stops at the chosen one, or at the first if none is."""
        chosen = next((b for b in self.buttons.values() if b.isChecked()), None)
        stop = chosen or next(iter(self.buttons.values()))
        for button in self.buttons.values():
            policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)


class _SegmentButton(QPushButton):
    """Leaves the arrow keys to the row; a button would go to whatever is beside it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)
