"""What a job's turn on a lane ends with. Frozen, picklable, no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.api import Event
from engine.errors import Problem


@dataclass(frozen=True, slots=True)
class Ended:
    """The job is over; `last` is its last event."""

    last: Event


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What comes next is for another device."""


@dataclass(frozen=True, slots=True)
class Faulted:
    """The lane's device failed."""

    problem: Problem


Outcome: TypeAlias = Ended | HandedOn | Faulted
