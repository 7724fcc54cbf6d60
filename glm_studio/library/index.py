"""The index: what the pictures said when they were last read, so that a start need not read them.

A cache and nothing more: the files are the truth, and whatever is wrong with the database, the
answer is to build it again from them.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from glm_studio.library.migrations import migrate
from glm_studio.library.picture import Picture
from glm_studio.library.query import searched_text

log = logging.getLogger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BROKEN = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_STAMP = ("mtime_ns", "bytes", "sidecar_mtime_ns", "sidecar_bytes")
_MARKS = ("rating", "tags", "boards")
_TOLD = (
    "created_us", "width", "height", "prompt", "seed", "steps", "guidance", "model",
    "reference_count", "program", *_MARKS,
)  # fmt: skip
_COLUMNS = ("path", *_STAMP, *_TOLD, "searched")
_SELECT_ANY = f"SELECT id, path, {', '.join(_STAMP)}, {', '.join(_TOLD)} FROM pictures"  # noqa: S608
_SELECT = f"{_SELECT_ANY} ORDER BY created_us DESC, path DESC"
_UPSERT = f"""
    INSERT INTO pictures ({", ".join(_COLUMNS)}) VALUES ({", ".join("?" * len(_COLUMNS))})
    ON CONFLICT (path) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}
"""  # noqa: S608
BUSY_S = 5.0
"""How long another process may write, until this one puts off what it has to."""

_FIRST_ROWS = 1000
"""More than any window shows at once."""

_MARK = """
    UPDATE pictures SET sidecar_mtime_ns = ?, sidecar_bytes = ?, rating = ?, tags = ?, boards = ?,
        searched = ? WHERE path = ?
"""


class Stamp(NamedTuple):
    """What changes when a file does, or its sidecar; zeros where there is no sidecar."""

    mtime_ns: int
    bytes: int
    sidecar_mtime_ns: int = 0
    sidecar_bytes: int = 0


def stamp_of(status: os.stat_result, sidecar: os.stat_result | None = None) -> Stamp:
    """The stamp of a file by its status, and that of its sidecar if it has one."""
    if sidecar is None:
        return Stamp(status.st_mtime_ns, status.st_size)
    return Stamp(status.st_mtime_ns, status.st_size, sidecar.st_mtime_ns, sidecar.st_size)


Stamps: TypeAlias = dict[str, tuple[int, int, int, int]]
"""By path. Plain texts and tuples, which equal a `Stamp`: there are as many as files."""

Entry: TypeAlias = tuple[Picture, Stamp]


class Row(NamedTuple):
    """A picture in the index. `id` never changes as long as the picture is there."""

    id: int
    picture: Picture
    stamp: Stamp


Show: TypeAlias = Callable[[Sequence[Row]], None]


class Index:
    """The open database. To be used by one thread alone; methods raise sqlite3.Error.

    `file` is None where it lives in memory.
    """

    def __init__(
        self, connection: sqlite3.Connection, file: Path | None, left_open: bool = False
    ) -> None:
        self._connection = connection
        self.file = file
        self.left_open = left_open
        """Whether a process that had it open before was ended, or has it open still."""
        self._inode = _inode(file)
        self._version = self._data_version()

    def update(self, read: Sequence[Entry], gone: Iterable[Path] = ()) -> list[int]:
        """Put in what was read and take out what is gone, all or nothing; the ids of the former."""
        with self._connection as database:
            database.executemany(_UPSERT, [_values(*entry) for entry in read])
            database.executemany(
                "DELETE FROM pictures WHERE path = ?", [(os.fsencode(path),) for path in gone]
            )
            return [self._id(database, picture.path) for picture, _stamp in read]

    def mark(self, marked: Iterable[tuple[Picture, tuple[int, int]]]) -> None:
        """Take over ratings, tags and boards, with the stamps of the sidecars that say so."""
        with self._connection as database:
            database.executemany(
                _MARK,
                [
                    (*stamp, *_marks(picture), searched_text(picture), os.fsencode(picture.path))
                    for picture, stamp in marked
                ],
            )

    def stamps(self, folder: Path | None = None) -> Stamps:
        """The stamps of all files, or of those in `folder`, when they were read."""
        query = f"SELECT path, {', '.join(_STAMP)} FROM pictures"  # noqa: S608 - columns
        if folder is None:
            rows = self._connection.execute(query)
        else:
            start = os.fsencode(os.path.join(folder, ""))  # noqa: PTH118 - a separator at its end
            end = start[:-1] + bytes([start[-1] + 1])
            rows = self._connection.execute(f"{query} WHERE path > ? AND path < ?", (start, end))
        return {os.fsdecode(row[0]): row[1:] for row in rows}

    def rows(self) -> Iterator[list[Row]]:
        """All that it knows, in parts, newest first."""
        cursor = self._connection.execute(_SELECT)
        while some := cursor.fetchmany(_FIRST_ROWS):
            yield [_row(*row) for row in some]

    def entry(self, path: Path) -> Entry | None:
        """What it knows of a file."""
        key = (os.fsencode(path),)
        found = self._connection.execute(f"{_SELECT_ANY} WHERE path = ?", key).fetchone()
        if found is None:
            return None
        _id, picture, stamp = _row(*found)
        return picture, stamp

    def size(self) -> int:
        """How many files it knows."""
        (number,) = self._connection.execute("SELECT count(*) FROM pictures").fetchone()
        return int(number)

    def paths(self) -> Iterator[Path]:
        """All files that it knows; it may be written to meanwhile."""
        last = b""
        while True:
            query = "SELECT path FROM pictures WHERE path > ? ORDER BY path LIMIT 1000"
            some = self._connection.execute(query, (last,)).fetchall()
            if not some:
                return
            yield from (Path(os.fsdecode(path)) for (path,) in some)
            last = some[-1][0]

    def damage(self) -> str:
        """What SQLite says is wrong with the whole database; empty if nothing is."""
        (verdict,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        return "" if verdict == "ok" else str(verdict)

    def words_fit(self) -> bool:
        """Whether the words that are searched are those of the rows. Takes a while."""
        try:
            with self._connection as database:
                database.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if not _is_broken(error):
                raise
            return False
        return True

    def make_words(self) -> None:
        """Take the words from the rows anew."""
        with self._connection as database:
            database.execute("INSERT INTO words (words) VALUES ('rebuild')")

    def changed_elsewhere(self) -> bool:
        """Whether others have written since this was asked last."""
        before, self._version = self._version, self._data_version()
        return self._version != before

    def lost(self) -> bool:
        """Whether its file is another one by now, or none: who writes to it writes to nobody."""
        return self.file is not None and _inode(self.file) != self._inode

    def _data_version(self) -> int:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        self._connection.close()

    @staticmethod
    def _id(database: sqlite3.Connection, path: Path) -> int:
        key = (os.fsencode(path),)
        (number,) = database.execute("SELECT id FROM pictures WHERE path = ?", key).fetchone()
        return int(number)


def open_index(file: Path, show: Show = lambda rows: None) -> tuple[Index, list[Row]]:
    """Open, make or rebuild the database; where there is no writing, it lives in memory.

    With it comes what the pictures said, and their stamps then, newest first. `show` is called with
    the first of them as soon as they are read; if the rest is damaged, they are not among the rows.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(file, show)
        except Exception as error:
            if not _is_broken(error):
                raise
            log.warning("the index %s is built again: %s", file, error)
            _move_aside(file)
            return _open(file, show)
    except (OSError, sqlite3.Error) as error:
        log.warning("the index %s cannot be used, this run does without: %s", file, error)
        return _open(None, show)


