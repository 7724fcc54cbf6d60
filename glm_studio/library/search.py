"""Queries as SQL, on a connection of their own: they neither wait for the writer nor hold it up."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from glm_studio.library.index import Stamp, microseconds
from glm_studio.library.query import Order, Query, Shape

_TRIGRAM = 3
"""Shorter words are in no index of trigrams, and are looked for in all texts."""

_SHAPES = {
    Shape.LANDSCAPE: "width > height",
    Shape.PORTRAIT: "width < height",
    Shape.SQUARE: "width = height",
}
_NEWEST = "created_us DESC, path DESC"
_ORDERS = {
    Order.NEWEST: _NEWEST,
    Order.OLDEST: "created_us, path",
    Order.BEST_RATED: f"rating DESC, {_NEWEST}",
    Order.LARGEST: f"width * height DESC, {_NEWEST}",
    Order.PROMPT: f"prompt = '', searched, {_NEWEST}",
}

_Condition: TypeAlias = tuple[str, tuple[str | int, ...]]


class Search:
    """May be used from any thread, by one at a time. Raises sqlite3.Error."""

    def __init__(self, index: Path) -> None:
        uri = f"{index.absolute().as_uri()}?mode=ro"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def ids(self, query: Query) -> list[int]:
        """The ids of the pictures that `query` finds, in its order.

        As one text: SQLite then works through without asking for the interpreter's lock a row.
        """
        statement, values = _statement(query)
        with self._lock:
            (found,) = self._connection.execute(statement, values).fetchone()
        return [int(number) for number in found.split(",")] if found else []

    def stamp(self, path: Path) -> Stamp | None:
        """A file's stamp when it was last read."""
        statement = f"SELECT {', '.join(Stamp._fields)} FROM pictures WHERE path = ?"  # noqa: S608
        with self._lock:
            found = self._connection.execute(statement, (os.fsencode(path),)).fetchone()
        return Stamp(*found) if found else None

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._connection.close()


def _statement(query: Query) -> tuple[str, list[str | int]]:
    conditions = list(_conditions(query))
    where = " AND ".join(text for text, _values in conditions) or "1"
    values = [value for _text, some in conditions for value in some]
    found = f"SELECT id FROM pictures WHERE {where} ORDER BY {_ORDERS[query.order]}"  # noqa: S608
    return f"SELECT group_concat(id) FROM ({found})", values  # noqa: S608


def _conditions(query: Query) -> Iterator[_Condition]:
    yield from _about_words(query)
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
    if query.has_reference is not None:
        yield f"ifnull(reference_count, 0) {'>' if query.has_reference else '='} 0", ()


def _about_words(query: Query) -> Iterator[_Condition]:
    long = [word for word in query.words if len(word) >= _TRIGRAM]
    if long:
        phrases = " AND ".join('"{}"'.format(word.replace('"', '""')) for word in long)
        yield "id IN (SELECT rowid FROM words WHERE words MATCH ?)", (phrases,)
    for word in query.words:
        if len(word) < _TRIGRAM:
            yield "instr(searched, ?)", (word,)


def _about_marks(query: Query) -> Iterator[_Condition]:
    if query.least_rating > 0:
        yield "rating > 0 AND rating >= ?", (query.least_rating,)
    for column, name in [("tags", tag) for tag in query.tags] + [("boards", query.board)]:
        if name:
            line = f"\n{name}\n"
            yield f"{column} <> '' AND instr(char(10) || {column} || char(10), ?)", (line,)
