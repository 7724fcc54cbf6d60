"""The row under the canvas: what is shown, its zoom, and copying it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from glm_studio.state.canvas import Kind
from glm_studio.state.studio import StudioState
from glm_studio.ui.canvas import Canvas
from glm_studio.ui.controls import ElidedLabel, label, push_button, text_button, tool_button
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import dimensions, number, preview, said


class CanvasBar(QFrame):
    """Binds to the canvas."""

    def __init__(
        self, states: StudioState, canvas: Canvas, actions: PictureActions, theme: Theme
    ) -> None:
        super().__init__()
        self.setObjectName("CanvasBar")
        self._states = states
        self._view = canvas
        self._actions = actions
        self._caption = ElidedLabel("small")
        self.live = push_button(theme, self.tr("Back to the running picture"), "live", "radio")
        self._zoom = label("", "small")
        self._out = tool_button(theme, "minus", self.tr("Zoom out (Ctrl+−)"))
        self._in = tool_button(theme, "plus", self.tr("Zoom in (Ctrl++)"))
        self._fit = tool_button(theme, "maximize", self.tr("Fit the picture (Ctrl+0)"))
        self._one = text_button("1:1", self.tr("Actual pixels (Ctrl+1)"))
        self._copy = tool_button(theme, "copy", self.tr("Copy the picture (Ctrl+Shift+C)"))
        self._folder = tool_button(theme, "folder-open", self.tr("Show in the file manager"))
        self._lay_out(theme)
        self._bind()
        self._show_state()

    def _lay_out(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        side, gap = theme.space("large"), theme.space("tight")
        row.setContentsMargins(side, gap, theme.space("small"), gap)
        row.setSpacing(theme.space("hair"))
        row.addWidget(self._caption, 1)
        row.addWidget(self.live)
        row.addSpacing(theme.space("small"))
        buttons = (self._out, self._zoom, self._in, self._fit, self._one, self._copy, self._folder)
        for widget in buttons:
            row.addWidget(widget)

    def _bind(self) -> None:
        self._out.clicked.connect(self._view.zoom_out)
        self._in.clicked.connect(self._view.zoom_in)
        self._fit.clicked.connect(self._view.fit)
        self._one.clicked.connect(lambda: self._view.zoom_to(1.0))
        self._copy.clicked.connect(self.copy_picture)
        self._folder.clicked.connect(self._show_in_folder)
        self.live.clicked.connect(self._states.follow)
        self._states.canvas.changed.connect(self._show_state)
        self._view.zoom_changed.connect(self._show_zoom)

    def copy_picture(self) -> None:
        """The shown picture's file if it has one, else its pixels."""
        frame = self._states.canvas.frame
        if frame.image is None:
            return
        if frame.picture is not None:
            self._actions.copy_picture(frame.picture)
        else:
            self._actions.copy_pixels(frame.image)

    def _show_in_folder(self) -> None:
        picture = self._states.canvas.frame.picture
        if picture is not None:
            self._actions.show_in_folder(picture)

    def _show_state(self) -> None:
        frame = self._states.canvas.frame
        self._caption.setText(self._words())
        self.live.setVisible(self._states.canvas.live_hidden)
        self._copy.setEnabled(frame.image is not None)
        self._folder.setEnabled(frame.picture is not None)
        for button in (self._out, self._in, self._fit, self._one):
            button.setEnabled(frame.width > 0)
        self._show_zoom()

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
        shown = "" if empty else self.tr("{n} %").format(n=number(self._view.zoom * 100))
        self._zoom.setText(shown)
