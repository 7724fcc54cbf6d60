"""Lists of any length: the pictures' numbers are in memory, what is said of them is read in pages.

A list is eight bytes a picture, so that a million of them is less than a photograph.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, overload

from glm_studio.library.picture import Picture

PAGE = 128
"""Read together, in about a millisecond: a screen of small tiles is two of them."""


class Rows(Protocol):
    """What a list reads its pictures from. For any thread."""

    def at(self, ids: array[int], row: int) -> Picture | None:
        """The picture of `ids[row]`, read with those around it; None if it is gone."""

    def some(self, ids: Sequence[int]) -> list[Picture]:
        """Pictures by their ids, in this order, without those that are gone."""

    def id_of(self, path: Path) -> int | None:
        """The id of a file, if it is known."""


class Listing(Sequence[Picture]):
    """Which pictures it is about, and their order, never change; for any thread.

    What is said of them is what the library says now. Of a picture that is gone meanwhile, a row
    says the least (`Picture.gone`), and iterating leaves it out.
    """

    def __init__(self, ids: array[int], rows: Rows) -> None:
        self.ids = ids
        """Not to be changed."""
        self._rows = rows

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, row: int) -> Picture: ...
    @overload
    def __getitem__(self, row: slice) -> Listing: ...
    def __getitem__(self, row: int | slice) -> Picture | Listing:
        if isinstance(row, slice):
            return Listing(self.ids[row], self._rows)
        number = range(len(self.ids))[row]
        return self._rows.at(self.ids, number) or Picture.gone()

    def __iter__(self) -> Iterator[Picture]:
        for start in range(0, len(self.ids), PAGE):
            yield from self._rows.some(self.ids[start : start + PAGE])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Listing) and other.ids is self.ids:
            return True
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{len(self)} pictures>"

    def row_of(self, path: Path) -> int:
        """The row of a file, or -1."""
        number = self._rows.id_of(path)
        if number is None:
            return -1
        # As bytes: to go through a million numbers one by one would take many times as long.
        wanted, numbers = array("q", [number]).tobytes(), self.ids.tobytes()
        place = numbers.find(wanted)
        while place % len(wanted) and place >= 0:
            place = numbers.find(wanted, place + 1)
        return place // len(wanted)

    def parts(self, spans: Iterable[range]) -> Listing:
        """The pictures of some rows."""
        ids = array("q")
        for span in spans:
            ids += self.ids[span.start : span.stop]
        return Listing(ids, self._rows)


class Files:
    """The files of a list, read when they are asked for first, and then kept.

    What is done to pictures can be undone and done again: by then others have their numbers.
    """

    def __init__(self, pictures: Iterable[Picture]) -> None:
        self._pictures: Iterable[Picture] | None = pictures
        self._paths: list[Path] = []

    def __iter__(self) -> Iterator[Path]:
        if self._pictures is not None:
            self._paths = [picture.path for picture in self._pictures]
            self._pictures = None
        return iter(self._paths)


class _Nothing:
    """The rows of no library."""

    def at(self, ids: array[int], row: int) -> Picture | None:
        return None

    def some(self, ids: Sequence[int]) -> list[Picture]:
        return []

    def id_of(self, path: Path) -> int | None:
        return None


EMPTY = Listing(array("q"), _Nothing())
