"""A queue as it is kept: pictures that were asked for, what comes of them, and both as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from engine.api import GenerationRequest
from engine.errors import Problem
from engine.recipe import PriorCodes
from engine.sizes import Grid
from engine.texts import Text
from glm_studio.library.requests import request_from_json, request_to_json

_SENTENCES = ("kind", "what", "why", "remedy")
"""Of a problem."""


@dataclass(frozen=True, slots=True)
class AskedSet:
    """Pictures that were asked for together; `grid` is what the caller says of it, as JSON."""

    key: str
    grid: Mapping[str, Any] | None = None
    unfolded: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture that was asked for: the `index`-th `of` its set, to be made with `model`.

    `prior` are its codes, once they are written. `jobs` are the engine's names of all attempts, one
    of which its file holds, and `ended` counts the sessions that ended badly in one. `picture` is
    where it is, `problem` why there is none.
    """

    key: str
    request: GenerationRequest
    group: str
    index: int = 1
    of: int = 1
    model: tuple[str, str] = ("", "")
    """Its folder and its name."""
    prior: PriorCodes | None = None
    jobs: tuple[str, ...] = ()
    ended: int = 0
    problem: Problem | None = None
    picture: Path | None = None

    @property
    def is_over(self) -> bool:
        return self.problem is not None or self.picture is not None


@dataclass(frozen=True, slots=True)
class Begun:
    """The engine works on it."""

    key: str
    job: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """The engine was told to stop working on it: it waits again."""

    key: str


@dataclass(frozen=True, slots=True)
class Composed:
    """Its codes are written."""

    key: str
    prior: PriorCodes


@dataclass(frozen=True, slots=True)
class Failed:
    """There will be no picture, unless somebody asks again."""

    key: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Done:
    """It is on disk; others of its set are not."""

    key: str
    picture: Path


Note: TypeAlias = AskedSet | Asked | Begun | SetAside | Composed | Failed | Done


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new: the `notes` in their order, those that are `gone`, and the `order` of those that
    wait, if that is another one than before."""

    notes: tuple[Note, ...] = ()
    gone: tuple[str, ...] = ()
    order: tuple[str, ...] | None = None

    def __bool__(self) -> bool:
        return bool(self.notes or self.gone) or self.order is not None


# As JSON ------------------------------------------------------------------------------------------


def asked_to_json(asked: Asked) -> dict[str, Any]:
    """What is not known yet is left out."""
    known = {
        "prior": asked.prior and prior_to_json(asked.prior),
        "jobs": list(asked.jobs),
        "ended": asked.ended,
        "problem": asked.problem and problem_to_json(asked.problem),
        "picture": asked.picture and str(asked.picture),
    }
    return {
        "key": asked.key,
        "request": request_to_json(asked.request),
        "set": asked.group,
        "index": asked.index,
        "of": asked.of,
        "model": list(asked.model),
        **{name: value for name, value in known.items() if value},
    }


def prior_to_json(prior: PriorCodes) -> dict[str, Any]:
    return {"grid": [prior.grid.rows, prior.grid.columns], "codes": list(prior.codes)}


def problem_to_json(problem: Problem) -> dict[str, Any]:
    return {name: _said_to_json(getattr(problem, name)) for name in _SENTENCES}


def _said_to_json(text: Any) -> Any:
    """A sentence with its gaps, so that it can be shown in any language when it is read."""
    if not isinstance(text, Text):
        return text
    values = {name: _said_to_json(value) for name, value in text.values.items()}
    return {"template": text.template, "values": values}


def asked_from_json(said: Any) -> Asked:
    folder, name = texts_from_json(said["model"])
    prior, problem, picture = said.get("prior"), said.get("problem"), said.get("picture")
    return Asked(
        key=text_from_json(said["key"]),
        request=request_from_json(said["request"]),
        group=text_from_json(said["set"]),
        index=_whole(said["index"]),
        of=_whole(said["of"]),
        model=(folder, name),
        prior=prior_from_json(prior) if prior else None,
        jobs=tuple(texts_from_json(said.get("jobs", []))),
        ended=_whole(said.get("ended", 0)),
        problem=problem_from_json(problem) if problem else None,
        picture=Path(text_from_json(picture)) if picture else None,
    )


def prior_from_json(said: Any) -> PriorCodes:
    rows, columns = map(_whole, said["grid"])
    codes = tuple(map(_whole, said["codes"]))
    if len(codes) != rows * columns:
        raise ValueError(f"{len(codes)} codes for {rows}x{columns}")
    return PriorCodes(Grid(rows, columns), codes)


def problem_from_json(said: Any) -> Problem:
    return Problem(*(text_from_json(_said(said[name])) for name in _SENTENCES))


def _said(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    values = {text_from_json(name): _said(each) for name, each in value["values"].items()}
    return Text(text_from_json(value["template"]), values)


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"expected a whole number, found {value!r:.40}")
    return value


def text_from_json(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected text, found {value!r:.40}")
    return value


def texts_from_json(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError(f"expected a list, found {value!r:.40}")
    return [text_from_json(item) for item in value]
