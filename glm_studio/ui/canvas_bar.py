"""The row under the canvas: what is shown, what can be done with it, and its zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from glm_studio.state.canvas import Kind
from glm_studio.state.studio import StudioState
from glm_studio.ui.canvas import Canvas
from glm_studio.ui.canvas_actions import CanvasActions
from glm_studio.ui.commands import Command
from glm_studio.ui.controls import (
    ElidedLabel,
    label,
    push_button,
    quoting_tip,
    text_button,
    tool_button,
)
from glm_studio.ui.film_bar import FilmBar
from glm_studio.ui.theme import Theme
from glm_studio.ui.viewport import MAX_ZOOM
from glm_studio.ui.wording import dimensions, number, preview, said

_CAPTION_LEAST = 170
"""Logical pixels that the caption keeps; buttons that leave it less are in the menu alone."""


class CanvasBar(QFrame):
    """Binds to the canvas."""

    def __init__(
        self,
        states: StudioState,
        canvas: Canvas,
        actions: CanvasActions,
        film: FilmBar,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.setObjectName("CanvasBar")
        self._states = states
        self._view = canvas
        self._film = film
        self._caption = ElidedLabel("small")
        self.live = push_button(theme, self.tr("Back to the running picture"), "live", "radio")
        self._gap = theme.space("small")
        self._zoom = label(self._percent(MAX_ZOOM), "small")
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._out = tool_button(theme, "minus", self.tr("Zoom out (Ctrl+−)"))
        self._in = tool_button(theme, "plus", self.tr("Zoom in (Ctrl++)"))
        self._fit = tool_button(theme, "maximize", self.tr("Fit the picture (Ctrl+0)"))
        self._one = text_button("1:1", self.tr("Actual pixels (Ctrl+1)"))
        self.film = tool_button(theme, "film", self.tr("Show or hide the previews of the run"))
        self.film.setCheckable(True)
        self.film.setChecked(film.wanted)
        self.more = tool_button(theme, "ellipsis", self.tr("All that can be done with the picture"))
        self._commands = {command.name: command for command in actions.commands()}
        self._actions = actions
        self.buttons = self._make_buttons(theme)
        self._lay_out(theme)
        theme.changed.connect(self._measure)
        self._bind()
        self._measure()
        self._show_state()

    def button(self, name: str) -> QToolButton:
        """The button of a command."""
        return self.buttons[name]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_buttons()

    def _measure(self) -> None:
        """Room for the longest number, in the theme's font, so that nothing jumps."""
        self._zoom.setText(self._percent(MAX_ZOOM))
        self._zoom.setMinimumWidth(0)  # a label's hint is never below it
        self._zoom.setMinimumWidth(self._zoom.sizeHint().width())
        self._show_zoom()

    def _make_buttons(self, theme: Theme) -> dict[str, QToolButton]:
        """In the order in which they stand; the first ones stay when the bar is narrow."""
        looks = {
            "compare.previous": (
                "square-split-horizontal",
                self.tr("Compare with the previous picture, or any other (C)"),
            ),
            "picture.save_as": (
                "save",
                self.tr("Save a copy, also in another format (Ctrl+Shift+S)"),
            ),
            "picture.new_detail": (
                "brush",
                self.tr("Same layout, other detail: paint this composition anew (Ctrl+D)"),
            ),
            "picture.new_layout": (
                "shapes",
                self.tr("Other layout: the same prompt and settings, composed anew (Ctrl+Shift+D)"),
            ),
            "picture.copy": ("copy", self.tr("Copy the picture (Ctrl+Shift+C)")),
        }
        made = {}
        for name, (icon, tip) in looks.items():
            made[name] = tool_button(theme, icon, tip)
            made[name].clicked.connect(self._commands[name].run)
        return made

    def _lay_out(self, theme: Theme) -> None:
        row = self._row = QHBoxLayout(self)
        side, gap = theme.space("large"), theme.space("tight")
        row.setContentsMargins(side, gap, theme.space("small"), gap)
        row.setSpacing(theme.space("hair"))
        row.addWidget(self._caption, 1)
        row.addWidget(self.live)
        row.addSpacing(self._gap)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(self.more)
        row.addSpacing(self._gap)
        for widget in (self.film, self._out, self._zoom, self._in, self._fit, self._one):
            row.addWidget(widget)

    def _bind(self) -> None:
        self._out.clicked.connect(self._view.zoom_out)
        self._in.clicked.connect(self._view.zoom_in)
        self._fit.clicked.connect(self._view.fit)
        self._one.clicked.connect(lambda: self._view.zoom_to(1.0))
        self.film.toggled.connect(self._film.want)
        self.live.clicked.connect(self._states.stage.follow)
        self.more.clicked.connect(self._open_menu)
        self._states.canvas.changed.connect(self._show_state)
        self._states.pairing.changed.connect(self._show_state)
        self._view.zoom_changed.connect(self._show_zoom)

    def _open_menu(self) -> None:
        self._actions.open_menu(self.more.mapToGlobal(self.more.rect().topLeft()))

    # Showing -------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        frame = self._states.canvas.frame
        self._caption.setText(self._words())
        self._caption.setToolTip(quoting_tip(self._caption.text()))
        self.live.setVisible(self._states.canvas.live_hidden)
        for name, button in self.buttons.items():
            button.setEnabled(self._command(name).enabled())
        self.film.setVisible(self._states.film.begun)
        self._show_buttons()
        for widget in (self._out, self._in, self._fit, self._one):
            widget.setEnabled(frame.width > 0)
        self._show_zoom()

    def _show_buttons(self) -> None:
        """As many as leave the caption its room: the wheel zooms too, and the menu has the rest."""
        margins, gap = self._row.contentsMargins(), self._row.spacing()
        fixed = [self.more, self._zoom, self._fit, self._one]
        fixed += [widget for widget in (self.live, self.film) if widget.isVisibleTo(self)]
        taken = sum(widget.sizeHint().width() + gap for widget in fixed)
        room = self.width() - margins.left() - margins.right() - 2 * self._gap - taken
        room -= _CAPTION_LEAST
        for button in (self._out, self._in, *self.buttons.values()):
            room -= button.sizeHint().width() + gap
            button.setVisible(room >= 0)

    def _command(self, name: str) -> Command:
        return self._commands[name]

    def _words(self) -> str:
        frame = self._states.canvas.frame
        size = dimensions(frame.width, frame.height)
        if frame.preview is not None:
            what = preview(frame.preview, frame.step, frame.total)
            return f"{what}  ·  {size}"
        match frame.kind:
            case Kind.EMPTY:
                return ""
            case Kind.COMPOSING | Kind.PREVIEW:
                return self.tr("Composing {size}").format(size=size)
            case Kind.UNREADABLE:
                name = frame.picture.path.name if frame.picture else ""
                return f"{said(frame.complaint)}  ·  {name}"
            case Kind.PICTURE:
                waiting = self.tr("not saved") if frame.unsaved else self.tr("saving…")
                return f"{size}  ·  {frame.picture.path.name if frame.picture else waiting}"

    def _show_zoom(self) -> None:
        empty = self._states.canvas.frame.width == 0
        self._zoom.setText("" if empty else self._percent(self._view.zoom))

    def _percent(self, zoom: float) -> str:
        return self.tr("{n} %").format(n=number(zoom * 100))
