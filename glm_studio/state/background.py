"""Work away from the window's thread, with its answer back on it."""

from __future__ import annotations

import functools
import logging
import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


class Background(QObject):
    """One daemon thread that does one piece of work after the other.

    A daemon, so that work that cannot be interrupted (an import, a stalled disk) never holds up
    the end of the program.
    """

    _answered = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._spent: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        """Work that is done. It may hold widgets, and who lets go of one last destroys it: that
        must be the window's thread."""
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], Answer],
        then: Callable[[Answer], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Call `work` on the thread, then `then` or `failed` on the window's thread.

        Without `failed`, whatever goes wrong is a fault of the program and goes into the log.
        Widgets are their answers' `owner`: once they are gone, nobody is told.
        """
        self._let_go()
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop, name=self._name, daemon=True)
            self._thread.start()

        def tell(deliver: Callable[[], None]) -> None:
            if owner is None or isValid(owner):
                deliver()

        def carry_out() -> None:
            try:
                answer = work()
            except Exception as error:
                if failed is None:
                    log.exception("work on %s failed", self._name)
                else:
                    self._answer(functools.partial(tell, functools.partial(failed, error)))
            else:
                self._answer(functools.partial(tell, functools.partial(then, answer)))

        self._work.put(carry_out)

    def close(self) -> None:
        """Deliver no more answers; the thread ends after the work that it is doing."""
        with self._lock:
            self._closed = True
        self._work.put(None)

    def _let_go(self) -> None:
        """Of what the thread has done with; called on the window's thread."""
        while not self._spent.empty():
            self._spent.get()

    def _loop(self) -> None:
        while (work := self._work.get()) is not None:
            work()
            self._spent.put(work)
            del work

    def _answer(self, deliver: Callable[[], None]) -> None:
        # Under the lock: after `close` this object may be gone, and a late emit would crash.
        with self._lock:
            if not self._closed:
                self._answered.emit(deliver)

    def _deliver(self, deliver: Callable[[], None]) -> None:
        self._let_go()
        if not self._closed:
            deliver()
