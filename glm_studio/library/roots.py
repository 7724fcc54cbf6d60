"""The folders that the library is about: compared with what is known, and watched from then on.

Watching means asking each folder for its time, every few seconds. Systems tell of changes by
themselves, but not on network drives, not for as many folders as one likes, and their watchers ask
the disk on the thread that sets them up; a folder's time is one short call, everywhere the same.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from engine.texts import say
from glm_studio.library import imports
from glm_studio.library.catalogue import Catalogue
from glm_studio.library.errand import Errand, HangsError
from glm_studio.library.folders import Folders
from glm_studio.library.presence import is_there
from glm_studio.library.reach import AwayError, Reach, innermost, is_below
from glm_studio.library.rescue import rescue_folders
from glm_studio.library.scan import FRESH_NS, NOTHING_KNOWN, Changes, Listed, Token, scan
from glm_studio.library.store import SaveError, explain

PATIENCE_S = 10.0
"""A disk that is silent for longer is left alone until it answers: some sleep, and need seconds."""

_T = TypeVar("_T")

_FOLDERS_A_SIGN = 100
_REST = 10
"""After a look the disks rest for so many times as long as it took, however slow they are."""


class Roots:
    """Belongs to the library's thread; any may read `imported` and `away`.

    `away` are folders that cannot be reached, with why, as a sentence. It is replaced as a whole.
    """

    def __init__(self, folders: Folders, catalogue: Catalogue) -> None:
        self._folders = folders
        self._own: tuple[Path, ...] = (folders.pictures, *rescue_folders(folders))
        self._imports = folders.imports
        self._catalogue = catalogue
        self._reach = Reach(folders.mounts, self._own)
        self._listed: dict[Path, dict[Path, Listed]] = {}
        self._hanging: dict[Path, Errand[Any]] = {}
        self._read_token = (0, 0)
        self._looking = False
        self._rests_until_s = 0.0
        self.imported: tuple[Path, ...] = ()
        self.away: Mapping[Path, str] = {}

    @property
    def all(self) -> tuple[Path, ...]:
        """The studio's own folders, and the imported ones."""
        return tuple(dict.fromkeys((*self._own, *self.imported)))

    def open(self) -> None:
        """Read which folders were imported."""
        self._read_token = self._list_token()
        self.imported = imports.read_folders(self._imports)

    def refresh(self) -> bool:
        """Read the list again if another window has changed it; whether it did."""
        self._own = self._folders.pictures, *rescue_folders(self._folders)
        shown = self.all
        if any(innermost(path, shown) is None for path in self.away):
            self.away = {p: why for p, why in self.away.items() if innermost(p, shown) is not None}
        if self._list_token() == self._read_token:
            return False
        before = self.imported
        self.open()
        return self.imported != before

    def _list_token(self) -> tuple[int, int]:
        try:
            status = self._imports.stat()
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_ino

    def add(self, folder: Path) -> None:
        """Take a folder in. Raises `FolderError`."""
        if folder not in self.all:
            self._write((*self.imported, folder))

    def remove(self, folder: Path) -> None:
        """Let go of an imported folder. Raises `FolderError`."""
        self._write(tuple(kept for kept in self.imported if kept != folder))
        self._listed.pop(folder, None)
        self.away = {path: why for path, why in self.away.items() if not is_below(path, folder)}

    def _write(self, imported: tuple[Path, ...]) -> None:
        imports.write_folders(self._imports, imported)
        self._read_token = self._list_token()
        self.imported = imported

    def require(self, path: Path) -> None:
        """Raise `AwayError` for a file whose folder was not reached when it was looked at last."""
        folder = innermost(path, self.away)
        if folder is not None:
            raise AwayError(folder, self.away[folder])

    def require_drive(self, folder: Path) -> None:
        """Raise `SaveError` where a new file would be written to a mount point without its drive,
        and be hidden once that is back."""
        root = innermost(folder, self._hanging)
        if root is not None and self._hanging[root].alive:
            raise SaveError(folder, _hangs())
        if self._reach.lost_above(folder) is not None and self._reach.why_away(folder):
            raise SaveError(folder, OSError(errno.ENODEV, os.strerror(errno.ENODEV)))

    # Each of these yields None while it waits for a disk ----------------------------------------

    def checked(self, path: Path) -> Generator[None, None, Path]:
        """The absolute path of a folder that is to be imported. Raises `FolderError`."""
        errand = Errand("library-disk", (imports.check(each) for each in [path]))
        folder = path
        try:
            for answer in errand.steps(PATIENCE_S):
                folder = answer or folder
                yield
        except HangsError:
            why, mends = explain(_hangs(), path)
            raise imports.FolderError(path, why, say("{remedy}.", remedy=mends)) from None
        return folder

    def compare_all(self) -> Iterator[Changes | None]:
        """Compare all folders, and let go of pictures that are in none of them."""
        known = self._catalogue.reader or NOTHING_KNOWN
        for gone in known.paths_below(None, but=self.all):
            yield Changes(gone=gone)
        for root in self.all:
            yield from self._compare(root, root, shallow=False)

    def compare(self, folder: Path, shallow: bool = False) -> Iterator[Changes | None]:
        """Compare one folder; `shallow` leaves out the subfolders that are known."""
        root = innermost(folder, self.all)
        if root is not None:
            yield from self._compare(root, folder, shallow)

    def look(self) -> Iterator[Changes | None]:
        """Compare folders that have changed since they were listed, or can be reached again.

        Does nothing where that was done just now.
        """
        start = time.monotonic()
        if self._looking or start < self._rests_until_s:
            return
        self._looking = True
        try:
            for root in self.all:
                yield from self._look_at(root)
        finally:
            self._looking = False
            end = time.monotonic()
            self._rests_until_s = end + _REST * (end - start)

    def _compare(self, root: Path, folder: Path, shallow: bool) -> Iterator[Changes | None]:
        others = [other for other in self.all if other != root and is_below(other, root)]
        known = self._catalogue.reader or NOTHING_KNOWN
        changes = scan(folder, known, self._reach, others, shallow)
        for step in self._sent(root, changes):
            if step is not None:
                self._note(root, folder, step, shallow)
            yield step

    def _look_at(self, root: Path) -> Iterator[Changes | None]:
        changed: list[_Sign] = []
        listed = list(self._listed.setdefault(root, {}).values())
        away = [path for path in self.away if innermost(path, self.all) == root]
        for signs in self._sent(root, _signs(root, listed, away, self._reach)):
            changed += signs or ()
            yield None
        for folder, shallow in dict(changed).items():
            if shallow is None:
                self._listed[root].pop(folder, None)
            else:
                yield from self.compare(folder, shallow)

    def _sent(self, root: Path, things: Iterator[_T]) -> Iterator[_T | None]:
        """On a thread of its own; a folder that hangs is away, until that thread comes back."""
        before = self._hanging.get(root)
        if before is not None and before.alive:
            return
        errand = Errand("library-disk", things)
        try:
            yield from errand.steps(PATIENCE_S)
        except HangsError:
            self._hanging[root] = errand
            self.away = {**self.away, root: say("It does not answer.")}
            self._listed[root] = {}
            yield None

    def _note(self, root: Path, folder: Path, step: Changes, shallow: bool) -> None:
        """What a scan has seen of folders."""
        if not step.listed and not step.away:
            return
        seen = {each.folder: each for each in step.listed}
        listed = self._listed.setdefault(root, {})
        if not shallow:
            for path in [path for path in listed if is_below(path, folder)]:
                del listed[path]
        listed.update(seen)
        kept = {
            path: why
            for path, why in self.away.items()
            if path != folder and path not in seen and (shallow or not is_below(path, folder))
        }
        self.away = kept | step.away


