"""The index made anew from the files, also while windows have it open.

In short transactions, over the rows that are there: whoever has the index open goes on, and sees
each picture as its file says from then on. Stopped halfway, it is an index all the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import EngineError
from engine.texts import say
from glm_studio.library import imports
from glm_studio.library.edits import Failure
from glm_studio.library.folders import Folders
from glm_studio.library.index import Index, open_as_it_is, open_index
from glm_studio.library.presence import is_there
from glm_studio.library.reach import Reach, innermost, is_below
from glm_studio.library.rescue import rescue_folders
from glm_studio.library.scan import NOTHING_KNOWN, scan

_GONE_A_STEP = 500


class IndexFileError(EngineError):
    """The index cannot be written, or cannot be looked at."""

    kind = "index"

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            say("The index {file} cannot be used.", file=file),
            why,
            say("Check the disk and the folder, then try again."),
        )


@dataclass(slots=True)
class Rebuilt:
    """How many pictures the index knows now, and how many rows of files that are no more it lost;
    which files could not be read, and which folders could not be reached: their rows stay."""

    pictures: int = 0
    dropped: int = 0
    failed: list[Failure] = field(default_factory=list)
    away: dict[Path, str] = field(default_factory=dict)


def roots_of(folders: Folders) -> tuple[Path, ...]:
    """All folders whose pictures are shown."""
    own = (folders.pictures, *rescue_folders(folders))
    return tuple(dict.fromkeys((*own, *imports.read_folders(folders.imports))))


def known_pictures(file: Path) -> int:
    """How many rows an index has; 0 where there is none to be read."""
    try:
        index, _schema = open_as_it_is(file)
        with closing(index):
            return index.size()
    except sqlite3.Error:
        return 0


def rebuild(folders: Folders, on_pictures: Callable[[int], None]) -> Rebuilt:
    """Read every file once more; `on_pictures` hears how many were read.

    Raises `IndexFileError`.
    """
    try:
        index = open_index(folders.index)
        with closing(index):
            if index.file is None:
                raise IndexFileError(folders.index, say("It cannot be written, or is locked."))
            return _rebuild(index, folders, on_pictures)
    except sqlite3.Error as error:
        raise IndexFileError(folders.index, say("SQLite says: {error}.", error=error)) from error


def _rebuild(index: Index, folders: Folders, on_pictures: Callable[[int], None]) -> Rebuilt:
    done, roots = Rebuilt(), roots_of(folders)
    reach = Reach(folders.mounts, (folders.pictures, folders.rescued))
    for root in roots:
        others = [other for other in roots if other != root and is_below(other, root)]
        for changes in scan(root, NOTHING_KNOWN, reach, others):
            index.update(changes.read, [failure.path for failure in changes.failed])
            done.pictures += len(changes.read)
            done.failed += changes.failed
            done.away |= changes.away
            on_pictures(done.pictures)
    for some in _portions(_gone(index, roots, done.away)):
        index.update((), some)
        done.dropped += len(some)
    index.make_words()
    return done


def _gone(index: Index, roots: Sequence[Path], away: dict[Path, str]) -> Iterator[Path]:
    """Files of rows that are no more, or in no folder that is shown."""
    for path in index.paths():
        if innermost(path, away) is None and (innermost(path, roots) is None or not is_there(path)):
            yield path


def _portions(paths: Iterator[Path]) -> Iterator[list[Path]]:
    some: list[Path] = []
    for path in paths:
        some.append(path)
        if len(some) == _GONE_A_STEP:
            yield some
            some = []
    if some:
        yield some