def open_as_it_is(file: Path) -> tuple[Index, int]:
    """The database without any mending, and the number of its schema. Raises sqlite3.Error."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_S)
    try:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        return Index(connection, file), int(schema)
    except BaseException:
        connection.close()
        raise


def _open(file: Path | None, show: Show) -> tuple[Index, list[Row]]:
    left_open = file is not None and _log_of(file).exists()
    connection = sqlite3.connect(file or ":memory:", timeout=BUSY_S)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise ValueError(verdict)
        migrate(connection)
        cursor = connection.execute(_SELECT)
        rows = [_row(*row) for row in cursor.fetchmany(_FIRST_ROWS)]
        show(rows)
        rows += [_row(*row) for row in cursor]
    except BaseException:
        connection.close()
        raise
    return Index(connection, file, left_open), rows


def _log_of(file: Path) -> Path:
    """The write-ahead log, which the last one to close the database takes away."""
    return file.with_name(f"{file.name}-wal")


def _inode(file: Path | None) -> int | None:
    try:
        return None if file is None else file.stat().st_ino
    except OSError:
        return None


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


def microseconds(moment: datetime) -> int:
    """Since 1970, as the index counts."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _values(picture: Picture, stamp: Stamp) -> tuple[Any, ...]:
    told = (picture.prompt, picture.seed, picture.steps, picture.guidance, picture.model)
    return (
        os.fsencode(picture.path),
        *stamp,
        microseconds(picture.created),
        picture.width,
        picture.height,
        *told,
        picture.references,
        picture.program,
        *_marks(picture),
        searched_text(picture),
    )


def _marks(picture: Picture) -> tuple[int, str, str]:
    return picture.rating, "\n".join(picture.tags), "\n".join(picture.boards)


def _row(
    number: int,
    path: bytes,
    mtime_ns: int,
    size_bytes: int,
    sidecar_mtime_ns: int,
    sidecar_bytes: int,
    created_us: int,
    *told: Any,
) -> Row:
    """As short as can be: a start makes one for each picture."""
    *plain, tags, boards = told
    fields: tuple[Any, ...] = (
        Path(os.fsdecode(path)),
        _EPOCH + timedelta(microseconds=created_us),
        *plain,
        tuple(tags.split("\n")) if tags else (),
        tuple(boards.split("\n")) if boards else (),
    )
    return Row(
        number, Picture(*fields), Stamp(mtime_ns, size_bytes, sidecar_mtime_ns, sidecar_bytes)
    )
