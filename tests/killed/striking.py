"""Ending the program at one of its own calls: between any two steps of its write path."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable
from types import FrameType
from typing import Any

from .announcements import Announcer

_CALLS = frozenset({
    "open", "write", "writelines", "flush", "close", "truncate", "fsync", "link", "rename",
    "replace", "unlink", "remove", "mkdir", "rmdir", "lstat", "scandir", "execute", "executemany",
    "executescript", "commit", "moveToTrash", "lockf", "flock",
})  # fmt: skip
"""Calls out of Python that touch the disk, by their names: the system's, SQLite's, Qt's."""


class Strike:
    """Kills the program, and what it has started, at the `count`-th such call of a thread whose
    name begins with `thread`, before it or `after` it; counted from the start, or from `arm` if it
    is to strike a program `in_use`. `calls` are their names."""

    def __init__(
        self,
        announcer: Announcer,
        count: int,
        thread: str,
        after: bool,
        in_use: bool,
        calls: Iterable[str] = _CALLS,
    ) -> None:
        self._announcer = announcer
        self._left = count
        self._thread = thread
        self._calls = frozenset(calls)
        self._armed = not in_use
        self._event = "c_return" if after else "c_call"

    def install(self) -> None:
        """For all threads that begin from now on."""
        threading.setprofile(self._enter)

    def arm(self) -> None:
        """Somebody begins to use the program."""
        self._armed = True

    def _enter(self, frame: FrameType, event: str, called: Any) -> None:
        """A thread's first call says whether it is meant; others run at their full speed."""
        meant = threading.current_thread().name.startswith(self._thread)
        sys.setprofile(self._watch if meant else None)

    def _watch(self, frame: FrameType, event: str, called: Any) -> None:
        if self._armed and event == self._event and called.__name__ in self._calls:
            self._left -= 1
            if self._left == 0:
                self._announcer.say("struck", call=called.__name__, thread=self._thread)
                os.killpg(0, signal.SIGKILL)
