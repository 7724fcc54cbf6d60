"""Comparing what is known with the folders: files come, go and change while nobody looks."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from glm_studio.library.atomic import remove_orphans
from glm_studio.library.edits import Failure
from glm_studio.library.formats import format_of
from glm_studio.library.index import Entry, Stamp, stamp_of
from glm_studio.library.metadata import UnreadablePictureError, read_picture
from glm_studio.library.reach import Reach, is_below
from glm_studio.library.sidecar import Marks, SidecarError, read_marks, sidecar_of
from glm_studio.library.store import explain

log = logging.getLogger(__name__)

_FILES_A_STEP = 200
_GONE_A_STEP = 1000
FRESH_NS = 3 * 10**9
"""Disks count time in steps, of two seconds at worst: what changed that short before a folder was
listed may change again without another time."""


class Token(NamedTuple):
    """What changes when files of a folder come or go, or another drive is mounted there."""

    mtime_ns: int
    device: int
    inode: int

    @classmethod
    def of(cls, folder: Path | str) -> Token:
        """Raises OSError."""
        status = os.stat(folder)  # noqa: PTH116 - for text as well, and often
        return cls(status.st_mtime_ns, status.st_dev, status.st_ino)

    def fresh(self) -> bool:
        """Whether the folder has changed just now, so that it has to be listed once more."""
        return abs(time.time_ns() - self.mtime_ns) < FRESH_NS


class Listed(NamedTuple):
    """A folder, its token before it was listed, and whether that may hide a change."""

    folder: Path
    token: Token
    fresh: bool
    at_s: float
    """By the monotonic clock."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a step of the scan found: pictures that were read, and paths that are no more.

    `failed` are files that look like pictures and cannot be read; the library does without them.
    `listed` are folders that were looked through, and `away` those that cannot be reached, with
    why, as a sentence: their pictures stay.
    """

    read: list[Entry] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    away: dict[Path, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.read or self.gone)


def scan(
    folder: Path,
    known: Mapping[str, Stamp | tuple[int, ...]],
    reach: Reach,
    others: Collection[Path] = (),
    shallow: bool = False,
) -> Iterator[Changes]:
    """Yield the changes of a folder against `known` in steps, each some hundredths of a second.

    `others` are folders that have scans of their own. A shallow scan leaves out the subfolders
    that something is known of.
    """
    if why := reach.why_away(folder):
        yield Changes(away={folder: why})
        return
    start = len(os.path.join(folder, ""))  # noqa: PTH118 - with the separator at its end
    inside = _subfolders(known, start) if shallow else set[str]()
    walk = _Walk(folder, {*others, *(folder / name for name in inside)}, reach)
    gone = set(known)
    step = Changes()
    for number, (name, stamp) in enumerate(walk.files(), start=1):
        if known.get(name) == stamp:
            gone.discard(name)
        else:
            try:
                step.read.append(read_entry(Path(name), stamp))
                gone.discard(name)
            except UnreadablePictureError as error:
                log.info("not in the library: %s", error)
                step.failed.append(Failure(Path(name), error.problem))
        if number % _FILES_A_STEP == 0:
            yield step
            step = Changes()
    if why := reach.why_away(folder):  # a drive that vanishes meanwhile takes its folders along
        yield replace(step, away={folder: why})
        return
    away = walk.away | reach.lost_below(folder)
    yield replace(step, listed=walk.listed, away=away)
    met = {path.name for path in walk.met if path.name in inside and path.parent == folder}
    if away or met:
        gone = {
            name
            for name in gone
            if name[start:].partition(os.sep)[0] not in met
            and not any(is_below(name, kept) for kept in away)
        }
    names = sorted(gone)
    for first in range(0, len(names), _GONE_A_STEP):
        yield Changes(gone=list(map(Path, names[first : first + _GONE_A_STEP])))


def read_entry(path: Path, stamp: Stamp | None = None) -> Entry:
    """A picture with its sidecar, and the stamp of both. Raises `UnreadablePictureError`, OSError.

    `stamp` is theirs from before the reading, if that is known.
    """
    stamp = stamp or stamp_now(path)
    picture = read_picture(path).picture
    if stamp.sidecar_mtime_ns or stamp.sidecar_bytes:
        try:
            marks = read_marks(path)
        except SidecarError as error:
            log.warning("%s", error)
            marks = Marks()
        picture = replace(picture, rating=marks.rating, tags=marks.tags, boards=marks.boards)
    return picture, stamp


def stamp_now(path: Path) -> Stamp:
    """The stamp of a file and of its sidecar. Raises OSError."""
    return _stamp(path.stat(), sidecar_of(path))


class _Walk:
    """Through a folder and its subfolders, but for hidden ones and those that are left out.

    `met` are those that are left out and are there.
    """

    def __init__(self, folder: Path, left_out: Collection[Path], reach: Reach) -> None:
        self._folder = folder
        self._left_out = left_out
        self._reach = reach
        self.listed: list[Listed] = []
        self.away: dict[Path, str] = {}
        self.met: list[Path] = []

    def files(self) -> Iterator[tuple[str, Stamp]]:
        """All pictures with their stamps."""
        waiting = [self._folder]
        while waiting:
            folder = waiting.pop()
            if folder in self._left_out and folder != self._folder:
                self.met.append(folder)
                continue
            try:
                token = Token.of(folder)
                listed = Listed(folder, token, token.fresh(), time.monotonic())
                pictures, sidecars = _listing(folder, waiting)
                if os.path.ismount(folder):
                    self._reach.note(folder)
            except FileNotFoundError:
                continue
            except OSError as error:
                log.warning("a folder of the library cannot be listed: %s", error)
                self.away[folder] = explain(error, folder)[0]
                continue
            self.listed.append(listed)
            yield from _stamped(folder, pictures, sidecars)


def _stamped(
    folder: Path, pictures: list[os.DirEntry[str]], sidecars: set[str]
) -> Iterator[tuple[str, Stamp]]:
    for entry in pictures:
        try:
            sidecar = f"{entry.name}.xmp"
            beside = folder / sidecar if sidecar in sidecars else None
            if entry.is_file():
                yield entry.path, _stamp(entry.stat(), beside)
        except OSError:  # gone by now
            continue


def _subfolders(known: Iterable[str], start: int) -> set[str]:
    """The names of folders that known pictures are in, however deep; names begin at `start`."""
    parts = (name[start:].partition(os.sep) for name in known)
    return {first for first, separator, _rest in parts if separator}


def _listing(folder: Path, waiting: list[Path]) -> tuple[list[os.DirEntry[str]], set[str]]:
    """A folder's pictures and the names of its sidecars; its subfolders go into `waiting`.

    What an interrupted save left there is removed.
    """
    pictures, sidecars, hidden = [], set(), False
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                hidden = True
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.name.endswith(".xmp"):
                sidecars.add(entry.name)
            elif format_of(entry.name):
                pictures.append(entry)
    if hidden:
        remove_orphans(folder)
    return pictures, sidecars


def _stamp(status: os.stat_result, sidecar: Path | None) -> Stamp:
    """The stamp of a file and of its sidecar, which need not be there."""
    try:
        return stamp_of(status, sidecar.stat() if sidecar else None)
    except OSError:
        return stamp_of(status)
