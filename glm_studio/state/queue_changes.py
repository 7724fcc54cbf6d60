"""What the queue's file says, and so what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from glm_studio.library.queue_notes import Begun, Changes, Composed, Done, Failed, Note, SetAside
from glm_studio.state.entry import Entry, JobSet, ModelRef
from glm_studio.state.queue import QueueState
from glm_studio.state.queue_kept import Restored, kept, kept_set


class Said:
    """Compares the queue with what was said of it. A look costs some fractions of a microsecond a
    picture; what is new is put into words by whoever writes it."""

    def __init__(self) -> None:
        self._models: dict[Entry, ModelRef | None] = {}
        """All that are kept, with what they were asked of."""
        self._order: list[Entry] = []
        """Those that wait."""
        self._groups: set[str] = set()
        self._jobs: dict[Entry, str] = {}
        """Of those that are being made."""
        self._composed: set[Entry] = set()
        self._over: set[Entry] = set()
        """Of which is said what became of them."""

    def take_over(self, restored: Restored) -> None:
        """All of it is in the file already."""
        over = [*restored.done, *restored.failed]
        self._models = {entry: entry.model for entry in (*over, *restored.waiting)}
        self._order = list(restored.waiting)
        self._groups = {entry.group.key for entry in self._models}
        self._composed = {entry for entry in self._models if entry.prior is not None}
        self._over = set(over)

    def changes(self, queue: QueueState, bundled: Path | None) -> Callable[[], Changes] | None:
        """What is new, to be called on another thread; None if nothing is."""
        waiting = [entry for entry in queue.entries if not entry.cancelling]
        failed = [entry for entry in queue.over if entry.problem is not None]
        groups = {entry.group.key: entry.group for entry in (*waiting, *failed)}
        wanted = dict.fromkeys([*_done(groups.values()), *failed, *waiting])

        sets = [groups[key] for key in groups if key not in self._groups]
        fresh = [e for e in wanted if e not in self._models or self._models[e] != e.model]
        news = [*self._of_waiting(waiting, fresh), *self._of_over(wanted)]
        gone = tuple(entry.key for entry in self._models if entry not in wanted)
        order = self._new_order(waiting, fresh)
        self._remember(waiting, wanted, groups)
        if not (sets or fresh or news or gone) and order is None:
            return None

        def put_into_words() -> Changes:
            asked = (kept(entry, bundled) for entry in fresh)
            return Changes((*map(kept_set, sets), *asked, *news), gone, order)

        return put_into_words

    def _of_waiting(self, waiting: Sequence[Entry], fresh: Sequence[Entry]) -> Iterator[Note]:
        self._composed.difference_update(fresh)
        for entry in waiting:
            if entry.job and entry.begun and self._jobs.get(entry) != entry.job:
                self._jobs[entry] = entry.job
                yield Begun(entry.key, entry.job)
            elif entry.job and not entry.begun and self._jobs.pop(entry, ""):
                yield SetAside(entry.key)
            if entry.prior is not None and entry not in self._composed:
                self._composed.add(entry)
                yield Composed(entry.key, entry.prior)

    def _of_over(self, wanted: Iterable[Entry]) -> Iterator[Note]:
        for entry in wanted:
            if entry.over is None or entry in self._over:
                continue
            self._over.add(entry)
            if entry.picture is not None:
                yield Done(entry.key, entry.picture.path)
            elif entry.problem is not None:
                yield Failed(entry.key, entry.problem)

    def _new_order(
        self, waiting: Sequence[Entry], fresh: Sequence[Entry]
    ) -> tuple[str, ...] | None:
        """None if those that wait stand as the file has them: the new ones behind."""
        there = set(waiting)
        told = [entry for entry in self._order if entry in there]
        told += [e for e in fresh if e in there and e not in self._models]
        return None if told == waiting else tuple(entry.key for entry in waiting)

    def _remember(
        self, waiting: list[Entry], wanted: Mapping[Entry, None], groups: Iterable[str]
    ) -> None:
        self._models = {entry: entry.model for entry in wanted}
        self._order = waiting
        self._groups = set(groups)
        self._jobs = {entry: job for entry, job in self._jobs.items() if entry in wanted}
        self._composed &= wanted.keys()
        self._over &= wanted.keys()


def _done(groups: Iterable[JobSet]) -> Iterator[Entry]:
    """Those of sets that are not over: a grid's sheet shows them."""
    for group in groups:
        if len(group.entries) > 1:
            yield from (entry for entry in group.entries if entry.picture is not None)
