"""What the library knows: the index, and the lists that are shown of it."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from glm_studio.library.index import (
    Entry,
    Index,
    Stamp,
    is_broken,
    is_refused,
    move_aside,
    open_index,
)
from glm_studio.library.listing import EMPTY, Listing
from glm_studio.library.picture import Picture
from glm_studio.library.query import Facets, Query
from glm_studio.library.reader import Reader
from glm_studio.library.scan import Changes
from glm_studio.library.search import Search
from glm_studio.library.waiting import Waiting
from glm_studio.library.worker import logged

log = logging.getLogger(__name__)

_FIRST = 1000
"""More than any window shows at once."""

_LISTS = 8
"""What was looked for last is looked for again with each change: by the strip, by the page."""


class Catalogue:
    """Belongs to the library's thread, but for what is said to be for any.

    Nothing of it is in memory but the numbers of what is shown, and a few pages. Where the index
    cannot be on a disk, or is no longer written there, it lives in memory as a whole.
    """

    def __init__(self) -> None:
        self._index: Index | None = None
        self._reader: Reader | None = None
        self._search: Search | None = None
        self._counting: Search | None = None
        self._found: dict[Query, Listing] = {}
        self._broken = False
        self._version = 0
        """Counts the changes of the index, that no list of before is taken for one of now."""
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._scans = 0
        self._changed_here: set[Path] = set()
        """Since the scans began that run now: what they have read of these may be older."""
        self._unwritten: dict[Path, Entry | None] = {}
        """What another program, or the disk, kept from the index; None for pictures that are
        gone."""
        self._waiting: Waiting | None = None
        """The same, to be shown."""
        self._refusing: Path | None = None
        """The index's file, while its disk takes nothing and all is done in memory."""

    def open(self, file: Path) -> None:
        """Show what the index knows: the newest first, then all."""
        self.close()
        try:
            self._show(open_index(file))
        except sqlite3.Error as error:
            self.close()
            if is_broken(error):
                self.build_again(file, error)
            else:
                log.warning("there is no index: %s", error)
        self.publish()

    def build_again(self, file: Path, why: object) -> None:
        """Begin with an empty index, for the old one is damaged."""
        log.warning("the index %s is built again: %s", file, why)
        self.close()
        with suppress(OSError):
            move_aside(file)
        try:
            self._use(open_index(file))
        except sqlite3.Error as error:  # there is no memory, or no SQLite as it should be
            log.warning("there is no index: %s", error)

    def _show(self, index: Index) -> None:
        """The newest first: all are a moment longer. Raises sqlite3.Error."""
        reader, search = self._use(index)
        first = Listing(search.ids(Query(), _FIRST), reader)
        self._found[Query()] = first
        self.publish()
        if len(first) == _FIRST:
            self._touch()

    def _use(self, index: Index) -> tuple[Reader, Search]:
        self._index = index
        reader, search = Reader(index.uri), Search(index.uri)
        self._counting = Search(index.uri)
        self._reader, self._search = reader, search
        self._broken = False
        self._touch()
        return reader, search

    @property
    def reader(self) -> Reader | None:
        """What is known of files. For any thread."""
        return self._reader

    def damage(self) -> str:
        """What SQLite says is wrong with the index; empty if nothing is. Takes a while: for any
        thread."""
        try:
            return self._counting.damage() if self._counting else ""
        except sqlite3.DatabaseError as error:
            return str(error) if is_broken(error) else ""

    def mend(self) -> None:
        """Make the words fit the rows again, where the index was not closed as it should be."""
        try:
            if self._index and self._index.left_open and not self._index.words_fit():
                log.warning("the index's words did not fit its rows, and are made anew")
                self._index.make_words()
        except sqlite3.Error as error:
            log.warning("the index's words could not be checked: %s", error)

    def get(self, path: Path) -> Picture | None:
        """The picture of a file."""
        if (waiting := self._unwritten.get(path)) is not None:
            return waiting[0]
        with suppress(sqlite3.Error):
            entry = self._index.entry(path) if self._index else None
            return entry[0] if entry else None
        return None

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
        self._write(lambda index: index.update(changes.read, changes.gone), changes)

    def mark(self, marked: Iterable[tuple[Picture, tuple[int, int]]]) -> None:
        """Take over pictures whose sidecars have these stamps now."""
        marked = list(marked)
        self._note_changed(picture.path for picture, _stamp in marked)
        for picture, _stamp in marked:
            if (waiting := self._unwritten.get(picture.path)) is not None:
                # With its old stamp: the next scan asks once more.
                self._put_off([(picture, waiting[1])], [])
        paths = [picture.path for picture, _stamp in marked]
        self._write(
            lambda index: index.mark(marked), paths=paths
        )  # if not, the next scan finds the sidecars

    def _write(
        self,
        write: Callable[[Index], None],
        changes: Changes | None = None,
        paths: Iterable[Path] = (),
    ) -> None:
        if self._index is None:
            return
        try:
            self._write_what_waits()
            write(self._index)
        except sqlite3.Error as error:
            if self._goes_on_in_memory(error):
                write(self._index)
            else:
                log.warning("the index could not be written, which is done later: %s", error)
                if changes:
                    self._put_off(changes.read, changes.gone)
        if self._refusing:
            read = [entry[0].path for entry in changes.read] if changes else []
            for path in (*read, *(changes.gone if changes else ()), *paths):
                self._unwritten[path] = self._index.entry(path)
        self._touch()

    def _put_off(self, read: Sequence[Entry], gone: Sequence[Path]) -> None:
        """What another program keeps from the index is shown, and written later."""
        self._unwritten |= {entry[0].path: entry for entry in read} | dict.fromkeys(gone)
        if self._refusing:  # what is in memory knows it
            return
        try:
            if self._waiting is None:
                self._waiting = Waiting()
                read, gone = _parted(self._unwritten)
            self._waiting.take(read, gone)
        except sqlite3.Error as error:
            log.warning("what waits for the index is not shown: %s", error)

    def _all_is_written(self) -> None:
        self._unwritten = {}
        self._show_what_waits_no_more()

    def _show_what_waits_no_more(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.close()

    def _goes_on_in_memory(self, error: sqlite3.Error) -> bool:
        """Whether the disk takes nothing more, and a copy in memory does instead."""
        index = self._index
        if index is None or index.file is None or not is_refused(error):
            return False
        try:
            copy = index.in_memory()
            _update(copy, self._unwritten)  # what another process kept from it before
        except (sqlite3.Error, MemoryError) as why:
            log.warning("the index has no place in memory: %s", why)
            return False
        log.warning("the index cannot be written, this run goes on without: %s", error)
        self.close()
        self._use(copy)
        self._refusing = index.file
        return True

    def _returns_to_the_disk(self) -> bool:
        """Whether the disk has taken all that it did not take before."""
        if self._refusing is None:
            return False
        index = open_index(self._refusing)
        try:
            if index.file is not None:
                _update(index, self._unwritten)
        except sqlite3.Error as error:
            log.info("the index stays in memory: %s", error)
            index.close()
            return False
        if index.file is None:
            index.close()
            return False
        self.close()
        self._use(index)
        self._refusing = None
        self._all_is_written()
        return True

    def _write_what_waits(self) -> None:
        """What the index did not take before. Raises sqlite3.Error."""
        if self._index and self._unwritten and not self._refusing:
            _update(self._index, self._unwritten)
            self._all_is_written()
            self._touch()

    def follow(self) -> bool:
        """Whether another process has written into the index, which is shown from now on.

        Raises sqlite3.Error.
        """
        if self._index is None:
            return False
        if self._returns_to_the_disk():
            return True
        with suppress(sqlite3.Error):  # another is writing: it waits once more
            self._write_what_waits()
        if not self._index.changed_elsewhere():
            return False
        self._touch()
        return True

    def _touch(self) -> None:
        """The index says something else now."""
        with self._lock:
            self._version += 1
            self._found = {}
        if self._reader is not None:
            self._reader.forget()

    @property
    def lost(self) -> bool:
        """Whether the index's file is another one by now, or none, or cannot be read any more."""
        failed = self._broken or (self._reader is not None and self._reader.failed)
        return failed or (self._index is not None and self._index.lost())

    def publish(self) -> None:
        """Tell whoever listens that there are changes."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            logged(listener)

    def find(self, query: Query) -> Listing:
        """What `query` finds, in its order. For any thread."""
        with self._lock:
            version, known = self._version, self._found.get(query)
        if known is not None:
            return known
        search, reader, waiting = self._search, self._reader, self._waiting
        if search is None or reader is None:
            return EMPTY
        try:
            found = Listing(search.ids(query), reader)
            if waiting is not None:
                rows = waiting.rows(reader)
                found = Listing(waiting.beside(found.ids, query, reader), rows)
        except sqlite3.Error as error:
            if waiting is not self._waiting:  # it was written meanwhile
                return self.find(query)
            log.warning("the index could not be searched: %s", error)
            self._broken = self._broken or is_broken(error)
            return EMPTY
        with self._lock:
            if version == self._version:
                if len(self._found) >= _LISTS:
                    self._found.clear()
                self._found[query] = found
        return found

    def stamp(self, path: Path) -> Stamp | None:
        """A file's stamp when it was last read. For any thread."""
        return self._reader.stamp(path) if self._reader is not None else None

    def facets(self) -> Facets:
        """What there is to filter by. For any thread."""
        try:
            return self._counting.facets() if self._counting else Facets()
        except sqlite3.Error as error:
            log.warning("the index could not be counted: %s", error)
            return Facets()

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Have `on_change` called by `publish`, until the returned function is. For any thread."""
        with self._lock:
            self._listeners.append(on_change)

        def unsubscribe() -> None:
            with self._lock:
                if on_change in self._listeners:
                    self._listeners.remove(on_change)

        return unsubscribe

    def close(self) -> None:
        """Let go of the index."""
        self._show_what_waits_no_more()
        for reading in (self._reader, self._search, self._counting):
            if reading is not None:
                reading.close()
        self._reader = self._search = self._counting = None
        index, self._index = self._index, None
        if index is not None:
            index.close()


def _update(index: Index, waiting: Mapping[Path, Entry | None]) -> None:
    index.update(*_parted(waiting))


def _parted(waiting: Mapping[Path, Entry | None]) -> tuple[Sequence[Entry], Sequence[Path]]:
    """What was read, and what is gone."""
    read = [entry for entry in waiting.values() if entry is not None]
    return read, [path for path, entry in waiting.items() if entry is None]
