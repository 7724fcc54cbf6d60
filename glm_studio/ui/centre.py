"""The middle of the page on which pictures are made: the canvas with what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from glm_studio.state.canvas import Kind
from glm_studio.state.studio import StudioState
from glm_studio.ui.canvas import Canvas
from glm_studio.ui.canvas_actions import CanvasActions
from glm_studio.ui.canvas_bar import CanvasBar
from glm_studio.ui.commands import Command, Group
from glm_studio.ui.compare_bar import CompareBar
from glm_studio.ui.empty_state import EmptyState
from glm_studio.ui.film_bar import FilmBar
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.theme import Theme

if TYPE_CHECKING:
    from glm_studio.ui.welcome import Welcome


class Centre(QFrame):
    """Canvas, empty state or welcome; around the canvas its bars and the film strip."""

    first_picture = Signal()
    """A new user asks for one of the model's examples."""

    def __init__(self, states: StudioState, actions: PictureActions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Centre")
        self._states = states
        self._theme = theme
        self.empty = EmptyState(states, theme)
        self.welcome: Welcome | None = None
        """Made when somebody turns out to be new here."""
        self._room = 0
        self.canvas = Canvas(states, theme)
        self.canvas_actions = CanvasActions(states, self.canvas, actions, theme)
        self.compare = CompareBar(states, theme)
        self.film = FilmBar(states, self.canvas_actions, theme)
        self.bar = CanvasBar(states, self.canvas, self.canvas_actions, self.film, theme)
        self.stage = QStackedWidget()
        """Where pictures are, between the bars."""
        self.stage.addWidget(self.empty)
        self.stage.addWidget(self.canvas)
        self.stage.setMinimumSize(320, 200)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.compare)
        column.addWidget(self.stage, 1)
        column.addWidget(self.film)
        column.addWidget(self.bar)
        states.canvas.changed.connect(self._show_state)
        states.gallery.changed.connect(self._show_state)
        states.models.changed.connect(self._show_state)
        states.queue.changed.connect(self._show_state)
        states.saving.saved.connect(self._say_saved)
        self._show_state()

    def leave_room(self, top: int) -> None:
        """Keep clear of what floats over the upper `top` pixels."""
        self._room = top
        self.empty.leave_room(top)
        if self.welcome is not None:
            self.welcome.leave_room(top)

    def commands(self) -> list[Command]:
        return [
            *self.canvas_actions.commands(),
            Command(
                "canvas.film",
                self.tr("Show or hide the previews of the run"),
                self.bar.film.click,
                Group.CANVAS,
            ),
        ]

    def _show_state(self) -> None:
        empty = self._states.canvas.frame.kind is Kind.EMPTY
        shown = self._when_empty() if empty else self.canvas
        if shown is not self.stage.currentWidget():
            self.stage.setCurrentWidget(shown)
        self.bar.setVisible(not empty)

    def _when_empty(self) -> EmptyState | Welcome:
        if not self._states.shelf.is_new:
            return self.empty
        if self.welcome is None:
            from glm_studio.ui.welcome import Welcome  # noqa: PLC0415 - most are not new

            self.welcome = Welcome(self._states, self._theme)
            self.welcome.leave_room(self._room)
            self.welcome.first_picture.connect(self.first_picture)
            self.stage.addWidget(self.welcome)
        return self.welcome

    def _say_saved(self, path: object) -> None:
        self._states.noticed.emit(self.tr("Saved {name}").format(name=getattr(path, "name", path)))
