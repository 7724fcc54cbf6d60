"""What waits to be made, on disk: it outlasts the program, however that ends.

A folder holds a log (`queue_log.py`) and a lock for each session that runs. What is left of one
whose lock is free belongs to nobody: the next session to start takes its pictures over, once.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from glm_studio.library import atomic, queue_log
from glm_studio.library.made import find_made
from glm_studio.library.presence import is_there
from glm_studio.library.queue_log import Log, LogError
from glm_studio.library.queue_notes import Asked, AskedSet, Changes, Done, Note
from glm_studio.library.session_lock import SessionLock, begin_session, remove_stale

log = logging.getLogger(__name__)

_SUFFIX = ".jsonl"
_ROOM = 256 << 10
"""So many bytes of what is past a file may hold, and as many as of what is not."""


@dataclass(frozen=True, slots=True)
class Found:
    """What earlier sessions left, in its order. `crashed` if one of them did not end as it should;
    `damaged` are the files of which not all could be read, where they are now; `refused` says why
    this session's own file could not be written."""

    entries: tuple[Asked, ...] = ()
    sets: Mapping[str, AskedSet] = field(default_factory=dict)
    crashed: bool = False
    damaged: tuple[Path, ...] = ()
    refused: OSError | None = None


class QueueFile:
    """This session's. All of it blocks on the disk; call it from a thread that is not the window's.

    `places` are the folders in which pictures are that were made; gone through once, in `open`.
    """

    def __init__(self, folder: Path, places: Iterable[Path]) -> None:
        self.folder, self._places = folder, places
        self._stem: Path | None = None
        self._lock: SessionLock | None = None
        self._left: list[_Left] = []
        """What is taken over, until this session's file says so."""
        self._lines: dict[str, list[bytes]] = {}
        """Of each picture what a new file has to say."""
        self._sets: dict[str, bytes] = {}
        self._groups: dict[str, str] = {}
        self._done: set[str] = set()
        self._size = self._live = 0
        self._sound = False
        """Whether the file on disk says all that was written."""
        self._closed = False
        self._guard = threading.Lock()

    def open(self) -> Found:
        """Begin this session's file with what sessions left that are over. Raises OSError only
        where nothing can be read."""
        with self._guard:
            if self._closed:
                return Found()
            atomic.make_folder(self.folder)
            atomic.remove_orphans(self.folder)
            remove_stale(self.folder, _SUFFIX)
            self._stem, self._lock = begin_session(self.folder)
            left = self._left = _take_left(self.folder)
            entries, sets = self._settled(_merged(left))
            notes: list[Note] = [*sets.values(), *entries]
            for note in notes:
                self._keep(note)
            return Found(
                tuple(entries),
                sets,
                crashed=any(each.log.entries and not each.log.rested for each in left),
                damaged=tuple(each.aside for each in left if each.log.damaged),
                refused=self._try_to_write(),
            )

    def write(self, changes: Changes) -> None:
        """Append what is new. Raises OSError; then the next call writes all of it."""
        with self._guard:
            if self._closed or self._stem is None:
                return
            said = b"".join(self._keep(note) for note in changes.notes)
            if changes.gone:
                said += queue_log.line("gone", list(changes.gone))
                self._drop(changes.gone)
            if changes.order is not None:
                said += queue_log.line("order", list(changes.order))
                self._arrange(changes.order)
            if not self._sound or self._size + len(said) > 2 * self._live + _ROOM:
                self._rewrite()
                return
            try:
                self._append(said)
            except OSError as error:
                log.warning("the queue is written anew: %s", error)
                self._rewrite()

    def close(self) -> None:
        """The session ends as it should; what it was making was only interrupted."""
        with self._guard:
            closed, self._closed = self._closed, True
            if closed or self._stem is None or self._lock is None:
                return
            try:
                if not self._sound:
                    self._rewrite()
                if self._lines.keys() - self._done:
                    self._append(queue_log.line("rest", None))
                else:
                    self._path.unlink(missing_ok=True)
            except OSError as error:
                log.warning("the queue could not be closed: %s", error)
            self._lock.release()

    # What is kept --------------------------------------------------------------------------------

    def _keep(self, note: Note) -> bytes:
        """Remember what a note says; returns its line."""
        said = queue_log.line_of(note)
        if isinstance(note, AskedSet):
            self._sets[note.key] = said
            self._live += len(said)
        elif isinstance(note, Asked) or note.key in self._lines:
            if isinstance(note, Asked):  # said once more, it is another one
                self._live -= sum(map(len, self._lines.get(note.key, [])))
                self._lines[note.key] = []
                self._groups[note.key] = note.group
            if isinstance(note, Done) or (isinstance(note, Asked) and note.picture is not None):
                self._done.add(note.key)
            self._lines.setdefault(note.key, []).append(said)
            self._live += len(said)
        return said

    def _drop(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._live -= sum(map(len, self._lines.pop(key, [])))
            self._groups.pop(key, None)

    def _arrange(self, order: Sequence[str]) -> None:
        """Those that it does not name are over, and come first."""
        behind = {key: self._lines.pop(key) for key in order if key in self._lines}
        self._lines |= behind

    # The disk ------------------------------------------------------------------------------------

    @property
    def _path(self) -> Path:
        assert self._stem is not None  # noqa: S101 - `open` comes first
        return self._stem.with_suffix(_SUFFIX)

    def _append(self, said: bytes) -> None:
        self._sound = False
        with self._path.open("r+b") as file:  # which is there: else all of it is written
            if file.seek(0, os.SEEK_END) != self._size:
                raise OSError("somebody else has written into the queue's file")
            file.write(said)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(said)
        self._sound = True

    def _try_to_write(self) -> OSError | None:
        try:
            self._rewrite()
        except OSError as error:
            return error
        return None

    def _rewrite(self) -> None:
        """All that is kept, in the place of what there is."""
        used = set(self._groups.values())
        self._sets = {key: said for key, said in self._sets.items() if key in used}
        adopted = queue_log.header(left.stem.name for left in self._left)
        kept = [adopted, *self._sets.values(), *(b"".join(s) for s in self._lines.values())]
        content = b"".join(kept)
        atomic.make_folder(self.folder)
        with atomic.temporary_file(self.folder, content) as temporary:
            atomic.replace(temporary, self._path)
        self._size = self._live = len(content)
        self._sound = True
        self._left = [left for left in self._left if not left.remove()]

    # Taking over ---------------------------------------------------------------------------------

    def _settled(self, merged: Log) -> tuple[list[Asked], dict[str, AskedSet]]:
        """Without those that are on disk: a session may end between saving one and saying so."""
        entries = merged.in_order()
        sought = [a for a in entries if a.problem is None and not _is_there(a.picture)]
        jobs = {job: asked.request.seed for asked in sought for job in asked.jobs}
        made = find_made(jobs, self._places)
        settled = []
        for asked in entries:
            picture = next((made[job] for job in asked.jobs if job in made), asked.picture)
            if picture is None or _is_there(picture):  # else somebody has deleted it
                settled.append(replace(asked, picture=picture))
        under_way = {asked.group for asked in settled if asked.picture is None}
        settled = [a for a in settled if a.picture is None or a.group in under_way]
        return settled, {key: s for key, s in merged.sets.items() if key in under_way}


@dataclass(frozen=True, slots=True)
class _Left:
    """The file of a session that is over, whose lock this one holds now."""

    stem: Path
    lock: SessionLock
    log: Log

    @property
    def aside(self) -> Path:
        """Where a file is kept of which not all could be read."""
        return self.stem.with_suffix(".broken")

    def remove(self) -> bool:
        """False if it stays for the next start, which must not take it over again."""
        path = self.stem.with_suffix(_SUFFIX)
        try:
            if self.log.damaged and path.exists():
                path.replace(self.aside)
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s stays: %s", path, error)
            return False
        self.lock.release()
        return True


def _take_left(folder: Path) -> list[_Left]:
    """The oldest first."""
    left = []
    for path in sorted(folder.glob(f"*{_SUFFIX}"), key=_written):
        lock = SessionLock(path.with_suffix(""))
        if not lock.take():
            continue
        try:
            said = queue_log.read_log(path.read_bytes())
        except FileNotFoundError:  # another session was quicker
            lock.release()
            continue
        except LogError as error:
            log.warning("the queue %s cannot be read: %s", path, error)
            said = Log(damaged=1)
        except OSError as error:
            log.warning("the queue %s cannot be read now: %s", path, error)
            continue
        left.append(_Left(path.with_suffix(""), lock, said))
    return left


def _is_there(picture: Path | None) -> bool:
    return picture is not None and is_there(picture)


def _written(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def _merged(left: Sequence[_Left]) -> Log:
    """All that was left, each once: a file may have been taken over before, and still be there."""
    over = {name for each in left for name in each.log.adopted}
    merged = Log()
    for each in left:
        if each.stem.name not in over:
            for asked in each.log.in_order():
                merged.entries.setdefault(asked.key, asked)
            merged.sets |= each.log.sets
    return merged
