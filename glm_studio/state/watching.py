"""Notices what happens to the library's files while the window is open."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from glm_studio.library.edits import Sighting
from glm_studio.library.reach import innermost
from glm_studio.state.thumbnails import ThumbnailState
from glm_studio.words import tr

log = logging.getLogger(__name__)

_IN_FRONT_MS, _BEHIND_MS = 2000, 10_000
"""From one look to the next, while somebody looks at the window and while nobody does."""


class WatchedLibrary(Protocol):
    """What this asks of the library. Futures are fulfilled on its thread."""

    @property
    def away(self) -> Mapping[Path, str]: ...

    def look(self) -> Future[Sighting]: ...


class WatchState(QObject):
    """`changed` says that folders cannot be reached any more, can be again, or are imported or let
    go of by another window; `said` carries a line."""

    changed = Signal()
    said = Signal(str)
    _seen = Signal(object)

    def __init__(self, thumbnails: ThumbnailState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._library: WatchedLibrary | None = None
        self._away: Mapping[Path, str] = {}
        self._looking = False
        self._lock = threading.Lock()
        self._seen.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def open(self, library: WatchedLibrary) -> None:
        self._library = library
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_application)
        self._timer.start(_IN_FRONT_MS)

    def close(self) -> None:
        self._timer.stop()
        with self._lock:
            self._library = None

    @property
    def away(self) -> Mapping[Path, str]:
        """Folders that cannot be reached, and why, as a sentence."""
        return self._away

    def folder_away(self, path: Path) -> Path | None:
        """The folder that keeps a file from being reached."""
        return innermost(path, self._away)

    def why_away(self, path: Path) -> str:
        """What is to be said about a file that cannot be reached; empty if it can."""
        folder = self.folder_away(path)
        if folder is None:
            return ""
        said = tr("The folder {folder} cannot be reached. {why}")
        return said.format(folder=folder, why=self._away[folder])

    def look(self) -> None:
        """See what has changed. Returns at once; one look at a time."""
        if self._library is not None and not self._looking:
            self._looking = True
            self._library.look().add_done_callback(self._on_done)

    def _on_done(self, future: Future[Sighting]) -> None:
        """On the library's thread."""
        ended = future.cancelled()
        if not ended and (error := future.exception()) is not None:
            log.error("what others have changed cannot be seen", exc_info=error)
            ended = True
        with self._lock:  # after `close` this object may be gone
            if self._library is not None:
                self._seen.emit(Sighting() if ended else future.result())

    def _on_application(self, state: Qt.ApplicationState) -> None:
        """Whoever comes back from the file manager finds what was done there."""
        in_front = state is Qt.ApplicationState.ApplicationActive
        self._timer.setInterval(_IN_FRONT_MS if in_front else _BEHIND_MS)
        if in_front:
            self.look()

    def _tell(self, sighting: Sighting) -> None:
        self._looking = False
        library = self._library
        if library is None:
            return
        moved = self._away is not library.away
        if moved:
            self._away = library.away
            self._thumbnails.mark_away(self._away)
        if moved or sighting.imported:
            self.changed.emit()
        if sighting.away:
            said = tr("{folder} cannot be reached. Its pictures stay as they were last seen.")
            self.said.emit(said.format(folder=sighting.away[0]))
        elif sighting.back:
            self.said.emit(tr("{folder} can be reached again.").format(folder=sighting.back[0]))
        elif sighting.gone:
            self.said.emit(tr("No longer on the disk: %n picture(s)", count=sighting.gone))
