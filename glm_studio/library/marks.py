"""Changing what users say about pictures: ratings, tags and boards, in the files' sidecars."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from engine.caches import alone
from glm_studio.library.picture import HIGHEST_RATING, Picture
from glm_studio.library.presence import is_there
from glm_studio.library.query import folded
from glm_studio.library.sidecar import (
    Marks,
    SidecarError,
    clean_names,
    read_marks,
    stamp_of_sidecar,
    write_marks,
)

Change: TypeAlias = Callable[[Marks], Marks]

_PATIENCE_S = 5.0
"""For another studio that writes a file of a kilobyte. One that hangs holds nobody up for longer.
"""


def rating(stars: int) -> Change:
    """Set the rating. Raises ValueError for one that there is not."""
    if not 0 <= stars <= HIGHEST_RATING:
        raise ValueError(f"a rating of {stars}")
    return lambda marks: replace(marks, rating=stars)


def tags(add: Iterable[str], remove: Iterable[str]) -> Change:
    """Add and remove tags, in whatever case they are written."""
    new, old = tuple(add), tuple(remove)
    return lambda marks: replace(marks, tags=_changed(marks.tags, new, old))


def boards(add: Iterable[str], remove: Iterable[str]) -> Change:
    """Put on boards and take off boards."""
    new, old = tuple(add), tuple(remove)
    return lambda marks: replace(marks, boards=_changed(marks.boards, new, old))


def board_renamed(board: str, name: str) -> Change:
    """Only for pictures that are on it."""
    move = boards([name], [board])
    return lambda marks: move(marks) if board in marks.boards else marks


def apply(picture: Picture, change: Change, lock: Path) -> tuple[Picture, tuple[int, int]] | None:
    """Write a picture's sidecar; the picture as it is now, and the sidecar's stamp.

    None if nothing changed. Another studio that changes the same picture waits for this one, and
    the other way round: `lock` is where they meet. Raises `SidecarError`.
    """
    with alone(lock, _PATIENCE_S):
        before = read_marks(picture.path)  # another program may have written there since
        after = change(before)
        if after == before == Marks.of(picture):
            return None
        if after != before:
            if not is_there(picture.path):
                raise SidecarError.of_nothing(picture.path)
            write_marks(picture.path, after)
        marked = replace(picture, rating=after.rating, tags=after.tags, boards=after.boards)
        return marked, stamp_of_sidecar(picture.path)


def _changed(names: tuple[str, ...], add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    gone = {folded(name) for name in clean_names(remove)}
    kept = [name for name in names if folded(name) not in gone]
    return clean_names([*kept, *add])
