"""What a request would take on the lanes of an engine, by their plans and what they remember.

No torch. Asked from a thread of whoever wants to know; no device is entered, for one that hangs
would hang the asker as well. What is free on a device is what its latest plan was made for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from engine.api import Forecast, GenerationRequest, ImageReady
from engine.checkpoint import Checkpoint
from engine.demands import demand_of
from engine.errors import EngineError, PlanError
from engine.forecast import Forecaster, Setting, Work
from engine.needs import Demand
from engine.plan import Place, Plan, PlanUse, PlanWish, Share
from engine.planner import PRIOR, Memory, Planner


class Seat(Protocol):
    """What is asked of a lane."""

    share: Share

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def is_out(self) -> bool: ...

    @property
    def plan(self) -> Plan | None:
        """The latest one; None before the first."""

    def remembers(self, request: GenerationRequest) -> bool:
        """Whether the codes of this request were written here and are kept."""


class Prospect:
    """Says what a picture would take, and learns from those that are made. Any thread."""

    def __init__(
        self, checkpoint: Checkpoint, wish: PlanWish, cache_dir: Path, lanes: Sequence[Seat]
    ) -> None:
        self._checkpoint, self._wish, self._lanes = checkpoint, wish, lanes
        self._forecaster = Forecaster(checkpoint, cache_dir)
        self._planners: dict[tuple[str, Share], Planner] = {}
        self._lock = threading.Lock()

    def of(self, request: GenerationRequest) -> Forecast:
        """See `engine.api.EngineLike.expect`."""
        teams = list(_teams(self._lanes))
        if not teams:
            return Forecast("", "")
        team = min(teams, key=lambda team: _rank(team, request))
        told = Forecast(
            "+".join(lane.name for lane in team),
            " + ".join(dict.fromkeys(lane.title for lane in team)),
            composed=request.prior is not None or team[0].remembers(request),
            at_once=len(teams),
        )
        try:
            with self._lock:
                return self._with_numbers(told, team, request)
        except EngineError as error:
            return replace(told, problem=error.problem)

    def learn(self, image: ImageReady) -> None:
        """A picture was made."""
        titles = {lane.name: lane.title for lane in self._lanes}
        with self._lock:
            names = image.recipe.device.split("+")
            self._forecaster.learn(image, [titles.get(name, name) for name in names])

    def _with_numbers(
        self, told: Forecast, team: Sequence[Seat], request: GenerationRequest
    ) -> Forecast:
        demand = demand_of(request, self._checkpoint)
        if any(lane.plan is None for lane in team):
            return told
        plans: list[Plan] = []
        for lane in team:
            try:
                plans.append(self._plan(lane, demand))
            except PlanError as error:
                least, budget = self._least(lane, demand)
                return replace(told, peak_bytes=least, budget_bytes=budget, problem=error.problem)
        tightest = max(plans, key=lambda plan: plan.peak_bytes / max(plan.budget_bytes, 1))
        setting = Setting(told.device, plans[-1].precision, _joined(plans))
        seconds = self._forecaster.seconds(
            Work.of(request, self._checkpoint, told.composed),
            setting,
            [lane.title for lane in team],
            any(part.place is not Place.RESIDENT for plan in plans for part in plan.components),
        )
        return replace(
            told,
            seconds=seconds,
            peak_bytes=tightest.peak_bytes,
            budget_bytes=tightest.budget_bytes,
        )

    def _plan(self, lane: Seat, demand: Demand) -> Plan:
        latest = lane.plan
        assert latest is not None  # noqa: S101 - the caller has looked
        return self._planner(lane, latest).plan(demand, _memory(latest), now=latest)

    def _least(self, lane: Seat, demand: Demand) -> tuple[int, int]:
        """Bytes of the smallest plan, and of what there is."""
        latest = lane.plan
        assert latest is not None  # noqa: S101 - the caller has looked
        budget = latest.budget_bytes
        plans = self._planner(lane, latest).candidates(demand, latest.free_bytes, budget)
        return min(plan.peak_bytes for plan in plans), budget

    def _planner(self, lane: Seat, latest: Plan) -> Planner:
        key = latest.precision, lane.share
        if key not in self._planners:
            self._planners[key] = Planner(self._checkpoint, key[0], self._wish, key[1])
        return self._planners[key]


def _teams(lanes: Sequence[Seat]) -> Iterator[tuple[Seat, ...]]:
    """Who makes a picture together: each lane that does all of it, and pairs that share one."""
    working = [lane for lane in lanes if not lane.is_out]
    by_share = {share: [lane for lane in working if lane.share is share] for share in Share}
    yield from ((lane,) for lane in by_share[Share.ALL])
    yield from zip(by_share[Share.COMPOSE], by_share[Share.DRAW], strict=False)


def _rank(team: Sequence[Seat], request: GenerationRequest) -> tuple[bool, bool]:
    """First who has planned, and of those who knows the composition."""
    return any(lane.plan is None for lane in team), not team[0].remembers(request)


def _memory(plan: Plan) -> Memory:
    """That a planner finds the same budget in, whether it was the user's word or what was free."""
    return Memory(plan.free_bytes, 16 * max(plan.free_bytes - plan.budget_bytes, 0))


def _joined(plans: Sequence[Plan]) -> PlanUse:
    """As a recipe has it: the prior of the device that composes, the rest of the one that draws."""
    first, last = plans[0].use(), plans[-1].use()
    if first is last or PRIOR not in first.storage:
        return last
    return replace(
        last,
        storage={**last.storage, PRIOR: first.storage[PRIOR]},
        places={**last.places, PRIOR: first.places[PRIOR]},
    )
