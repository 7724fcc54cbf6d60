"""All states of one window, and what the user does that touches more than one of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QImage, QImageReader

from engine.api import ImageReady, PreviewReady
from engine.errors import Problem, problem_of
from glm_studio.library.metadata import PictureFile, read_picture
from glm_studio.library.picture import Picture
from glm_studio.state.appearance import Appearance, AppearanceState
from glm_studio.state.background import Background
from glm_studio.state.canvas import CanvasState
from glm_studio.state.failures import FailureState
from glm_studio.state.gallery import GalleryState
from glm_studio.state.memory import Memory
from glm_studio.state.model import ModelState
from glm_studio.state.parameters import ParametersState
from glm_studio.state.prompt import PromptState
from glm_studio.state.queue import Entry, QueueState
from glm_studio.state.thumbnails import ThumbnailState

_LONGEST_PROMPT = 50_000
"""Characters that the editor takes over; files of other programs may carry megabytes."""
_MOST_MIB = 1024
"""For one decoded picture: 8 bytes a pixel of the 80 million that thumbnails go up to."""


class StudioState(QObject):
    """Holds the states. They live as long as this; widgets come and go."""

    noticed = Signal(str)
    """A short line for the user about what just happened."""

    def __init__(self, model: Path, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.memory = memory
        self.background = Background("pictures", self)
        self.appearance = AppearanceState(self)
        self.prompt = PromptState(self)
        self.parameters = ParametersState(self)
        self.model = ModelState(model, self)
        self.queue = QueueState(self)
        self.canvas = CanvasState(self)
        self.failures = FailureState(self)
        self.gallery = GalleryState(self.background, self.failures, self)
        self.thumbnails = ThumbnailState(self)
        self._opening = 0
        self._adopted = False
        self.model.described.connect(self._adopt_model)
        self.queue.changed.connect(self._show_progress)
        self.queue.previewed.connect(self._on_previewed)
        self.queue.made.connect(self._on_made)
        self.queue.saved.connect(self._on_saved)
        self.queue.cancelled.connect(self._on_given_up)
        self.queue.failed.connect(self._on_failed)
        self.queue.refused.connect(self._on_refused)

    def generate(self) -> None:
        """Queue the pictures that the prompt and the panel describe."""
        if not self.prompt.ready:
            self.noticed.emit(_tr("Write what the picture should show."))
            return
        self.failures.dismiss()
        self.queue.add(self.parameters.requests(self.prompt.text))
        self.follow()

    def follow(self) -> None:
        """Show what is being made, whatever picture is still being opened."""
        self._opening += 1
        self.canvas.follow()

    def show_picture(self, picture: Picture) -> None:
        """Select a picture of the gallery and bring it onto the canvas."""
        self.gallery.select(picture)
        self._opening += 1
        opening = self._opening

        def open_it() -> QImage | None:
            # Whoever walks through the gallery with the arrow keys is ahead of the decoder.
            return decode(picture.path) if opening == self._opening else None

        def show(image: QImage | None) -> None:
            if image is not None and opening == self._opening:
                self.canvas.show_picture(picture, image, self.queue.busy)

        def fail(error: Exception) -> None:
            if opening == self._opening:
                self.failures.show(_unreadable(picture.path, error))

        self.background.run(open_it, show, fail)

    def use_settings(self, picture: Picture) -> None:
        """Write a picture's prompt and parameters into the panel; what it lacks stays."""
        if picture.prompt:
            self.prompt.set_text(picture.prompt[:_LONGEST_PROMPT])
        values = {
            "width": picture.width,
            "height": picture.height,
            "steps": picture.steps,
            "guidance": picture.guidance,
            "seed": picture.seed,
        }
        known = {name: value for name, value in values.items() if value is not None}
        self.parameters.restore(known)
        self.noticed.emit(_tr("The settings of this picture are in the panel now."))

    def open_dropped(self, path: Path) -> None:
        """Read a dropped picture back: show it and use its settings."""

        def use(file: PictureFile) -> None:
            if file.picture.prompt:
                self.use_settings(file.picture)
            else:
                self.noticed.emit(_tr("This picture carries no settings."))
            self.show_picture(file.picture)

        self.background.run(
            lambda: read_picture(path), use, lambda error: self.failures.show(problem_of(error))
        )

    def recall(self) -> None:
        """Take over what was remembered, before a model says what it can do."""
        self.prompt.set_text(self.memory.text("prompt"))
        look = self.memory.text("appearance")
        self.appearance.choose(Appearance(look) if look in set(Appearance) else Appearance.SYSTEM)

    def remember(self) -> None:
        self.memory.put("prompt", self.prompt.text)
        self.memory.put("appearance", self.appearance.choice.value)
        if self.model.checkpoint is not None:  # else what is remembered is still true
            self.memory.put("model", self.model.name)
            self.memory.put("parameters", self.parameters.remembered())

    def close(self) -> None:
        self.gallery.close()
        self.thumbnails.close()
        self.background.close()

    def _adopt_model(self) -> None:
        checkpoint = self.model.checkpoint
        assert checkpoint is not None  # noqa: S101 - `described` says so
        same = self.memory.text("model") == checkpoint.name
        remembered = self.memory.group("parameters") if same else {}
        if self._adopted:  # the model was tried again: what was set meanwhile stays
            remembered = self.parameters.remembered()
        self._adopted = True
        self.parameters.adopt(checkpoint, remembered)
        self.prompt.set_examples(checkpoint.defaults.example_prompts)

    def _show_progress(self) -> None:
        current = self.queue.current
        if current is not None and current.progress is not None:
            self.canvas.show_progress(current, current.request, current.progress)

    def _on_previewed(self, entry: Entry, event: PreviewReady) -> None:
        self.canvas.show_preview(entry, entry.request, event)

    def _on_made(self, entry: Entry, event: ImageReady) -> None:
        self.canvas.show_result(entry, event.pixels)

    def _on_saved(self, entry: Entry, picture: Picture) -> None:
        if self.canvas.keep_result(entry, picture):
            self._opening += 1
            self.gallery.select(picture)
        self.noticed.emit(_tr("Saved {name}").format(name=picture.path.name))

    def _on_given_up(self, entry: Entry) -> None:
        """Nothing is left of the live picture; with none to come, the one chosen before is back."""
        emptied = self.canvas.drop_live(entry)
        if emptied and not self.queue.busy and self.gallery.selection is not None:
            self.show_picture(self.gallery.selection)

    def _on_failed(self, entry: Entry, problem: Problem) -> None:
        self._on_given_up(entry)
        self.failures.show(problem, lambda: self.queue.add([entry.request]))

    def _on_refused(self, entry: Entry, problem: Problem) -> None:
        self.canvas.refuse_result(entry)
        self.failures.show(problem, self.queue.save_again)


def decode(path: Path) -> QImage:
    """A picture file as RGB32; raises OSError with the reader's own words."""
    QImageReader.setAllocationLimit(_MOST_MIB)
    reader = QImageReader(str(path))
    image = reader.read()
    if image.isNull():
        raise OSError(reader.errorString() if path.is_file() else _tr("There is no such file"))
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _unreadable(path: Path, error: Exception) -> Problem:
    return Problem(
        "unreadable",
        _tr("{name} cannot be shown.").format(name=path.name),
        f"{error}".rstrip(".") + ".",
        _tr("It may have been moved or deleted, or it is damaged; look in the pictures folder."),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("StudioState", text)
