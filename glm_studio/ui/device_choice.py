"""What the engine computes on: one line to choose it by."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from glm_studio.state.device_choices import Choice
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import ElidedLabel, label, quoting_tip
from glm_studio.ui.theme import Theme

_LEAST, _MOST = 160, 300
"""Widths of the box; its list is as wide as its longest line."""

_OPENERS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CarefulBox(QComboBox):
    """A combo box for what takes seconds: neither the wheel nor an arrow key chooses in passing.

    Keys open its list, and what is chosen there counts.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENERS:
            self.showPopup()
        else:
            event.ignore()


class DeviceChoice(QWidget):
    """Binds to the hardware's wish; says why where nothing can be chosen now."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states, self._hardware = states, states.hardware
        self._offered: list[Choice] = []
        self.box = CarefulBox()
        self.box.setAccessibleName(self.tr("Compute on"))
        self.box.setMinimumWidth(_LEAST)
        self.box.setMaximumWidth(_MOST)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = label(self.tr("Compute on"), "value")
        name.setBuddy(self.box)
        self.reason = ElidedLabel("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("medium"))
        row.addWidget(name)
        row.addWidget(self.box, 3)
        row.addWidget(self.reason, 2)
        self.box.activated.connect(self._choose)
        self._hardware.changed.connect(self._show_state)
        self._hardware.examined.connect(self._show_state)
        states.model.changed.connect(self._show_state)
        states.queue.changed.connect(self._show_state)
        self._show_state()

    def _choose(self, index: int) -> None:
        self._states.choose_devices(self._offered[index][0])
        self._show_state()

    def _show_state(self) -> None:
        offered = self._hardware.choices
        if offered != self._offered:
            self._offered = offered
            self.box.clear()
            self.box.addItems([title for _, title in offered])
            self.box.view().setMinimumWidth(self.box.view().sizeHintForColumn(0))
        self.box.setCurrentIndex([wish for wish, _ in offered].index(self._hardware.wish))
        reason = self._states.keeps_devices
        self.box.setEnabled(not reason)
        self.reason.setText(reason)
        self.reason.setToolTip(quoting_tip(reason))
        self.box.setToolTip(
            reason or self.tr("The devices that pictures are made on. Another choice loads anew.")
        )
