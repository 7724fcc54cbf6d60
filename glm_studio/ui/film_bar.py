"""The film strip with its buttons: play the previews, save them."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from glm_studio.state.studio import StudioState
from glm_studio.ui.canvas_actions import CanvasActions
from glm_studio.ui.controls import dress, tool_button
from glm_studio.ui.film_strip_view import FilmStripView
from glm_studio.ui.theme import Theme

_MEMORY = "film_shown"


class FilmBar(QFrame):
    """Shown from a session's first preview on, so that pictures keep their place on the canvas."""

    def __init__(self, states: StudioState, actions: CanvasActions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("FilmBar")
        self._states = states
        self._theme = theme
        self.strip = FilmStripView(states, theme)
        self.play = tool_button(theme, "play", "")
        self.save = tool_button(theme, "save", self.tr("Save the previews as an animation"))
        self._playing: bool | None = None
        row = QHBoxLayout(self)
        side = theme.space("small")
        row.setContentsMargins(side, 0, side, 0)
        row.setSpacing(theme.space("tight"))
        row.addWidget(self.play)
        row.addWidget(self.strip, 1)
        row.addWidget(self.save)
        self.play.clicked.connect(self.strip.toggle)
        self.save.clicked.connect(actions.save_strip)
        for signal in (states.film.changed, states.film.moved, states.canvas.changed):
            signal.connect(self._show_state)
        self._show_state()

    @property
    def wanted(self) -> bool:
        """Whether the user has it shown."""
        return self._states.memory.flag(_MEMORY, True)

    def want(self, wanted: bool) -> None:
        """Show it wherever there is something in it, or never."""
        self._states.memory.put(_MEMORY, wanted)
        self._show_state()

    def _show_state(self) -> None:
        film = self._states.film
        self.setVisible(self.wanted and film.begun)
        there = bool(film.stills)
        self.play.setEnabled(there)
        self.save.setEnabled(there)
        if film.playing is self._playing:
            return
        self._playing = film.playing
        tip = self.tr("Stop") if film.playing else self.tr("Play the previews")
        self.play.setToolTip(tip)
        self.play.setAccessibleName(tip)
        dress(self._theme, self.play, "pause" if film.playing else "play")
