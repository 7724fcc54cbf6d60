"""The index: what the pictures said when they were last read, so that a start need not read them.

A cache and nothing more: the files are the truth, and whatever is wrong with the database, the
answer is to build it again from them.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from glm_studio.library.migrations import NewerSchemaError, migrate
from glm_studio.library.picture import Picture

_log = logging.getLogger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
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


class Index:
    """The database in `file`. To be used by one thread alone; methods raise sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def pictures(self) -> list[Picture]:
        """All rows, newest first."""
        rows = self._connection.execute(
            "SELECT path, created_us, width, height, prompt, seed, steps, guidance, model"
            " FROM pictures ORDER BY created_us DESC"
        )
        return [_picture(*row) for row in rows]

    def stamps(self) -> dict[Path, Stamp]:
        """The stamps that the files had when they were read."""
        rows = self._connection.execute("SELECT path, mtime_ns, bytes FROM pictures")
        return {Path(os.fsdecode(path)): Stamp(mtime, size) for path, mtime, size in rows}

    def update(self, read: Iterable[tuple[Picture, Stamp]], gone: Iterable[Path] = ()) -> None:
        """Put in what was read and take out what is gone, all or nothing."""
        with self._connection:
            self._connection.executemany(_UPSERT, [_row(*entry) for entry in read])
            self._connection.executemany(
                "DELETE FROM pictures WHERE path = ?", [(os.fsencode(path),) for path in gone]
            )

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        self._connection.close()


def open_index(file: Path) -> Index:
    """Open, make or rebuild the database; where there is no writing, it lives in memory."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(str(file))
        except sqlite3.DatabaseError as error:
            if not _is_broken(error):
                raise
            _log.warning("the index %s is rebuilt: %s", file, error)
            _move_aside(file)
            return _open(str(file))
    except (OSError, sqlite3.Error) as error:
        _log.warning("the index %s cannot be used, this run does without: %s", file, error)
        return _open(":memory:")


def _open(database: str) -> Index:
    connection = sqlite3.connect(database, timeout=5.0)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        with closing(connection.execute("PRAGMA quick_check(1)")) as check:
            (verdict,) = check.fetchone()
        if verdict != "ok":
            error = sqlite3.DatabaseError(verdict)
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return Index(connection)


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    """Broken, and not only locked, read-only or on a full disk."""
    if isinstance(error, NewerSchemaError):
        return True
    return getattr(error, "sqlite_errorcode", None) in _BROKEN


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


def _picture(path: bytes, created_us: int, *told: Any) -> Picture:
    created = _EPOCH + timedelta(microseconds=created_us)
    return Picture(Path(os.fsdecode(path)), created, *told)
