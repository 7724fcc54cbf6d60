"""Lists of any length: the pictures' numbers are in memory, what is said of them is read in pages.

A list is eight bytes a picture, so that a million of them is less than a photograph.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, overload

from glm_studio.library.picture import Picture

PAGE = 128
"""Read together, in about a millisecond: a screen of small tiles is two of them."""


class Rows(Protocol):
    """What a list reads its pictures from. For any thread."""

    def known(self, number: int) -> Picture | None:
        """What was read last of the picture with this id; reads nothing, waits for nobody."""

    def one(self, number: int) -> Picture | None:
        """The picture with this id, which is read alone if it must be; None if it is gone."""

    def keep(self, ids: Sequence[int]) -> bool:
        """Read what is not known of these, or no longer true; whether any was not known."""

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
        return self._rows.one(self.ids[row]) or Picture.gone()

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

    def known(self, row: int) -> Picture | None:
        """What was read last of a row's picture, if it was: what it says may have changed since.

        Never waits: for what is painted.
        """
        return self._rows.known(self.ids[row])

    def read(self, rows: range) -> bool:
        """Have `known` know these rows, and those on a page with them, as they are now.

        True if some were not known. Not for the window's thread.
        """
        news = False
        for start in range(rows.start - rows.start % PAGE, min(rows.stop, len(self.ids)), PAGE):
            news = self._rows.keep(self.ids[start : start + PAGE]) or news
        return news

    def row_of(self, path: Path, within: Iterable[range] | None = None) -> int:
        """The row of a file, or -1; looked for in some rows alone if they are given."""
        number = self._rows.id_of(path)
        if number is None:
            return -1
        # As bytes: to go through a million numbers one by one would take many times as long.
        wanted, view = array("q", [number]).tobytes(), memoryview(self.ids).cast("B")
        pattern, width = re.compile(re.escape(wanted), re.DOTALL), len(wanted)
        for rows in (range(len(self.ids)),) if within is None else within:
            place, end = rows.start * width, rows.stop * width
            while found := pattern.search(view, place, end):
                if found.start() % width == 0:
                    return found.start() // width
                place = found.start() + 1
        return -1

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

    def known(self, number: int) -> Picture | None:
        return None

    def one(self, number: int) -> Picture | None:
        return None

    def keep(self, ids: Sequence[int]) -> bool:
        return False

    def some(self, ids: Sequence[int]) -> list[Picture]:
        return []

    def id_of(self, path: Path) -> int | None:
        return None


EMPTY = Listing(array("q"), _Nothing())
