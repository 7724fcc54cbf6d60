"""A queue's file, line by line.

It is a log. Every line is a JSON object with one name, so that a change costs what it says and not
the whole queue, and what a power failure cuts off is at most the last one. `docs/files.md`
documents them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.parsing import parse_json
from glm_studio.library.queue_notes import (
    Asked,
    AskedSet,
    Begun,
    Composed,
    Done,
    Failed,
    Note,
    SetAside,
    asked_from_json,
    asked_to_json,
    prior_from_json,
    prior_to_json,
    problem_from_json,
    problem_to_json,
    text_from_json,
    texts_from_json,
)

VERSION = 1

_MISREAD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What reading lines leads to that no queue has written."""


class LogError(ValueError):
    """A file that is no queue's, or one of a newer version."""


# Writing -----------------------------------------------------------------------------------------


def line(name: str, value: object) -> bytes:
    """Broken halves of surrogate pairs, which have no UTF-8, are JSON's own escapes."""
    return json.dumps({name: value}, separators=(",", ":")).encode() + b"\n"


def line_of(note: Note) -> bytes:
    match note:
        case AskedSet():
            said = ("set", {"key": note.key, "grid": note.grid, "unfolded": note.unfolded})
        case Asked():
            said = ("add", asked_to_json(note))
        case Begun():
            said = ("begun", {"key": note.key, "job": note.job})
        case SetAside():
            said = ("waits", {"key": note.key})
        case Composed():
            said = ("codes", {"key": note.key, **prior_to_json(note.prior)})
        case Failed():
            said = ("failed", {"key": note.key, **problem_to_json(note.problem)})
        case Done():
            said = ("done", {"key": note.key, "picture": str(note.picture)})
    return line(*said)


# Reading -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Log:
    """A file as it is read. `rested` if its session ended as it should; `damaged` counts lines that
    cannot be read, and says nothing of the last one, which a crash may cut off."""

    entries: dict[str, Asked] = field(default_factory=dict)
    sets: dict[str, AskedSet] = field(default_factory=dict)
    adopted: tuple[str, ...] = ()
    """The files whose pictures this one has taken over."""
    rested: bool = False
    damaged: int = 0
    _begun: set[str] = field(default_factory=set)
    _order: dict[str, None] = field(default_factory=dict)

    def in_order(self) -> list[Asked]:
        places = {key: place for place, key in enumerate(self._order)}
        last = len(places)
        return sorted(self.entries.values(), key=lambda asked: places.get(asked.key, last))

    def apply(self, name: str, said: Any) -> None:
        """Raises any of `_MISREAD` for what no queue writes."""
        match name:
            case "set":
                grid = said["grid"]
                if grid is not None and not isinstance(grid, dict):
                    raise ValueError("a grid is an object")
                key = text_from_json(said["key"])
                self.sets[key] = AskedSet(key, grid, said["unfolded"] is True)
            case "add":
                asked = asked_from_json(said)
                self.entries[asked.key] = asked
            case "gone":
                for key in texts_from_json(said):
                    self.entries.pop(key, None)
                    self._order.pop(key, None)
            case "order":
                self._order = dict.fromkeys(texts_from_json(said))
            case "rest":
                self.rested = True
            case _ if said["key"] in self.entries:
                self.entries[said["key"]] = self._told(self.entries[said["key"]], name, said)

    def _told(self, asked: Asked, name: str, said: Any) -> Asked:
        match name:
            case "begun":
                self._begun.add(asked.key)
                return replace(asked, jobs=(*asked.jobs, text_from_json(said["job"])))
            case "waits":
                self._begun.discard(asked.key)
            case "codes":
                return replace(asked, prior=prior_from_json(said))
            case "failed":
                return replace(asked, problem=problem_from_json(said))
            case "done":
                return replace(asked, picture=Path(text_from_json(said["picture"])))
        return asked  # what a later version adds

    def settle(self) -> None:
        """The file is at its end: what was being made when its session ended badly is known."""
        for key in () if self.rested else self._begun & self.entries.keys():
            asked = self.entries[key]
            if not asked.is_over:
                self.entries[key] = replace(asked, ended=asked.ended + 1)


def read_log(content: bytes) -> Log:
    """Raises `LogError`; lines that cannot be read are counted, and all others taken."""
    log = Log()
    first, *lines = content.split(b"\n")
    try:
        head = parse_json(first)["queue"]
        if head["version"] != VERSION:
            raise LogError(f"version {head['version']!r:.40}")
        log.adopted = tuple(texts_from_json(head["adopted"]))
    except (ValueError, KeyError, TypeError) as error:
        raise LogError(f"no queue: {error}") from error
    for each in lines[:-1]:  # the last one is empty, or was cut off
        try:
            ((name, said),) = parse_json(each).items()
            log.apply(name, said)
        except _MISREAD:
            log.damaged += 1
    log.settle()
    return log


def header(adopted: Iterable[str]) -> bytes:
    """A file's first line."""
    return line("queue", {"version": VERSION, "adopted": list(adopted)})
