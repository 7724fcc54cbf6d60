"""Pictures that the index has not taken yet, since another program keeps it: shown all the same."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from glm_studio.library.index import Entry, open_in_memory
from glm_studio.library.listing import Rows
from glm_studio.library.picture import Picture
from glm_studio.library.query import Query
from glm_studio.library.reader import Reader
from glm_studio.library.search import Search


class Waiting:
    """A small index in memory. In lists its pictures have ids below zero, and stand in front: for
    the seconds that the other program takes, nobody sorts a million rows into each other.

    `take` is for the library's thread, all else for any. Raises sqlite3.Error.
    """

    def __init__(self) -> None:
        self._index = open_in_memory()
        self._reader, self._search = Reader(self._index.uri), Search(self._index.uri)
        self._paths: frozenset[Path] = frozenset()
        """Of files of which the index of the library says what is no longer true."""

    def take(self, read: Sequence[Entry], gone: Iterable[Path]) -> None:
        """Put in what was read, and hide what is gone."""
        gone = list(gone)
        self._index.update(read, gone)
        self._reader.forget()
        self._paths |= {picture.path for picture, _stamp in read} | set(gone)

    def beside(self, ids: array[int], query: Query, rows: Rows) -> array[int]:
        """What `query` finds, of which `ids` are known to the index, by `rows`."""
        found = array("q", (-number for number in self._search.ids(query)))
        hidden = {number for path in self._paths if (number := rows.id_of(path)) is not None}
        found.extend(number for number in ids if number not in hidden)
        return found

    def rows(self, known: Rows) -> Rows:
        """What lists with such ids read from."""
        return _Both(known, self._reader)

    def close(self) -> None:
        """Let go of it, once the index has taken all."""
        self._reader.close()
        self._search.close()
        self._index.close()


class _Both:
    """The rows of the index, and with ids below zero those that wait."""

    def __init__(self, known: Rows, waiting: Rows) -> None:
        self._known, self._waiting = known, waiting

    def known(self, number: int) -> Picture | None:
        return self._rows(number < 0).known(abs(number))

    def one(self, number: int) -> Picture | None:
        return self._rows(number < 0).one(abs(number))

    def keep(self, ids: Sequence[int]) -> bool:
        news = False
        for waits, some in groupby(ids, key=lambda number: number < 0):
            news = self._rows(waits).keep([abs(number) for number in some]) or news
        return news

    def some(self, ids: Sequence[int]) -> list[Picture]:
        found: list[Picture] = []
        for waits, some in groupby(ids, key=lambda number: number < 0):
            found += self._rows(waits).some([abs(number) for number in some])
        return found

    def id_of(self, path: Path) -> int | None:
        number = self._waiting.id_of(path)
        return self._known.id_of(path) if number is None else -number

    def _rows(self, waits: bool) -> Rows:
        return self._waiting if waits else self._known
