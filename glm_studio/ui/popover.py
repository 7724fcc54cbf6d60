"""A panel that opens beside what it belongs to, within the window, and goes when one looks away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from glm_studio.ui.theme import Theme

_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""These are for what is in it, not for the window's shortcuts."""


class Popover(QFrame):
    """Closed by Escape, by a click elsewhere, and by the keyboard's leaving it."""

    closed = Signal()

    def __init__(self, theme: Theme, width: int, height: int) -> None:
        super().__init__()
        self._theme = theme
        self._wanted = (width, height)
        self._anchor: QWidget | None = None
        self._before: QWidget | None = None
        """What had the keyboard."""
        self.setObjectName("Popover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()

    def open_at(self, anchor: QWidget) -> None:
        """Open under a widget, or where there is room; the keyboard goes to the first field."""
        host = anchor.window()
        body: QWidget = getattr(host, "body", host)
        self._anchor, self._before = anchor, QApplication.focusWidget()
        self.setParent(body)
        self.setGeometry(self._place(anchor, body))
        self.show()
        self.raise_()
        self.focus_first()
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - there is a window
        app.focusChanged.connect(self._on_focus)
        app.installEventFilter(self)

    def focus_first(self) -> None:
        """Give the keyboard to what is typed into first."""
        self.setFocus()

    def close_popover(self) -> None:
        """Away with it; the keyboard goes back to where it opened."""
        if not self.isVisible():
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._on_focus)
            app.removeEventFilter(self)
        inside = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.hide()
        back = self._before or self._anchor
        if inside and back is not None and isValid(back):
            back.setFocus()
        self.closed.emit()

    # Qt's events ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.ShiftModifier,
            )
            if plain and event.key() in _OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() is QEvent.Type.MouseButtonPress
        if pressed and isinstance(watched, QWidget) and watched is not self:
            outside = not self.isAncestorOf(watched) and watched.window() is self.window()
            if outside and not self._is_anchor(watched):
                self.close_popover()
        return False

    def _is_anchor(self, widget: QWidget) -> bool:
        """A click on what opened it says itself what it means."""
        return self._anchor is not None and widget is self._anchor

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new is not self and not self.isAncestorOf(new):
            self.close_popover()

    def _place(self, anchor: QWidget, body: QWidget) -> QRect:
        gap = self._theme.space("tight")
        width = min(self._wanted[0], body.width() - 2 * gap)
        at = anchor.mapTo(body, QPoint(0, anchor.height() + gap))
        under = body.height() - at.y() - gap
        over = anchor.mapTo(body, QPoint(0, 0)).y() - 2 * gap
        height = min(self._wanted[1], max(under, over))
        top = at.y() if under >= height else over + gap - height
        left = min(max(at.x(), gap), body.width() - width - gap)
        return QRect(left, max(top, gap), width, height)
