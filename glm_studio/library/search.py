"""Queries as SQL, on a connection of their own: they neither wait for the writer nor hold it up."""

from __future__ import annotations

import sqlite3
import sys
import threading
from array import array
from collections.abc import Iterator
from typing import TypeAlias

from glm_studio.library.facets import count_facets
from glm_studio.library.index import BUSY_S, below, microseconds
from glm_studio.library.query import Facets, Order, Query, Shape

_TRIGRAM = 3
"""Shorter words are in no index of trigrams, and are looked for in all texts."""

_SHAPES = {
    Shape.LANDSCAPE: "width > height",
    Shape.PORTRAIT: "width < height",
    Shape.SQUARE: "width = height",
}
_NEWEST = "created_us DESC, id DESC"
_ORDERS = {
    Order.NEWEST: _NEWEST,
    Order.OLDEST: "created_us, id",
    Order.BEST_RATED: f"rating DESC, {_NEWEST}",
    Order.LARGEST: f"width * height DESC, {_NEWEST}",
    Order.PROMPT: f"prompt = '', substr(searched, 1, 64), {_NEWEST}",
}
"""Each is an index of the database, so that nothing is sorted. Of prompts the beginnings must do:
whole ones would double the size of the database."""

_TYPES = {
    "blob": ("path",),
    "text": ("prompt", "model", "program", "tags", "boards", "searched"),
    "integer": ("created_us", "width", "height", "rating"),
}
_WRONG_TYPES = "SELECT id FROM pictures WHERE {} LIMIT 1".format(  # noqa: S608 - names of columns
    " OR ".join(f"typeof({name}) <> '{kind}'" for kind in _TYPES for name in _TYPES[kind])
)

_FEW = 2000
"""So many are sorted sooner than an index of a million is gone through."""

_LETTERS_A_STEP = 16 * 4096
"""Of ids, between which other threads have a turn."""

_Value: TypeAlias = str | int | bytes
_Part: TypeAlias = tuple[str, tuple[_Value, ...], bool]
"""A condition, the values in it, and whether it is known to find few."""


class Search:
    """May be used from any thread, by one at a time. Raises sqlite3.Error."""

    def __init__(self, uri: str) -> None:
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=BUSY_S)
        self._lock = threading.Lock()
        tables = self._connection.execute("SELECT name FROM sqlite_schema WHERE name = 'words'")
        self._has_words = tables.fetchone() is not None

    def ids(self, query: Query, most: int = -1) -> array[int]:
        """The ids of the pictures that `query` finds, in its order; the first ones if `most` >= 0.

        As one text: SQLite then works through without asking for the interpreter's lock a row.
        """
        statement, values = self._statement(query, most)
        with self._lock:
            (found,) = self._connection.execute(statement, values).fetchone()
        ids = array("q")
        for start in range(0, len(found or ""), _LETTERS_A_STEP):
            ids.frombytes(bytes.fromhex(found[start : start + _LETTERS_A_STEP]))
        if sys.byteorder == "little":
            ids.byteswap()
        return ids

    def _statement(self, query: Query, most: int) -> tuple[str, list[_Value]]:
        """Each condition by itself is answered from an index alone; then the order's index is gone
        through, and who is in all answers is found. Only where few are, they are sorted instead:
        the plus tells SQLite not to begin with an answer.
        """
        conditions: list[str] = []
        values: list[_Value] = []
        phrases = _phrases(query) if self._has_words else ""
        if phrases:
            plus = "" if self._is_rare(phrases) else "+"
            conditions.append(f"{plus}id IN (SELECT rowid FROM words WHERE words MATCH ?)")  # noqa: S608
            values.append(phrases)
        for condition, some, rare in _parts(query, self._has_words):
            plus = "" if rare else "+"
            conditions.append(f"{plus}id IN (SELECT id FROM pictures WHERE {condition})")  # noqa: S608
            values += some
        where = " AND ".join(conditions) or "1"
        order = f"ORDER BY {_ORDERS[query.order]} LIMIT {most}"
        found = f"SELECT id FROM pictures WHERE {where} {order}"  # noqa: S608
        return f"SELECT group_concat(printf('%016x', id), '') FROM ({found})", values  # noqa: S608

    def _is_rare(self, phrases: str) -> bool:
        some = "SELECT 1 FROM words WHERE words MATCH ? LIMIT ?"
        with self._lock:
            rows = self._connection.execute(
                f"SELECT count(*) FROM ({some})",  # noqa: S608
                (phrases, _FEW),
            )
            return int(rows.fetchone()[0]) < _FEW

    def damage(self) -> str:
        """What is wrong with the database; empty if nothing is. Reads all of it."""
        with self._lock:
            (verdict,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
            wrong = self._connection.execute(_WRONG_TYPES).fetchone()
        if wrong is not None:
            return f"row {wrong[0]} has values of the wrong type"
        return "" if verdict == "ok" else str(verdict)

    def facets(self) -> Facets:
        """What there is to filter by."""
        with self._lock:
            return count_facets(self._connection)

    def close(self) -> None:
        """Let go of the database, also in the middle of a search."""
        self._connection.interrupt()
        with self._lock:
            self._connection.close()


def _parts(query: Query, has_words: bool) -> Iterator[_Part]:
    yield from _about_words(query, has_words)
    yield from _about_marks(query)
    if query.size:
        yield "width = ? AND height = ?", query.size, False
    if query.shape:
        yield _SHAPES[query.shape], (), False
    if query.since:
        yield "created_us >= ?", (microseconds(query.since),), False
    if query.until:
        yield "created_us < ?", (microseconds(query.until),), False
    if query.seed is not None:
        yield "seed = ?", (query.seed,), True
    if query.model:
        yield "model = ?", (query.model,), False
    if query.program:
        yield "program = ?", (query.program,), False
    if query.folder is not None:
        yield "path > ? AND path < ?", below(query.folder), False
    if query.has_reference is not None:
        condition = f"ifnull(reference_count, 0) {'>' if query.has_reference else '='} 0"
        yield condition, (), False


def _about_words(query: Query, has_words: bool) -> Iterator[_Part]:
    for word in query.words:
        if not has_words or len(word) < _TRIGRAM:
            yield "instr(searched, ?)", (word,), False


def _about_marks(query: Query) -> Iterator[_Part]:
    if query.least_rating > 0:
        yield "rating >= ?", (query.least_rating,), False
    for column, name in [("tags", tag) for tag in query.tags] + [("boards", query.board)]:
        if name:
            condition = f"{column} <> '' AND instr(char(10) || {column} || char(10), ?)"
            yield condition, (f"\n{name}\n",), False


def _phrases(query: Query) -> str:
    """The words that the full-text index finds, as it is asked for them."""
    long = (word for word in query.words if len(word) >= _TRIGRAM)
    return " AND ".join('"{}"'.format(word.replace('"', '""')) for word in long)
