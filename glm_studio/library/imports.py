"""Which folders of other programs the gallery shows, remembered in `folders.json`."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from pathlib import Path

from engine.errors import EngineError
from engine.parsing import parse_json
from engine.texts import say
from glm_studio.library.atomic import write_file
from glm_studio.library.store import explain

log = logging.getLogger(__name__)


class FolderError(EngineError):
    """A folder cannot be imported, or the list of imported folders cannot be kept."""

    kind = "folder"

    def __init__(self, folder: Path, why: str, remedy: str) -> None:
        super().__init__(say("The folder {folder} cannot be imported.", folder=folder), why, remedy)


def check(folder: Path) -> Path:
    """The folder's absolute path. Raises `FolderError` unless it can be listed."""
    folder = folder.expanduser().absolute()
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        why, _remedy = explain(error, folder)
        raise FolderError(folder, why, say("Choose a folder that you may read.")) from error
    return folder


def read_folders(file: Path) -> tuple[Path, ...]:
    """The imported folders; none where the list is missing or damaged."""
    try:
        return parse(file)
    except (OSError, ValueError) as error:
        log.warning("the list of imported folders %s cannot be read: %s", file, error)
        return ()


def parse(file: Path) -> tuple[Path, ...]:
    """The imported folders; none where there is no list. Raises OSError or ValueError."""
    try:
        names = parse_json(file.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    if not isinstance(names, list):
        raise ValueError("it holds no list")
    known = [name for name in names if isinstance(name, str)]
    return tuple(dict.fromkeys(Path(name) for name in known))


def write_folders(file: Path, folders: Iterable[Path]) -> None:
    """Remember them. Raises `FolderError`."""
    # Names that are no UTF-8 come and go as JSON's escapes.
    content = json.dumps([str(folder) for folder in folders], indent=1).encode()
    try:
        write_file(file, content)
    except OSError as error:
        why, remedy = explain(error, file.parent)
        then = say("{remedy}. Then try again.", remedy=remedy)
        raise FolderError(file.parent, why, then) from error
