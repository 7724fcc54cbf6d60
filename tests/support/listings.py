"""Lists of pictures as a library gives them, of pictures that tests have in their hands."""

from __future__ import annotations

import threading
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

    def known(self, number: int) -> Picture | None:
        return self._pictures.get(number)

    def one(self, number: int) -> Picture | None:
        return self._pictures.get(number)

    def keep(self, ids: Sequence[int]) -> bool:
        return False

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


class PicturesOnDisk(PicturesInHand):
    """Those of which something is known once they were read, by whom, while `open` is set."""

    def __init__(self, pictures: Iterable[Picture]) -> None:
        super().__init__(pictures)
        self.open = threading.Event()
        self.open.set()
        self.readers: set[str] = set()
        self._read: set[int] = set()

    def known(self, number: int) -> Picture | None:
        return super().known(number) if number in self._read else None

    def keep(self, ids: Sequence[int]) -> bool:
        assert self.open.wait(5)
        self.readers.add(threading.current_thread().name)
        news = not self._read.issuperset(ids)
        self._read.update(ids)
        return news

    def listing(self) -> Listing:
        return Listing(array("q", self._pictures), self)
