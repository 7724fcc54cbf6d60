"""Deleting so that it can be undone: into the system's trash, or into one of the studio's own."""

from __future__ import annotations

import filecmp
import os
import re
import secrets
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from engine.errors import EngineError
from engine.texts import say
from glm_studio.library.atomic import duplicate, make_folder, move
from glm_studio.library.edits import Trashed
from glm_studio.library.picture import Picture
from glm_studio.library.sidecar import sidecar_of
from glm_studio.library.store import explain

_OWN_PLACE = re.compile(r"[0-9a-f]{16}")
"""Each file in the studio's own trash has a folder of its own, so that names never meet."""


class DeleteError(EngineError):
    """A picture cannot be deleted; it is where it was."""

    kind = "delete"

    def __init__(self, path: Path, cause: OSError) -> None:
        why, remedy = explain(cause, path.parent)
        super().__init__(
            say("The picture {path} could not be deleted.", path=path),
            why,
            say("{remedy}.", remedy=remedy),
        )


class RestoreError(EngineError):
    """A deleted picture cannot be brought back; it stays in the trash, if it is still there."""

    kind = "restore"

    def __init__(self, path: Path, why: str, remedy: str) -> None:
        super().__init__(
            say("The picture {path} could not be brought back.", path=path), why, remedy
        )


def throw_away(picture: Picture, own: Path) -> Trashed:
    """Move a picture and its sidecar to the trash; `own` is for where the system has none.

    Raises `DeleteError`. A picture that is gone already raises none: that is what was wanted.
    """
    path, sidecar = picture.path, sidecar_of(picture.path)
    try:
        place = _move(path, own)
    except FileNotFoundError:
        return Trashed(picture, path)
    except OSError as error:
        raise DeleteError(path, error) from error
    with suppress(OSError):  # then it stays, and is found again when the picture comes back
        if sidecar.exists():
            return Trashed(picture, place, _move(sidecar, own))
    return Trashed(picture, place)


def bring_back(trashed: Trashed) -> list[Path]:
    """Have a picture and its sidecar where they were. Raises `RestoreError`.

    Returns what is in the trash still, for `empty_of`: once the caller has flushed the folder.
    """
    path = trashed.picture.path
    try:
        make_folder(path.parent)
        return [trashed.file, *_bring_back(trashed, path)]
    except FileExistsError:
        why = say("There is another file of this name now.")
        raise RestoreError(path, why, say("Move that file away, then undo again.")) from None
    except FileNotFoundError:
        why = say("The trash was emptied, or another program took it from there.")
        raise RestoreError(path, why, say("Look for a copy of it elsewhere.")) from None
    except OSError as error:
        cause, remedy = explain(error, path.parent)
        then = say("{remedy}. Then undo again.", remedy=remedy)
        raise RestoreError(path, cause, then) from error


def _bring_back(trashed: Trashed, path: Path) -> list[Path]:
    """The sidecar first: whatever ends the program in between, no picture is there without what
    was said about it. Returns where the sidecar is in the trash. Raises OSError."""
    if path.exists() and not _are_alike(trashed.file, path):
        raise FileExistsError(path)
    marks = _bring_back_marks(trashed.sidecar, sidecar_of(path))
    try:
        duplicate(trashed.file, path, durable=False)
    except OSError as error:
        if not (isinstance(error, FileExistsError) and _are_alike(trashed.file, path)):
            _take_back(marks, sidecar_of(path))
            raise
    return marks


def _bring_back_marks(deleted: Path | None, sidecar: Path) -> list[Path]:
    """Nothing where there were none, or where someone made newer ones meanwhile."""
    if deleted is None:
        return []
    with suppress(OSError):
        duplicate(deleted, sidecar, durable=False)
        return [deleted]
    return []


def _take_back(marks: list[Path], sidecar: Path) -> None:
    for deleted in marks:
        with suppress(OSError):
            if deleted.exists():
                sidecar.unlink()
            else:  # where there are no hard links
                move(sidecar, deleted)


def _are_alike(deleted: Path, there: Path) -> bool:
    """Whether a picture is back already: something ended the program in between, or was quicker."""
    try:
        return filecmp.cmp(deleted, there, shallow=False)
    except OSError:
        return False


def empty_of(places: Iterable[Path]) -> None:
    """Take files out of the trash that are elsewhere as well."""
    for place in places:
        with suppress(OSError):
            place.unlink(missing_ok=True)
        for left in _left_behind(place):
            with suppress(OSError):
                left.rmdir() if left.is_dir() else left.unlink(missing_ok=True)


def is_own(place: Path, own: Path) -> bool:
    """Whether a deleted file is in the studio's own trash."""
    return own in place.parents


def _move(path: Path, own: Path) -> Path:
    """To the trash; returns where it is there. Raises OSError."""
    os.lstat(path)
    if place := _to_the_system_s(path):
        return place
    target = own / secrets.token_hex(8) / path.name
    make_folder(target.parent)
    try:
        move(path, target)
    except OSError:
        with suppress(OSError):
            target.parent.rmdir()
        raise
    return target


def _to_the_system_s(path: Path) -> Path | None:
    """Where the file is in the system's trash; None if the system has none for it."""
    from PySide6.QtCore import QFile  # noqa: PLC0415 - the command line does without Qt

    file = QFile(str(path))
    moved = file.moveToTrash() and file.fileName() not in ("", str(path))
    return Path(file.fileName()) if moved else None


def _left_behind(place: Path) -> list[Path]:
    """What says of a file in the trash where it came from, or was its place there."""
    if place.parent.name == "files":  # freedesktop.org's trash
        return [place.parent.parent / "info" / f"{place.name}.trashinfo"]
    if sys.platform == "win32" and place.name.startswith("$R"):
        return [place.with_name(f"$I{place.name[2:]}")]
    if _OWN_PLACE.fullmatch(place.parent.name):
        return [place.parent]
    return []
