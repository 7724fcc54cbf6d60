"""What the window and the process that downloads say to each other: an order, then reports."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

from engine.errors import Problem
from engine.parsing import parse_json
from engine.texts import Text, say
from glm_studio.models.sources import DIRECT, Route, Source


@dataclass(frozen=True, slots=True)
class Order:
    """A repository to be downloaded into `target`; an empty `revision` is the newest.

    To `recheck` means to compare what is there already as well, and to fetch what is damaged of it.
    The token that a source may want is no part of an order, so that it is written nowhere.
    """

    source: Source
    repository: str
    target: Path
    revision: str = ""
    route: Route = DIRECT
    recheck: bool = False

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "target": str(self.target)}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Order:
        return cls(
            Source(told["source"]),
            told["repository"],
            Path(told["target"]),
            told["revision"],
            Route(**told["route"]),
            told["recheck"],
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """The source was asked: `files` in all, of which `there_bytes` of `total_bytes` are there."""

    name: ClassVar[str] = "listed"
    files: int
    there_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """So many bytes are there now; `file` is one of those that are arriving."""

    name: ClassVar[str] = "arrived"
    done_bytes: int
    file: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection was lost; `why` in the client's words. It is tried again after `wait_s`."""

    name: ClassVar[str] = "lost"
    why: str
    wait_s: float


@dataclass(frozen=True, slots=True)
class Finished:
    """All files are there, and each was compared with its published checksum."""

    name: ClassVar[str] = "finished"
    compared: int


@dataclass(frozen=True, slots=True)
class Failed:
    """It ends here; what has arrived stays for the next attempt."""

    name: ClassVar[str] = "failed"
    problem: Problem


Report = Listed | Arrived | Lost | Finished | Failed
_KINDS: dict[str, type[Report]] = {
    kind.name: kind for kind in (Listed, Arrived, Lost, Finished, Failed)
}


def to_line(report: Report) -> str:
    """A report as one line of JSON."""
    told = {"report": report.name, **asdict(report)}
    if isinstance(report, Failed):
        problem = report.problem
        told["problem"] = {
            "kind": problem.kind,
            "what": _told(problem.what),
            "why": _told(problem.why),
            "remedy": _told(problem.remedy),
        }
    return json.dumps(told)  # as ASCII: a pipe may have another encoding than the names in it


def from_line(line: str) -> Report | None:
    """The report of a line; None for what somebody else has printed."""
    try:
        told = parse_json(line)
        kind = _KINDS[told.pop("report")]
        if kind is Failed:
            problem = told["problem"]
            sentences = (_text(problem[part]) for part in ("what", "why", "remedy"))
            return Failed(Problem(str(problem["kind"]), *sentences))
        return kind(**told)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _told(value: object) -> object:
    """A sentence with what it is put together of, so that the window can say it in its language."""
    if not isinstance(value, Text):
        return value
    return [value.template, {name: _told(part) for name, part in value.values.items()}]


def _text(told: Any) -> Any:
    if not isinstance(told, list):
        return str(told)
    return say(told[0], **{name: _text(part) for name, part in told[1].items()})
