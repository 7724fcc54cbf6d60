"""All pictures on disk, newest first, and which of them is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import problem_of
from glm_studio.library.picture import Picture
from glm_studio.state.background import Background
from glm_studio.state.failures import FailureState


class PictureSource(Protocol):
    """What the gallery asks of the library."""

    def pictures(self) -> list[Picture]: ...

    @property
    def scanned(self) -> bool: ...

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]: ...


class GalleryState(QObject):
    """A list that the library fills; it changes as a whole.

    `changed` carries the number of pictures that are new in front, or -1 if more than that changed.
    """

    changed = Signal(int)
    selected = Signal(object)
    _library_changed = Signal()

    def __init__(
        self, background: Background, failures: FailureState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._failures = failures
        self._source: PictureSource | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        self._pictures: Sequence[Picture] = ()
        self._selected: Picture | None = None
        self._reading = False
        self._stale = False
        self._known = False
        self._library_changed.connect(self._read, Qt.ConnectionType.QueuedConnection)

    @property
    def pictures(self) -> Sequence[Picture]:
        return self._pictures

    @property
    def selection(self) -> Picture | None:
        return self._selected

    @property
    def known(self) -> bool:
        """Whether the library has looked through all files, so that none means none."""
        return self._known

    def open(self, source: PictureSource) -> None:
        """Show a library's pictures from now on."""
        self._source = source
        self._unsubscribe = source.subscribe(self._library_changed.emit)
        self._read()

    def close(self) -> None:
        self._unsubscribe()
        self._unsubscribe = lambda: None
        self._source = None

    def select(self, picture: Picture | None) -> None:
        self._selected = picture
        self.selected.emit(picture)

    def _read(self) -> None:
        """Read the library's list on the background thread, one reading at a time."""
        if self._source is None:
            return
        if self._reading:
            self._stale = True
            return
        self._reading, self._stale = True, False
        source, old = self._source, self._pictures

        def work() -> tuple[Sequence[Picture], int, bool]:
            scanned = source.scanned  # before the pictures: they may only be newer
            new = source.pictures()
            return new, new_in_front(old, new), scanned

        self._background.run(work, self._take, self._fail)

    def _take(self, answer: tuple[Sequence[Picture], int, bool]) -> None:
        self._reading = False
        self._pictures, in_front, self._known = answer
        self.changed.emit(in_front)
        if self._stale:
            self._read()

    def _fail(self, error: Exception) -> None:
        self._reading = False
        self._failures.show(problem_of(error), self._read)


def new_in_front(old: Sequence[Picture], new: Sequence[Picture]) -> int:
    """How many of `new` stand in front of all `old`, or -1 if that is not all that changed."""
    added = len(new) - len(old)
    if added < 0:
        return -1
    pairs = zip(old, new[added:], strict=True)
    return added if all(a is b or a == b for a, b in pairs) else -1
