"""The index: what the pictures said when they were last read, so that a start need not read them.

A cache and nothing more: the files are the truth, and whatever is wrong with the database, the
answer is to build it again from them.
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from glm_studio.library.migrations import migrate
from glm_studio.library.picture import Picture
from glm_studio.library.query import searched_text

log = logging.getLogger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BROKEN = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_REFUSED = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
)
_STAMP = ("mtime_ns", "bytes", "sidecar_mtime_ns", "sidecar_bytes")
_MARKS = ("rating", "tags", "boards")
_TOLD = (
    "created_us", "width", "height", "prompt", "seed", "steps", "guidance", "model",
    "reference_count", "program", *_MARKS,
)  # fmt: skip
_COLUMNS = ("path", *_STAMP, *_TOLD, "searched")
_SELECT = f"SELECT path, {', '.join(_STAMP)}, {', '.join(_TOLD)} FROM pictures"  # noqa: S608
PICTURE_COLUMNS = f"path, {', '.join(_TOLD)}"
"""What `picture_of` takes."""
STAMP_COLUMNS = ", ".join(_STAMP)
_UPSERT = f"""
    INSERT INTO pictures (id, {", ".join(_COLUMNS)}) VALUES (
        (SELECT max(highest, ifnull((SELECT max(id) FROM pictures), 0)) + 1 FROM numbers),
        {", ".join("?" * len(_COLUMNS))}
    )
    ON CONFLICT (path) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}
"""  # noqa: S608
BUSY_S = 5.0
"""How long another process may write, until this one puts off what it has to."""
_TRY_AGAIN_S = 0.02

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


Entry: TypeAlias = tuple[Picture, Stamp]


class Index:
    """The open database. To be used by one thread alone; methods raise sqlite3.Error.

    `file` is None where it lives in memory.
    """

    def __init__(
        self, connection: sqlite3.Connection, file: Path | None, uri: str, left_open: bool = False
    ) -> None:
        self._connection = connection
        self.file = file
        self.uri = uri
        """Where others read it."""
        self.left_open = left_open
        """Whether a process that had it open before was ended, or has it open still."""
        self._inode = _inode(file)
        self._version = self._data_version()

    def update(self, read: Sequence[Entry], gone: Iterable[Path] = ()) -> None:
        """Put in what was read and take out what is gone, all or nothing."""
        with self._connection as database:
            database.executemany(_UPSERT, [_values(*entry) for entry in read])
            database.executemany(
                "DELETE FROM pictures WHERE path = ?", [(os.fsencode(path),) for path in gone]
            )

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

    def entry(self, path: Path) -> Entry | None:
        """What it knows of a file."""
        key = (os.fsencode(path),)
        found = self._connection.execute(f"{_SELECT} WHERE path = ?", key).fetchone()
        if found is None:
            return None
        path_bytes, mtime_ns, size, sidecar_mtime_ns, sidecar_bytes, *told = found
        stamp = Stamp(mtime_ns, size, sidecar_mtime_ns, sidecar_bytes)
        return picture_of(path_bytes, *told), stamp

    def size(self) -> int:
        """How many files it knows."""
        (number,) = self._connection.execute("SELECT count(*) FROM pictures").fetchone()
        return int(number)

    def paths(self, folder: Path | None = None) -> Iterator[Path]:
        """All files that it knows, or those below a folder; it may be written to meanwhile."""
        last, end = (b"", None) if folder is None else below(folder)
        query = "SELECT path FROM pictures WHERE path > ? AND (?2 IS NULL OR path < ?2)"
        while True:
            rows = self._connection.execute(f"{query} ORDER BY path LIMIT 1000", (last, end))
            some = rows.fetchall()
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
            if not is_broken(error):
                raise
            return False
        return True

    def make_words(self) -> None:
        """Take the words from the rows anew."""
        with self._connection as database:
            if database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'words'").fetchone():
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

    def in_memory(self) -> Index:
        """A copy that no disk knows. Raises sqlite3.Error."""
        connection, uri = _connect(None)
        try:
            # As an only user: several share a database in memory by other means than its log.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.backup(connection)
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA locking_mode = NORMAL")
            connection.execute("SELECT 1 FROM pictures LIMIT 1")
        except BaseException:
            connection.close()
            raise
        return Index(connection, None, uri)

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        self._connection.close()


def open_index(file: Path) -> Index:
    """Open, make or rebuild the database; where there is no writing, it lives in memory."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open_in_turn(file)
        except Exception as error:
            if not is_broken(error):
                raise
            log.warning("the index %s is built again: %s", file, error)
            move_aside(file)
            return _open_in_turn(file)
    except (OSError, sqlite3.Error) as error:
        log.warning("the index %s cannot be used, this run does without: %s", file, error)
        return open_in_memory()


