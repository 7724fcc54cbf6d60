"""Finished pictures that the pictures folder did not take: where they are, and their way home."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from engine.api import ImageReady
from engine.errors import Problem, problem_of
from glm_studio.library.edits import Homecoming
from glm_studio.library.picture import Picture
from glm_studio.library.store import SaveError
from glm_studio.state.failures import FailureState
from glm_studio.words import tr

_MOST_BYTES = 256 << 20
"""Of pixels that are kept beside the rescued files, for the case that these are lost as well: some
eighty pictures of 1024x1024. The oldest go first, since a disk has them."""


class Rescuer(Protocol):
    """What this asks of the library. Futures are fulfilled on its thread."""

    def rescued(self) -> Future[tuple[Path, ...]]: ...

    def bring_home(self) -> Future[Homecoming]: ...

    def record(self, image: ImageReady) -> Future[Picture]: ...


class RescuedState(QObject):
    """`moved` carries where pictures were, and what they are now; `said` a line."""

    moved = Signal(object)
    said = Signal(str)
    _ended = Signal(object)

    def __init__(self, failures: FailureState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failures = failures
        self._library: Rescuer | None = None
        self._images: dict[Path, ImageReady] = {}
        self._recording: set[Path] = set()
        """Those of which the pixels are on their way to the pictures folder."""
        self._lock = threading.Lock()
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(self, library: Rescuer) -> None:
        """Say whether pictures of an earlier session still wait."""
        self._library = library
        self._follow(library.rescued(), self._on_found)

    def close(self) -> None:
        with self._lock:
            self._library = None
        self._images.clear()

    @property
    def held_bytes(self) -> int:
        """What the pixels take that are kept in memory."""
        return sum(len(image.pixels.data) for image in self._images.values())

    def keep(self, file: Path, image: ImageReady, problem: Problem) -> None:
        """A picture was saved elsewhere. Its pixels stay until the pictures folder has it."""
        self._images[file] = image
        while self.held_bytes > _MOST_BYTES and len(self._images) > 1:
            del self._images[next(iter(self._images))]
        self._offer(problem)

    def bring_home(self) -> None:
        """Move all of them into the pictures folder."""
        if self._library is not None:
            there = frozenset(self._images)  # one that comes meanwhile may not be among the moved
            self._follow(self._library.bring_home(), functools.partial(self._on_home, there))

    def _offer(self, problem: Problem) -> None:
        self._failures.show(problem, self.bring_home, tr("Move it there now"))

    def _on_found(self, future: Future[tuple[Path, ...]]) -> None:
        if future.cancelled() or future.exception() is not None:
            return
        files = [file for file in future.result() if file not in self._images]
        if not files:
            return
        waiting = tr("%n picture(s) of an earlier session are not in the pictures folder but in "
                     "{folder}.", count=len(files))  # fmt: skip
        problem = Problem(
            SaveError.kind,
            waiting.format(folder=files[0].parent),
            tr("The pictures folder did not take them then."),
            tr("Make sure that it can be written to, then move them there."),
        )
        self._failures.show(problem, self.bring_home, tr("Move them there now"))

    def _on_home(self, there: frozenset[Path], future: Future[Homecoming]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            self._offer(problem_of(error))
            return
        outcome = future.result()
        failed = {failure.path for failure in outcome.failed}
        self._tell(outcome.moved)
        for path in [path for path in self._images if path in there - failed - self._recording]:
            self._record(path)  # whatever took the file, the pixels are still here
        if outcome.failed:
            self._offer(outcome.failed[0].problem)

    def _tell(self, moved: Mapping[Path, Picture]) -> None:
        for path in moved:
            self._images.pop(path, None)
        if moved:
            self.moved.emit(moved)
            self.said.emit(tr("Moved to the pictures folder: %n picture(s)", count=len(moved)))

    def _record(self, path: Path) -> None:
        if self._library is not None:
            self._recording.add(path)
            future = self._library.record(self._images[path])
            self._follow(future, functools.partial(self._on_recorded, path))

    def _on_recorded(self, path: Path, future: Future[Picture]) -> None:
        self._recording.discard(path)
        error = future.exception()
        if error is None:
            self._tell({path: future.result()})
            return
        if isinstance(error, SaveError) and error.rescued is not None and path in self._images:
            self._images[error.rescued] = self._images.pop(path)
        self._offer(problem_of(error))

    def _follow(self, future: Future[Any], then: Callable[[Future[Any]], None]) -> None:
        def on_done(ended: Future[Any]) -> None:
            with self._lock:  # after `close` this object may be gone
                if self._library is not None:
                    self._ended.emit(functools.partial(then, ended))

        future.add_done_callback(on_done)

    def _deliver(self, deliver: Callable[[], None]) -> None:
        if self._library is not None:
            deliver()
