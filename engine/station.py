"""A station: what carries out the turns of a lane on one device, in the thread that calls it."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass

from engine.api import Event, JobCancelled, JobFailed, Loaded, Planned, Replanned, Stage
from engine.devices.base import Device
from engine.errors import DeviceFaultError, OutOfMemoryError, PlanError, Problem, problem_of
from engine.glm_image.pipeline import compose, make_picture
from engine.glm_image.run import Run
from engine.holder import ModelHolder, ModelSource, Team
from engine.jobs import Cancelled
from engine.outcomes import Ended, Faulted, HandedOn, Outcome
from engine.plan import GIB, Plan, Share
from engine.texts import say
from engine.turn import Turn

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _OutOfMemory:
    """An attempt ended in `stage`, for memory ran out."""

    stage: Stage | None
    problem: Problem


class Station:
    """One device with its share of the model. One thread at a time, after `enter`."""

    def __init__(self, device: Device, share: Share, team: Team, source: ModelSource) -> None:
        self._device, self._share, self._source = device, share, source
        self.holder = ModelHolder(source, device, share, team)

    @property
    def is_ready(self) -> bool:
        """Whether the model is loaded."""
        return self.holder.model is not None

    def enter(self) -> None:
        """Make the calling thread the one that computes."""
        self._device.enter()

    def widen(self) -> None:
        """Do all of a picture from now on."""
        self.holder.let_go()
        self._share = Share.ALL
        self.holder = ModelHolder(self._source, self._device, self._share, (self._device,))

    def release_caches(self) -> Problem | None:
        """Returns what the device fails of meanwhile: errors of the job may come to light here."""
        try:
            self._device.release_caches()
        except Exception as error:
            fault = self._device.fault_of(error)
            if fault is None:
                raise
            return fault.problem
        return None

    def let_go(self) -> None:
        """Forget the model, whatever state it is in: its thread has died, or its device failed."""
        self.holder.let_go()
        with suppress(BaseException):  # what killed the thread may do so here once more
            self._device.release_caches()

    def close(self) -> None:
        """Give all memory back."""
        self.holder.let_go()
        self._device.release_caches()

    def carry_out(self, turn: Turn) -> Outcome:
        """Run one job's turn; whatever happens in it, the thread lives on.

        When memory runs out, all is freed and the job runs once more, by the next smaller plan.
        """
        outcome = self._attempt(turn)
        if not isinstance(outcome, _OutOfMemory):
            return outcome
        self.holder.let_go()
        fault = self.release_caches()
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

    def _attempt(self, turn: Turn, why: str = "") -> Outcome | _OutOfMemory:
        """Run one job. What it ended with is returned and sent by the caller: as long as an
        exception is handled here, its traceback holds the tensors of the job."""
        try:
            return self._run(turn, why)
        except Cancelled:
            return Ended(JobCancelled(turn.id, turn.stage))
        except Exception as error:
            log.exception("job %s failed in %s on %s", turn.id, turn.stage, self._device.name)
            return self._outcome_of(error, turn)

    def _outcome_of(self, error: Exception, turn: Turn) -> Ended | Faulted | _OutOfMemory:
        if isinstance(error, OutOfMemoryError):
            return _OutOfMemory(turn.stage, error.problem)
        if self._device.is_out_of_memory(error):
            return _OutOfMemory(turn.stage, self._no_memory(error))
        fault = error if isinstance(error, DeviceFaultError) else self._device.fault_of(error)
        if fault is not None:
            return Faulted(fault.problem)
        return Ended(JobFailed(turn.id, turn.stage, problem_of(error)))

    def _run(self, turn: Turn, why: str) -> Ended | HandedOn:
        turn.check()
        turn.stage = None if self.holder.model else Stage.LOAD
        plan = self.holder.plan_for(turn, retrying=bool(why))
        turn.emit(self._announce(turn, plan, why))
        model, seconds = self.holder.model_for(turn, plan)
        loaded = Loaded(turn.id, model.identity, self._device.name, model.precision, seconds)
        composes = self._share is Share.COMPOSE
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
        name = self._device.name
        return Replanned(turn.id, why, plan) if why else Planned(turn.id, plan, name)

    def _no_memory(self, error: Exception) -> Problem:
        said = f"{error}".strip().rstrip(".")
        return OutOfMemoryError(
            say("The device {name} ran out of memory.", name=self._device.name),
            say("It said: {said}.", said=said) if said else say("It said no more than that."),
            say(
                "The model's files alone hold {file_bytes:.1f} GiB; make a smaller "
                "picture, use fewer references, close programs that use much memory, or "
                "give less to the plan by --memory.",
                file_bytes=self.holder.file_bytes / GIB,
            ),
        ).problem


def _found_no_plan(outcome: Outcome) -> bool:
    last = outcome.last if isinstance(outcome, Ended) else None
    return isinstance(last, JobFailed) and last.problem.kind == PlanError.kind
