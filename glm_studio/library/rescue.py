"""Pictures that the pictures folder did not take: kept elsewhere, and brought home once it does."""

from __future__ import annotations

import filecmp
import glob
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from engine.api import ImageReady
from glm_studio.library.atomic import (
    make_folder,
    publish,
    remove_orphans,
    sync_folder,
    temporary_file,
)
from glm_studio.library.folders import Folders
from glm_studio.library.formats import Format, format_of
from glm_studio.library.labels import ALL_LABELS, Labelling
from glm_studio.library.presence import is_there
from glm_studio.library.sidecar import sidecar_of
from glm_studio.library.store import SaveError, publish_free, save_picture

log = logging.getLogger(__name__)


def rescue(
    image: ImageReady, failure: SaveError, folder: Path, labelling: Labelling = ALL_LABELS
) -> SaveError:
    """Save what could not be saved in `folder`, else in a temporary one.

    Returns the failure again; it now says where the picture is.
    """
    for place in _places(folder):
        try:
            saved = save_picture(image, place, labelling)
            return SaveError(failure.place, failure.cause, saved)
        except SaveError as error:
            log.warning("no rescue: %s", error)
            with suppress(OSError):
                place.rmdir()
    return failure


def rescue_folders(folders: Folders) -> tuple[Path, ...]:
    """Where rescued pictures may be: the studio's folder, and what was made for want of it."""
    return folders.rescued, *_temporary_folders(folders.rescued)


def saved_folders(folders: Folders) -> Iterator[Path]:
    """Where a picture may have been saved; looked for when they are gone through."""
    yield folders.pictures
    yield from rescue_folders(folders)


def waiting(folders: Folders) -> list[Path]:
    """The rescued pictures that are not at home yet, the oldest first.

    Temporary folders without any are removed, with what an interrupted save left in them.
    """
    found = []
    for folder in rescue_folders(folders):
        remove_orphans(folder)
        with suppress(OSError):
            found += sorted(path for path in folder.iterdir() if format_of(path) is Format.PNG)
        if folder != folders.rescued:
            with suppress(OSError):
                folder.rmdir()
    return sorted(found, key=lambda path: path.name)


def bring_home(picture: Path, folder: Path) -> Path:
    """Move a rescued picture and its sidecar into `folder`, under a name that is free there.

    Interrupted at any moment, it can be done again: a picture that is at home already is found
    by its bytes, and never moved twice. Raises `SaveError`; the picture is still where it was then.
    """
    try:
        content = picture.read_bytes()
    except OSError as error:
        raise SaveError(picture, error) from error
    try:
        make_folder(folder)
        home = _at_home(picture, folder)
        if home is None:
            with temporary_file(folder, content) as temporary:
                home = publish_free(temporary, folder, picture.stem)
        sidecar = sidecar_of(picture)
        if sidecar.exists() and not sidecar_of(home).exists():
            with temporary_file(folder, sidecar.read_bytes()) as temporary:
                publish(temporary, sidecar_of(home))
        picture.unlink()
        sync_folder(picture.parent)
        sidecar.unlink(missing_ok=True)
    except OSError as error:
        raise SaveError(folder, error, picture if is_there(picture) else None) from error
    return home


def _at_home(picture: Path, folder: Path) -> Path | None:
    """The same picture, moved before something interrupted that."""
    return next(
        (
            path
            for path in folder.glob(f"{glob.escape(picture.stem)}*.png")
            if path.stat().st_size == picture.stat().st_size
            and filecmp.cmp(path, picture, shallow=False)
        ),
        None,
    )


def _places(first: Path) -> Iterator[Path]:
    yield first
    yield from _temporary_folders(first)
    try:
        yield Path(tempfile.mkdtemp(prefix=_prefix(first)))
    except OSError as error:
        log.warning("no temporary folder: %s", error)


def _prefix(instead_of: Path) -> str:
    """Of temporary folders that stand in for this one: a user may have several studios."""
    return f"glm-studio-rescued-{hashlib.sha256(os.fsencode(instead_of)).hexdigest()[:8]}-"


def _temporary_folders(instead_of: Path) -> list[Path]:
    """Those of this user: others may make folders of that name as well."""
    with suppress(OSError):
        found = Path(tempfile.gettempdir()).glob(f"{_prefix(instead_of)}*")
        return [folder for folder in found if folder.is_dir() and _is_own(folder)]
    return []


def _is_own(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid()
