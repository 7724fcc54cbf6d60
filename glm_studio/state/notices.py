"""What is said outside the window: that a run has ended, to who looks elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from engine.errors import Problem
from glm_studio.library.picture import Picture
from glm_studio.state.entry import Entry, JobSet, Standing
from glm_studio.state.preferences import NOTIFY, PreferencesState
from glm_studio.state.queue import QueueState

_APART_S = 10.0
"""Between two failures that are told: where all fail, one word is enough."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`picture` is shown small, and brought onto the canvas by a click; without one it is the
    queue."""

    title: str
    text: str
    picture: Picture | None = None


def _is_looked_at() -> bool:
    return QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive


class NoticesState(QObject):
    """Says when a set, or the last picture of the queue, is done, and when one fails; never while
    the program has the focus."""

    wanted = Signal(object)
    """A `Notice` for the desktop."""
    unseen_changed = Signal(int)
    """So many pictures were made since somebody looked."""

    def __init__(
        self,
        queue: QueueState,
        preferences: PreferencesState,
        parent: QObject | None = None,
        is_looked_at: Callable[[], bool] = _is_looked_at,
    ) -> None:
        super().__init__(parent)
        self._queue, self._preferences = queue, preferences
        self.is_looked_at = is_looked_at
        self._unseen = 0
        self._failure_told: float | None = None
        queue.saved.connect(self._on_saved)
        queue.failed.connect(self._on_failed)
        queue.set_ended.connect(self._on_ended)

    def look(self) -> None:
        """The program has the focus again."""
        if self._unseen:
            self._unseen = 0
            self.unseen_changed.emit(0)

    def _on_saved(self, _entry: Entry, _picture: Picture) -> None:
        if not self.is_looked_at():
            self._unseen += 1
            self.unseen_changed.emit(self._unseen)

    def _on_ended(self, group: JobSet) -> None:
        """Of a single picture only if nothing follows it; a set's end is always worth a word."""
        done = [entry for entry in group.entries if entry.standing is Standing.DONE]
        others = [e for e in self._queue.entries if e.group is not group and not e.made]
        if not done or (len(group.entries) == 1 and others):
            return
        newest = max(done, key=lambda entry: entry.number)
        self._tell(Notice(_ended_words(group), newest.request.prompt, newest.picture))

    def _on_failed(self, entry: Entry, problem: Problem) -> None:
        """At once; but a set's last word, which counts its failures, is enough for its last."""
        now, before = time.monotonic(), self._failure_told
        if before is not None and now - before < _APART_S:
            return
        if len(entry.group.entries) > 1 and entry.group.is_over:
            return
        if not self.is_looked_at():
            self._failure_told = now
        self._tell(Notice(_tr("A picture failed"), problem.what))

    def _tell(self, notice: Notice) -> None:
        if self._preferences.get(NOTIFY) and not self.is_looked_at():
            self.wanted.emit(notice)


def _ended_words(group: JobSet) -> str:
    done, failed = group.count(Standing.DONE), group.count(Standing.FAILED)
    if len(group.entries) == 1:
        return _tr("The picture is done")
    if failed:
        said = _tr("{done} of {n} pictures are done, {failed} failed")
        return said.format(done=done, n=len(group.entries), failed=failed)
    if group.grid is not None:
        return _tr("The grid is done: %n picture(s)", done)
    return _tr("%n picture(s) are done", done)


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Notices", text, None, count)
