"""Which folders can be reached: drives go and come back, and their pictures are to stay."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from engine.errors import EngineError
from engine.parsing import parse_json
from engine.texts import say
from glm_studio.library.atomic import write_file
from glm_studio.library.store import explain

log = logging.getLogger(__name__)


class AwayError(EngineError):
    """A picture's folder cannot be reached, so that nothing can be done with its files."""

    kind = "away"

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            say("The folder {folder} cannot be reached.", folder=folder),
            why,
            say("Connect the drive or the network again: its pictures come back by themselves."),
        )


def is_below(path: Path | str, folder: Path) -> bool:
    """Whether a path is the folder or in it; without looking at any disk."""
    text, start = os.fspath(path), os.fspath(folder)
    return text == start or text.startswith(os.path.join(start, ""))  # noqa: PTH118


def innermost(folder: Path, roots: Iterable[Path]) -> Path | None:
    """The deepest of `roots` that a path is in; None if it is in none."""
    return max((r for r in roots if is_below(folder, r)), key=lambda r: len(r.parts), default=None)


class Reach:
    """Remembers the mount points that pictures were seen on, in a file of their names.

    An empty folder where a drive used to be is not a folder whose pictures were deleted. `own` are
    folders that the studio makes when it needs them, so that one that is missing is empty.
    Everything here blocks as long as the disk does.
    """

    def __init__(self, file: Path, own: Collection[Path] = ()) -> None:
        self._file = file
        self._own = own
        self._mounts = _read(file)

    def why_away(self, folder: Path) -> str:
        """Why a folder cannot be reached, as a sentence; empty if it can."""
        mount = self.lost_above(folder)
        try:
            with os.scandir(folder) as entries:
                empty = next(entries, None) is None
        except FileNotFoundError:
            if mount is not None:
                return _not_connected(mount)
            return "" if folder in self._own else say("There is no such folder.")
        except OSError as error:
            return explain(error, folder)[0]
        if mount is not None:
            if empty:
                return _not_connected(mount)
            self._keep(self._mounts - {mount})  # its files have moved to where the drive was
        elif (above := _mount_of(folder)) is not None:
            self.note(above)
        return ""

    def lost_above(self, folder: Path) -> Path | None:
        """The mount point, at or above a folder, that a drive has vanished from."""
        known = (path for path in (folder, *folder.parents) if path in self._mounts)
        return next((path for path in known if not os.path.ismount(path)), None)

    def lost_below(self, root: Path) -> dict[Path, str]:
        """Mount points in a folder that drives have vanished from, and the sentence for each."""
        inside = (path for path in self._mounts if is_below(path, root) and path != root)
        return {path: _not_connected(path) for path in inside if _is_lost(path)}

    def note(self, mount: Path) -> None:
        """Pictures were seen on the drive that is mounted here."""
        if mount not in self._mounts:
            self._keep(self._mounts | {mount})

    def _keep(self, mounts: frozenset[Path]) -> None:
        self._mounts = mounts
        content = json.dumps(sorted(map(str, mounts)), indent=1).encode()
        try:
            write_file(self._file, content)
        except OSError as error:  # known until the program ends
            log.warning("the mount points cannot be remembered in %s: %s", self._file, error)


def _mount_of(folder: Path) -> Path | None:
    """The mount point of the drive that a folder is on; None for that of the system."""
    for path in (folder, *folder.parents):
        if os.path.ismount(path):
            return path if path != Path(path.anchor) else None
    return None


def _is_lost(mount: Path) -> bool:
    if os.path.ismount(mount):
        return False
    try:
        with os.scandir(mount) as entries:
            return next(entries, None) is None
    except OSError:
        return True


def _not_connected(mount: Path) -> str:
    return say("The drive at {mount} is not connected.", mount=mount)


def _read(file: Path) -> frozenset[Path]:
    try:
        names = parse_json(file.read_text("utf-8"))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError) as error:
        log.warning("the list of mount points %s cannot be read: %s", file, error)
        return frozenset()
    known = names if isinstance(names, list) else []
    return frozenset(Path(name) for name in known if isinstance(name, str))
