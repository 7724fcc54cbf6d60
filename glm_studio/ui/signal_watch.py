"""Operating-system signals, heard inside Qt's event loop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType, TracebackType

from PySide6.QtCore import QObject, QSocketNotifier

_HEARD = (signal.SIGINT, signal.SIGTERM)


class SignalWatch(QObject):
    """Calls `on_stop` on SIGINT and SIGTERM while it is entered.

    Python runs its handlers between two of its own instructions, and there is none while Qt waits
    for events. The interpreter therefore writes a byte into a socket that wakes Qt up.
    """

    def __init__(self, on_stop: Callable[[], object]) -> None:
        super().__init__()
        self._on_stop = on_stop
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)
        self._old: dict[signal.Signals, object] = {}

    def __enter__(self) -> SignalWatch:
        self._old_fd = signal.set_wakeup_fd(self._write.fileno())
        self._old = {number: signal.signal(number, self._handle) for number in _HEARD}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._old.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        signal.set_wakeup_fd(self._old_fd)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        """Python needs a handler to not act itself; the work is done in `_on_byte`."""

    def _on_byte(self) -> None:
        self._read.recv(64)
        self._on_stop()
