"""A lane: a worker thread that takes jobs from the queue for one device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from engine.api import GenerationRequest, ImageReady, JobFailed, Moved
from engine.devices.base import Device
from engine.errors import OutOfMemoryError, PlanError, Problem, WorkerError
from engine.hardware import DeviceStatus, LaneState, Telemetry
from engine.jobs import Job
from engine.lane_memory import LaneMemory
from engine.outcomes import Ended, Faulted, HandedOn, Outcome
from engine.plan import Plan, Share
from engine.queue import JobQueue
from engine.turn import Turn
from engine.worker import Worker

_PATIENCE_S = 120.0
"""So long may a device be silent within a job: a pass of the largest picture takes a tenth."""

_FIRST_PATIENCE_S = 900.0
"""So long before it has made a picture: some cards compile every operator at its first call."""

_TOO_SMALL = (OutOfMemoryError.kind, PlanError.kind)
"""Problems that another device, with more memory, may not have."""

OnFault = Callable[["Lane", Problem], None]
OnMade = Callable[[ImageReady], None]


class StationLike(Protocol):
    """What carries out turns: `engine.station.Station`, or one in a process of its own."""

    @property
    def is_ready(self) -> bool: ...

    def enter(self) -> None: ...

    def carry_out(self, turn: Turn) -> Outcome: ...

    def widen(self) -> None: ...

    def release_caches(self) -> Problem | None: ...

    def let_go(self) -> None: ...

    def close(self) -> None: ...


class Lane:
    """Takes jobs and has its station carry them out, one after the other.

    `on_fault` hears when the device fails, with the turn's job still held; `on_gone` when no
    further thread can be started; `on_made` of each picture, before who asked for it does.
    """

    def __init__(
        self,
        device: Device,
        share: Share,
        station: StationLike,
        queue: JobQueue,
        on_fault: OnFault,
        on_gone: OnFault,
        on_made: OnMade = lambda image: None,
    ) -> None:
        self.device, self.share, self.station = device, share, station
        self.turn: Turn | None = None
        self.problem: Problem | None = None
        """Why it takes no more jobs."""
        self._queue = queue
        self._on_fault, self._on_gone, self._on_made = on_fault, on_gone, on_made
        self._takes_over = False
        self._finished_any = False
        self._memory = LaneMemory()

    def start(self) -> None:
        self._worker = Worker(self._work, self._clear_up, self._give_up, self.device.name)

    # What the queue and the engine ask ------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        return self.station.is_ready

    @property
    def is_out(self) -> bool:
        return self.problem is not None

    @property
    def name(self) -> str:
        return self.device.name

    @property
    def title(self) -> str:
        return self.device.title

    @property
    def plan(self) -> Plan | None:
        """The latest one; None before the first."""
        turn = self.turn
        return (turn.plan if turn else None) or self._memory.plan

    def remembers(self, request: GenerationRequest) -> bool:
        """Whether the codes of this request were written here: the model keeps the newest."""
        return self._memory.remembers(request)

    def can_take(self, job: Job) -> bool:
        return self._takes_over or self.share in (Share.ALL, job.half)

    def begin(self, job: Job) -> None:
        self.turn = Turn(job)

    def status(self) -> DeviceStatus:
        """A device that failed is not asked how it is: it may never answer."""
        state = LaneState.BUSY if self.turn else LaneState.IDLE
        told = Telemetry() if self.problem else self.device.telemetry()
        if self.problem:
            state = LaneState.FAILED
        return DeviceStatus(self.device.name, self.device.title, state, told, self.problem)

    def take_over(self) -> None:
        """Do all of a picture from the next job on: there is nobody left for the rest of it."""
        self._takes_over = True
        self._queue.wake()

    def take_if_silent(self) -> Job | None:
        """The job, if the device has not been heard of for longer than any of its work takes."""
        turn = self.turn
        if turn is None or not self.device.is_asynchronous:
            return None
        patience = _PATIENCE_S if self._finished_any else _FIRST_PATIENCE_S
        return turn.job if turn.revoke(patience) else None

    def take_out(self, problem: Problem) -> Job | None:
        """Take no more jobs; returns the one that it had, unless that was taken away before."""
        self.problem = problem
        turn, self.turn = self.turn, None
        self._queue.wake()
        return turn.job if turn is not None and turn.revoke() else None

    def join(self, timeout_s: float) -> bool:
        """Wait for the worker; one whose device failed is not waited for, for it may never end."""
        return self.is_out or self._worker.join(timeout_s)

    # On the worker's thread -----------------------------------------------------------------------

    def _work(self) -> None:
        self.station.enter()
        while self._queue.take(self) is not None:
            turn = self.turn
            if turn is None:  # taken away already
                continue
            if self._takes_over and self.share is not Share.ALL:
                self.station.widen()
                self._memory.forget()
                self.share = Share.ALL
            outcome = self.station.carry_out(turn)
            fault = outcome.problem if isinstance(outcome, Faulted) else None
            try:
                fault = fault or self.station.release_caches()
            finally:  # what was made is not lost with the worker
                self._worker.finished_a_job()
                self._end(turn, outcome)
            if fault is not None:
                self._on_fault(self, fault)
        if self.is_out:
            self.station.let_go()
        else:
            self.station.close()

    def _end(self, turn: Turn, outcome: Outcome) -> None:
        """What a turn ended with; of a fault the engine is told, which takes the job back."""
        if isinstance(outcome, Faulted):
            return
        self._memory.note(turn)
        last = outcome.last if isinstance(outcome, Ended) else None
        if isinstance(last, JobFailed) and last.problem.kind in _TOO_SMALL:
            turn.job.given_back.append(self)
            if self._queue.has_other(turn.job):
                turn.emit(Moved(turn.id, self.device.name, str(last.problem)))
                last = None
        computed = turn.request is not None and isinstance(last, ImageReady | None)
        self._finished_any = self._finished_any or computed
        self.turn = None
        self._queue.release(self)
        if isinstance(last, ImageReady):
            self._on_made(last)
        if turn.end(last) and last is None:
            if isinstance(outcome, HandedOn):
                turn.job.half = Share.DRAW
            self._queue.put(turn.job)

    def _clear_up(self, error: WorkerError) -> None:
        """The worker died: nobody knows what state the model is in."""
        turn, self.turn = self.turn, None
        self._queue.release(self)
        self._memory.forget()
        if turn is not None:
            turn.end(JobFailed(turn.id, turn.stage, error.problem))
        self.station.let_go()

    def _give_up(self, error: WorkerError) -> None:
        self._on_gone(self, error.problem)
