"""Lines from the program under observation to the harness, one for each thing that is told."""

from __future__ import annotations

import json
import socket
import threading
import time
from dataclasses import dataclass
from typing import Any


class Announcer:
    """The program's end. Any thread may say something; whatever was said is out, come what may."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._lock = threading.Lock()

    def say(self, kind: str, **told: Any) -> None:
        """Send one line, stamped by the clock that all processes of the machine share."""
        with self._lock:
            line = {"at": time.monotonic_ns(), "kind": kind, **told}
            self._end.sendall(json.dumps(line).encode() + b"\n")


@dataclass(frozen=True, slots=True)
class Line:
    """What was said, and when, in nanoseconds."""

    at: int
    kind: str
    told: dict[str, Any]

    @classmethod
    def read(cls, line: bytes) -> Line:
        told = json.loads(line)
        return cls(told.pop("at"), told.pop("kind"), told)


class Listener:
    """The harness's end: hears lines until the program is gone."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._rest = b""
        self.lines: list[Line] = []
        self.over = False

    def hear(self, timeout_s: float) -> list[Line]:
        """The lines that come within the time; returns with the first of them. A line that was cut
        by the end of the program was not said."""
        self._end.settimeout(max(timeout_s, 0.001))
        try:
            heard = self._end.recv(1 << 16)
        except TimeoutError:
            return []
        except ConnectionResetError:
            heard = b""
        self.over = not heard
        *whole, self._rest = (self._rest + heard).split(b"\n")
        new = [Line.read(line) for line in whole]
        self.lines += new
        return new

    def tell(self, word: str) -> None:
        """Say something to the program, which may be gone."""
        try:
            self._end.sendall(word.encode() + b"\n")
        except OSError:
            self.over = True

    def close(self) -> None:
        self._end.close()
