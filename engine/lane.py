"""A lane: one device, the worker thread that owns it, and its share of the model."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from engine.api import (
    Event,
    JobCancelled,
    JobFailed,
    Loaded,
    Planned,
    Replanned,
    Stage,
)
from engine.devices.base import Device
from engine.errors import (
    DeviceFaultError,
    OutOfMemoryError,
    PlanError,
    Problem,
    WorkerError,
    problem_of,
)
from engine.glm_image.pipeline import compose, make_picture
from engine.glm_image.run import Run
from engine.hardware import DeviceStatus, LaneState
from engine.holder import ModelHolder, ModelSource
from engine.jobs import Cancelled, Job
from engine.plan import GIB, Plan, Share
from engine.queue import JobQueue
from engine.turn import Turn
from engine.worker import Worker

log = logging.getLogger(__name__)

_PATIENCE_S = 120.0
"""So long may a device be silent within a job: a pass of the largest picture takes a tenth."""

_FIRST_PATIENCE_S = 900.0
"""So long before it has finished a job: some cards compile every operator at its first call."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A turn ended, and with it the job."""

    last: Event


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A turn ended; what comes next is for another device."""


@dataclass(frozen=True, slots=True)
class Faulted:
    """The lane's device failed in the turn."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class _OutOfMemory:
    """An attempt ended in `stage`, for memory ran out."""

    stage: Stage | None
    problem: Problem


OnFault = Callable[["Lane", Problem], None]
OnGone = Callable[["Lane", Problem], None]


