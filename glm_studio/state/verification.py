"""Checking a checkpoint's files against their checksums, which takes minutes for a large one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from engine.errors import Problem, problem_of
from engine.hashes import KnownHashes
from glm_studio.models.catalog import Found
from glm_studio.models.verify import Verified, bytes_to_read, published, verify
from glm_studio.state.background import Background

_LISTEN_MS = 150


@dataclass(frozen=True, slots=True)
class Verification:
    """How far it is with one checkpoint; with neither an answer nor a problem it goes on."""

    done_bytes: int = 0
    total_bytes: int = 0
    verified: Verified | None = None
    problem: Problem | None = None

    @property
    def running(self) -> bool:
        return self.verified is None and self.problem is None


class _StoppedError(Exception):
    """The user wants no more of it."""


class Verifier(QObject):
    """Checks one checkpoint after the other on a thread of its own; `on_change` hears of each
    step."""

    def __init__(
        self, on_change: Callable[[Path, Verification | None], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._background = Background("checksums", self)
        self._running: dict[Path, _Reading] = {}
        self._listener = QTimer(self)
        self._listener.setInterval(_LISTEN_MS)
        self._listener.timeout.connect(self._listen)

    def start(self, found: Found, store: Path) -> None:
        """Begin, or wait for those that were asked for before. `store` remembers hashes."""
        checkpoint, folder = found.checkpoint, found.folder
        if checkpoint is None or folder in self._running:
            return
        reading = self._running[folder] = _Reading(checkpoint.bytes)
        self._listener.start()
        self._tell(folder)

        def read() -> Verified:
            reading.total_bytes = bytes_to_read(checkpoint)
            known = published(checkpoint, found.manifest)
            return verify(checkpoint, known, KnownHashes(store), reading.on_bytes)

        def done(verified: Verified) -> None:
            self._end(folder, Verification(verified=verified))

        def failed(error: Exception) -> None:
            stopped = isinstance(error, _StoppedError)
            self._end(folder, None if stopped else Verification(problem=problem_of(error)))

        self._background.run(read, done, failed)

    def stop(self, folder: Path) -> None:
        """Read no further; what was read of whole files stays known."""
        if folder in self._running:
            self._running[folder].stopped.set()

    def close(self) -> None:
        self._listener.stop()
        for reading in self._running.values():
            reading.stopped.set()
        self._background.close()

    def _listen(self) -> None:
        for folder in self._running:
            self._tell(folder)

    def _tell(self, folder: Path) -> None:
        reading = self._running[folder]
        self._on_change(folder, Verification(reading.done_bytes, reading.total_bytes))

    def _end(self, folder: Path, outcome: Verification | None) -> None:
        del self._running[folder]
        if not self._running:
            self._listener.stop()
        self._on_change(folder, outcome)


class _Reading:
    """What the thread says about where it is, and what it is told."""

    def __init__(self, total_bytes: int) -> None:
        self.done_bytes, self.total_bytes = 0, total_bytes
        self.stopped = threading.Event()

    def on_bytes(self, count: int) -> None:
        if self.stopped.is_set():
            raise _StoppedError
        self.done_bytes = min(self.done_bytes + count, self.total_bytes)
