"""The pictures under way: one runs, the others wait."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from engine.api import (
    Event,
    GenerationRequest,
    ImageReady,
    JobCancelled,
    JobFailed,
    PreviewReady,
    Queued,
    Stage,
)
from engine.errors import Problem
from glm_studio.library.picture import Picture
from glm_studio.state.progress import Progress

_numbers = itertools.count(1)


@dataclass(slots=True, eq=False)
class Entry:
    """One picture under way: the `index`-th `of` those that were asked for together."""

    request: GenerationRequest
    index: int = 1
    of: int = 1
    number: int = field(default_factory=lambda: next(_numbers))
    progress: Progress | None = None
    """None while it waits."""
    cancelling: bool = False
    saving: bool = False
    """The picture is made and on its way to the disk."""


class QueueState(QObject):
    """Who runs, who waits, and what became of the last one.

    `added` and `cancel_asked` are for the bridge, the others for the window.
    """

    changed = Signal()
    added = Signal(object)
    cancel_asked = Signal(object)
    previewed = Signal(object, object)
    """Entry and `PreviewReady`."""
    made = Signal(object, object)
    """Entry and `ImageReady`: the pixels are there, not yet on disk."""
    saved = Signal(object, object)
    """Entry and `Picture`: it is on disk."""
    failed = Signal(object, object, object)
    """Entry, `Problem`, and a function that tries again, or None to make the picture again."""
    cancelled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    @property
    def entries(self) -> list[Entry]:
        return list(self._entries)

    @property
    def current(self) -> Entry | None:
        """The picture that the engine works on, or else the first that waits."""
        unmade = [entry for entry in self._entries if not entry.saving]
        running = [entry for entry in unmade if entry.progress is not None]
        return next(iter(running or unmade), None)

    @property
    def waiting(self) -> int:
        """How many wait behind `current`."""
        return max(sum(not entry.saving for entry in self._entries) - 1, 0)

    @property
    def busy(self) -> bool:
        return self.current is not None

    @property
    def saving(self) -> bool:
        return any(entry.saving for entry in self._entries)

    def add(self, requests: list[GenerationRequest]) -> None:
        """Queue pictures that were asked for together."""
        new = [Entry(r, index, len(requests)) for index, r in enumerate(requests, start=1)]
        self._entries += new
        self.changed.emit()
        for entry in new:
            self.added.emit(entry)

    def cancel_current(self) -> None:
        if self.current is not None:
            self._cancel([self.current])

    def cancel_all(self) -> None:
        """Cancel from the last to the first, so that none starts because another stopped."""
        self._cancel([entry for entry in reversed(self._entries) if not entry.saving])

    def holds(self, entry: Entry) -> bool:
        return entry in self._entries

    def apply(self, entry: Entry, event: Event) -> None:
        """An event of an entry's job."""
        match event:
            case Queued():
                return
            case ImageReady():
                entry.saving = True
                self.made.emit(entry, event)
            case JobCancelled():
                self._remove(entry)
                self.cancelled.emit(entry)
            case JobFailed():
                self.fail(entry, event.problem)
            case _:
                self._advance(entry, event)
        self.changed.emit()

    def finish(self, entry: Entry, picture: Picture) -> None:
        """An entry's picture is on disk."""
        self._remove(entry)
        self.saved.emit(entry, picture)
        self.changed.emit()

    def fail(self, entry: Entry, problem: Problem, retry: Callable[[], None] | None = None) -> None:
        self._remove(entry)
        self.failed.emit(entry, problem, retry)
        self.changed.emit()

    def _advance(self, entry: Entry, event: Event) -> None:
        if isinstance(event, PreviewReady):
            self.previewed.emit(entry, event)
        elif entry.progress is None:
            entry.progress = first_progress(event)
        else:
            entry.progress = entry.progress.after(event)

    def _cancel(self, entries: list[Entry]) -> None:
        for entry in entries:
            if not entry.cancelling:
                entry.cancelling = True
                self.cancel_asked.emit(entry)
        self.changed.emit()

    def _remove(self, entry: Entry) -> None:
        if entry in self._entries:
            self._entries.remove(entry)


def first_progress(event: Event) -> Progress | None:
    """Where a job is after the first event that says so."""
    progress = Progress(Stage.LOAD).after(event)
    return progress if progress.total else None
