"""What was done to pictures of the library, so that it can be told and undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import Problem
from glm_studio.library.picture import Picture


@dataclass(frozen=True, slots=True)
class Failure:
    """One picture with which it did not work, and why."""

    path: Path
    problem: Problem


@dataclass(frozen=True, slots=True)
class Edit:
    """Ratings, tags or boards that were changed: pictures before and after, in the same order.

    Pictures that were as wished already are in neither. `Library.mark(edit.before)` undoes it.
    """

    before: tuple[Picture, ...] = ()
    after: tuple[Picture, ...] = ()
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Trashed:
    """A deleted picture, and where its file and its sidecar (if any) are now."""

    picture: Picture
    file: Path
    sidecar: Path | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """What `Library.delete` did; `Library.restore` undoes it.

    `in_own_trash` is how many went into the studio's own folder, for want of a system's trash.
    """

    trashed: tuple[Trashed, ...] = ()
    failed: tuple[Failure, ...] = ()
    in_own_trash: int = 0


@dataclass(frozen=True, slots=True)
class Restoration:
    """What `Library.restore` brought back, and what it could not."""

    pictures: tuple[Picture, ...] = ()
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Homecoming:
    """Rescued pictures that are in the pictures folder now, by where they were, and what failed."""

    moved: Mapping[Path, Picture] = field(default_factory=dict)
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """How many pictures an imported folder holds, and which of its files could not be read now."""

    pictures: int
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the library noticed by itself: pictures that came, changed or are gone, and folders that
    cannot be reached any more, or can be again; `imported` if another window has changed the list
    of imported folders."""

    read: int = 0
    gone: int = 0
    away: tuple[Path, ...] = ()
    back: tuple[Path, ...] = ()
    imported: bool = False
