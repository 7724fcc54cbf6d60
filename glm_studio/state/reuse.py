"""What uses a picture's settings: in the panel, for pictures like it, and for grids."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.api import GenerationRequest
from engine.errors import problem_of
from engine.recipe import Recipe
from glm_studio.library.metadata import read_recipe
from glm_studio.library.named_files import check_named
from glm_studio.library.picture import Picture
from glm_studio.series import Vary, request_of, series
from glm_studio.state.pages import Page
from glm_studio.state.parameters import Draw
from glm_studio.state.previews import preview_policy
from glm_studio.state.settings import Settings, panel_values, read_settings
from glm_studio.state.undo import offer_to_undo
from glm_studio.words import tr

if TYPE_CHECKING:
    from glm_studio.state.studio import StudioState

_LONGEST_PROMPT = 50_000
"""Characters that the editor takes over; files of other programs may carry megabytes."""
_LONGEST_NAMES = 200
"""Characters of names in a notice."""
_IN_THE_PANEL = ("width", "height", "steps", "guidance", "seed", "composed_with")


class Reuse(QObject):
    """Reads the settings of pictures, and puts them to use."""

    def __init__(self, states: StudioState) -> None:
        super().__init__(states)
        self._states = states
        self._reading = 0
        """Counts the pictures whose settings were asked for; only the last one's count."""
        self._unread = False
        """Settings were asked for, and their file has not been read yet."""
        self._asked = False
        """Pictures were asked for meanwhile: they are meant to be made with those settings."""

    def generates_later(self) -> bool:
        """Whether settings are still being read; then pictures are asked for once they are."""
        self._asked = self._unread
        return self._unread

    def use_prompt(self, prompt: str) -> None:
        """Write the prompt of a file into the editor, and its styles beside it."""
        self._states.prompt.set_text(self._states.prompt_kit.take_over(prompt[:_LONGEST_PROMPT]))

    def use_settings(self, picture: Picture) -> None:
        """Write a picture's prompt and parameters into the panel; what it lacks stays.

        All at once, when its file has been read: the layout's seed, the references and the
        adapters stand there alone.
        """
        self._reading += 1
        reading, self._unread = self._reading, True

        def use(settings: Settings) -> None:
            if reading == self._reading:
                self._use(picture, settings)

        self._states.background.run(
            lambda: read_settings(picture.path), use, lambda _: use(Settings(picture.seed))
        )

    def _use(self, picture: Picture, settings: Settings) -> None:
        if picture.prompt:
            self.use_prompt(picture.prompt)
        text = tr("Use a picture's settings")
        self._states.undo.beginMacro(text)
        self._states.parameters.restore(panel_values(picture, settings), text)
        self._states.references.replace_all(settings.references)
        self._states.adapters.replace_all(settings.adapters)
        self._states.undo.endMacro()
        if settings.foreign:
            names = ", ".join(settings.foreign)
            self._states.noticed.emit(
                tr("Not taken, since they are no files on this machine: {names}").format(
                    names=names[:_LONGEST_NAMES]
                )
            )
        elif settings.gone:
            names = ", ".join(path.name for path in settings.gone)
            self._states.noticed.emit(
                tr("Files of this picture that are gone: {names}").format(names=names)
            )
        else:
            self._states.noticed.emit(tr("The settings of this picture are in the panel now."))
        asked, self._asked, self._unread = self._asked, False, False
        if asked:
            self._states.generate()

    def use_request(self, request: GenerationRequest) -> None:
        """Write what was asked for into the panel, to be changed and asked for again."""
        self._reading += 1  # settings that are being read come too late now
        self._unread = self._asked = False
        self.use_prompt(request.prompt)
        values = {name: getattr(request, name) for name in _IN_THE_PANEL}
        values["composition_seed"] = request.drawn_composition_seed
        text = tr("Use a picture's settings")
        self._states.undo.beginMacro(text)
        self._states.parameters.restore({n: v for n, v in values.items() if v is not None}, text)
        self._states.references.replace_all(request.references)
        self._states.adapters.replace_all(request.adapters)
        self._states.undo.endMacro()
        self._states.pages.show(Page.CREATE)
        self._states.noticed.emit(tr("The settings of this picture are in the panel now."))

    def vary(self, picture: Picture, draw: Draw) -> None:
        """Make pictures of another detail or layout, and leave all else as in this one's file."""

        def ask(recipe: Recipe) -> None:
            self.vary_request(request_of(recipe, draw is Draw.DETAIL), draw)

        def fail(error: Exception) -> None:
            self._states.failures.show(problem_of(error))

        self._states.background.run(lambda: _trusted(picture.path), ask, fail)

    def vary_request(self, request: GenerationRequest, draw: Draw) -> None:
        """The same for what was asked for; as many as the panel says."""
        seed, kind = self._states.parameters.roll(), Vary.DETAIL
        first = dataclasses.replace(request, preview=preview_policy(self._states.preferences))
        if draw is Draw.DETAIL:
            first = dataclasses.replace(first, seed=seed)
        else:
            first = dataclasses.replace(first, composition_seed=seed, prior=None)
            kind = Vary.LAYOUT
        self._states.failures.dismiss()
        self._states.queue.add(series(first, self._states.parameters.value.count, kind))
        self._states.stage.follow()

    def vary_in_grid(self, picture: Picture) -> None:
        """The same of a picture: with its composition, as far as nothing asks for another."""

        def ask(recipe: Recipe) -> None:
            base = request_of(recipe, keep_layout=True)
            base = dataclasses.replace(base, preview=preview_policy(self._states.preferences))
            self._states.grid.ask(base, self._states.parameters.limits)

        def fail(error: Exception) -> None:
            self._states.failures.show(problem_of(error))

        self._states.background.run(lambda: _trusted(picture.path), ask, fail)

    def reset_settings(self) -> None:
        """All that the panel sets as the model has it, but the prompt and the seeds."""
        text = tr("Reset all settings")
        self._states.undo.beginMacro(text)
        self._states.parameters.reset()
        self._states.references.clear()
        self._states.adapters.replace_all(())
        self._states.undo.endMacro()
        self._states.offered.emit(offer_to_undo(self._states.undo, text))


def _trusted(file: Path) -> Recipe:
    """A picture's recipe. Raises `RequestError` where it names files that are not opened unasked,
    and `UnreadablePictureError`."""
    recipe = read_recipe(file)
    check_named(recipe)
    return recipe
