"""The model of one lane, and the plan by which it is held: made anew for each job."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.api import Loading, Stage
from engine.checkpoint import open_checkpoint
from engine.demands import demand_of
from engine.devices.base import Device
from engine.devices.discover import choose_precision
from engine.devices.throughput import measure_rates
from engine.errors import OutOfMemoryError, PlanError
from engine.forecast import keep_rates, read_rates
from engine.glm_image.model import Model, open_model
from engine.hashes import KnownHashes
from engine.needs import Demand
from engine.plan import Plan, PlanWish, Share
from engine.planner import Memory, Planner
from engine.texts import say
from engine.turn import Turn

log = logging.getLogger(__name__)

Team = Sequence[Device]
"""The devices that take part in a picture, in the order of its stages."""


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Where a model comes from, and what is asked of it: the same for all lanes of an engine."""

    folder: Path
    precision: str
    wish: PlanWish
    calibration: Sequence[Path]
    cache_dir: Path
    measure: bool = False
    """Whether a device that was never measured is, before the model is loaded."""


class ModelHolder:
    """Plans for the memory that is free, loads, and lets go. One thread at a time."""

    def __init__(self, source: ModelSource, device: Device, share: Share, team: Team) -> None:
        self.model: Model | None = None
        self.plan: Plan | None = None
        self._source, self._device, self._share, self._team = source, device, share, team
        self._hashes = KnownHashes(source.cache_dir / "hashes.json")
        self._planner: Planner | None = None
        self._too_large: Plan | None = None
        """A plan that ran out of memory: it is not tried again for pictures as large as that."""

    @property
    def file_bytes(self) -> int:
        """What the model's files hold; 0 before they have been looked at."""
        return self._planner.checkpoint.bytes if self._planner else 0

    def let_go(self) -> None:
        """Forget the model; its memory is free once nobody else holds it."""
        self.model = None

    def plan_for(self, turn: Turn, retrying: bool) -> Plan:
        """How this job is to use the memory that is free now, or that the model already holds."""
        planner = self._planner
        if self.model is None or planner is None:
            planner = self._planner = self._new_planner()
        held = self.model.held_bytes if self.model else 0
        memory = Memory(*self._device.memory(), held)
        if turn.request is None:
            self.plan = plan_to_load(planner, memory, self._after(None))
        else:
            stage, turn.stage = turn.stage, Stage.REFERENCES  # whose files are looked at once more
            demand = demand_of(turn.request, planner.checkpoint)
            turn.stage = stage
            self.plan = self._best_plan(planner, demand, memory, retrying)
        return self.plan

    def model_for(self, turn: Turn, plan: Plan) -> tuple[Model, float]:
        """The model and the seconds that loading it took: 0 if it was loaded already."""
        start = time.perf_counter()

        def on_loading(component: str, done: int, total: int) -> None:
            turn.check()
            turn.stage = Stage.LOAD
            turn.emit(Loading(turn.id, component, done, total))

        if self.model is not None:
            moved = not plan.same_weights(self.model.plan)
            self.model.follow(plan, on_loading)
            return self.model, time.perf_counter() - start if moved else 0.0
        source = self._source
        if source.measure:
            self._measure(plan.precision)
            turn.check()
        assert self._planner is not None  # noqa: S101 - it made the plan
        self.model = open_model(
            self._planner.checkpoint,
            self._device,
            plan,
            source.calibration,
            source.cache_dir,
            on_loading,
            turn.check,
            self._hashes,
        )
        return self.model, time.perf_counter() - start

    def _measure(self, precision: str) -> None:
        """For who wants to know how long a picture takes; nothing else depends on it."""
        cache_dir, device = self._source.cache_dir, self._device
        if read_rates(cache_dir, device.title, precision) is not None:
            return
        try:
            keep_rates(cache_dir, device.title, precision, measure_rates(device, precision))
        except Exception as error:
            if device.fault_of(error) is not None:
                raise
            log.warning("%s was not measured: %s", device.name, error)
        device.release_caches()

    def avoid(self) -> None:
        """The latest plan ran out of memory: smaller ones from now on."""
        self._too_large = self.plan

    def forgive(self) -> None:
        """There was no smaller plan, and for the next job there may be more memory."""
        self._too_large = None

    def _new_planner(self) -> Planner:
        # Looked through again: a file that failed may have been mended since.
        checkpoint = open_checkpoint(self._source.folder)
        precision = team_precision(self._team, self._source.precision)
        return Planner(checkpoint, precision, self._source.wish, self._share)

    def _best_plan(self, planner: Planner, demand: Demand, memory: Memory, retrying: bool) -> Plan:
        now = self.model.plan if self.model else None
        try:
            return planner.plan(demand, memory, self._after(demand), now)
        except PlanError:
            if retrying or self._too_large is None:
                raise
        # What ran out of memory may fit by now, and there is nothing smaller to try.
        self._too_large = None
        return planner.plan(demand, memory, None, now)

    def _after(self, demand: Demand | None) -> str | None:
        """The plan that smaller ones are to be taken than; None where it ran out for more."""
        large = self._too_large
        if large is None or (demand and demand.width * demand.height < large.width * large.height):
            return None
        return large.name


def team_precision(team: Team, wish: str) -> str:
    """The one precision of all who take part in a picture: the first one's favourite among those
    that the others can use, whoever of them asks."""
    first, *others = team
    try:
        return choose_precision(first, wish, others)[0]
    except Exception as error:
        _explain(error, team)
        raise


def _explain(error: Exception, team: Team) -> None:
    """What a device says while it is measured, in words, where it is known to mean something."""
    for device in team:
        if device.is_out_of_memory(error):
            raise OutOfMemoryError(
                say(
                    "The device {name} ({title}) has too little free memory.",
                    name=device.name,
                    title=device.title,
                ),
                say("There was not even enough to measure how fast it multiplies."),
                say("Close programs that use it, or use another device: --device cpu."),
            ) from error
        if (fault := device.fault_of(error)) is not None:
            raise fault from error


def plan_to_load(planner: Planner, memory: Memory, after: str | None) -> Plan:
    """To be ready for the default size, or for the smallest one where that does not fit."""
    checkpoint = planner.checkpoint
    try:
        return planner.plan(Demand(*checkpoint.defaults.size), memory, after)
    except PlanError:
        side = checkpoint.limits.min_side
        return planner.plan(Demand(side, side), memory, after)
