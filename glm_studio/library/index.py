"""The index: what the pictures said when they were last read, so that a start need not read them.

A cache and nothing more: the files are the truth, and whatever is wrong with the database, the
answer is to build it again from them.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from glm_studio.library.migrations import migrate
from glm_studio.library.picture import Picture

log = logging.getLogger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BROKEN = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SELECT = """
    SELECT path, mtime_ns, bytes, created_us, width, height, prompt, seed, steps, guidance, model
    FROM pictures ORDER BY created_us DESC
"""
_UPSERT = """
    INSERT INTO pictures (path, mtime_ns, bytes, created_us, width, height,
                          prompt, seed, steps, guidance, model)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET
        mtime_ns = excluded.mtime_ns, bytes = excluded.bytes, created_us = excluded.created_us,
        width = excluded.width, height = excluded.height, prompt = excluded.prompt,
        seed = excluded.seed, steps = excluded.steps, guidance = excluded.guidance,
        model = excluded.model
"""


class Stamp(NamedTuple):
    """What changes when a file does."""

    mtime_ns: int
    bytes: int


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file by its status."""
    return Stamp(status.st_mtime_ns, status.st_size)


Entry: TypeAlias = tuple[Picture, Stamp]


class Index:
    """The open database. To be used by one thread alone; methods raise sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def update(self, read: Iterable[Entry], gone: Iterable[Path] = ()) -> None:
        """Put in what was read and take out what is gone, all or nothing."""
        with self._connection:
            self._connection.executemany(_UPSERT, [_row(*entry) for entry in read])
            self._connection.executemany(
                "DELETE FROM pictures WHERE path = ?", [(os.fsencode(path),) for path in gone]
            )

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        self._connection.close()


def open_index(file: Path) -> tuple[Index, list[Entry]]:
    """Open, make or rebuild the database; where there is no writing, it lives in memory.

    With it comes what the pictures said, and their stamps then, newest first.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(str(file))
        except Exception as error:
            if not _is_broken(error):
                raise
            log.warning("the index %s is built again: %s", file, error)
            _move_aside(file)
            return _open(str(file))
    except (OSError, sqlite3.Error) as error:
        log.warning("the index %s cannot be used, this run does without: %s", file, error)
        return _open(":memory:")


def _open(database: str) -> tuple[Index, list[Entry]]:
    connection = sqlite3.connect(database, timeout=5.0)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise ValueError(verdict)
        migrate(connection)
        entries = [_entry(*row) for row in connection.execute(_SELECT)]
    except BaseException:
        connection.close()
        raise
    return Index(connection), entries


def _is_broken(error: Exception) -> bool:
    """Broken, and not only locked, read-only or on a full disk."""
    if not isinstance(error, sqlite3.Error):
        return not isinstance(error, OSError)
    code = getattr(error, "sqlite_errorcode", None)  # extended: the kind is in its lowest byte
    return code is None or code & 0xFF in _BROKEN


def _move_aside(file: Path) -> None:
    """Keep the broken database for whoever wants to look; its log must not meet a new one."""
    file.replace(file.with_name(f"{file.name}.broken"))
    for suffix in ("-wal", "-shm"):
        file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)


def _row(picture: Picture, stamp: Stamp) -> tuple[Any, ...]:
    created_us = (picture.created - _EPOCH) // timedelta(microseconds=1)
    told = (picture.prompt, picture.seed, picture.steps, picture.guidance, picture.model)
    size = (picture.width, picture.height)
    return (os.fsencode(picture.path), *stamp, created_us, *size, *told)


def _entry(path: bytes, mtime_ns: int, size_bytes: int, created_us: int, *told: Any) -> Entry:
    created = _EPOCH + timedelta(microseconds=created_us)
    return Picture(Path(os.fsdecode(path)), created, *told), Stamp(mtime_ns, size_bytes)
