"""What a stage sees of the job that it runs for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from torch import nn

from engine.api import Event, GenerationRequest, Stage, StageStarted
from engine.turn import Turn


@dataclass(slots=True)
class Run:
    """A job in computation: its request, where its events go, and whether it should stop."""

    turn: Turn
    request: GenerationRequest
    started: float = field(default_factory=time.perf_counter)
    seconds: dict[str, float] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)
    """Digests of the latents: of the noise, then after each step."""

    def emit(self, make: Callable[..., Event], *values: object) -> None:
        """Send ``make(job_id, *values)``."""
        self.turn.emit(make(self.turn.id, *values))

    def check(self) -> None:
        """Raise `Cancelled` if the job should stop."""
        self.turn.check()

    @property
    def elapsed_s(self) -> float:
        return time.perf_counter() - self.started

    @contextmanager
    def stage(self, stage: Stage, total: int, *blocks: nn.Module) -> Iterator[None]:
        """Announce and time a stage, in which a cancel is noticed before each of `blocks`."""
        self.turn.stage = stage
        self.check()
        self.emit(StageStarted, stage, total)
        start = time.perf_counter()
        with self.noticing_cancel(*blocks):
            yield
        self.seconds[stage.value] = time.perf_counter() - start

    @contextmanager
    def noticing_cancel(self, *blocks: nn.Module) -> Iterator[None]:
        """Within this, `Cancelled` is raised before each of `blocks` if the job should stop."""
        with ExitStack() as hooks:
            for block in blocks:
                handle = block.register_forward_pre_hook(lambda *_: self.check())
                hooks.callback(handle.remove)
            yield
