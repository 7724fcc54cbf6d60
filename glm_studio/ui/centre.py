"""The middle of the page on which pictures are made: the canvas with what belongs to it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from glm_studio.state.canvas import Kind
from glm_studio.state.studio import StudioState
from glm_studio.ui.canvas import Canvas
from glm_studio.ui.canvas_bar import CanvasBar
from glm_studio.ui.empty_state import EmptyState
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.theme import Theme


class Centre(QFrame):
    """Canvas or empty state, and the canvas' bar."""

    def __init__(self, states: StudioState, actions: PictureActions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Centre")
        self._states = states
        self.empty = EmptyState(states, theme)
        self.canvas = Canvas(states.canvas, states.background, theme)
        self.bar = CanvasBar(states, self.canvas, actions, theme)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.canvas)
        self._pages.setMinimumSize(320, 200)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self.bar)
        states.canvas.changed.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        empty = self._states.canvas.frame.kind is Kind.EMPTY
        self._pages.setCurrentWidget(self.empty if empty else self.canvas)
        self.bar.setVisible(not empty)
