"""The middle of the window: the canvas with what belongs to it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QVBoxLayout

from glm_studio.state.canvas import Kind
from glm_studio.state.studio import StudioState
from glm_studio.ui.canvas import Canvas
from glm_studio.ui.canvas_bar import CanvasBar
from glm_studio.ui.empty_state import EmptyState
from glm_studio.ui.failure_banner import FailureBanner
from glm_studio.ui.hardware_page import HardwarePage
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.progress_line import ProgressLine
from glm_studio.ui.theme import Theme
from glm_studio.ui.toast import Toast

_BANNER_WIDEST = 620


class Centre(QFrame):
    """Canvas, empty state or hardware; an error over it, the canvas' bar and the progress line."""

    def __init__(self, states: StudioState, actions: PictureActions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Centre")
        self._states = states
        self._theme = theme
        self.empty = EmptyState(states, theme)
        self.hardware = HardwarePage(states, theme)
        self.canvas = Canvas(states.canvas, states.background, theme)
        self.bar = CanvasBar(states, self.canvas, actions, theme)
        self.progress = ProgressLine(states, theme)
        self._pages = QStackedWidget()
        self.banner = FailureBanner(states, theme, self._pages)
        self.toast = Toast(self._pages, theme)
        self._lay_out()
        self._pages.installEventFilter(self)
        states.failures.changed.connect(self._place_banner)
        states.canvas.changed.connect(self._show_state)
        states.hardware.changed.connect(self._show_hardware)
        states.noticed.connect(self.toast.say)
        self._show_state()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._pages and event.type() is QEvent.Type.Resize:
            self._place_banner()
        return False

    def _lay_out(self) -> None:
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.canvas)
        self._pages.addWidget(self.hardware)
        self._pages.setMinimumSize(320, 200)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self.bar)
        column.addWidget(self.progress)

    def _show_state(self) -> None:
        empty = self._states.canvas.frame.kind is Kind.EMPTY
        page = self.empty if empty else self.canvas
        self._pages.setCurrentWidget(self.hardware if self._states.hardware.shown else page)
        self.bar.setVisible(self._pages.currentWidget() is self.canvas)
        self._place_banner()

    def _show_hardware(self) -> None:
        """The keyboard goes with the page, so that it can be scrolled and tabbed through."""
        shown, was_shown = self._states.hardware.shown, self.hardware.isVisible()
        focus = QApplication.focusWidget()
        inside = focus is not None and (focus is self.hardware or self.hardware.isAncestorOf(focus))
        self._show_state()
        if shown and not was_shown:
            self.hardware.setFocus()
        elif inside and not shown:
            self.canvas.setFocus()

    def _place_banner(self) -> None:
        """Over the canvas, so that an error never moves what is being looked at."""
        if not self.banner.isVisibleTo(self._pages):
            self.empty.leave_room(0)
            return
        margin = self._theme.space("large")
        width = min(self._pages.width() - 2 * margin, _BANNER_WIDEST)
        height = self.banner.heightForWidth(width)
        left = (self._pages.width() - width) // 2
        self.banner.setGeometry(left, margin, width, height)
        self.banner.raise_()
        self.empty.leave_room(height + 2 * margin)
