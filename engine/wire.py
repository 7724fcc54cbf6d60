"""What an engine and the process of a station say to each other. Frozen, picklable."""

from __future__ import annotations

from dataclasses import dataclass
from logging import LogRecord
from typing import TypeAlias

from engine.api import Event, GenerationRequest, Stage
from engine.errors import Problem
from engine.holder import ModelSource
from engine.jobs import Composed
from engine.outcomes import Outcome
from engine.plan import Share


@dataclass(frozen=True, slots=True)
class StationPlace:
    """Which station the process is to have. `team` are the devices of a picture, by name."""

    device: str
    team: tuple[str, ...]
    share: Share
    source: ModelSource
    threads: int


# To the process ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Take:
    """Carry out a job's turn; `request` is None for a load."""

    job_id: str
    request: GenerationRequest | None
    composed: Composed | None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop the turn that is being carried out."""

    job_id: str


@dataclass(frozen=True, slots=True)
class Widen:
    """Do all of a picture from the next turn on."""


@dataclass(frozen=True, slots=True)
class Close:
    """Give all memory back and end."""


Order: TypeAlias = Take | Cancel | Widen | Close


# From the process --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the turn's job, and the stage that it is in."""

    event: Event
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class HasComposed:
    """What the turn leaves in its job, should it be taken up elsewhere."""

    composed: Composed


@dataclass(frozen=True, slots=True)
class Pulse:
    """The process lives; the turn was last heard of `silent_s` seconds ago."""

    silent_s: float


@dataclass(frozen=True, slots=True)
class Logged:
    """A line for the log."""

    record: LogRecord


@dataclass(frozen=True, slots=True)
class Done:
    """The turn is over. `fault` came to light when its memory was released."""

    outcome: Outcome
    fault: Problem | None
    is_ready: bool


Report: TypeAlias = Told | HasComposed | Pulse | Logged | Done
