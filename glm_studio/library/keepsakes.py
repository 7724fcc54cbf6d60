"""What was said about deleted pictures, until they come back.

In the trash a picture and its sidecar are two entries, and who restores one with a file manager
forgets the other. So a copy of the sidecar stays with the studio, and goes back beside the picture
wherever that appears again. It is known by its bytes, whatever its name and folder are then.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from glm_studio.library.atomic import make_folder, publish, sync_folder, temporary_file
from glm_studio.library.sidecar import sidecar_of, stamp_of_sidecar

log = logging.getLogger(__name__)

_MOST = 20_000
"""The oldest go beyond that. By number, since a clock that was wrong for a day would drop all."""

_READ_BYTES = 64 << 10
"""From either end of a file: its recipe and the time are in the first, pixels in both."""

_NAME = re.compile(r"[0-9]{20}-([0-9]+)-([0-9a-f]{32})-([0-9a-f]{8})\.xmp")


class _Key(NamedTuple):
    """What a picture is known by."""

    bytes: int
    digest: str


class Keepsakes:
    """Sidecars of deleted pictures in a folder; belongs to the library's thread.

    They are a second copy, so a disk that does not take them keeps nothing from being deleted.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[_Key, list[Path]] = {}
        self._sizes: set[int] = set()

    def look(self) -> None:
        """See what is there: another window keeps its own in the same folder."""
        names = (
            sorted(path.name for path in self._folder.iterdir()) if self._folder.is_dir() else []
        )
        for name in names[:-_MOST]:
            with suppress(OSError):
                (self._folder / name).unlink()
        self._kept.clear()
        for name in names[-_MOST:]:
            if match := _NAME.fullmatch(name):
                self._remember(_Key(int(match[1]), match[2]), self._folder / name)

    def keep(self, pictures: Iterable[Path]) -> None:
        """Keep the sidecars of pictures that are about to be deleted, on the disk."""
        marked = [picture for picture in pictures if any(stamp_of_sidecar(picture))]
        for picture in marked:
            try:
                self._keep(picture)
            except OSError as error:
                log.warning("the rating of %s is kept in the trash alone: %s", picture, error)
        if marked:
            with suppress(OSError):
                sync_folder(self._folder)

    def give_back(self, picture: Path, size_bytes: int) -> bool:
        """Put the sidecar of a picture that is here again beside it; True if that was done.

        One that is there is newer, and stays.
        """
        if size_bytes not in self._sizes:
            return False
        try:
            kept = self._find(picture)
            if kept is None:
                return False
            given = not sidecar_of(picture).exists() and _copy(kept, sidecar_of(picture))
            self._forget(kept)
        except OSError as error:
            log.warning("the rating of %s could not be brought back: %s", picture, error)
            return False
        return given

    def _keep(self, picture: Path) -> None:
        make_folder(self._folder)
        key, here = _key_of(picture), _hash_of(picture)
        moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        target = self._folder / f"{moment}-{key.bytes}-{key.digest}-{here}.xmp"
        for older in self._kept.get(key, ()):
            if older.stem.endswith(here):
                self._forget(older)
                break
        try:
            target.hardlink_to(sidecar_of(picture))  # no bytes to write, and none to flush
        except OSError:
            _copy(sidecar_of(picture), target)
        self._remember(key, target)

    def _find(self, picture: Path) -> Path | None:
        """That of its own path if there are several, else the latest."""
        kept = self._kept.get(_key_of(picture), [])
        here = _hash_of(picture)
        own = [path for path in kept if path.stem.endswith(here)]
        found = own or kept
        return found[-1] if found else None

    def _remember(self, key: _Key, kept: Path) -> None:
        self._kept.setdefault(key, []).append(kept)
        self._sizes.add(key.bytes)

    def _forget(self, kept: Path) -> None:
        match = _NAME.fullmatch(kept.name)
        if match:
            self._kept[_Key(int(match[1]), match[2])].remove(kept)
        kept.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> bool:
    """Copy a file unless there is one of that name."""
    with temporary_file(target.parent, source.read_bytes()) as temporary:
        try:
            publish(temporary, target)
        except FileExistsError:
            return False
    return True


def _key_of(picture: Path) -> _Key:
    with picture.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        digest = hashlib.sha256(file.read(_READ_BYTES))
        file.seek(max(size - _READ_BYTES, 0))
        digest.update(file.read(_READ_BYTES))
    return _Key(size, digest.hexdigest()[:32])


def _hash_of(picture: Path) -> str:
    return hashlib.sha256(os.fsencode(picture.absolute())).hexdigest()[:8]
