"""The library's thread: one task after the other, and long ones in steps between the others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")

Steps: TypeAlias = Generator[None, None, T]
"""A long task: what lies between two `yield`s is a step, what it returns is its result."""


class Worker:
    """Methods may be called from any thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="library")
        self._lock = threading.Lock()
        self._closed = False

    def submit(self, task: Callable[[], None]) -> bool:
        """Run a task after those that wait; False once the worker is closed."""
        return self._submit(task, last=False)

    def run(self, steps: Steps[T], may_stop: bool = False) -> Future[T]:
        """Run a long task; other tasks come between its steps.

        At the close it is finished first, or given up if it `may_stop`; after the close it is
        cancelled, and so is one that was given up.
        """
        future: Future[T] = Future()
        if not self.submit(lambda: self._step(steps, future, may_stop)):
            future.cancel()
        return future

    def close(self, last: Callable[[], None]) -> None:
        """Take no more tasks after those that wait and `last`. Returns at once."""
        self._submit(last, last=True)
        self._pool.shutdown(wait=False)

    def join(self) -> None:
        """Wait for the thread's end."""
        self._pool.shutdown()

    def _submit(self, task: Callable[[], None], last: bool) -> bool:
        with self._lock:
            if self._closed:
                return False
            self._closed = last
            self._pool.submit(logged, task)
            return True

    def _step(self, steps: Steps[T], future: Future[T], may_stop: bool) -> None:
        """One step, then to the end of the queue."""
        while True:
            try:
                next(steps)
            except StopIteration as end:
                if future.set_running_or_notify_cancel():
                    future.set_result(end.value)
                return
            except Exception as error:  # noqa: BLE001 - whoever holds the future is told
                if future.set_running_or_notify_cancel():
                    future.set_exception(error)
                return
            if self.submit(lambda: self._step(steps, future, may_stop)):
                return
            if may_stop:
                steps.close()
                future.cancel()
                return


def logged(task: Callable[[], None]) -> None:
    """Run a task whose failure nobody waits for."""
    try:
        task()
    except Exception:
        log.exception("the library's work failed")
