"""Keeps the machine from falling asleep while pictures are made."""

from __future__ import annotations

import logging
from contextlib import ExitStack

from PySide6.QtCore import QObject

from glm_studio.state.background import Background
from glm_studio.state.preferences import KEEP_AWAKE, PreferencesState
from glm_studio.state.queue import QueueState

log = logging.getLogger(__name__)


class Wakefulness(QObject):
    """Holds the system's own lock against sleep for as long as a picture runs.

    The screen may go dark. Where the system has no such lock, nothing is held.
    """

    def __init__(
        self, queue: QueueState, preferences: PreferencesState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._preferences = queue, preferences
        self._background = Background("wakefulness", self)
        self._held: ExitStack | None = None
        """Of the background's thread alone: some systems count the lock by thread."""
        self._wanted = False
        queue.changed.connect(self._look)
        preferences.changed.connect(self._look)

    def close(self) -> None:
        self._background.run(self._release, lambda _: None)
        self._background.close()

    def _look(self) -> None:
        wanted = bool(self._queue.running) and self._preferences.get(KEEP_AWAKE)
        if wanted is not self._wanted:
            self._wanted = wanted
            self._background.run(self._hold if wanted else self._release, lambda _: None)

    def _hold(self) -> None:
        from wakepy import keep  # noqa: PLC0415 - tens of milliseconds, at the first picture

        self._held = ExitStack()
        mode = self._held.enter_context(keep.running(on_fail="pass"))
        if not mode.active:
            log.info("this system cannot be kept awake")

    def _release(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
