"""Lists of pictures as a library gives them, of pictures that tests have in their hands."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from glm_studio.library.listing import Listing
from glm_studio.library.picture import Picture

_numbers: dict[Path, int] = {}
"""A file has the same number in every list."""


class PicturesInHand:
    """What a list reads, of pictures that stay as they are."""

    def __init__(self, pictures: Iterable[Picture]) -> None:
        self._pictures = {_number(picture.path): picture for picture in pictures}

    def at(self, ids: array[int], row: int) -> Picture | None:
        return self._pictures.get(ids[row])

    def some(self, ids: Sequence[int]) -> list[Picture]:
        return [self._pictures[number] for number in ids if number in self._pictures]

    def id_of(self, path: Path) -> int | None:
        number = _number(path)
        return number if number in self._pictures else None


def listed(pictures: Iterable[Picture]) -> Listing:
    """These pictures, in this order."""
    some = list(pictures)
    return Listing(array("q", [_number(picture.path) for picture in some]), PicturesInHand(some))


def _number(path: Path) -> int:
    return _numbers.setdefault(path, len(_numbers) + 1)
