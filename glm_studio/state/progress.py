"""How far a stage is: numbers alone, their wording is the window's."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass, field

from engine.api import (
    Event,
    Loaded,
    Loading,
    Moved,
    Replanned,
    Stage,
    StageStarted,
    StepDone,
    TokensDone,
)

SHARES = {Stage.PRIOR: 0.45, Stage.DENOISE: 0.45, Stage.DECODE: 0.1}
"""A stage's part of the whole; the two long ones count alike, since which is longer varies."""
_SHARES_WITH_REFERENCES = {Stage.REFERENCES: 0.05, **SHARES, Stage.PRIOR: 0.4}
_HASH = "hash"
"""What `Loading` calls the reading of files for their check sum, which is no load of weights."""


def _now() -> float:
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage under way: `done` of `total` bytes, codes, steps or pictures.

    `rate` is in those units a second; `left_s` was true at `at`, in `time.monotonic` seconds.
    `since` was done already at `started`. `reached` of the whole was made before a load between
    two stages.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    rate: float | None = None
    left_s: float | None = None
    component: str = ""
    started: float = field(default_factory=_now)
    at: float = field(default_factory=_now)
    since: int = 0
    reached: float = 0.0
    with_references: bool = False

    @property
    def fraction(self) -> float:
        return min(self.done / self.total, 1.0) if self.total else 0.0

    @property
    def whole_fraction(self) -> float:
        """How much of the picture is made, with the two long stages counted alike."""
        shares = self.shares
        if self.stage not in shares:
            return self.reached
        stages = list(shares)
        before = sum(shares[stage] for stage in stages[: stages.index(self.stage)])
        return before + shares[self.stage] * self.fraction

    @property
    def shares(self) -> dict[Stage, float]:
        """Each stage's part of the whole, in order."""
        return _SHARES_WITH_REFERENCES if self.with_references else SHARES

    @property
    def left_now_s(self) -> float | None:
        """`left_s` less the time since it was said, so that it also runs between two events."""
        if self.left_s is None:
            return None
        return max(self.left_s - (time.monotonic() - self.at), 0.0)

    @property
    def spent_s(self) -> float:
        return time.monotonic() - self.started

    def after(self, event: Event) -> Progress:
        """The progress that an event of the same job leads to."""
        match event:
            case Loading():
                return self._after_loading(event)
            case Loaded() | Replanned() | Moved():  # with those two the picture starts anew, too
                return self._load_anew() if isinstance(event, Loaded) else Progress(Stage.LOAD)
            case StageStarted():
                return dataclasses.replace(self._begun(event.stage), total=event.total)
            case TokensDone():
                return self._moved(Stage.PRIOR, event)
            case StepDone():
                return self._moved(Stage.DENOISE, event)
            case _:
                return self

    def _after_loading(self, event: Loading) -> Progress:
        start = self
        if not self._same_load(event):
            start = dataclasses.replace(self._load_anew(), since=event.done_bytes)
        read = event.done_bytes - start.since
        rate = read / start.spent_s if read and start.spent_s > 0.2 else None
        left_s = (event.total_bytes - event.done_bytes) / rate if rate else None
        return dataclasses.replace(
            start,
            done=event.done_bytes,
            total=event.total_bytes,
            rate=rate,
            left_s=left_s,
            component=event.component,
            at=time.monotonic(),
        )

    def _same_load(self, event: Loading) -> bool:
        """One load follows another without a word between them: their rates have nothing to do
        with each other."""
        return (
            self.stage is Stage.LOAD
            and self.total == event.total_bytes
            and self.done <= event.done_bytes
            and (self.component == _HASH) is (event.component == _HASH)
        )

    def _load_anew(self) -> Progress:
        return dataclasses.replace(self._begun(Stage.LOAD), reached=self.whole_fraction)

    def _begun(self, stage: Stage) -> Progress:
        """The stage at its start, in the same picture."""
        references = self.with_references or stage is Stage.REFERENCES
        return Progress(stage, with_references=references)

    def _moved(self, stage: Stage, event: TokensDone | StepDone) -> Progress:
        start = self if self.stage is stage else self._begun(stage)
        return dataclasses.replace(
            start,
            done=event.done,
            total=event.total,
            rate=event.rate,
            left_s=event.left_s,
            at=time.monotonic(),
        )
