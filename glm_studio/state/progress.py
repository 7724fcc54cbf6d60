"""How far a stage is: numbers alone, their wording is the window's."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass, field

from engine.api import Event, Loading, Stage, StageStarted, StepDone, TokensDone

SHARES = {Stage.PRIOR: 0.45, Stage.DENOISE: 0.45, Stage.DECODE: 0.1}
"""A stage's part of the whole; the two long ones count alike, since which is longer varies."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage under way: `done` of `total` bytes, codes, steps or pictures.

    `rate` is in those units a second; `left_s` was true at `at`, in `time.monotonic` seconds.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    rate: float | None = None
    left_s: float | None = None
    component: str = ""
    started: float = field(default_factory=time.monotonic)
    at: float = field(default_factory=time.monotonic)

    @property
    def fraction(self) -> float:
        return min(self.done / self.total, 1.0) if self.total else 0.0

    @property
    def whole_fraction(self) -> float:
        """How much of the picture is made, with the two long stages counted alike."""
        if self.stage not in SHARES:
            return 0.0
        stages = list(SHARES)
        before = sum(SHARES[stage] for stage in stages[: stages.index(self.stage)])
        return before + SHARES[self.stage] * self.fraction

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
            case StageStarted():
                return Progress(event.stage, total=event.total)
            case TokensDone():
                return self._moved(Stage.PRIOR, event)
            case StepDone():
                return self._moved(Stage.DENOISE, event)
        return self

    def _after_loading(self, event: Loading) -> Progress:
        start = self if self.stage is Stage.LOAD and self.total else Progress(Stage.LOAD)
        rate = event.done_bytes / start.spent_s if start.spent_s > 0.2 else None
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

    def _moved(self, stage: Stage, event: TokensDone | StepDone) -> Progress:
        start = self if self.stage is stage else Progress(stage)
        return dataclasses.replace(
            start,
            done=event.done,
            total=event.total,
            rate=event.rate,
            left_s=event.left_s,
            at=time.monotonic(),
        )