def open_in_memory() -> Index:
    """An empty one that no disk knows. Raises sqlite3.Error."""
    return _open(None)


def open_as_it_is(file: Path) -> tuple[Index, int]:
    """The database without any mending, and the number of its schema. Raises sqlite3.Error."""
    uri = f"{file.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_S)
    try:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        return Index(connection, file, uri), int(schema)
    except BaseException:
        connection.close()
        raise


def _open_in_turn(file: Path) -> Index:
    """As `_open`; programs that start at once wait for each other. SQLite does so by itself but
    where it sees that two would wait for one another, as both make it keep a log."""
    until = time.monotonic() + BUSY_S
    while True:
        try:
            return _open(file)
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > until:
                raise
            time.sleep(_TRY_AGAIN_S)


def _open(file: Path | None) -> Index:
    left_open = file is not None and _log_of(file).exists()
    connection, uri = _connect(file)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return Index(connection, file, uri, left_open)


def _connect(file: Path | None) -> tuple[sqlite3.Connection, str]:
    """The connection that writes, and the address for those that read."""
    if file is not None:
        uri = f"{file.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(file, timeout=BUSY_S), uri
    uri = f"file:/glm-studio-{secrets.token_hex(8)}?vfs=memdb"
    return sqlite3.connect(uri, timeout=BUSY_S, uri=True), uri


def _log_of(file: Path) -> Path:
    """The write-ahead log, which the last one to close the database takes away."""
    return file.with_name(f"{file.name}-wal")


def _inode(file: Path | None) -> int | None:
    try:
        return None if file is None else file.stat().st_ino
    except OSError:
        return None


def is_broken(error: Exception) -> bool:
    """Broken, and not only locked, read-only or on a full disk."""
    if not isinstance(error, sqlite3.Error):
        return not isinstance(error, OSError)
    code = getattr(error, "sqlite_errorcode", None)  # extended: the kind is in its lowest byte
    return code is None or code & 0xFF in _BROKEN


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def is_refused(error: sqlite3.Error) -> bool:
    """Whether the disk takes no more, or never did; not that another process is writing."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _REFUSED


def move_aside(file: Path) -> None:
    """Keep the broken database for whoever wants to look; its log must not meet a new one."""
    file.replace(file.with_name(f"{file.name}.broken"))
    for suffix in ("-wal", "-shm"):
        file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)


def microseconds(moment: datetime) -> int:
    """Since 1970, as the index counts."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(since_1970_us: int) -> datetime:
    """The time that the index counts so."""
    return _EPOCH + timedelta(microseconds=since_1970_us)


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


def picture_of(path: bytes, created_us: int, *told: Any) -> Picture:
    """A picture by what a row says of it."""
    *plain, tags, boards = told
    fields: tuple[Any, ...] = (
        Path(os.fsdecode(path)),
        moment(created_us),
        *plain,
        tuple(tags.split("\n")) if tags else (),
        tuple(boards.split("\n")) if boards else (),
    )
    return Picture(*fields)


def below(folder: Path) -> tuple[bytes, bytes]:
    """All paths in a folder and its subfolders lie between these two."""
    start = os.fsencode(os.path.join(folder, ""))  # noqa: PTH118 - with the separator at its end
    return start, start[:-1] + bytes([start[-1] + 1])
