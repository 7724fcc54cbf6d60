"""Comparing the index with the folders: files may come, go and change while the studio is away."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glm_studio.library.index import Stamp, stamp_of
from glm_studio.library.metadata import UnreadablePictureError, read_picture
from glm_studio.library.picture import Picture

log = logging.getLogger(__name__)

_FILES_A_STEP = 200
"""A finished picture waits for at most one step, some hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a step of the scan found: pictures that were read, and paths that are no more."""

    read: list[tuple[Picture, Stamp]] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)

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
                step.read.append((read_picture(path).picture, stamp))
                gone.discard(path)
            except UnreadablePictureError as error:
                log.info("not in the library: %s", error)
        if number % _FILES_A_STEP == 0:
            yield step
            step = Changes()
    step.gone.extend(gone)
    yield step


def _files(folders: Sequence[Path]) -> Iterator[tuple[Path, Stamp]]:
    """All PNG files in the folders and their subfolders, but for hidden ones."""
    waiting = list(folders)
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    elif stamp := _stamp(entry):
                        yield Path(entry.path), stamp
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("a folder of the library cannot be listed: %s", error)


def _stamp(entry: os.DirEntry[str]) -> Stamp | None:
    """The stamp of a PNG file; None for anything else, and for one that is gone by now."""
    try:
        is_png = entry.name.lower().endswith(".png") and entry.is_file()
        return stamp_of(entry.stat()) if is_png else None
    except OSError:
        return None
