"""The button at the panel's foot: Generate, or Cancel while a picture is made."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout

from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import push_button
from glm_studio.ui.forecast_line import ForecastLine
from glm_studio.ui.theme import Theme


class GenerateBar(QFrame):
    """Binds to the queue. While a picture is made, a second button queues another."""

    generate_asked = Signal()

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("PanelFooter")
        self._states = states
        self.generate = push_button(
            theme, self.tr("Generate"), "primary", "sparkles", colour="accent_text"
        )
        self.generate.setToolTip(self.tr("Make the picture (Ctrl+Enter)"))
        self.cancel = push_button(theme, self.tr("Cancel"), "cancel", "square", colour="danger")
        self.cancel.setToolTip(self.tr("Stop the picture that is being made (Esc)"))
        self.queue_more = push_button(theme, self.tr("Queue"), "tall", "plus")
        self.queue_more.setToolTip(self.tr("Make these pictures after those (Ctrl+Enter)"))
        side = theme.space("large")
        self.forecast = ForecastLine(states.forecast, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, theme.space("medium"), side, theme.space("medium"))
        column.setSpacing(0)
        column.addWidget(self.forecast)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(theme.space("small"))
        row.addWidget(self.generate, 1)
        row.addWidget(self.cancel, 1)
        row.addWidget(self.queue_more)
        self._busy = False
        self._swapped = QElapsedTimer()
        self._swapped.start()
        self.generate.clicked.connect(self._on_generate)
        self.queue_more.clicked.connect(self.generate_asked)
        self.cancel.clicked.connect(self._on_cancel)
        states.queue.changed.connect(self._show_state)
        self._show_state()

    def _on_generate(self) -> None:
        if not self._just_swapped():
            self.generate_asked.emit()

    def _on_cancel(self) -> None:
        if not self._just_swapped():
            self._states.queue_edits.cancel_current()

    def _just_swapped(self) -> bool:
        """The second click of a double click is not meant for the button that took the place."""
        return self._swapped.elapsed() < QApplication.doubleClickInterval()

    def _show_state(self) -> None:
        current = self._states.queue.current
        busy = current is not None
        if busy is not self._busy:
            self._busy = busy
            self._swapped.start()
        had_focus = self.generate.hasFocus() or self.cancel.hasFocus()
        self.generate.setVisible(not busy)
        self.cancel.setVisible(busy)
        self.queue_more.setVisible(busy)
        stopping = current is not None and current.cancelling
        self.cancel.setEnabled(not stopping)
        self.cancel.setText(self.tr("Stopping…") if stopping else self.tr("Cancel"))
        if had_focus:
            (self.cancel if busy else self.generate).setFocus()
