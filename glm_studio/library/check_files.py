"""A library's files, one by one: the pictures, what stands beside them, and what the index says."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from engine.recipe import Recipe
from engine.texts import say
from glm_studio.library.atomic import orphans
from glm_studio.library.decode import decode
from glm_studio.library.formats import Format, format_of
from glm_studio.library.index import Entry, Index
from glm_studio.library.metadata import UnreadablePictureError, read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.scan import read_entry, stamp_now
from glm_studio.library.sidecar import Marks, SidecarError, read_marks, sidecar_of
from glm_studio.library.store import explain

_MOST_DOUBTS = 10_000
"""An open window writes a row a moment after the file: that is no fault, and is looked at again."""

_REPAIR = "glm-studio library check --repair"


class Fault(StrEnum):
    """What is wrong; the names are stable."""

    UNREADABLE = "unreadable"
    PIXELS = "pixels"
    RECIPE = "recipe"
    SIDECAR = "sidecar"
    LONE_SIDECAR = "lone sidecar"
    TEMPORARY = "temporary"
    UNINDEXED = "unindexed"
    STALE = "stale"
    EXTRA = "extra"
    INDEX = "index"
    FOLDERS = "folders"
    AWAY = "away"
    RESCUED = "rescued"
    DELETED = "deleted"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, as sentences. Without `mends` it is but worth knowing,
    and nothing is wrong."""

    fault: Fault
    path: Path
    says: str
    mends: str = ""


OnFile = Callable[[int], None]
"""Hears how many pictures were looked at."""


class FileCheck:
    """At the files of folders."""

    def __init__(self, thorough: bool, on_file: OnFile) -> None:
        self._thorough = thorough
        self._on_file = on_file
        self._files = 0
        self._doubts: list[Path] = []

    def through(
        self, root: Path, others: Sequence[Path], index: Index | None, away: dict[Path, str]
    ) -> Iterator[Finding]:
        """At all files in a folder and its subfolders, but for `others` and hidden ones; folders
        that cannot be listed are put into `away`."""
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            try:
                names, inside, hidden = _listing(folder)
            except OSError as error:
                away[folder] = explain(error, folder)[0]
                yield away_finding(folder, away[folder])
                continue
            waiting += [path for path in inside if path not in others]
            if hidden:
                yield from temporaries(folder)
            for name in sorted(names):
                path = folder / name
                if name.endswith(".xmp"):
                    yield from _lone(path, names)
                elif format_of(name) and path.is_file():
                    self._files += 1
                    self._on_file(self._files)
                    yield from self._picture(path, index)

    def _picture(self, path: Path, index: Index | None) -> Iterator[Finding]:
        try:
            stamp, file = stamp_now(path), read_picture(path)
        except (UnreadablePictureError, OSError) as error:
            if os.path.lexists(path):
                why = error.problem.why if isinstance(error, UnreadablePictureError) else str(error)
                yield Finding(Fault.UNREADABLE, path, why, _from_a_copy())
            return
        if file.complaint:
            yield Finding(Fault.RECIPE, path, file.complaint, _from_a_copy())
        marks = Marks()
        try:
            marks = read_marks(path)
        except SidecarError as error:
            says, mends = error.problem.why, error.problem.remedy
            yield Finding(Fault.SIDECAR, sidecar_of(path), says, mends)
        if self._thorough:
            yield from _pixels(path, file.recipe)
        entry = _marked(file.picture, marks), stamp
        if index is not None and (finding := _doubt(entry, index)):
            if len(self._doubts) < _MOST_DOUBTS:
                self._doubts.append(path)
            else:
                yield finding

    def doubts(self, index: Index) -> Iterator[Finding]:
        """What the index did not say when the file was looked at, and does not say now."""
        for path in self._doubts:
            try:
                finding = _doubt(read_entry(path), index)
            except (UnreadablePictureError, OSError):  # gone meanwhile
                continue
            if finding is not None:
                yield finding


def _listing(folder: Path) -> tuple[set[str], list[Path], bool]:
    """Names of files, subfolders, and whether there are hidden names."""
    names, inside, hidden = set(), [], False
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                hidden = True
            elif entry.is_dir(follow_symlinks=False):
                inside.append(Path(entry.path))
            else:
                names.add(entry.name)
    return names, inside, hidden


def _lone(sidecar: Path, names: set[str]) -> Iterator[Finding]:
    """Sidecars of other kinds of files are none of the studio's business."""
    picture = sidecar.name.removesuffix(".xmp")
    if format_of(picture) and picture not in names:
        says = say("It belongs to {picture}, which is not there.", picture=picture)
        mends = say("Move it to where the picture is now, or delete it.")
        yield Finding(Fault.LONE_SIDECAR, sidecar, says, mends)


def _pixels(path: Path, recipe: Recipe | None) -> Iterator[Finding]:
    try:
        picture = decode(path)
    except Exception as error:  # noqa: BLE001 - a broken file may break Pillow in any way
        says = say("It cannot be decoded: {error}.", error=error)
        yield Finding(Fault.PIXELS, path, says, _from_a_copy())
        return
    if recipe is None or recipe.trace is None or format_of(path) is not Format.PNG:
        return
    if picture.size == (recipe.width, recipe.height):
        digest = hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest()
        if not digest.startswith(recipe.trace.pixels):
            says = say("Its pixels are not those that were made: they have changed since.")
            yield Finding(Fault.PIXELS, path, says, _from_a_copy())


def _from_a_copy() -> str:
    return say("Replace it by a copy from a backup, if there is one.")


def _marked(picture: Picture, marks: Marks) -> Picture:
    return replace(picture, rating=marks.rating, tags=marks.tags, boards=marks.boards)


def _doubt(entry: Entry, index: Index) -> Finding | None:
    """What the index says of a file, against what the file says."""
    path, known = entry[0].path, index.entry(entry[0].path)
    if known == entry:
        return None
    if known is None:
        return Finding(Fault.UNINDEXED, path, say("The index does not know it."), repaired())
    return Finding(Fault.STALE, path, say("The index says something else of it."), repaired())


def repaired() -> str:
    return say("Start GLM Studio, or run: {command}", command=_REPAIR)


def temporaries(folder: Path) -> Iterator[Finding]:
    for path in orphans(folder):
        says = say("A program that was ended left it behind.")
        yield Finding(Fault.TEMPORARY, path, says, repaired())


def away_finding(folder: Path, why: str) -> Finding:
    mends = say("Connect the drive or the network, or allow reading there.")
    return Finding(Fault.AWAY, folder, why, mends)
