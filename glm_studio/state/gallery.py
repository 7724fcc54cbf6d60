"""All pictures on disk, newest first, and which of them is selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import problem_of
from glm_studio.library.listing import Listing
from glm_studio.state.background import Background
from glm_studio.state.failures import FailureState
from glm_studio.state.picture_list import PictureList, Renewal


class PictureSource(Protocol):
    """What the gallery asks of the library."""

    def pictures(self) -> Listing: ...

    @property
    def scanned(self) -> bool: ...

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]: ...


class GalleryState(PictureList):
    """The list that the library fills."""

    _library_changed = Signal()

    def __init__(
        self, background: Background, failures: FailureState, parent: QObject | None = None
    ) -> None:
        super().__init__(background, parent)
        self._failures = failures
        self._source: PictureSource | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        self._reading = False
        self._stale = False
        self._known = False
        self._library_changed.connect(self._read, Qt.ConnectionType.QueuedConnection)

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
        super().close()

    def _read(self) -> None:
        """Read the library's list on the background thread, one reading at a time."""
        if self._source is None:
            return
        if self._reading:
            self._stale = True
            return
        self._reading, self._stale = True, False
        source = self._source
        renewal = self._renewal_of(source.pictures)

        def work() -> tuple[Renewal | None, bool]:
            scanned = source.scanned  # before the pictures: they may only be newer
            return renewal(), scanned

        self._background.run(work, self._take, self._fail)

    def _take(self, answer: tuple[Renewal | None, bool]) -> None:
        renewal, known = answer
        self._reading = False
        self._known = known
        taken = renewal is not None and self._renew(renewal)
        if self._stale or not taken:
            self._read()

    def _fail(self, error: Exception) -> None:
        self._reading = False
        self._failures.show(problem_of(error), self._read)
