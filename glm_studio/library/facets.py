"""What there is to filter by, counted by SQLite, from indexes alone."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any

from glm_studio.library.index import moment
from glm_studio.library.query import Facets


def count_facets(database: sqlite3.Connection) -> Facets:
    """Raises sqlite3.Error."""

    def rows(query: str) -> list[tuple[Any, ...]]:
        return database.execute(query).fetchall()

    programs = rows("SELECT program, count(*), sum(reference_count > 0) FROM pictures GROUP BY 1")
    (times,) = rows(
        "SELECT (SELECT min(created_us) FROM pictures), (SELECT max(created_us) FROM pictures)"
    )
    first, last = (None if time is None else moment(time) for time in times)
    return Facets(
        sum(number for _program, number, _with in programs),
        dict(rows("SELECT model, count(*) FROM pictures WHERE model <> '' GROUP BY 1")),
        {program: number for program, number, _with in programs if program},
        {
            (width, height): number
            for width, height, number in rows(
                "SELECT width, height, count(*) FROM pictures GROUP BY 1, 2"
            )
        },
        _names(rows("SELECT tags, count(*) FROM pictures WHERE tags <> '' GROUP BY 1")),
        _names(rows("SELECT boards, count(*) FROM pictures WHERE boards <> '' GROUP BY 1")),
        dict(rows("SELECT rating, count(*) FROM pictures GROUP BY 1")),
        sum(number or 0 for _program, _number, number in programs),
        first,
        last,
    )


def _names(rows: Iterable[tuple[str, int]]) -> Counter[str]:
    """Rows have several names, one a line; far fewer differ than there are rows."""
    counted: Counter[str] = Counter()
    for names, number in rows:
        for name in names.split("\n"):
            counted[name] += number
    return counted
