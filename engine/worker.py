"""The thread that carries jobs out, and the next one if it dies."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from engine.errors import WorkerError

log = logging.getLogger(__name__)

_NICENESS = 5
"""A little behind the window's thread, so that computing on all cores does not make it stutter."""

_MOST_DEATHS = 3
"""In a row, with no job finished between them: then the next thread would not live longer."""


class Worker:
    """One thread at a time that runs `work` until it returns.

    If `work` raises, whatever it is, `clear_up` is called with the error that the running job is to
    end with, and a new thread runs `work` again. After too many deaths in a row `give_up` is called
    instead of starting another. Both run on the dying thread, once the exception is let go and with
    it all that its traceback held.
    """

    def __init__(
        self,
        work: Callable[[], None],
        clear_up: Callable[[WorkerError], None],
        give_up: Callable[[WorkerError], None],
        name: str = "worker",
    ) -> None:
        self._work, self._clear_up, self._give_up = work, clear_up, give_up
        self._name = f"engine-{name}"
        self._deaths = 0
        self._lock = threading.Lock()
        self._start()

    def finished_a_job(self) -> None:
        """Said by `work`: deaths before this one no longer count."""
        self._deaths = 0

    def join(self, timeout_s: float) -> bool:
        """Wait until `work` has returned; False if it has not within `timeout_s`."""
        until = time.monotonic() + timeout_s
        while True:
            with self._lock:
                thread = self._thread
            thread.join(max(until - time.monotonic(), 0.0))
            if thread.is_alive():
                return False
            with self._lock:
                if thread is self._thread:  # no other took its place
                    return True

    def _start(self) -> None:
        with self._lock:
            thread = threading.Thread(target=self._live, name=self._name, daemon=True)
            thread.start()
            self._thread = thread

    def _live(self) -> None:
        try:
            _stand_back()
            self._work()
        except BaseException as error:
            cause = type(error).__name__
            with suppress(Exception):  # where memory ran out, there may be none for words either
                cause = f"{cause}: {error}".rstrip(": .")
                log.critical("the engine's worker died", exc_info=True)
        else:
            return
        self._deaths += 1
        self._clear_up(WorkerError.died(cause))
        if self._deaths >= _MOST_DEATHS:
            self._give_up(WorkerError.gone(cause))
            return
        try:
            self._start()
        except RuntimeError as error:  # the system has no thread left
            self._give_up(WorkerError.gone(f"{cause}, and there is no other: {error}"))


def _stand_back() -> None:
    """Make this thread nicer than the others, where Linux gives each thread its own niceness.

    A process that is nicer already stays as it is: it may not take that back.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            thread = threading.get_native_id()
            niceness = max(os.getpriority(os.PRIO_PROCESS, thread), _NICENESS)
            os.setpriority(os.PRIO_PROCESS, thread, niceness)
