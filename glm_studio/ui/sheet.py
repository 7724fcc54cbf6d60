"""A sheet: a panel over the dimmed window that asks for something, without a window of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from glm_studio.ui.controls import label, push_button, tool_button
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_DIM = 150
"""Opacity of the veil over the window, of 255."""


class Sheet(QWidget):
    """Fill `content` and `buttons`, then `open_over` any widget of a window.

    Escape and a click beside it close it; the keyboard stays in it until then, and goes back to
    where it was. A sheet lives until it is closed; `closed` is its last signal.
    """

    closed = Signal()

    def __init__(self, theme: Theme, title: str, width: int = 560) -> None:
        super().__init__()
        self._theme = theme
        self._wanted_width = width
        self._before: QWidget | None = None
        self._host: QWidget = self
        self.setAccessibleName(title)
        self.panel = QFrame(self)
        self.panel.setObjectName("Sheet")
        self.content = QVBoxLayout()
        self.content.setSpacing(theme.space("medium"))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.space("small"))
        self._lay_out(title)

    def open_over(self, widget: QWidget) -> None:
        """Cover the body of the widget's window."""
        host = widget.window()
        body = getattr(host, "body", host)
        self._before = QApplication.focusWidget()
        self._host = body
        self.setParent(body)
        self.setGeometry(body.rect())
        body.installEventFilter(self)
        self._inside.installEventFilter(self)
        self._pause(True)
        self.show()
        self.raise_()
        self.focus_first()

    def focus_first(self) -> None:
        """Give the keyboard to the first field; a sheet with a better idea says so here."""
        first = self.nextInFocusChain()
        while first is not None and first is not self:
            can = first.focusPolicy() & Qt.FocusPolicy.TabFocus and first.isVisibleTo(self)
            if can and self.panel.isAncestorOf(first) and first is not self._cross:
                first.setFocus(Qt.FocusReason.PopupFocusReason)
                return
            first = first.nextInFocusChain()
        self.panel.setFocus()

    def close_sheet(self) -> None:
        """Away with it; nothing is done."""
        self._pause(False)
        self._host.removeEventFilter(self)
        self.hide()
        # Gone, if the window was made anew in another language meanwhile.
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self.closed.emit()
        self.deleteLater()

    def add_button(
        self, text: str, run: Callable[[], object], role: str = "", icon_name: str = ""
    ) -> QPushButton:
        """A button at the sheet's foot; the one with the role ``primary`` belongs last."""
        colour = "accent_text" if role == "primary" else "text"
        made = push_button(self._theme, text, role, icon_name, colour)
        made.clicked.connect(run)
        self.buttons.addWidget(made)
        return made

    # Qt's events ---------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() is QEvent.Type.LayoutRequest:
            self._place()
        elif watched is self._host and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the sheet's own widgets did not take ends here: the window is not to act on it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._press_focused()
        event.accept()

    def _press_focused(self) -> None:
        """As in a dialog; in other windows Qt's buttons know the space bar alone."""
        button = QApplication.focusWidget()
        if isinstance(button, QPushButton) and self.panel.isAncestorOf(button):
            button.click()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_sheet()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Round and round within the sheet."""
        here = QApplication.focusWidget() or self.panel
        step: QWidget | None = here
        while step is not None:
            step = step.nextInFocusChain() if forward else step.previousInFocusChain()
            if step is None or step is here:
                break
            can = step.focusPolicy() & Qt.FocusPolicy.TabFocus and step.isEnabled()
            if can and step.isVisible() and self.panel.isAncestorOf(step):
                reason = Qt.FocusReason.TabFocusReason
                step.setFocus(reason if forward else Qt.FocusReason.BacktabFocusReason)
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, _DIM))

    # Laying out ----------------------------------------------------------------------------------

    def _lay_out(self, title: str) -> None:
        space = self._theme.space
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(*[space("huge")] * 4)
        column.setSpacing(space("large"))
        self._cross = tool_button(self._theme, "x", tr("Close (Esc)"))
        self._cross.clicked.connect(self.close_sheet)
        top = QHBoxLayout()
        top.addWidget(label(title, "heading"), 1)
        top.addWidget(self._cross, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self._inside = QWidget()
        self._inside.setObjectName("SheetContent")
        self._inside.setLayout(self.content)
        self.content.setContentsMargins(0, 0, space("small"), 0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._scroll, 1)
        self.buttons.addStretch(1)
        column.addLayout(self.buttons)

    def _place(self) -> None:
        """As high as its content, as far as the window allows; above the middle, as dialogs are."""
        margin = self._theme.space("huge")
        width = min(self._wanted_width, self.width() - 2 * margin)
        around = self.panel.layout()
        if around is None or width <= 0:
            return
        room = width - around.contentsMargins().left() - around.contentsMargins().right()
        content = self.content
        # What it would like to be tall at a width of its own choice says nothing at this one.
        wraps = content.hasHeightForWidth()
        needed = content.heightForWidth(room) if wraps else content.sizeHint().height()
        rest = around.sizeHint().height() - self._scroll.sizeHint().height()
        height = min(needed + rest + 2, self.height() - 2 * margin)
        left = (self.width() - width) // 2
        self.panel.setGeometry(left, max((self.height() - height) // 3, margin), width, height)

    def _pause(self, paused: bool) -> None:
        commands = getattr(self._host, "commands", None)
        if commands is not None:
            commands.pause(paused)
