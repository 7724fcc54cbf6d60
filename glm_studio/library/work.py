"""What the library's thread does, as tasks in steps."""

from __future__ import annotations

import logging
import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from engine.api import ImageReady
from engine.errors import EngineError, problem_of
from glm_studio.library import marks
from glm_studio.library.atomic import sync_folder
from glm_studio.library.catalogue import Catalogue
from glm_studio.library.edits import (
    Deletion,
    Edit,
    Failure,
    Homecoming,
    Imported,
    Restoration,
    Sighting,
    Trashed,
)
from glm_studio.library.errand import Errand
from glm_studio.library.folders import Folders
from glm_studio.library.keepsakes import Keepsakes
from glm_studio.library.labels import Labelling
from glm_studio.library.leftovers import remove_leftovers
from glm_studio.library.picture import Picture
from glm_studio.library.query import Query
from glm_studio.library.reach import innermost, is_below
from glm_studio.library.rescue import bring_home, rescue, waiting
from glm_studio.library.roots import Roots
from glm_studio.library.scan import Changes, read_entry
from glm_studio.library.store import SaveError, save_picture
from glm_studio.library.trash import bring_back, empty_of, is_own, throw_away
from glm_studio.library.worker import Steps

log = logging.getLogger(__name__)

_PUBLISH_S = 1.0
"""How often work that goes on shows what it has done: each time the gallery is laid out anew."""

_PICTURES_A_STEP = 20
"""Each is a file or two, flushed to the disk; a finished picture waits for one step."""

T = TypeVar("T")


