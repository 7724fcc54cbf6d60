"""The pictures under way: one runs on each device, the others wait; and what became of the last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.api import (
    CompositionReady,
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
from engine.recipe import PriorCodes
from glm_studio.library.picture import Picture
from glm_studio.parameter_grid import ParameterGrid
from glm_studio.state.entry import (
    Entry,
    JobSet,
    ModelRef,
    Standing,
    entries_of,
    first_progress,
    share_codes,
)
from glm_studio.state.progress import Progress

_LISTED = 200
"""So many that are over stay listed."""


class QueueState(QObject):
    """Who runs, who waits, in which order, and what became of the others.

    The engine is given what it can work on and little more (`glm_studio/bridge.py`), so that the
    rest can be put into another order or held back. `added`, `reordered`, `cancel_asked` and
    `save_asked` are for the bridge, the others for the window.
    """

    changed = Signal()
    reordered = Signal()
    """Other pictures may be the next ones, or none."""
    added = Signal(object)
    cancel_asked = Signal(object)
    previewed = Signal(object, object)
    """Entry and `PreviewReady`."""
    begun = Signal(object)
    """An entry that a device has taken."""
    composed = Signal(object, object)
    """Entry and `CompositionReady`."""
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
    waits_again = Signal(object)
    """An entry whose attempt was stopped, and that is to be made all the same."""
    moved = Signal(object, object)
    """Entry and `Moved`: its device failed, and it starts anew on another."""
    set_ended = Signal(object)
    """A `JobSet`: its last picture is done, failed or cancelled."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._over: list[Entry] = []
        self._paused = False
        self._held: Problem | None = None
        self._current: Entry | None = None
        """The latest `current`."""
        self.at_once = 1
        """How many are made at the same time, as the engine says."""
        self.model: ModelRef | None = None
        """What pictures are asked of now; those of others wait for theirs."""

    # What there is -------------------------------------------------------------------------------

    @property
    def entries(self) -> list[Entry]:
        """Those under way, in their order."""
        return list(self._entries)

    @property
    def over(self) -> list[Entry]:
        """Those that are done, failed or cancelled, the newest first."""
        return list(self._over)

    @property
    def current(self) -> Entry | None:
        """The picture that is shown: of those that the engine works on the one that it began
        with, for as long as that runs; or else the first that waits for its turn."""
        running = self.running
        if self._current in running:
            return self._current
        return next(iter(running or (self._makeable if self.flows else [])), None)

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
    def pending(self) -> list[Entry]:
        """Those that no device has taken: they can be put into another order."""
        return [entry for entry in self._entries if not entry.begun and not entry.made]

    @property
    def devices(self) -> set[str]:
        """Where pictures are made now."""
        return {entry.device for entry in self.running if entry.device}

    @property
    def _unmade(self) -> list[Entry]:
        return [entry for entry in self._entries if not entry.made]

    @property
    def _makeable(self) -> list[Entry]:
        return [entry for entry in self._unmade if not entry.waits_for]

    @property
    def strangers(self) -> list[Entry]:
        """Those that wait for another model than the present one."""
        return [entry for entry in self.pending if entry.waits_for]

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

    @property
    def refusal(self) -> Problem | None:
        """Why the disk refused the last of them."""
        return next((e.refusal for e in reversed(self._entries) if e.refusal is not None), None)

    # Pausing -------------------------------------------------------------------------------------

    @property
    def paused(self) -> bool:
        """The user wants nothing to begin."""
        return self._paused

    @property
    def held(self) -> Problem | None:
        """Why nothing begins although it may: every further picture would fail of the same."""
        return self._held

    @property
    def flows(self) -> bool:
        """Whether those that wait get their turn."""
        return not self._paused and self._held is None

    def pause(self) -> None:
        """Begin nothing more; what runs goes on."""
        self._paused = True
        self._say_reordered()

    def resume(self) -> None:
        """Let those that wait have their turn, whatever it was that held them."""
        self._paused, self._held = False, None
        self._say_reordered()

    def hold(self, problem: Problem) -> None:
        """What a picture failed of would fail all that wait: they do until it is put right."""
        if self.pending:
            self._held = problem
            self._say_reordered()

    def let_go(self) -> None:
        """What held them is over; a pause of the user's stays."""
        if self._held is not None:
            self._held = None
            self._say_reordered()

    # What the user does --------------------------------------------------------------------------

    def add(
        self,
        requests: Sequence[GenerationRequest],
        front: bool = False,
        grid: ParameterGrid | None = None,
    ) -> list[Entry]:
        """Queue pictures that are asked for together, behind the others or before them."""
        self._held = None
        new = entries_of(requests, grid, self.model)
        place = self._first_pending if front else len(self._entries)
        self._entries[place:place] = new
        self._say_reordered()
        for entry in new:
            self.added.emit(entry)
        return new

    def restore(self, entries: Sequence[Entry], failed: Sequence[Entry]) -> None:
        """What earlier sessions left: before what was asked for in this one."""
        self._entries[:0] = entries
        self._over += failed
        self._compare_models()
        self.arrange(self._entries)

    def adopt(self, entries: Iterable[Entry]) -> None:
        """Make those with the present model that were asked of another. Codes are a model's own."""
        for entry in entries:
            entry.model, entry.prior = self.model, None
        self._compare_models()
        self._say_reordered()

    def give_back(
        self, entries: Iterable[tuple[Entry, ModelRef | None, PriorCodes | None]]
    ) -> None:
        """Undo `adopt` for those that still wait."""
        for entry, model, prior in entries:
            if not entry.begun:
                entry.model, entry.prior = model, prior
        self._compare_models()
        self._say_reordered()

    def use_model(self, model: ModelRef) -> None:
        """Another model is used from now on, or its name is known."""
        if model != self.model:
            self.model = model
            self._compare_models()
            self._say_reordered()

    def _compare_models(self) -> None:
        for entry in self._entries:
            entry.waits_for = entry.other_model_than(self.model)

    def move(self, entries: Iterable[Entry], before: Entry | None = None) -> None:
        """Put pending ones, in their present order, before another or behind all."""
        pending = set(self.pending)
        chosen = set(entries) & pending
        moving = [entry for entry in self._entries if entry in chosen]
        rest = [entry for entry in self._entries if entry not in chosen]
        place = len(rest)
        while before is not None and before in chosen:  # behind what it is dropped on
            before = self._after(before)
        if before in rest:
            place = max(rest.index(before), sum(e not in pending for e in rest))
        rest[place:place] = moving
        self.arrange(rest)

    def arrange(self, order: Sequence[Entry]) -> None:
        """Bring those that wait into an order; those that it lacks stay behind it."""
        places = {entry: place for place, entry in enumerate(order)}
        last = len(places)
        self._entries.sort(key=lambda e: (not (e.begun or e.made), places.get(e, last)))
        self._say_reordered()

    def put_back(self, entries: Sequence[Entry], order: Sequence[Entry]) -> None:
        """Have cancelled ones wait again that never began, in an order with the others."""
        back = [e for e in entries if e.standing is Standing.CANCELLED and not e.begun]
        for entry in back:
            entry.over, entry.cancelling = None, False
        self._entries += back
        self._compare_models()
        self.arrange(order)
        for entry in back:
            self.added.emit(entry)

    def retry(self, entry: Entry, front: bool = False) -> Entry:
        """Ask once more for a picture that failed or was cancelled, in its old set."""
        new = Entry(
            entry.request, entry.index, entry.of,
            group=entry.group, model=entry.model, prior=entry.prior, ended=min(entry.ended, 1),
        )  # fmt: skip
        group = entry.group.entries
        group[:] = [new if each is entry else each for each in group]
        self._over = [each for each in self._over if each is not entry]
        self._held = None
        self._entries.insert(self._first_pending if front else len(self._entries), new)
        self._compare_models()
        self._say_reordered()
        self.added.emit(new)
        return new

    def cancel_current(self) -> None:
        if self.current is not None:
            self.cancel([self.current])

    def cancel_all(self) -> None:
        """What waits goes first, so that nothing starts because another stopped."""
        self.cancel([entry for entry in self._entries if not entry.made])

    def cancel(self, entries: Sequence[Entry]) -> None:
        """Forget those that wait; stop those that run, which takes until they say so."""
        waiting = [entry for entry in entries if not entry.begun and not entry.made]
        for entry in waiting:
            entry.end()
            self._entries.remove(entry)
        self._say_reordered()
        for entry in waiting:
            self.cancelled.emit(entry)
        for group in {id(entry.group): entry.group for entry in waiting}.values():
            self._tell_set(group)
        for entry in entries:
            if entry in self._entries and not entry.made and not entry.cancelling:
                entry.cancelling = True
                self.cancel_asked.emit(entry)
        self._say_changed()

    def set_aside(self) -> None:
        """Begin nothing more, and stop what runs: it waits again, with its codes."""
        for entry in self.running:
            if not entry.cancelling:
                entry.set_aside = True
                self.cancel_asked.emit(entry)
        self.pause()

    def watch(self, entry: Entry) -> None:
        """Show this one of those that run, for as long as it does."""
        if entry in self.running:
            self._current = entry
            self._say_changed()

    def forget(self, entries: Iterable[Entry]) -> None:
        """List those no longer that are over."""
        gone = set(entries)
        self._over = [entry for entry in self._over if entry not in gone]
        self._say_reordered()

    def save_again(self) -> None:
        """Try all pictures once more that the disk has refused."""
        for entry in self._entries:
            entry.refusal = None
        self.save_asked.emit()
        self._say_changed()

    # What the bridge says ------------------------------------------------------------------------

    def next(self, count: int) -> list[Entry]:
        """Those that are to begin next, as far as any are."""
        if not self.flows:
            return []
        return [entry for entry in self.pending if not entry.waits_for][:count]

    def apply(self, entry: Entry, event: Event) -> None:
        """An event of an entry's job."""
        begun = entry.begun
        match event:
            case Queued():
                return
            case CompositionReady():
                self._compose(entry, event)
                self._advance(entry, event)
            case Planned():
                entry.device = event.device
            case Moved():
                self._begin_anew(entry, event)
            case ImageReady():
                entry.made = True
                self.made.emit(entry, event)
                self._say_reordered()
            case JobCancelled() if entry.set_aside and not entry.cancelling:
                self._wait_again(entry)
            case JobCancelled():
                self._end(entry)
                self.cancelled.emit(entry)
            case JobFailed():
                self.fail(entry, event.problem)
            case _:
                self._advance(entry, event)
        if entry.begun and not begun:
            self.begun.emit(entry)
        self._say_changed()

    def finish(self, entry: Entry, picture: Picture) -> None:
        """An entry's picture is on disk."""
        self._end(entry, picture)
        self.saved.emit(entry, picture)
        self._say_changed()

    def relocate(self, moved: Mapping[Path, Picture]) -> None:
        """Files of finished pictures are elsewhere now."""
        for entry in self._over:
            if entry.picture is not None:
                entry.picture = moved.get(entry.picture.path, entry.picture)
        self._say_changed()

    def fail(self, entry: Entry, problem: Problem) -> None:
        self._end(entry, problem=problem)
        self.failed.emit(entry, problem)
        self._say_changed()

    def refuse(self, entry: Entry, problem: Problem) -> None:
        """An entry's picture could not be saved anywhere; it waits for another try."""
        entry.refusal = problem
        self.refused.emit(entry, problem)
        self._say_changed()

    def _advance(self, entry: Entry, event: Event) -> None:
        if isinstance(event, PreviewReady):
            entry.preview = event
            self.previewed.emit(entry, event)
        elif entry.progress is None:
            entry.progress = first_progress(event)
        else:
            entry.progress = entry.progress.after(event)

    def _compose(self, entry: Entry, event: CompositionReady) -> None:
        """Its codes are there, and those of others that are to be made with the same passes."""
        if entry.request.prior is None:
            entry.prior = event.prior
        if len(event.together) > 1:
            share_codes(entry.request, event.together, self._unmade)
        self.composed.emit(entry, event)

    def _wait_again(self, entry: Entry) -> None:
        """An attempt was stopped, and nobody has given the picture up."""
        entry.progress, entry.preview, entry.device, entry.set_aside = None, None, "", False
        self.waits_again.emit(entry)
        self._say_reordered()

    def _begin_anew(self, entry: Entry, event: Moved) -> None:
        """It keeps its place among the running ones: it waits for a device, not for its turn."""
        entry.device, entry.preview = "", None
        entry.progress = (entry.progress or Progress(Stage.LOAD)).after(event)
        self.moved.emit(entry, event)

    def _end(
        self, entry: Entry, picture: Picture | None = None, problem: Problem | None = None
    ) -> None:
        entry.end(picture, problem)
        if entry in self._entries:
            self._entries.remove(entry)
        self._over = [entry, *self._over][:_LISTED]
        self._say_reordered()
        self._tell_set(entry.group)

    def _tell_set(self, group: JobSet) -> None:
        if group.is_over:
            self.set_ended.emit(group)

    @property
    def _first_pending(self) -> int:
        pending = self.pending
        return self._entries.index(pending[0]) if pending else len(self._entries)

    def _after(self, entry: Entry) -> Entry | None:
        place = self._entries.index(entry) + 1
        return self._entries[place] if place < len(self._entries) else None

    def _say_reordered(self) -> None:
        self.reordered.emit()
        self._say_changed()

    def _say_changed(self) -> None:
        self._current = self.current  # which stays, as long as it can
        self.changed.emit()


__all__ = ["Entry", "JobSet", "QueueState", "Standing"]
