"""What can be done with what the canvas shows: one list for its bar, its menu and all keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from glm_studio.library.picture import Picture
from glm_studio.state.canvas import Frame
from glm_studio.state.pairing import Mode
from glm_studio.state.studio import StudioState
from glm_studio.ui.canvas import Canvas
from glm_studio.ui.canvas_keys import MODE_KEYS, exchange
from glm_studio.ui.commands import Command, Group
from glm_studio.ui.drag_out import drag_out
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.theme import Theme


class CanvasActions(QObject):
    """Binds actions on pictures to whatever the canvas shows at the moment."""

    def __init__(
        self, states: StudioState, view: Canvas, actions: PictureActions, theme: Theme
    ) -> None:
        super().__init__(view)
        self._states = states
        self._view = view
        self._actions = actions
        self._theme = theme
        self._menu: QMenu | None = None
        view.menu_asked.connect(self.open_menu)
        view.drag_asked.connect(self.drag_out)

    # What is done --------------------------------------------------------------------------------

    def copy(self) -> None:
        """The shown picture's file if it has one, else its pixels."""
        frame = self._states.canvas.frame
        if frame.image is None:
            return
        if frame.picture is not None:
            self._actions.copy_picture(frame.picture)
        else:
            self._actions.copy_pixels(frame.image)

    def save_as(self) -> None:
        frame = self._states.canvas.frame
        if frame.image is not None:
            from glm_studio.ui.save_sheet import SaveSheet  # noqa: PLC0415 - when asked for

            SaveSheet(self._states, frame, self._theme).open_over(self._view)

    def print_out(self) -> None:
        frame = self._states.canvas.frame
        if frame.image is not None:
            from glm_studio.ui.print_sheet import PrintSheet  # noqa: PLC0415 - the same

            sheet = PrintSheet(self._states, frame.image, self._theme, frame.picture)
            sheet.open_over(self._view)

    def save_strip(self) -> None:
        if self._states.film.stills:
            from glm_studio.ui.strip_sheet import StripSheet  # noqa: PLC0415 - the same

            StripSheet(self._states, self._theme).open_over(self._view)

    def drag_out(self, frame: Frame) -> None:
        drag_out(self._view, frame)

    # As commands ---------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        return [
            *self._view_commands(),
            *self._compare_commands(),
            *self._film_commands(),
            *self._picture_commands(),
        ]

    def _view_commands(self) -> list[Command]:
        view, group = self._view, Group.CANVAS
        return [
            Command("canvas.fit", self.tr("Fit the picture"), view.fit, group, ("Ctrl+0",)),
            Command(
                "canvas.actual",
                self.tr("Actual pixels"),
                lambda: view.zoom_to(1.0),
                group,
                ("Ctrl+1",),
            ),
            Command(
                "canvas.zoom_in",
                self.tr("Zoom in"),
                view.zoom_in,
                group,
                ("Ctrl++", "Ctrl+="),
                repeats=True,
            ),
            Command(
                "canvas.zoom_out",
                self.tr("Zoom out"),
                view.zoom_out,
                group,
                ("Ctrl+-",),
                repeats=True,
            ),
        ]

    def _compare_commands(self) -> list[Command]:
        pairing, group, canvas = self._states.pairing, Group.CANVAS, self._states.canvas
        has_picture = self._has_image
        modes = {
            Mode.SIDE_BY_SIDE: self.tr("Compare side by side"),
            Mode.SLIDER: self.tr("Compare with a slider"),
            Mode.FLICKER: self.tr("Compare by flickering"),
            Mode.DIFFERENCE: self.tr("Show the difference"),
        }
        keys = {mode: key for key, mode in MODE_KEYS.items()}

        def active() -> bool:
            return pairing.active

        return [
            Command(
                "compare.previous",
                self.tr("Compare with the previous picture"),
                self._states.stage.compare_with_previous,
                group,
                hint="C",
                enabled=has_picture,
            ),
            Command(
                "compare.pin",
                self.tr("Compare this picture with another one"),
                lambda: pairing.pin(canvas.frame),
                group,
                hint="P",
                enabled=has_picture,
            ),
            *(
                Command(
                    f"compare.{mode.value}",
                    text,
                    lambda mode=mode: pairing.choose(mode),  # type: ignore[misc]
                    group,
                    hint=keys[mode],
                    enabled=active,
                )
                for mode, text in modes.items()
            ),
            Command(
                "compare.swap",
                self.tr("Swap the two pictures"),
                lambda: exchange(pairing),
                group,
                hint="X",
                enabled=active,
            ),
            Command(
                "compare.close",
                self.tr("End the comparison"),
                pairing.close,
                group,
                enabled=active,
            ),
        ]

    def _film_commands(self) -> list[Command]:
        film, group = self._states.film, Group.CANVAS

        def there() -> bool:
            return bool(film.stills)

        return [
            Command(
                "film.back",
                self.tr("The preview before"),
                lambda: film.step(-1),
                group,
                hint=",",
                enabled=there,
            ),
            Command(
                "film.on",
                self.tr("The next preview"),
                lambda: film.step(1),
                group,
                hint=".",
                enabled=there,
            ),
            Command("film.play", self.tr("Play the previews"), film.play, group, enabled=there),
            Command(
                "film.save",
                self.tr("Save the previews as an animation…"),
                self.save_strip,
                group,
                enabled=there,
            ),
        ]

    def _picture_commands(self) -> list[Command]:
        actions, group = self._actions, Group.PICTURE
        return [
            self._on_picture(
                "picture.new_detail",
                self.tr("Same layout, new detail"),
                actions.vary_detail,
                "Ctrl+D",
            ),
            self._on_picture(
                "picture.new_layout", self.tr("New layout"), actions.vary_layout, "Ctrl+Shift+D"
            ),
            self._on_picture(
                "picture.grid",
                self.tr("Vary two of its parameters…"),
                actions.vary_in_grid,
                "Ctrl+Shift+G",
            ),
            self._on_picture(
                "picture.use_settings", self.tr("Use these settings"), actions.use_settings
            ),
            self._on_picture(
                "picture.use_as_reference",
                self.tr("Use as a reference"),
                actions.use_as_reference,
            ),
            Command(
                "picture.copy",
                self.tr("Copy the picture"),
                self.copy,
                group,
                ("Ctrl+Shift+C",),
                enabled=self._has_image,
            ),
            self._on_picture(
                "picture.copy_prompt", self.tr("Copy the prompt"), actions.copy_prompt
            ),
            Command(
                "picture.save_as",
                self.tr("Save the picture as…"),
                self.save_as,
                group,
                ("Ctrl+Shift+S",),
                enabled=self._has_image,
            ),
            Command(
                "picture.print",
                self.tr("Print…"),
                self.print_out,
                group,
                ("Ctrl+P",),
                enabled=self._has_image,
            ),
            self._on_picture(
                "picture.reveal", self.tr("Show in the file manager"), actions.show_in_folder
            ),
        ]

    def _on_picture(
        self, name: str, text: str, act: Callable[[Picture], None], *keys: str
    ) -> Command:
        """A command on the picture of the gallery that the canvas shows."""

        def run() -> None:
            picture = self._states.canvas.picture_frame.picture
            if picture is not None:
                act(picture)

        return Command(name, text, run, Group.PICTURE, keys, enabled=self._has_picture)

    def _has_picture(self) -> bool:
        return self._states.canvas.picture_frame.picture is not None

    def _has_image(self) -> bool:
        return self._states.canvas.frame.image is not None

    # The menu ------------------------------------------------------------------------------------

    def open_menu(self, at: QPoint) -> None:
        """All that can be done with the shown picture, at a point of the screen."""
        menu = self._menu = QMenu(self._view)
        groups = (self._picture_commands(), self._compare_commands(), self._film_commands())
        for commands in groups:
            for command in commands:
                if command.enabled():
                    menu.addAction(_entry(command, menu))
            menu.addSeparator()
        if not menu.isEmpty():
            menu.popup(at)


def _entry(command: Command, menu: QWidget) -> QAction:
    """With its key beside it, which the window's own shortcut or the canvas handles."""
    keys = f"\t{command.shown_keys}" if command.shown_keys else ""
    entry = QAction(command.text + keys, menu)
    entry.triggered.connect(command.run)
    return entry
