"""What the user does to the queue, as far as it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from glm_studio.series import anew
from glm_studio.state.memory import Memory
from glm_studio.state.offer import Offer
from glm_studio.state.queue import Entry, QueueState, Standing
from glm_studio.state.undo import Change, offer_to_undo
from glm_studio.words import tr

_PAUSED = "queue_paused"


class QueueEdits(QObject):
    """Reordering and cancelling with undo; pausing, which is remembered; trying again."""

    offered = Signal(object)
    """An `Offer` to take back what was just done."""

    def __init__(
        self,
        queue: QueueState,
        undo: QUndoStack,
        memory: Memory,
        roll: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._undo, self._memory, self._roll = queue, undo, memory, roll
        queue.added.connect(self._on_added)

    def recall(self) -> None:
        """A queue that was paused when the program ended is paused."""
        if self._memory.flag(_PAUSED, False):
            self._queue.pause()

    def set_paused(self, paused: bool) -> None:
        """Begin nothing more, or go on; a hold ends with it."""
        if paused:
            self._queue.pause()
        else:
            self._queue.resume()
        self._memory.put(_PAUSED, paused)
        self._memory.write_soon()

    def stop(self) -> None:
        """Begin nothing more, and let what runs wait again; it goes on from where it was."""
        self._queue.set_aside()
        self.set_paused(True)

    def _on_added(self, entry: Entry) -> None:
        """Whoever asks for pictures while the queue is paused would wait for them in vain."""
        if self._queue.paused and entry is self._queue.entries[-1]:
            said = tr("The queue is paused: these pictures wait.")
            self.offered.emit(Offer(said, tr("Go on"), lambda: self.set_paused(False)))

    def toggle(self) -> None:
        self.set_paused(self._queue.flows)

    # The order -----------------------------------------------------------------------------------

    def move(self, entries: Iterable[Entry], before: Entry | None = None) -> None:
        """Put those that wait before another, or behind all."""
        moving = list(entries)
        self._reorder(lambda: self._queue.move(moving, before))

    def shift(self, entries: Sequence[Entry], by: int) -> None:
        """Put those that wait `by` places up (negative) or down, together."""
        pending = self._queue.pending
        moving = [entry for entry in pending if entry in entries]
        if not moving:
            return
        rest = [entry for entry in pending if entry not in moving]
        place = min(max(pending.index(moving[0]) + by, 0), len(rest))
        self.move(moving, rest[place] if place < len(rest) else None)

    def to_front(self, entries: Iterable[Entry]) -> None:
        moving = list(entries)
        others = [entry for entry in self._queue.pending if entry not in moving]
        self.move(moving, others[0] if others else None)

    def to_back(self, entries: Iterable[Entry]) -> None:
        self.move(entries)

    def _reorder(self, move: Callable[[], None]) -> None:
        before = self._queue.entries
        move()
        after = self._queue.entries
        if after != before:
            arrange = self._queue.arrange
            self._undo.push(
                Change(tr("Reorder the queue"), lambda: arrange(after), lambda: arrange(before))
            )

    def make_with_present(self, entries: Iterable[Entry]) -> None:
        """Make pictures that wait for another model with the present one."""
        strangers = [entry for entry in entries if entry.waits_for]
        before = [(entry, entry.model, entry.prior) for entry in strangers]
        if not strangers:
            return

        def restore() -> None:
            self._queue.give_back(before)

        self._queue.adopt(strangers)
        text = tr("Make %n picture(s) with another model", count=len(strangers))
        self._undo.push(Change(text, lambda: self._queue.adopt(strangers), restore))

    # Cancelling ----------------------------------------------------------------------------------

    def cancel(self, entries: Iterable[Entry]) -> None:
        """Stop those that run; forget those that wait, which can be taken back."""
        chosen = [entry for entry in entries if not entry.standing.is_over and not entry.made]
        waiting = [entry for entry in chosen if not entry.begun]
        order = self._queue.entries
        self._queue.cancel(chosen)
        if not waiting:
            return

        def restore() -> None:
            self._queue.put_back(waiting, order)

        text = tr("Cancel %n picture(s) of the queue", count=len(waiting))
        self._undo.push(Change(text, lambda: self._queue.cancel(waiting), restore))
        said = tr("%n waiting picture(s) cancelled", count=len(waiting))
        self.offered.emit(offer_to_undo(self._undo, said))

    def cancel_current(self) -> None:
        if self._queue.current is not None:
            self.cancel([self._queue.current])

    def cancel_all(self) -> None:
        self.cancel(self._queue.entries)

    # Again ---------------------------------------------------------------------------------------

    def retry(self, entries: Iterable[Entry], front: bool = False) -> None:
        """Try those again that failed or were cancelled, with the same settings."""
        over = self._queue.over
        again = [entry for entry in entries if entry in over and entry.picture is None]
        for entry in reversed(again) if front else again:
            self._queue.retry(entry, front)

    def retry_failed(self) -> None:
        failed = [entry for entry in self._queue.over if entry.standing is Standing.FAILED]
        self.retry(reversed(failed))

    def again(self, entries: Iterable[Entry], front: bool = False) -> None:
        """The same with seeds of their own, behind all or before those that wait."""
        requests = [anew(entry.request, self._roll(), self._roll()) for entry in entries]
        if requests:
            self._queue.add(requests, front)
