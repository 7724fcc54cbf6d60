"""What the library knows: the pictures in memory, and the same in the index for the next start."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from glm_studio.library.index import Entry, Index, Row, Stamp, Stamps, open_index
from glm_studio.library.picture import Picture
from glm_studio.library.query import Facets, Query, arranged, facets_of
from glm_studio.library.reach import innermost, is_below
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
        self._scans = 0
        self._changed_here: set[Path] = set()
        """Since the scans began that run now: what they have read of these may be older."""
        self._unwritten: dict[Path, Entry | None] = {}
        """What another program kept from the index; None for pictures that are gone."""

    def open(self, file: Path) -> Stamps:
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
        self._open_search()
        self.publish()
        return {os.fspath(row.picture.path): row.stamp for row in rows}

    def reopen(self, file: Path) -> Stamps:
        """The index's file was taken away: begin another, of which no stamp is known."""
        self.close()
        try:
            self._index, _rows = open_index(file)
        except sqlite3.Error as error:
            log.warning("there is no index: %s", error)
        self._open_search()
        return {os.fspath(path): _NEVER for path in self.shelf.paths()}

    def _open_search(self) -> None:
        if self._index is not None and self._index.file is not None:
            try:
                self._search = Search(self._index.file)
            except sqlite3.Error as error:
                log.warning("the index cannot be searched: %s", error)

    def mend(self) -> None:
        """Make the words fit the rows again, where the index was not closed as it should be."""
        try:
            if self._index and self._index.left_open and not self._index.words_fit():
                log.warning("the index's words did not fit its rows, and are made anew")
                self._index.make_words()
        except sqlite3.Error as error:
            log.warning("the index's words could not be checked: %s", error)

    def stamps(self, folder: Path | None = None) -> Stamps:
        """The stamps of all files, or of those in `folder`, when they were last read."""
        try:
            if self._index:
                stamps = self._index.stamps(folder)
                for path in self._unwritten:
                    if self.shelf.get(path) and (folder is None or is_below(path, folder)):
                        stamps[os.fspath(path)] = _NEVER
                return stamps
        except sqlite3.Error as error:
            log.warning("the index could not be read: %s", error)
        pictures = self.shelf if folder is None else self.shelf.below(folder)
        return {os.fspath(picture.path): _NEVER for picture in pictures}

    @contextmanager
    def scanning(self) -> Iterator[None]:
        """As long as files are compared on another thread."""
        self._scans += 1
        try:
            yield
        finally:
            self._scans -= 1
            if not self._scans:
                self._changed_here.clear()

    def store_found(self, changes: Changes) -> None:
        """Take over what a scan found, but for files that were changed from here meanwhile."""
        ours = self._changed_here
        read = [entry for entry in changes.read if entry[0].path not in ours]
        gone = [path for path in changes.gone if path not in ours]
        self._store(replace(changes, read=read, gone=gone))

    def store(self, changes: Changes) -> None:
        """Take over what was done here. Nobody is told before `publish`."""
        self._note_changed(picture.path for picture, _stamp in changes.read)
        self._note_changed(changes.gone)
        self._store(changes)

    def _note_changed(self, paths: Iterable[Path]) -> None:
        if self._scans:
            self._changed_here.update(paths)

    def _store(self, changes: Changes) -> None:
        ids: Sequence[int] = ()
        try:
            if self._index:
                self._write_what_waits()
                ids = self._index.update(changes.read, changes.gone)
        except sqlite3.Error as error:
            log.warning("the index could not be written, which is done later: %s", error)
            self._unwritten.update((entry[0].path, entry) for entry in changes.read)
            self._unwritten.update(dict.fromkeys(changes.gone))
        self.shelf.put([picture for picture, _stamp in changes.read], ids)
        self.shelf.drop(changes.gone)

    def _write_what_waits(self) -> None:
        """What the index did not take before. Raises sqlite3.Error."""
        if self._index and self._unwritten:
            waiting = self._unwritten
            read = [
                (self.shelf.get(path) or entry[0], entry[1])  # what is said of it may be newer
                for path, entry in waiting.items()
                if entry is not None
            ]
            gone = [path for path, entry in waiting.items() if entry is None]
            ids = self._index.update(read, gone)
            self.shelf.put([picture for picture, _stamp in read], ids)
            self._unwritten = {}

    def mark(self, marked: Iterable[tuple[Picture, tuple[int, int]]]) -> None:
        """Take over pictures whose sidecars have these stamps now."""
        marked = list(marked)
        self._note_changed(picture.path for picture, _stamp in marked)
        try:
            if self._index:
                self._write_what_waits()
                self._index.mark(marked)
        except sqlite3.Error as error:  # the next scan finds the sidecars
            log.warning("the index could not be written: %s", error)
        self.shelf.put([picture for picture, _stamp in marked], ())

    def follow(self, roots: Collection[Path]) -> bool:
        """Take over what another process has written into the index; whether it did.

        `roots` are the folders that this one shows. Raises sqlite3.Error.
        """
        if self._index is None:
            return False
        with suppress(sqlite3.Error):  # another is writing: it waits once more
            self._write_what_waits()
        if not self._index.changed_elsewhere():
            return False
        left = set(self.shelf.paths()) - self._unwritten.keys()
        for rows in self._index.rows():
            left.difference_update(row.picture.path for row in rows)
            others = [
                row
                for row in rows
                if row.picture.path not in self._unwritten
                and not self.shelf.holds(row.id, row.picture)
            ]
            self.shelf.drop(row.picture.path for row in others)
            self._put([row for row in others if innermost(row.picture.path, roots) is not None])
        self.shelf.drop(left)
        return True

    @property
    def lost(self) -> bool:
        """Whether the index's file is another one by now, or none."""
        return self._index is not None and self._index.lost()

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

    def stamp(self, path: Path) -> Stamp | None:
        """A file's stamp when it was last read. For any thread."""
        search = self._search
        try:
            return search.stamp(path) if search is not None else None
        except sqlite3.Error as error:
            log.warning("the index could not be asked for a stamp: %s", error)
            return None

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
