"""Keeps the queue on disk, so that what was asked for outlasts the program."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from engine.errors import Problem, problem_of
from glm_studio.library.picture import Picture
from glm_studio.library.queue_errors import QueueError
from glm_studio.library.queue_file import Found, QueueFile
from glm_studio.library.queue_notes import Changes, Done
from glm_studio.state.background import Background
from glm_studio.state.entry import Entry
from glm_studio.state.failures import FailureState
from glm_studio.state.queue import QueueState
from glm_studio.state.queue_changes import Said
from glm_studio.state.queue_kept import Restored, restore

log = logging.getLogger(__name__)

_PATIENCE_S = 2.0
"""So long a finished picture waits for the queue's file: then its pixels are worth more."""


class QueueKeeper(QObject):
    """Writes down what has changed since it last did, in one go: however quickly the queue changes,
    the disk has one piece of work at a time. A picture leaves the file when it is on disk, was
    cancelled, or is no longer listed among those that failed."""

    restored = Signal(object)
    """The `Restored` of earlier sessions; comes once, whatever it is. Nobody has put it into the
    queue yet: `Resumption` does."""

    def __init__(
        self, queue: QueueState, failures: FailureState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._failures = queue, failures
        self._background = Background("queue", self)
        self._file: QueueFile | None = None
        self._bundled: Path | None = None
        self._opened = self._frozen = self._refused = False
        self._news = False
        self._writing = 0
        """How many pieces of work the disk has been given."""
        self._waiters: list[asyncio.Future[None]] = []
        self._said = Said()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._write)
        for signal in (queue.reordered, queue.begun, queue.composed, queue.cancel_asked):
            signal.connect(self._note)
        queue.saved.connect(self._on_saved)

    def open(self, file: QueueFile, bundled: Path | None) -> None:
        """Begin a file, and take over what earlier sessions left. `bundled` is the folder of the
        model that comes along."""
        self._file, self._bundled = file, bundled

        def begin() -> tuple[Found, Restored]:
            found = file.open()
            return found, restore(found, bundled)

        self._background.run(begin, self._on_found, self._on_not_opened)

    async def settle(self) -> None:
        """Wait until all that was asked for and begun is on disk, but not for long."""
        if self._file is None or (self._frozen and not self._opened):
            return
        self._write()
        if not self._is_settled:
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    await waiter

    # Closing -------------------------------------------------------------------------------------

    def freeze(self) -> None:
        """The program closes: what is under way stays in the file, whatever its jobs say now. What
        reaches the disk all the same leaves it."""
        self._write(at_once=True)
        self._frozen = True

    def finish(self) -> threading.Event:
        """End the file as it should be; set once that is done."""
        done, file = threading.Event(), self._file
        if file is None:
            done.set()
            return done

        def finish() -> None:
            try:
                file.close()
            finally:
                done.set()

        self._background.run(finish, lambda _: None)
        return done

    def close(self) -> None:
        self._background.close()

    # Opening -------------------------------------------------------------------------------------

    def _on_found(self, opened: tuple[Found, Restored]) -> None:
        found, restored = opened
        self._opened = True
        self._said.take_over(restored)
        if found.damaged:
            self._failures.show(QueueError.damaged(found.damaged[0]).problem)
        if found.refused is not None:
            self._on_refused(found.refused)
        self.restored.emit(restored)
        self._note()

    def _on_not_opened(self, error: Exception) -> None:
        log.error("the queue is not kept", exc_info=error)
        self._failures.show(self._problem(error))
        self._file = None
        self._let_go()
        self.restored.emit(Restored())

    # Writing -------------------------------------------------------------------------------------

    def _note(self) -> None:
        """Something has changed; all that changes in this moment is written at once."""
        if self._frozen:
            return
        self._news = True
        if self._opened and not self._soon.isActive():
            self._soon.start()

    def _write(self, at_once: bool = False) -> None:
        if not self._opened or self._frozen or (self._writing and not at_once):
            return
        self._soon.stop()
        self._news = False
        write = self._said.changes(self._queue, self._bundled)
        if write is not None:
            self._hand_over(write)

    def _hand_over(self, changes: Callable[[], Changes]) -> None:
        """Requests become JSON on the other thread: a series may have thousands."""
        file = self._file
        if file is None:
            return
        self._writing += 1
        self._background.run(lambda: file.write(changes()), self._on_written, self._on_not_written)

    def _on_written(self, _: None) -> None:
        self._refused = False
        self._go_on()

    def _on_not_written(self, error: Exception) -> None:
        self._on_refused(error)
        self._go_on()

    def _on_refused(self, error: Exception) -> None:
        """The disk does not take it. The next change tries to write all; the user is told once."""
        log.error("the queue could not be written", exc_info=error)
        if not self._refused:
            self._refused = True
            self._failures.show(self._problem(error))

    def _go_on(self) -> None:
        self._writing -= 1
        if self._news:
            self._write()
        if self._is_settled:
            self._let_go()

    @property
    def _is_settled(self) -> bool:
        return self._opened and not self._writing and not self._news

    def _let_go(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _problem(self, error: Exception) -> Problem:
        if isinstance(error, OSError) and self._file is not None:
            return QueueError.refused(self._file.folder, error).problem
        return problem_of(error)

    def _on_saved(self, entry: Entry, picture: Picture) -> None:
        """Otherwise the queue's new order says so."""
        if self._frozen:
            done = Changes(notes=(Done(entry.key, picture.path),))
            self._hand_over(lambda: done)
