"""Rows of the index for whoever asks, on a connection of its own: it never waits for the writer."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from array import array
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from glm_studio.library.index import (
    BUSY_S,
    PICTURE_COLUMNS,
    STAMP_COLUMNS,
    Stamp,
    below,
    picture_of,
)
from glm_studio.library.listing import PAGE
from glm_studio.library.picture import Picture
from glm_studio.library.reach import innermost

log = logging.getLogger(__name__)

_KEPT = 4000
"""Pictures that are kept twice at most: those of the last pages, and those before them."""

_PATHS_A_STEP = 1000


class Reader:
    """For any thread; each question is short, so that none waits long for another.

    A database that cannot be read says nothing, and `failed` is true: none of this raises.
    """

    def __init__(self, uri: str) -> None:
        self._connection = sqlite3.connect(
            uri, uri=True, check_same_thread=False, timeout=BUSY_S, isolation_level=None
        )
        self._lock = threading.Lock()
        self._version = 0
        self._young: dict[int, Picture] = {}
        self._old: dict[int, Picture] = {}
        self.failed = False

    def at(self, ids: array[int], row: int) -> Picture | None:
        """The picture of `ids[row]`, read with those around it; None if it is gone."""
        number = ids[row]
        found = self._young.get(number) or self._old.get(number)
        if found is None:
            start = row - row % PAGE
            found = self._read(ids[start : start + PAGE]).get(number)
        return found

    def some(self, ids: Sequence[int]) -> list[Picture]:
        """Pictures by their ids, in this order, without those that are gone."""
        found = self._read(ids, keep=False)
        return [found[number] for number in ids if number in found]

    def id_of(self, path: Path) -> int | None:
        """The id of a file, if it is known."""
        rows = self._ask("SELECT id FROM pictures WHERE path = ?", (os.fsencode(path),))
        return int(rows[0][0]) if rows else None

    def forget(self) -> None:
        """What is kept of rows may have changed."""
        with self._lock:
            self._version += 1
            self._young, self._old = {}, {}

    # For scans ----------------------------------------------------------------------------------

    def stamps_in(self, folder: Path) -> dict[str, Stamp]:
        """The names of the files right in a folder, and their stamps when they were read."""
        start, end = below(folder)
        separator = os.fsencode(os.sep)
        rows = self._ask(
            f"SELECT path, {STAMP_COLUMNS} FROM pictures"  # noqa: S608 - names of columns
            " WHERE path > ? AND path < ? AND instr(substr(path, ?), ?) = 0",
            (start, end, len(start) + 1, separator),
        )
        return {os.fsdecode(path[len(start) :]): Stamp(*stamp) for path, *stamp in rows}

    def stamp(self, path: Path) -> Stamp | None:
        """A file's stamp when it was last read."""
        query = f"SELECT {STAMP_COLUMNS} FROM pictures WHERE path = ?"  # noqa: S608
        rows = self._ask(query, (os.fsencode(path),))
        return Stamp(*rows[0]) if rows else None

    def any_below(self, folder: Path) -> bool:
        """Whether files in a folder or its subfolders are known."""
        query = "SELECT 1 FROM pictures WHERE path > ? AND path < ? LIMIT 1"
        return bool(self._ask(query, below(folder)))

    def paths_below(self, folder: Path | None, but: Collection[Path] = ()) -> Iterator[list[Path]]:
        """The files in a folder and its subfolders (None: all), but for those in the folders
        `but`, by name, in parts; they may be changed meanwhile."""
        start, end = below(folder) if folder is not None else (b"", b"\xff")
        query = "SELECT path FROM pictures WHERE path >= ? AND path < ? ORDER BY path LIMIT ?"
        while rows := self._ask(query, (start, end, _PATHS_A_STEP)):
            some: list[Path] = []
            for (name,) in rows:
                path = Path(os.fsdecode(name))
                left_out = innermost(path, but)
                if left_out is not None:
                    start = below(left_out)[1]
                    break
                some.append(path)
                start = name + b"\0"
            yield some

    # --------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._connection.close()

    def _read(self, ids: Sequence[int], keep: bool = True) -> dict[int, Picture]:
        version = self._version
        places = ", ".join("?" * len(ids))
        query = f"SELECT id, {PICTURE_COLUMNS} FROM pictures WHERE id IN ({places})"  # noqa: S608
        rows = self._ask(query, tuple(ids))
        try:
            found = {row[0]: picture_of(*row[1:]) for row in rows}
        except (TypeError, ValueError, OverflowError, AttributeError) as error:
            log.warning("the index holds what it should not: %s", error)
            self.failed, found = True, {}
        if keep:
            with self._lock:
                if version == self._version:
                    self._keep(found)
        return found

    def _keep(self, found: dict[int, Picture]) -> None:
        if len(self._young) + len(found) > _KEPT:
            self._old, self._young = self._young, {}
        self._young.update(found)

    def _ask(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.ProgrammingError:  # closed: the library is, or has another index by now
            return []
        except sqlite3.Error as error:
            log.warning("the index could not be read: %s", error)
            self.failed = True
            return []
