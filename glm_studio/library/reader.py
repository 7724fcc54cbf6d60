"""Rows of the index for whoever asks, on a connection of its own: it never waits for the writer."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from glm_studio.library.index import (
    BUSY_S,
    PICTURE_COLUMNS,
    STAMP_COLUMNS,
    Stamp,
    below,
    picture_of,
)
from glm_studio.library.picture import Picture
from glm_studio.library.reach import innermost

log = logging.getLogger(__name__)

_KEPT = 4000
"""Pictures that are kept twice at most: those of the last pages, and those before them."""

_PATHS_A_STEP = 1000

_Kept: TypeAlias = tuple[int, Picture]
"""What a row said, and in which version of the library."""


class Reader:
    """For any thread; each question is short, so that none waits long for another.

    Single rows are read on a connection of their own: the window's thread, which asks for them
    where something is clicked, waits neither for pages nor for scans.

    A database that cannot be read says nothing, and `failed` is true: none of this raises.
    """

    def __init__(self, uri: str) -> None:
        self._many = _Connection(uri)
        self._single = _Connection(uri)
        self._lock = threading.Lock()
        self._version = 0
        self._young: dict[int, _Kept] = {}
        self._old: dict[int, _Kept] = {}
        self._broken = False

    @property
    def failed(self) -> bool:
        return self._broken or self._many.failed or self._single.failed

    def known(self, number: int) -> Picture | None:
        """What was read last of the picture with this id; reads nothing, waits for nobody."""
        kept = self._kept(number)
        return kept[1] if kept is not None else None

    def one(self, number: int) -> Picture | None:
        """The picture with this id, which is read alone if it must be; None if it is gone."""
        kept = self._kept(number)
        if kept is not None and kept[0] == self._version:
            return kept[1]
        return self._read(self._single, [number], keep=True).get(number)

    def keep(self, ids: Sequence[int]) -> bool:
        """Read what is not known of these, or no longer true; whether any was not known."""
        version = self._version
        kept = {number: self._kept(number) for number in ids}
        old = [number for number, one in kept.items() if one is None or one[0] != version]
        if not old:
            return False
        found = self._read(self._many, old, keep=True)
        return any(kept[number] is None for number in found)

    def some(self, ids: Sequence[int]) -> list[Picture]:
        """Pictures by their ids, in this order, without those that are gone."""
        found = self._read(self._many, ids, keep=False)
        return [found[number] for number in ids if number in found]

    def id_of(self, path: Path) -> int | None:
        """The id of a file, if it is known."""
        rows = self._single.ask("SELECT id FROM pictures WHERE path = ?", (os.fsencode(path),))
        return int(rows[0][0]) if rows else None

    def forget(self) -> None:
        """What is kept of rows may have changed: it is still shown, until it is read again."""
        with self._lock:
            self._version += 1

    # For scans ----------------------------------------------------------------------------------

    def stamps_in(self, folder: Path) -> dict[str, Stamp]:
        """The names of the files right in a folder, and their stamps when they were read."""
        start, end = below(folder)
        separator = os.fsencode(os.sep)
        rows = self._many.ask(
            f"SELECT path, {STAMP_COLUMNS} FROM pictures"  # noqa: S608 - names of columns
            " WHERE path > ? AND path < ? AND instr(substr(path, ?), ?) = 0",
            (start, end, len(start) + 1, separator),
        )
        return {os.fsdecode(path[len(start) :]): Stamp(*stamp) for path, *stamp in rows}

    def stamp(self, path: Path) -> Stamp | None:
        """A file's stamp when it was last read."""
        query = f"SELECT {STAMP_COLUMNS} FROM pictures WHERE path = ?"  # noqa: S608
        rows = self._many.ask(query, (os.fsencode(path),))
        return Stamp(*rows[0]) if rows else None

    def any_below(self, folder: Path) -> bool:
        """Whether files in a folder or its subfolders are known."""
        query = "SELECT 1 FROM pictures WHERE path > ? AND path < ? LIMIT 1"
        return bool(self._many.ask(query, below(folder)))

    def paths_below(self, folder: Path | None, but: Collection[Path] = ()) -> Iterator[list[Path]]:
        """The files in a folder and its subfolders (None: all), but for those in the folders
        `but`, by name, in parts; they may be changed meanwhile."""
        start, end = below(folder) if folder is not None else (b"", b"\xff")
        query = "SELECT path FROM pictures WHERE path >= ? AND path < ? ORDER BY path LIMIT ?"
        while rows := self._many.ask(query, (start, end, _PATHS_A_STEP)):
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
        self._many.close()
        self._single.close()
        self.forget()

    def _kept(self, number: int) -> _Kept | None:
        return self._young.get(number) or self._old.get(number)

    def _read(self, connection: _Connection, ids: Sequence[int], keep: bool) -> dict[int, Picture]:
        version = self._version
        places = ", ".join("?" * len(ids))
        query = f"SELECT id, {PICTURE_COLUMNS} FROM pictures WHERE id IN ({places})"  # noqa: S608
        rows = connection.ask(query, tuple(ids))
        try:
            found = {row[0]: picture_of(*row[1:]) for row in rows}
        except (TypeError, ValueError, OverflowError, AttributeError) as error:
            log.warning("the index holds what it should not: %s", error)
            self._broken, found = True, {}
        if keep:
            with self._lock:
                if len(self._young) + len(found) > _KEPT:
                    self._old, self._young = self._young, {}
                now = version == self._version
                self._young.update(
                    (number, (version, picture))
                    for number, picture in found.items()
                    if now or self._kept(number) is None
                )
        return found


class _Connection:
    """One at a time asks; who is closed, or cannot be read, says nothing."""

    def __init__(self, uri: str) -> None:
        self._connection = sqlite3.connect(
            uri, uri=True, check_same_thread=False, timeout=BUSY_S, isolation_level=None
        )
        self._lock = threading.Lock()
        self.failed = False

    def ask(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.ProgrammingError:  # closed: the library is, or has another index by now
            return []
        except sqlite3.Error as error:
            log.warning("the index could not be read: %s", error)
            self.failed = True
            return []

    def close(self) -> None:
        with self._lock:
            self._connection.close()