def _hangs() -> OSError:
    return OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))


_Sign: TypeAlias = tuple[Path, bool | None]
"""A folder to be compared, and whether a shallow scan will do; None for one that is gone."""
_Signs: TypeAlias = list[_Sign]


def _signs(
    root: Path, listed: Sequence[Listed], away: Sequence[Path], reach: Reach
) -> Iterator[_Signs]:
    """Which folders are to be compared, in parts: each is a sign that the disk answers."""
    if root in away:
        yield [] if reach.why_away(root) else [(root, False)]
        return
    if not listed and is_there(root):
        yield [(root, False)]
    for start in range(0, len(listed), _FOLDERS_A_SIGN):
        some = listed[start : start + _FOLDERS_A_SIGN]
        yield [sign for each in some if (sign := _sign(root, each))]
    for path in away:
        lost = path in reach.lost_below(root)
        if not lost and (not is_there(path) or not reach.why_away(path)):
            yield [(root, False)]


def _sign(root: Path, listed: Listed) -> _Sign | None:
    try:
        token = Token.of(listed.folder)
    except FileNotFoundError:  # the folder that it was in has changed as well
        return listed.folder, True if listed.folder == root else None
    except OSError:
        return listed.folder, True
    settled = not listed.fresh or time.monotonic() - listed.at_s < FRESH_NS / 1e9
    return None if token == listed.token and settled else (listed.folder, True)