class Work:
    """Belongs to the library's thread; any may read `roots` and `scanned`."""

    def __init__(
        self, folders: Folders, catalogue: Catalogue, labelling: Callable[[], Labelling]
    ) -> None:
        self._folders = folders
        self._labelling = labelling
        self._catalogue = catalogue
        self.roots = Roots(folders, catalogue)
        self.scanned = threading.Event()
        self._published = 0.0
        self._keepsakes = Keepsakes(folders.keepsakes)

    def opening(self) -> Steps[None]:
        """Show what the index knows, then what the files say."""
        self.roots.open()
        self._catalogue.open(self._folders.index)
        yield from remove_leftovers(self._folders)
        yield from self._doubting()
        yield from self._scanning(self.roots.compare_all())
        self.scanned.set()
        self._publish()
        yield
        self._catalogue.mend()

    def _doubting(self) -> Steps[None]:
        """Check the index on another thread, since all of it is read; build it again if need be."""
        catalogue = self._catalogue
        check = Errand("library-check", (catalogue.damage() for _ in range(1)))
        for damage in check.steps(math.inf):
            if damage:
                catalogue.build_again(self._folders.index, damage)
            yield

    def rescanning(self) -> Steps[None]:
        """Compare all files with what was read of them."""
        self.roots.refresh()
        self._follow()
        yield from self._scanning(self.roots.compare_all())
        self._publish()

    def looking(self) -> Steps[Sighting]:
        """Notice what others have changed: files, and rows of the index."""
        if not self.scanned.is_set():
            return Sighting()
        before = self.roots.away
        imported = self.roots.refresh()
        followed = self._follow()
        steps = self.roots.look()
        if self._catalogue.lost:  # another process found it damaged, and took it away
            self._catalogue.open(self._folders.index)
            yield from self._doubting()
            steps = self.roots.compare_all()
        found = yield from self._scanning(steps)
        away = tuple(folder for folder in self.roots.away if folder not in before)
        back = tuple(folder for folder in before if folder not in self.roots.away)
        if followed or found.read or found.gone or away or back or imported:
            self._publish()
        return Sighting(found.read, found.gone, away, back, imported)

    def comparing(self, folder: Path) -> Steps[None]:
        """Compare a folder with what was read of it."""
        self._follow()
        yield from self._scanning(self.roots.compare(folder))
        self._publish()

    def _follow(self) -> bool:
        try:
            return self._catalogue.follow()
        except sqlite3.Error as error:
            log.warning("the index could not be read: %s", error)
            return False

    def _scanning(self, steps: Iterator[Changes | None]) -> Steps[_Found]:
        found = _Found()
        with self._catalogue.scanning():
            for changes in steps:
                if changes is not None:
                    if changes.read and not found.read:
                        self._keepsakes.look()
                    found.add(changes)
                    if changes:
                        self._catalogue.store_found(self._with_keepsakes(changes))
                        self._publish_sometimes()
                yield
        return found

    def _with_keepsakes(self, changes: Changes) -> Changes:
        """Give pictures that came back what was said about them when they were deleted."""
        read = []
        for picture, stamp in changes.read:
            entry = (picture, stamp)
            if self._keepsakes.give_back(picture.path, stamp.bytes):
                with suppress(EngineError, OSError):  # gone again, which the next scan sees
                    entry = read_entry(picture.path)
            read.append(entry)
        return replace(changes, read=read)

    def adding(self, path: Path) -> Steps[Imported]:
        """Import a folder, and say how many pictures it holds. Raises `FolderError`."""
        folder = yield from self.roots.checked(path)
        self.roots.add(folder)
        self._follow()
        found = yield from self._scanning(self.roots.compare(folder))
        self._publish()
        return Imported(len(self._catalogue.find(Query(folder=folder))), tuple(found.failed))

    def removing(self, path: Path) -> Steps[None]:
        """Let go of an imported folder. Raises `FolderError`."""
        self.roots.remove(path)
        others = [kept for kept in self.roots.all if is_below(kept, path)]
        inside = innermost(path, self.roots.all) is not None  # a folder of the library
        shown = () if inside else (p.path for p in self._catalogue.find(Query(folder=path)))
        for some in _portions((file for file in shown if innermost(file, others) is None), 1000):
            self._catalogue.store(Changes(gone=some))
            yield
        self._publish()

    def save(self, image: ImageReady) -> Picture:
        """Save a picture, here or somewhere safe. Raises `SaveError`."""
        labelling = self._labelling()
        try:
            self.roots.require_drive(self._folders.pictures)
            return self._take_in(save_picture(image, self._folders.pictures, labelling))
        except SaveError as error:
            failure = rescue(image, error, self._folders.rescued, labelling)
            if failure.rescued:
                self._take_in(failure.rescued)
            raise failure from error

    def looking_for_rescued(self) -> Steps[tuple[Path, ...]]:
        """Which pictures wait to be brought home."""
        yield
        return tuple(waiting(self._folders))

    def bringing_home(self) -> Steps[Homecoming]:
        """Move rescued pictures into the pictures folder."""
        moved: dict[Path, Picture] = {}
        failed: list[Failure] = []
        for path in waiting(self._folders):
            try:
                self.roots.require_drive(self._folders.pictures)
                moved[path] = self._take_in(bring_home(path, self._folders.pictures))
                self._catalogue.store(Changes(gone=[path]))
            except (EngineError, OSError) as error:
                failed.append(Failure(path, problem_of(error)))
            yield
        self._publish()
        return Homecoming(moved, tuple(failed))

    def _take_in(self, path: Path) -> Picture:
        entry = read_entry(path)
        self._catalogue.store(Changes(read=[entry]))
        self._publish()
        return entry[0]

    def changing_board(self, board: str, change: marks.Change) -> Steps[Edit]:
        """Change what is said about all pictures on a board."""
        on_it = self._catalogue.find(Query(board=board))
        return (yield from self.changing((picture.path, change) for picture in on_it))

    def changing(self, wishes: Iterable[tuple[Path, marks.Change]]) -> Steps[Edit]:
        """Change what is said about pictures."""
        before, after, failed = [], [], []
        lock = self._folders.marks
        for some in _portions(wishes, _PICTURES_A_STEP):
            marked = []
            for path, change in some:
                picture = self._catalogue.get(path)
                try:
                    self.roots.require(path)
                    if picture and (changed := marks.apply(picture, change, lock)):
                        before.append(picture)
                        marked.append(changed)
                except EngineError as error:
                    failed.append(Failure(path, error.problem))
            after += [picture for picture, _stamp in marked]
            if marked:
                self._flushed({picture.path.parent for picture, _stamp in marked})
                self._catalogue.mark(marked)
                self._publish_sometimes()
            yield
        self._publish()
        return Edit(tuple(before), tuple(after), tuple(failed))

    def deleting(self, paths: Iterable[Path]) -> Steps[Deletion]:
        """Move pictures to the trash."""
        trashed: list[Trashed] = []
        failed: list[Failure] = []
        own = self._folders.deleted
        for some in _portions(paths, _PICTURES_A_STEP):
            gone, here = [], []
            for picture in filter(None, map(self._catalogue.get, some)):
                try:
                    self.roots.require(picture.path)  # before anything is asked of its disk
                    here.append(picture)
                except EngineError as error:
                    failed.append(Failure(picture.path, error.problem))
            self._keepsakes.keep(picture.path for picture in here)
            for picture in here:
                try:
                    trashed.append(throw_away(picture, own))
                    gone.append(picture.path)
                except EngineError as error:
                    failed.append(Failure(picture.path, error.problem))
            self._catalogue.store(Changes(gone=gone))
            self._publish_sometimes()
            yield
        self._publish()
        in_own = sum(is_own(part.file, own) for part in trashed)
        return Deletion(tuple(trashed), tuple(failed), in_own)

    def restoring(self, deletion: Deletion) -> Steps[Restoration]:
        """Bring them back from there."""
        pictures: list[Picture] = []
        failed: list[Failure] = []
        for some in _portions(deletion.trashed, _PICTURES_A_STEP):
            read, places, folders = [], [], set()
            for part in some:
                path = part.picture.path
                try:
                    self.roots.require_drive(path.parent)
                    places += bring_back(part)
                    folders.add(path.parent)
                    self._keepsakes.give_back(path, path.stat().st_size)
                    read.append(read_entry(path))
                except (EngineError, OSError) as error:
                    failed.append(Failure(path, problem_of(error)))
            if self._flushed(folders):
                empty_of(places)
            self._catalogue.store(Changes(read=read))
            pictures += [picture for picture, _stamp in read]
            self._publish_sometimes()
            yield
        self._publish()
        return Restoration(tuple(pictures), tuple(failed))

    def _flushed(self, folders: Iterable[Path]) -> bool:
        """Have the names in folders outlast a power failure; False if a disk fails at that."""
        try:
            for folder in folders:
                sync_folder(folder)
        except OSError as error:
            log.warning("a folder could not be flushed: %s", error)
            return False
        return True

    def _publish_sometimes(self) -> None:
        if time.monotonic() - self._published > _PUBLISH_S:
            self._publish()

    def _publish(self) -> None:
        self._published = time.monotonic()
        self._catalogue.publish()


@dataclass(slots=True)
class _Found:
    """What a scan found, counted."""

    read: int = 0
    gone: int = 0
    failed: list[Failure] = field(default_factory=list)

    def add(self, changes: Changes) -> None:
        self.read += len(changes.read)
        self.gone += len(changes.gone)
        self.failed += changes.failed


def _portions(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