class Lane:
    """Takes jobs from the queue and carries them out, one after the other.

    `lanes` are all lanes of the engine, this one among them. `on_fault` hears when the device
    fails, with the turn's job still held; `on_gone` when no further thread can be started.
    """

    def __init__(
        self,
        device: Device,
        share: Share,
        beside: Sequence[Device],
        source: ModelSource,
        queue: JobQueue,
        lanes: Sequence[Lane],
        on_fault: OnFault,
        on_gone: OnGone,
    ) -> None:
        self.device, self.share = device, share
        self.turn: Turn | None = None
        self.problem: Problem | None = None
        """Why it takes no more jobs."""
        self.holder = ModelHolder(source, device, share, beside)
        self._source, self._queue, self._lanes = source, queue, lanes
        self._on_fault, self._on_gone = on_fault, on_gone
        self._takes_over = False
        self._finished_any = False

    def start(self) -> None:
        self._worker = Worker(self._work, self._clear_up, self._give_up, self.device.name)

    # What the queue and the engine ask ------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        return self.holder.model is not None

    @property
    def is_out(self) -> bool:
        return self.problem is not None

    def can_take(self, job: Job) -> bool:
        return self._takes_over or self.share in (Share.ALL, job.half)

    @property
    def is_silent(self) -> bool:
        """Whether its device has not been heard of for longer than any of its work takes."""
        turn = self.turn
        if turn is None or not self.device.is_asynchronous:
            return False
        patience = _PATIENCE_S if self._finished_any else _FIRST_PATIENCE_S
        return time.monotonic() - turn.seen > patience

    def status(self) -> DeviceStatus:
        state = LaneState.BUSY if self.turn else LaneState.IDLE
        if self.problem:
            state = LaneState.FAILED
        device = self.device
        return DeviceStatus(device.name, device.title, state, device.telemetry(), self.problem)

    def take_over(self) -> None:
        """Do all of a picture from the next job on: there is nobody left for the rest of it."""
        self._takes_over = True
        self._queue.wake()

    def take_out(self, problem: Problem) -> Job | None:
        """Take no more jobs; returns the one that it had and that nobody has taken away yet."""
        self.problem = problem
        turn, self.turn = self.turn, None
        self._queue.wake()
        return turn.job if turn is not None and turn.revoke() else None

    def join(self, timeout_s: float) -> bool:
        """Wait for the worker; one whose device failed is not waited for, for it may never end."""
        return self.is_out or self._worker.join(timeout_s)

    # On the worker's thread -----------------------------------------------------------------------

    def _work(self) -> None:
        self.device.enter()
        while (job := self._queue.take(self, self._lanes)) is not None:
            self._widen_if_asked()
            self.turn = turn = Turn(job)
            outcome = self._carry_out(turn)
            fault = outcome.problem if isinstance(outcome, Faulted) else None
            try:
                fault = fault or self._release_caches()
            finally:  # what was made is not lost with the worker
                self._worker.finished_a_job()
                self._end(turn, outcome)
            if fault is not None:
                self.holder.let_go()
                self._on_fault(self, fault)
        self.holder.let_go()
        if not self.is_out:
            self.device.release_caches()

    def _widen_if_asked(self) -> None:
        if self._takes_over and self.share is not Share.ALL:
            self.holder.let_go()
            self.share = Share.ALL
            self.holder = ModelHolder(self._source, self.device, self.share)

    def _release_caches(self) -> Problem | None:
        """Returns what the device fails of meanwhile: errors of the job may come to light here."""
        try:
            self.device.release_caches()
        except Exception as error:
            fault = self.device.fault_of(error)
            if fault is None:
                raise
            return fault.problem
        return None

    def _end(self, turn: Turn, outcome: Ended | HandedOn | Faulted) -> None:
        """What a turn ended with; of a fault the engine is told, which takes the job back."""
        if isinstance(outcome, Faulted):
            return
        self.turn = None
        self._finished_any = True
        if isinstance(outcome, Ended):
            turn.emit(outcome.last)
        elif turn.revoke():
            turn.job.half = Share.DRAW
            self._queue.put(turn.job)
            turn.job.leave_if_cancelled()

    def _clear_up(self, error: WorkerError) -> None:
        """The worker died: nobody knows what state the model is in."""
        self.holder.let_go()
        with suppress(BaseException):  # what killed it may do so here once more
            self.device.release_caches()
        turn, self.turn = self.turn, None
        if turn is not None:
            turn.emit(JobFailed(turn.id, turn.stage, error.problem))

    def _give_up(self, error: WorkerError) -> None:
        self._on_gone(self, error.problem)

    def _carry_out(self, turn: Turn) -> Ended | HandedOn | Faulted:
        """Run one job's turn; whatever happens in it, the worker lives on.

        When memory runs out, all is freed and the job runs once more, by the next smaller plan.
        """
        outcome = self._attempt(turn)
        if not isinstance(outcome, _OutOfMemory):
            return outcome
        self.holder.let_go()
        fault = self._release_caches()
        if fault is not None:
            return Faulted(fault)
        if self.holder.plan is None:
            return Ended(JobFailed(turn.id, turn.stage, outcome.problem))
        self.holder.avoid()
        again = self._attempt(turn, why=str(outcome.problem))
        if isinstance(again, _OutOfMemory):
            return Ended(JobFailed(turn.id, turn.stage, again.problem))
        if _found_no_plan(again):
            self.holder.forgive()
            return Ended(JobFailed(turn.id, outcome.stage, outcome.problem))
        return again

    def _attempt(self, turn: Turn, why: str = "") -> Ended | HandedOn | Faulted | _OutOfMemory:
        """Run one job. What it ended with is returned and sent by the caller: as long as an
        exception is handled here, its traceback holds the tensors of the job."""
        try:
            return self._run(turn, why)
        except Cancelled:
            return Ended(JobCancelled(turn.id, turn.stage))
        except Exception as error:
            log.exception("job %s failed in %s on %s", turn.id, turn.stage, self.device.name)
            return self._outcome_of(error, turn)

    def _outcome_of(self, error: Exception, turn: Turn) -> Ended | Faulted | _OutOfMemory:
        if isinstance(error, OutOfMemoryError):
            return _OutOfMemory(turn.stage, error.problem)
        if self.device.is_out_of_memory(error):
            return _OutOfMemory(turn.stage, self._no_memory(error))
        fault = error if isinstance(error, DeviceFaultError) else self.device.fault_of(error)
        if fault is not None:
            return Faulted(fault.problem)
        return Ended(JobFailed(turn.id, turn.stage, problem_of(error)))

    def _run(self, turn: Turn, why: str) -> Ended | HandedOn:
        turn.check()
        turn.stage = None if self.holder.model else Stage.LOAD
        plan = self.holder.plan_for(turn, retrying=bool(why))
        turn.emit(self._announce(turn, plan, why))
        model, seconds = self.holder.model_for(turn, plan)
        loaded = Loaded(turn.id, model.identity, self.device.name, model.precision, seconds)
        composes = self.share is Share.COMPOSE
        if turn.request is None:
            return HandedOn() if composes else Ended(loaded)
        if seconds:
            turn.emit(loaded)
        run = Run(turn, turn.request)
        if not composes:
            return Ended(make_picture(model, run))
        compose(model, run)
        return HandedOn()

    def _announce(self, turn: Turn, plan: Plan, why: str) -> Event:
        name = self.device.name
        return Replanned(turn.id, why, plan) if why else Planned(turn.id, plan, name)

    def _no_memory(self, error: Exception) -> Problem:
        said = f"{error}".strip().rstrip(".")
        return OutOfMemoryError(
            f"The device {self.device.name} ran out of memory.",
            f"It said: {said}." if said else "It said no more than that.",
            f"The model's files alone hold {self.holder.file_bytes / GIB:.1f} GiB; make a smaller "
            "picture, use fewer references, close programs that use much memory, or give less to "
            "the plan by --memory.",
        ).problem


def _found_no_plan(outcome: Ended | HandedOn | Faulted) -> bool:
    last = outcome.last if isinstance(outcome, Ended) else None
    return isinstance(last, JobFailed) and last.problem.kind == PlanError.kind
