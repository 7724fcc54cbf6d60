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

_Condition: TypeAlias = tuple[str, tuple[str | int | bytes, ...]]


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
        statement, values = _statement(query, most, self._has_words)
        with self._lock:
            (found,) = self._connection.execute(statement, values).fetchone()
        ids = array("q", bytes.fromhex(found or ""))
        if sys.byteorder == "little":
            ids.byteswap()
        return ids

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


def _statement(query: Query, most: int, has_words: bool) -> tuple[str, list[str | int | bytes]]:
    conditions = list(_conditions(query, has_words))
    where = " AND ".join(text for text, _values in conditions) or "1"
    values = [value for _text, some in conditions for value in some]
    found = f"SELECT id FROM pictures WHERE {where} ORDER BY {_ORDERS[query.order]} LIMIT {most}"  # noqa: S608
    return f"SELECT group_concat(printf('%016x', id), '') FROM ({found})", values  # noqa: S608


def _conditions(query: Query, has_words: bool) -> Iterator[_Condition]:
    yield from _about_words(query, has_words)
    yield from _about_marks(query)
    if query.size:
        yield "width = ? AND height = ?", query.size
    if query.shape:
        yield _SHAPES[query.shape], ()
    if query.since:
        yield "created_us >= ?", (microseconds(query.since),)
    if query.until:
        yield "created_us < ?", (microseconds(query.until),)
    if query.seed is not None:
        yield "seed = ?", (query.seed,)
    if query.model:
        yield "model = ?", (query.model,)
    if query.program:
        yield "program = ?", (query.program,)
    if query.folder is not None:
        yield "path > ? AND path < ?", below(query.folder)
    if query.has_reference is not None:
        yield f"ifnull(reference_count, 0) {'>' if query.has_reference else '='} 0", ()


def _about_words(query: Query, has_words: bool) -> Iterator[_Condition]:
    long = [word for word in query.words if has_words and len(word) >= _TRIGRAM]
    if long:
        phrases = " AND ".join('"{}"'.format(word.replace('"', '""')) for word in long)
        yield "id IN (SELECT rowid FROM words WHERE words MATCH ?)", (phrases,)
    for word in query.words:
        if word not in long:
            yield "instr(searched, ?)", (word,)


def _about_marks(query: Query) -> Iterator[_Condition]:
    if query.least_rating > 0:
        yield "rating > 0 AND rating >= ?", (query.least_rating,)
    for column, name in [("tags", tag) for tag in query.tags] + [("boards", query.board)]:
        if name:
            line = f"\n{name}\n"
            yield f"{column} <> '' AND instr(char(10) || {column} || char(10), ?)", (line,)
