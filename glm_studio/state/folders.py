"""Folders of other pictures that the library shows where they are."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import problem_of
from glm_studio.library.edits import Failure, Imported
from glm_studio.state.failures import FailureState


class FolderLibrary(Protocol):
    """What this asks of the library. Futures are fulfilled on its thread."""

    @property
    def folders(self) -> tuple[Path, ...]: ...

    def add_folder(self, path: Path) -> Future[Imported]: ...

    def remove_folder(self, path: Path) -> Future[None]: ...


class FoldersState(QObject):
    """`changed` says that there are others, or that one has been read.

    `imported` carries a folder and its `Imported`.
    """

    changed = Signal()
    imported = Signal(object, object)
    _ended = Signal(object)

    def __init__(self, failures: FailureState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failures = failures
        self._library: FolderLibrary | None = None
        self._reading: list[Path] = []
        self._failed: dict[Path, tuple[Failure, ...]] = {}
        self._lock = threading.Lock()
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def folders(self) -> tuple[Path, ...]:
        """All that are shown, those that are being read included."""
        known = self._library.folders if self._library else ()
        return tuple(dict.fromkeys((*known, *self._reading)))

    @property
    def reading(self) -> tuple[Path, ...]:
        """Folders whose pictures are being read for the first time."""
        return tuple(self._reading)

    def failed(self, path: Path) -> tuple[Failure, ...]:
        """The files of a folder that could not be read when it was imported by this window."""
        return self._failed.get(path, ())

    def open(self, library: FolderLibrary) -> None:
        self._library = library
        self.changed.emit()

    def close(self) -> None:
        with self._lock:
            self._library = None

    def add(self, paths: Iterable[Path]) -> None:
        """Show the pictures of folders from now on."""
        for path in paths:
            if self._library is None or path in self.folders:
                continue
            self._reading.append(path)
            self.changed.emit()
            self._follow(self._library.add_folder(path), functools.partial(self._added, path))

    def remove(self, path: Path) -> None:
        """Show a folder's pictures no longer. Its files stay as they are."""
        if self._library is not None:
            self._follow(self._library.remove_folder(path), self._removed)

    def _follow(self, future: Future[Any], then: Callable[[Future[Any]], None]) -> None:
        def on_done(ended: Future[Any]) -> None:
            with self._lock:  # after `close` this object may be gone
                if self._library is not None:
                    self._ended.emit(functools.partial(then, ended))

        future.add_done_callback(on_done)

    def _deliver(self, deliver: Callable[[], None]) -> None:
        if self._library is not None:
            deliver()

    def _added(self, path: Path, future: Future[Imported]) -> None:
        self._reading.remove(path)
        error = future.exception()
        if error is not None:
            self._failures.show(problem_of(error), functools.partial(self.add, [path]))
        else:
            self._failed[path] = future.result().failed
            self.imported.emit(path, future.result())
        self.changed.emit()

    def _removed(self, future: Future[None]) -> None:
        error = future.exception()
        if error is not None:
            self._failures.show(problem_of(error))
        self.changed.emit()
