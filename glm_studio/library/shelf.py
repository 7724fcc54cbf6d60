"""The pictures in memory, sorted by age."""

from __future__ import annotations

import os
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path

from glm_studio.library.picture import Picture

_age = attrgetter("age")

_FEW = 1000
"""So many are put in their places one by one; more are sorted together with all others."""


class Shelf:
    """Belongs to one thread, but for `newest_first` and `by_ids`, which any may read."""

    def __init__(self) -> None:
        self.newest_first: tuple[Picture, ...] = ()
        self._oldest_first: list[Picture] = []
        self._by_path: dict[Path, Picture] = {}
        self._by_id: dict[int, Picture] = {}
        self._ids: dict[Path, int] = {}
        self._out: set[int] = set()
        self._into: dict[Path, Picture] = {}

    def get(self, path: Path) -> Picture | None:
        """The picture of a file."""
        return self._by_path.get(path)

    def holds(self, number: int, picture: Picture) -> bool:
        """Whether this picture is here under this id."""
        return self._by_id.get(number) == picture

    def paths(self) -> Iterable[Path]:
        """The files of all pictures."""
        return self._by_path.keys()

    def below(self, folder: Path) -> list[Picture]:
        """All pictures in a folder and its subfolders."""
        start = os.path.join(folder, "")  # noqa: PTH118 - with the separator at its end
        return [found for found in self if os.fspath(found.path).startswith(start)]

    def on_board(self, board: str) -> list[Path]:
        """The files of all pictures on a board."""
        return [path for path, picture in self._by_path.items() if board in picture.boards]

    def by_ids(self, ids: Iterable[int]) -> list[Picture]:
        """Pictures by their ids in the index, without those that are gone meanwhile."""
        found = map(self._by_id.get, ids)
        return [picture for picture in found if picture is not None]

    def put(self, pictures: Sequence[Picture], ids: Sequence[int]) -> None:
        """Put pictures in, or in the place of what their files said before.

        `ids` are those of the index, in the same order; empty where there is none.
        """
        for picture in pictures:
            self._take(picture.path)
            self._by_path[picture.path] = self._into[picture.path] = picture
        self._ids.update(zip((picture.path for picture in pictures), ids, strict=False))
        for picture in pictures:
            if (number := self._ids.get(picture.path)) is not None:
                self._by_id[number] = picture

    def drop(self, paths: Iterable[Path]) -> None:
        """Take pictures out."""
        for path in paths:
            self._take(path)
            self._by_path.pop(path, None)
            self._by_id.pop(self._ids.pop(path, -1), None)

    def sort(self) -> None:
        """Show all that was put in and taken out; until then `newest_first` stays as it is."""
        kept = self._oldest_first
        if self._out:
            kept = [picture for picture in kept if id(picture) not in self._out]
        if len(self._into) <= _FEW:
            for picture in self._into.values():
                insort(kept, picture, key=_age)
        else:
            kept = sorted([*kept, *self._into.values()], key=_age)
        self._oldest_first = kept
        self.newest_first = tuple(reversed(kept))
        self._out.clear()
        self._into.clear()

    def clear(self) -> None:
        """Take everything out."""
        self.drop(list(self._by_path))

    def __len__(self) -> int:
        return len(self._by_path)

    def __iter__(self) -> Iterator[Picture]:
        return iter(self._by_path.values())

    def _take(self, path: Path) -> None:
        """Of what is shown; what was put in since is not."""
        if self._into.pop(path, None) is None and (old := self._by_path.get(path)):
            self._out.add(id(old))
