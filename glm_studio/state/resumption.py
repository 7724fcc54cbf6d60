"""What becomes of the last session's queue at the start."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from glm_studio.library.queue_errors import QueueError
from glm_studio.state.entry import Entry
from glm_studio.state.offer import Offer
from glm_studio.state.options import Resume
from glm_studio.state.preferences import RESUME, PreferencesState
from glm_studio.state.queue import QueueState
from glm_studio.state.queue_edits import QueueEdits
from glm_studio.state.queue_keeper import QueueKeeper
from glm_studio.state.queue_kept import Restored
from glm_studio.words import tr

_ENDED_MOST = 2
"""A picture in which so many sessions ended badly is not begun again by itself."""


class Resumption(QObject):
    """Goes on with what earlier sessions left, or lets it wait, and says which."""

    offered = Signal(object)
    """An `Offer` to do the other."""

    def __init__(
        self,
        queue: QueueState,
        edits: QueueEdits,
        keeper: QueueKeeper,
        preferences: PreferencesState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._edits, self._preferences = queue, edits, preferences
        keeper.restored.connect(self._on_restored)

    def _on_restored(self, restored: Restored) -> None:
        if not restored.waiting and not restored.failed:
            return
        flows = not self._queue.paused
        self._queue.pause()  # an engine that is there already must not begin one that is held back
        self._queue.restore(restored.waiting, restored.failed)
        for entry in restored.waiting:
            if entry.ended >= _ENDED_MOST:
                self._queue.fail(entry, QueueError.ended_in_it(entry.ended).problem)
        waiting = [entry for entry in restored.waiting if entry.over is None]
        if flows and (not waiting or self._goes_on(restored.crashed)):
            self._queue.resume()
        if waiting:
            self._say(waiting)

    def _goes_on(self, crashed: bool) -> bool:
        choice = Resume(self._preferences.get(RESUME))
        return choice is Resume.ALWAYS or (choice is Resume.AFTER_CRASH and crashed)

    def _say(self, waiting: list[Entry]) -> None:
        count = len(waiting)
        if all(entry.waits_for for entry in waiting):
            self._say_which_model(waiting)
        elif self._queue.paused:
            said = tr("%n picture(s) of the last session wait in the queue.", count=count)
            self.offered.emit(Offer(said, tr("Go on"), lambda: self._edits.set_paused(False)))
        else:
            said = tr("The last session's queue goes on: %n picture(s).", count=count)
            self.offered.emit(Offer(said, tr("Stop"), self._edits.stop))

    def _say_which_model(self, waiting: list[Entry]) -> None:
        names = {entry.waits_for for entry in waiting}
        said = tr("%n picture(s) of the last session wait for {model}.", count=len(waiting))
        text = said.format(model=", ".join(sorted(names)))
        act = tr("Make them with this model")
        self.offered.emit(Offer(text, act, lambda: self._edits.make_with_present(waiting)))
