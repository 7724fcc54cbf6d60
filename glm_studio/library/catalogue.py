"""What the library knows: the pictures in memory, and the same in the index for the next start."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from glm_studio.library.index import Index, Row, Stamp, open_index
from glm_studio.library.picture import Picture
from glm_studio.library.query import Facets, Query, arranged, facets_of
from glm_studio.library.scan import Changes
from glm_studio.library.search import Search
from glm_studio.library.shelf import Shelf
from glm_studio.library.worker import logged

log = logging.getLogger(__name__)


_NEVER = Stamp(-1, -1)
"""The stamp of no file."""


class Catalogue:
    """Belongs to the library's thread, but for what is said to be for any.

    The index is a help and no more: without one, or with one that fails, all is done in memory.
    """

    def __init__(self) -> None:
        self.shelf = Shelf()
        self._index: Index | None = None
        self._search: Search | None = None
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    def open(self, file: Path) -> dict[Path, Stamp]:
        """Take over what the index knows, and show it; returns the stamps of the files then."""
        try:
            self._index, rows = open_index(file, self._show)
        except sqlite3.Error as error:  # an SQLite without full-text search, or no memory
            log.warning("there is no index: %s", error)
            self.publish()
            return {}
        shown = len(self.shelf)
        if len(rows) < shown or [row.picture for row in rows[:shown]] != list(self.shelf):
            self.shelf.clear()  # they came from an index that was damaged
            shown = 0
        self._put(rows[shown:])
        if self._index.file is not None:
            try:
                self._search = Search(self._index.file)
            except sqlite3.Error as error:
                log.warning("the index cannot be searched: %s", error)
        self.publish()
        return {row.picture.path: row.stamp for row in rows}

    def stamps(self, folder: Path | None = None) -> dict[Path, Stamp]:
        """The stamps of all files, or of those in `folder`, when they were last read."""
        stamps: dict[Path, Stamp] = {}
        try:
            if self._index:
                stamps = self._index.stamps()
        except sqlite3.Error as error:
            log.warning("the index could not be read: %s", error)
        pictures = self.shelf if folder is None else self.shelf.below(folder)
        return {picture.path: stamps.get(picture.path, _NEVER) for picture in pictures}

    def store(self, changes: Changes) -> None:
        """Take over what was found. Nobody is told before `publish`."""
        ids: Sequence[int] = ()
        try:
            if self._index:
                ids = self._index.update(changes.read, changes.gone)
        except sqlite3.Error as error:  # the next scan makes up for it
            log.warning("the index could not be written: %s", error)
        self.shelf.put([picture for picture, _stamp in changes.read], ids)
        self.shelf.drop(changes.gone)

    def mark(self, marked: Iterable[tuple[Picture, tuple[int, int]]]) -> None:
        """Take over pictures whose sidecars have these stamps now."""
        marked = list(marked)
        try:
            if self._index:
                self._index.mark(marked)
        except sqlite3.Error as error:
            log.warning("the index could not be written: %s", error)
        self.shelf.put([picture for picture, _stamp in marked], ())

    def publish(self) -> None:
        """Show all changes, and tell whoever listens."""
        self.shelf.sort()
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            logged(listener)

    def find(self, query: Query) -> Sequence[Picture]:
        """What `query` finds, in its order. For any thread."""
        newest_first, search = self.shelf.newest_first, self._search
        if query == Query():
            return newest_first
        if search is not None:
            try:
                return self.shelf.by_ids(search.ids(query))
            except sqlite3.Error as error:
                log.warning("the index could not be searched: %s", error)
        return arranged(filter(query.matches, newest_first), query.order)

    def facets(self) -> Facets:
        """What there is to filter by. For any thread."""
        return facets_of(self.shelf.newest_first)

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Have `on_change` called by `publish`, until the returned function is. For any thread."""
        with self._lock:
            self._listeners.append(on_change)

        def unsubscribe() -> None:
            with self._lock:
                if on_change in self._listeners:
                    self._listeners.remove(on_change)

        return unsubscribe

    def _show(self, rows: Sequence[Row]) -> None:
        self._put(rows)
        self.publish()

    def _put(self, rows: Sequence[Row]) -> None:
        self.shelf.put([row.picture for row in rows], [row.id for row in rows])

    def close(self) -> None:
        """Let go of the index."""
        search, index, self._search, self._index = self._search, self._index, None, None
        if search is not None:
            search.close()
        if index is not None:
            index.close()
