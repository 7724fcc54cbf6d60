"""The vocabulary of an examination: what was found, what works, what mends it. Frozen, no torch.

`engine/doctor.py` examines; the command line and the window show what is said in these words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.errors import EngineError, Problem, problem_of
from engine.estimate import Estimate, Rates
from engine.hardware import AUTO, Fingerprint, Sighting
from engine.plan import NO_WISH, Plan, PlanWish
from engine.recipe import plain
from engine.texts import joined, say

OnProgress = Callable[[str], None]
"""Hears, in a word or two, what is looked at next."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be looked at, as the other commands' options say it.

    `follows` are the plans, by device, of an engine in this process: what its model holds is not
    free, so that no others are made beside them. `failed` are the devices that this engine has
    taken out, and why: they are not entered again.
    """

    model: Path
    device: str = AUTO
    precision: str = AUTO
    plan: PlanWish = NO_WISH
    threads: int | None = None
    follows: Mapping[str, Plan] = field(default_factory=dict)
    failed: Mapping[str, Problem] = field(default_factory=dict)


class State(StrEnum):
    """How it is with one thing that was looked at."""

    GOOD = "good"

    NOTE = "note"
    """Worth knowing; nothing has to be done."""

    MISSING = "missing"
    """Not there, or not enough of it."""

    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `says` is a sentence, `mends` what to do: one command, or a
    sentence where there is no command for it. Without what is `vital` no picture can be made."""

    name: str
    state: State
    says: str
    mends: str = ""
    vital: bool = False

    @property
    def is_amiss(self) -> bool:
        return self.state in (State.MISSING, State.BROKEN)

    @classmethod
    def of(cls, name: str, state: State, problem: Problem, *, vital: bool = False) -> Check:
        """From the three sentences of a problem."""
        return cls(name, state, joined(" ", (problem.what, problem.why)), problem.remedy, vital)


@dataclass(frozen=True, slots=True)
class Section:
    """Checks that belong together."""

    name: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a device was measured to do in one precision; `chosen` is what ``auto`` takes."""

    device: str
    precision: str
    rates: Rates
    chosen: bool


@dataclass(frozen=True, slots=True)
class Expectation:
    """How long a picture should take: an estimate, with the model in memory."""

    model: str
    device: str
    precision: str
    width: int
    height: int
    steps: int
    stages: Estimate

    @property
    def total_s(self) -> float:
        return self.stages.total_s


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a checkpoint would do here: its plan on each device, and how long pictures should take.
    Beside a stand-in's, `expectations` has the released model's."""

    plans: Mapping[str, Plan]
    expectations: tuple[Expectation, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole in one word and its exit code: 0 all is well, 1 it works but something is worth
    mending, 2 no picture can be made."""

    text: str
    code: int


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything that was found. `fingerprints` and `plans` are by the device's name, a plan for
    each size that was looked at."""

    versions: Mapping[str, str]
    sections: tuple[Section, ...]
    sightings: tuple[Sighting, ...] = ()
    fingerprints: Mapping[str, Fingerprint] = field(default_factory=dict)
    measurements: tuple[Measurement, ...] = ()
    plans: Mapping[str, tuple[Plan, ...]] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()

    @property
    def verdict(self) -> Verdict:
        amiss = [check for section in self.sections for check in section.checks if check.is_amiss]
        if any(check.vital for check in amiss):
            return Verdict(say("No picture can be made as it is."), 2)
        if amiss:
            return Verdict(say("It works; something is worth mending."), 1)
        return Verdict(say("All is well."), 0)

    def to_json(self) -> dict[str, Any]:
        """All of it, with the verdict and each expectation's whole."""
        told: dict[str, Any] = plain(self)
        for expectation, each in zip(self.expectations, told["expectations"], strict=True):
            each["total_s"] = expectation.total_s
        return {"verdict": plain(self.verdict), **told}


def problem_about(error: BaseException, what: str) -> Problem:
    """The error's own sentences if it has some, else `what` with what it says."""
    if isinstance(error, EngineError):
        return error.problem
    unforeseen = problem_of(error)
    return Problem(unforeseen.kind, what, unforeseen.why, say("Report it with the log."))


def decimals(value: float) -> int:
    """With how many a measured figure is shown: three digits of it mean something."""
    return max(0, 2 - math.floor(math.log10(value))) if value > 0 else 0
