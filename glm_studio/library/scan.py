"""Comparing the index with the folders: files may come, go and change while the studio is away."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from glm_studio.library.atomic import remove_orphans
from glm_studio.library.edits import Failure
from glm_studio.library.formats import format_of
from glm_studio.library.index import Entry, Stamp, stamp_of
from glm_studio.library.metadata import UnreadablePictureError, read_picture
from glm_studio.library.sidecar import Marks, SidecarError, read_marks, sidecar_of

log = logging.getLogger(__name__)

_FILES_A_STEP = 200
"""A finished picture waits for at most one step, some hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a step of the scan found: pictures that were read, and paths that are no more.

    `failed` are files that look like pictures and cannot be read; the library does without them.
    """

    read: list[Entry] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.read or self.gone)


def scan(folders: Sequence[Path], known: Mapping[Path, Stamp]) -> Iterator[Changes]:
    """Yield the changes against `known` in steps short enough to do other work between them."""
    gone = set(known)
    step = Changes()
    for number, (path, stamp) in enumerate(_files(folders), start=1):
        if known.get(path) == stamp:
            gone.discard(path)
        else:
            try:
                step.read.append(read_entry(path, stamp))
                gone.discard(path)
            except UnreadablePictureError as error:
                log.info("not in the library: %s", error)
                step.failed.append(Failure(path, error.problem))
        if number % _FILES_A_STEP == 0:
            yield step
            step = Changes()
    step.gone.extend(gone)
    yield step


def read_entry(path: Path, stamp: Stamp | None = None) -> Entry:
    """A picture with its sidecar, and the stamp of both. Raises `UnreadablePictureError`, OSError.

    `stamp` is theirs from before the reading, if that is known.
    """
    stamp = stamp or _stamp(path.stat(), sidecar_of(path))
    picture = read_picture(path).picture
    if stamp.sidecar_mtime_ns or stamp.sidecar_bytes:
        try:
            marks = read_marks(path)
        except SidecarError as error:
            log.warning("%s", error)
            marks = Marks()
        picture = replace(picture, rating=marks.rating, tags=marks.tags, boards=marks.boards)
    return picture, stamp


def _files(folders: Sequence[Path]) -> Iterator[tuple[Path, Stamp]]:
    """All pictures in the folders and their subfolders, but for hidden ones; each once."""
    waiting, seen = list(folders), set[str]()
    while waiting:
        folder = os.fspath(waiting.pop())
        if folder in seen:
            continue
        seen.add(folder)
        try:
            pictures, sidecars = _listing(folder, waiting)
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("a folder of the library cannot be listed: %s", error)
            continue
        for entry in pictures:
            try:
                sidecar = f"{entry.name}.xmp"
                beside = Path(folder, sidecar) if sidecar in sidecars else None
                if entry.is_file():
                    yield Path(entry.path), _stamp(entry.stat(), beside)
            except OSError:  # gone by now
                continue


def _listing(folder: str, waiting: list[Path]) -> tuple[list[os.DirEntry[str]], set[str]]:
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
        remove_orphans(Path(folder))
    return pictures, sidecars


def _stamp(status: os.stat_result, sidecar: Path | None) -> Stamp:
    """The stamp of a file and of its sidecar, which need not be there."""
    try:
        return stamp_of(status, sidecar.stat() if sidecar else None)
    except OSError:
        return stamp_of(status)
