"""What follows runs: the canvas, the film strip, the gallery, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.api import ImageReady, Moved, PreviewReady
from engine.errors import Problem
from glm_studio.library.picture import Picture
from glm_studio.state.canvas import Kind
from glm_studio.state.entry import Entry
from glm_studio.state.model import Phase
from glm_studio.words import tr

if TYPE_CHECKING:
    from glm_studio.state.studio import StudioState


class RunFollower(QObject):
    """Listens to the queue, and lets the other states know."""

    def __init__(self, states: StudioState) -> None:
        super().__init__(states)
        self._states = states
        self._shown: Entry | None = None
        """The queue's current picture, as the canvas knows it."""
        queue = states.queue
        queue.changed.connect(self._show_progress)
        queue.previewed.connect(self._on_previewed)
        queue.made.connect(self._on_made)
        queue.saved.connect(self._on_saved)
        queue.moved.connect(self._on_moved)
        queue.cancelled.connect(self._on_given_up)
        queue.waits_again.connect(self._on_given_up)
        queue.failed.connect(self._on_failed)
        queue.refused.connect(self._on_refused)
        states.rescued.moved.connect(self._on_brought_home)
        states.model.replanned.connect(self._on_replanned)
        states.model.changed.connect(self._on_model)

    def _on_replanned(self) -> None:
        said = tr("Memory ran out. The picture starts anew with a smaller plan.")
        self._states.noticed.emit(said)

    def _on_model(self) -> None:
        """What waited for the model to be put right goes on."""
        if self._states.model.phase is Phase.READY:
            self._states.queue.let_go()

    def _show_progress(self) -> None:
        """Of the one picture that is shown; others may be made at the same time."""
        current = self._states.queue.current
        if current is not self._shown:
            self._shown = current
            if current is not None and current.preview is not None:
                self._states.canvas.show_preview(current, current.request, current.preview)
        if current is not None and current.progress is not None:
            self._states.canvas.show_progress(current, current.request, current.progress)

    def _on_previewed(self, entry: Entry, event: PreviewReady) -> None:
        if entry is self._states.queue.current:
            self._states.canvas.show_preview(entry, entry.request, event)
        self._states.film.record(entry, entry.request, event)

    def _on_made(self, entry: Entry, event: ImageReady) -> None:
        self._states.finish_times.learn(entry.request, event)
        self._states.prompt_tools.history.add(
            self._states.prompt_kit.source_of(entry.request.prompt)
        )
        if entry is self._shown:
            self._states.canvas.show_result(entry, event.pixels)

    def _on_moved(self, entry: Entry, event: Moved) -> None:
        self._states.film.drop(entry)
        said = tr("{device} failed. The picture starts anew on another device.")
        self._states.noticed.emit(said.format(device=event.device))

    def _on_saved(self, entry: Entry, picture: Picture) -> None:
        if self._states.canvas.keep_result(entry, picture):
            self._states.stage.superseded_by(picture)
        self._states.film.keep(entry, picture)
        self._states.noticed.emit(tr("Saved {name}").format(name=picture.path.name))

    def _on_given_up(self, entry: Entry) -> None:
        """Nothing is left of the live picture; with none to come, the one chosen before is back.

        Whoever cancels all empties the canvas with the first and has none to come at the last.
        """
        self._states.canvas.drop_live(entry)
        self._states.film.drop(entry)
        empty = self._states.canvas.frame.kind is Kind.EMPTY
        if empty and not self._states.queue.busy and self._states.gallery.selection is not None:
            self._states.stage.show_picture(self._states.gallery.selection)

    def _on_failed(self, entry: Entry, problem: Problem) -> None:
        self._on_given_up(entry)
        self._states.failures.show(problem, lambda: self._states.queue_edits.retry([entry]))

    def _on_brought_home(self, moved: Mapping[Path, Picture]) -> None:
        """Whoever knows a file by where it was learns where it is."""
        self._states.queue.relocate(moved)
        self._states.canvas.relocate(moved)
        self._states.film.relocate(moved)
        self._states.seeds.relocate(moved)

    def _on_refused(self, entry: Entry, problem: Problem) -> None:
        self._states.canvas.refuse_result(entry)
        self._states.failures.show(problem, self._states.queue.save_again, tr("Save again"))
