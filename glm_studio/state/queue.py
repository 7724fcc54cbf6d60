"""The pictures under way: one runs on each device, the others wait."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from engine.api import (
    Event,
    GenerationRequest,
    ImageReady,
    JobCancelled,
    JobFailed,
    Moved,
    Planned,
    PreviewReady,
    Queued,
    Stage,
)
from engine.errors import Problem
from glm_studio.library.picture import Picture
from glm_studio.state.progress import Progress


@dataclass(slots=True, eq=False)
class Entry:
    """One picture under way: the `index`-th `of` those that were asked for together."""

    request: GenerationRequest
    index: int = 1
    of: int = 1
    progress: Progress | None = None
    """None while it waits."""
    device: str = ""
    """Where it is made, once that is known."""
    preview: PreviewReady | None = None
    """The newest one."""
    cancelling: bool = False
    made: bool = False
    """The pixels are there; the entry stays until they are on disk."""
    unsaved: bool = False
    """The disk refused them. They are kept until it takes them."""


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
    failed = Signal(object, object)
    """Entry and `Problem`: there will be no picture."""
    refused = Signal(object, object)
    """Entry and `Problem`: the picture is made, but the disk does not take it."""
    save_asked = Signal()
    """Try once more to save what the disk refused."""
    cancelled = Signal(object)
    moved = Signal(object, object)
    """Entry and `Moved`: its device failed, and it starts anew on another."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._current: Entry | None = None
        """The latest `current`."""

    @property
    def entries(self) -> list[Entry]:
        return list(self._entries)

    @property
    def current(self) -> Entry | None:
        """The picture that is shown: of those that the engine works on the one that it began
        with, for as long as that runs; or else the first that waits."""
        running = self.running
        if self._current in running:
            return self._current
        return next(iter(running or self._unmade), None)

    @property
    def running(self) -> list[Entry]:
        """The pictures that the engine works on, one a device."""
        return [entry for entry in self._unmade if entry.progress is not None]

    @property
    def waiting(self) -> int:
        """How many have not begun, `current` left out."""
        current = self.current
        return sum(e.progress is None and e is not current for e in self._unmade)

    @property
    def devices(self) -> set[str]:
        """Where pictures are made now."""
        return {entry.device for entry in self.running if entry.device}

    @property
    def _unmade(self) -> list[Entry]:
        return [entry for entry in self._entries if not entry.made]

    @property
    def busy(self) -> bool:
        return self.current is not None

    @property
    def saving(self) -> bool:
        return any(entry.made and not entry.unsaved for entry in self._entries)

    @property
    def unsaved(self) -> int:
        """How many finished pictures the disk has refused."""
        return sum(entry.unsaved for entry in self._entries)

    def add(self, requests: list[GenerationRequest]) -> None:
        """Queue pictures that were asked for together."""
        new = [Entry(r, index, len(requests)) for index, r in enumerate(requests, start=1)]
        self._entries += new
        self._say_changed()
        for entry in new:
            self.added.emit(entry)

    def cancel_current(self) -> None:
        if self.current is not None:
            self._cancel([self.current])

    def cancel_all(self) -> None:
        """Cancel from the last to the first, so that none starts because another stopped."""
        self._cancel([entry for entry in reversed(self._entries) if not entry.made])

    def apply(self, entry: Entry, event: Event) -> None:
        """An event of an entry's job."""
        match event:
            case Queued():
                return
            case Planned():
                entry.device = event.device
            case Moved():
                self._begin_anew(entry, event)
            case ImageReady():
                entry.made = True
                self.made.emit(entry, event)
            case JobCancelled():
                self._remove(entry)
                self.cancelled.emit(entry)
            case JobFailed():
                self.fail(entry, event.problem)
            case _:
                self._advance(entry, event)
        self._say_changed()

    def finish(self, entry: Entry, picture: Picture) -> None:
        """An entry's picture is on disk."""
        self._remove(entry)
        self.saved.emit(entry, picture)
        self._say_changed()

    def fail(self, entry: Entry, problem: Problem) -> None:
        self._remove(entry)
        self.failed.emit(entry, problem)
        self._say_changed()

    def refuse(self, entry: Entry, problem: Problem) -> None:
        """An entry's picture could not be saved anywhere; it waits for another try."""
        entry.unsaved = True
        self.refused.emit(entry, problem)
        self._say_changed()

    def save_again(self) -> None:
        """Try all pictures once more that the disk has refused."""
        for entry in self._entries:
            entry.unsaved = False
        self.save_asked.emit()
        self._say_changed()

    def _advance(self, entry: Entry, event: Event) -> None:
        if isinstance(event, PreviewReady):
            entry.preview = event
            self.previewed.emit(entry, event)
        elif entry.progress is None:
            entry.progress = first_progress(event)
        else:
            entry.progress = entry.progress.after(event)

    def _begin_anew(self, entry: Entry, event: Moved) -> None:
        """It keeps its place among the running ones: it waits for a device, not for its turn."""
        entry.device, entry.preview = "", None
        entry.progress = (entry.progress or Progress(Stage.LOAD)).after(event)
        self.moved.emit(entry, event)

    def _say_changed(self) -> None:
        self._current = self.current  # which stays, as long as it can
        self.changed.emit()

    def _cancel(self, entries: list[Entry]) -> None:
        for entry in entries:
            if not entry.cancelling:
                entry.cancelling = True
                self.cancel_asked.emit(entry)
        self._say_changed()

    def _remove(self, entry: Entry) -> None:
        if entry in self._entries:
            self._entries.remove(entry)


def first_progress(event: Event) -> Progress | None:
    """Where a job is after the first event that says so."""
    progress = Progress(Stage.LOAD).after(event)
    return progress if progress.total else None
