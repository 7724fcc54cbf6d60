"""A line over the window that says what just happened, and goes away by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from glm_studio.state.offer import Offer
from glm_studio.ui.controls import label, push_button
from glm_studio.ui.theme import Theme

_SHOWN_MS = 3200
_OFFERED_MS = 8000
"""Whoever may still want something back needs longer than to read a line."""


class Toast(QFrame):
    """Floats over `host`, at the foot of what `room` says of it then.

    It takes clicks for its button alone, and never the focus.
    """

    def __init__(self, host: QWidget, room: Callable[[], QRect], theme: Theme) -> None:
        super().__init__(host)
        self._room = room
        self.setObjectName("Toast")
        self._theme = theme
        self._text = ""
        self._offer: Offer | None = None
        self._label = label("", "toast")
        self.action = push_button(theme, "", "link")
        self.action.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.action.clicked.connect(self.take)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("medium"))
        row.addWidget(self._label)
        row.addWidget(self.action)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.follow(host)
        self.hide()

    def follow(self, widget: QWidget) -> None:
        """Move along when its size changes."""
        widget.installEventFilter(self)

    def text(self) -> str:
        """The line as it is shown."""
        return self._label.text()

    def say(self, text: str) -> None:
        self._show(text, None, _SHOWN_MS)

    def offer(self, offer: Offer) -> None:
        self._show(offer.text, offer, _OFFERED_MS)

    def take(self) -> None:
        """Do what is offered."""
        offer, self._offer = self._offer, None
        self.hide()
        if offer is not None:
            offer.run()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _show(self, text: str, offer: Offer | None, shown_ms: int) -> None:
        self._text, self._offer = text, offer
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, offer is None)
        self.action.setVisible(offer is not None)
        self.action.setText(offer.action if offer else "")
        self._place()
        self.show()
        self.raise_()
        self._timer.start(shown_ms)

    def _place(self) -> None:
        room = self._room()
        self.ensurePolished()
        widest = room.width() - 6 * self._theme.space("large")
        if self._offer is not None:
            widest -= self.action.sizeHint().width()
        metrics = self._label.fontMetrics()
        self._label.setText(metrics.elidedText(self._text, Qt.TextElideMode.ElideMiddle, widest))
        self.adjustSize()
        top = room.y() + room.height() - self.height() - self._theme.space("large")
        self.move(room.x() + (room.width() - self.width()) // 2, top)
