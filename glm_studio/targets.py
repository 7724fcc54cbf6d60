"""Whether a file can be written is asked before minutes of computing."""

from __future__ import annotations

from pathlib import Path

from engine.errors import EngineError
from glm_studio.library.store import explain, try_folder


class OutputError(EngineError):
    """The file that the pictures shall go into cannot be used."""

    kind = "output"

    def __init__(self, target: Path, why: str, remedy: str) -> None:
        super().__init__(f"The picture cannot be written to {target}.", why, remedy)


def check_target(target: Path, overwrite: bool) -> None:
    """Minutes of computing should not end at a name that could never be written."""
    if target.suffix.lower() != ".png":
        raise OutputError(target, "Pictures are PNG files.", "End the name with .png.")
    try:
        _check_place(target, overwrite)
    except OSError as error:
        why = f"{error.strerror or error}."
        raise OutputError(target, why, "Choose another name or folder.") from error


def _check_place(target: Path, overwrite: bool) -> None:
    if not target.parent.is_dir():
        raise OutputError(
            target, f"There is no folder {target.parent}.", "Make it, or choose another one."
        )
    if target.is_dir():
        raise OutputError(target, "It is a folder.", "Name a file in it.")
    if target.exists() and not overwrite:
        raise OutputError(
            target, "There is a file already.", "Choose another name, or add --overwrite."
        )


def check_folder(target: Path) -> None:
    """What a folder's permissions say is not all: the system has folders that take no files."""
    try:
        try_folder(target.parent)
    except OSError as error:
        why, remedy = explain(error, target.parent)
        raise OutputError(target, why, f"{remedy}.") from error
