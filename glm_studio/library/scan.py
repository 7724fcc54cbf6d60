"""Comparing what is known with the folders: files come, go and change while nobody looks."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, Protocol

from glm_studio.library.atomic import remove_orphans
from glm_studio.library.edits import Failure
from glm_studio.library.formats import format_of
from glm_studio.library.index import Entry, Stamp, stamp_of
from glm_studio.library.metadata import UnreadablePictureError, read_picture
from glm_studio.library.reach import Reach, innermost
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


class Known(Protocol):
    """What was read of files before. Asked by folders: all of a library would be a gigabyte."""

    def stamps_in(self, folder: Path) -> dict[str, Stamp]:
        """The names of the files right in a folder, and their stamps when they were read."""

    def any_below(self, folder: Path) -> bool:
        """Whether files in a folder or its subfolders are known."""

    def paths_below(self, folder: Path | None, but: Collection[Path] = ()) -> Iterator[list[Path]]:
        """The files in a folder and its subfolders (None: all), but for those in the folders
        `but`, by name, in parts; they may be changed meanwhile."""


class _NothingKnown:
    def stamps_in(self, folder: Path) -> dict[str, Stamp]:
        return {}

    def any_below(self, folder: Path) -> bool:
        return False

    def paths_below(self, folder: Path | None, but: Collection[Path] = ()) -> Iterator[list[Path]]:
        return iter(())


NOTHING_KNOWN: Known = _NothingKnown()


def scan(
    folder: Path,
    known: Known,
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
    walk = _Walk(folder, others, reach, known if shallow else NOTHING_KNOWN)
    missing: list[Path] = []
    step, number = Changes(), 0
    for place, files in walk.folders():
        left = known.stamps_in(place)
        for name, stamp in files:
            before = left.pop(name, None)
            if stamp is not None and before != stamp:
                _read(place / name, stamp, step, known=before is not None)
            number += 1
            if number % _FILES_A_STEP == 0:
                yield step
                step = Changes()
        missing += (place / name for name in left)
    if why := reach.why_away(folder):  # a drive that vanishes meanwhile takes its folders along
        yield replace(step, away={folder: why})
        return
    away = walk.away | reach.lost_below(folder)
    yield replace(step, listed=walk.listed, away=away)
    kept = (*away, *walk.met)
    gone = [path for path in missing if innermost(path, kept) is None]
    for start in range(0, len(gone), _GONE_A_STEP):
        yield Changes(gone=gone[start : start + _GONE_A_STEP])
    folders = {each.folder for each in walk.listed}
    for some in known.paths_below(folder, but=kept):
        yield Changes(gone=[path for path in some if path.parent not in folders])


def _read(path: Path, stamp: Stamp, step: Changes, known: bool) -> None:
    try:
        step.read.append(read_entry(path, stamp))
    except UnreadablePictureError as error:
        log.info("not in the library: %s", error)
        step.failed.append(Failure(path, error.problem))
        if known:
            step.gone.append(path)


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
    """Through a folder and its subfolders, but for hidden ones and those that are left out: the
    `others`, and those of which something is `known`.

    `met` are those that are left out and are there.
    """

    def __init__(self, folder: Path, others: Collection[Path], reach: Reach, known: Known) -> None:
        self._folder = folder
        self._others = others
        self._known = known
        self._reach = reach
        self.listed: list[Listed] = []
        self.away: dict[Path, str] = {}
        self.met: list[Path] = []

    def folders(self) -> Iterator[tuple[Path, Iterator[tuple[str, Stamp | None]]]]:
        """All folders, with the names of their pictures and stamps; None where the disk does not
        say."""
        waiting = [self._folder]
        while waiting:
            folder = waiting.pop()
            if folder != self._folder and self._is_left_out(folder):
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
            yield folder, _stamped(folder, pictures, sidecars)

    def _is_left_out(self, folder: Path) -> bool:
        return folder in self._others or self._known.any_below(folder)


def _stamped(
    folder: Path, pictures: list[os.DirEntry[str]], sidecars: set[str]
) -> Iterator[tuple[str, Stamp | None]]:
    for entry in pictures:
        try:
            sidecar = f"{entry.name}.xmp"
            beside = folder / sidecar if sidecar in sidecars else None
            if entry.is_file():
                yield entry.name, _stamp(entry.stat(), beside)
        except FileNotFoundError:  # gone by now
            continue
        except OSError as error:
            log.warning("a picture cannot be looked at: %s", error)
            yield entry.name, None


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
