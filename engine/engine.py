"""The engine: a queue, and a lane for each device or share of one, with its worker thread."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from platformdirs import user_cache_path

from engine.api import Forecast, GenerationRequest, ImageReady, JobFailed, Moved, Queued
from engine.checkpoint import Checkpoint, open_checkpoint
from engine.devices.base import Device
from engine.devices.discover import find, find_teams, require_precision
from engine.door import check_request, check_size
from engine.errors import DeviceFaultError, EngineClosedError, Problem, WorkerError
from engine.hardware import AUTO, DeviceStatus
from engine.holder import ModelSource, Team, team_precision
from engine.jobs import Job
from engine.lane import Lane, StationLike
from engine.needs import Demand
from engine.plan import NO_WISH, Plan, PlanWish, Share
from engine.planner import Memory, Planner, check_wish
from engine.process_station import ProcessStation
from engine.prospect import Prospect
from engine.queue import JobQueue
from engine.station import Station
from engine.turn import Turn

log = logging.getLogger(__name__)

_MOST_FAULTS = 2
"""A job in which so many devices failed is not given to another: it may be the job's fault."""

_WATCH_S = 1.0


class Engine:
    """Makes pictures with one checkpoint on one or several devices. See `engine.api.EngineLike`.

    `device` is what `engine.hardware.read_wish` reads. `calibration` are the pictures that previews
    are fitted on; without any there are no previews. `plan` is what the user wants of the memory
    plan; it is made anew for each job, for the memory that is free then. `threads` is how many the
    processor computes with; None stands for what suits it. `measure` has the first load on a kind
    of device measure it, a second or two, so that `expect` can tell a time before the first
    picture; what was measured is kept in `cache_dir`. Raises `CheckpointError`, `DeviceError`
    or, for a wish that no plan can follow, `PlanError` at once; weights are read later.
    """

    def __init__(
        self,
        folder: Path,
        *,
        device: str = AUTO,
        precision: str = AUTO,
        calibration: Sequence[Path] = (),
        cache_dir: Path | None = None,
        plan: PlanWish = NO_WISH,
        threads: int | None = None,
        measure: bool = False,
    ) -> None:
        self.checkpoint: Checkpoint = open_checkpoint(folder)
        cache = cache_dir or user_cache_path("glm-studio")
        found = find(device, cache, threads)
        teams, self.passed_over = found.teams, found.passed_over
        require_precision(precision)
        check_wish(plan)
        source = ModelSource(folder, precision, plan, tuple(calibration), cache, measure)
        self._changed = threading.Lock()
        self._closed = False
        self._gone: Problem | None = None
        self.lanes: list[Lane] = []
        self._queue = JobQueue(self.lanes)
        several = len(teams) > 1 or len(teams[0]) > 1
        for each, share, team in _shares(teams):
            # Python computes for one thread at a time, and between two operators a card waits for
            # it; a card that takes its process with it should take no other along.
            station: StationLike
            if several and each.is_asynchronous:
                station = ProcessStation(each, share, team, source, threads)
            else:
                station = Station(each, share, team, source)
            lane = Lane(
                each, share, station, self._queue, self._on_fault, self._on_gone, self._on_made
            )
            self.lanes.append(lane)
        self._prospect = Prospect(self.checkpoint, plan, cache, self.lanes)
        for lane in self.lanes:
            lane.start()
        if any(lane.device.is_asynchronous for lane in self.lanes):
            threading.Thread(target=self._watch, name="engine-watch", daemon=True).start()

    @property
    def at_once(self) -> int:
        """How many jobs it can work on at the same time, at least one."""
        return max(sum(not lane.is_out for lane in self.lanes), 1)

    def load(self) -> Job:
        """Load the model now instead of at the first job; ends with `Loaded` or `JobFailed`."""
        return self._enqueue(Job(None, self._withdraw))

    def submit(self, request: GenerationRequest) -> Job:
        """Check and queue a request; raises `RequestError` and returns at once."""
        check_request(request, self.checkpoint)
        return self._enqueue(Job(request, self._withdraw))

    def expect(self, request: GenerationRequest) -> Forecast:
        """What a request would take now; see `engine.api.EngineLike.expect`."""
        return self._prospect.of(request)

    def hardware(self) -> tuple[DeviceStatus, ...]:
        """The devices in use and how they are doing; may take a tenth of a second each."""
        return tuple(lane.status() for lane in self.lanes)

    def close(self, timeout_s: float = 3.0) -> bool:
        """Cancel everything and stop the workers; True if they stopped within `timeout_s`."""
        until = time.monotonic() + timeout_s
        with self._changed:
            self._closed = True
        self._queue.close()
        for turn in self._turns():
            turn.job.cancel()
        stopped = [lane.join(max(until - time.monotonic(), 0.0)) for lane in self.lanes]
        return all(stopped)

    def _enqueue(self, job: Job) -> Job:
        with self._changed:
            if self._closed:
                raise EngineClosedError
            if self._gone is not None:
                raise _error_of(self._gone)
            lanes = sum(not lane.is_out for lane in self.lanes)
            before = len(self._queue) + len(self._turns()) - lanes + 1
            job.emit(Queued(job.id, max(before, 0)))
            self._queue.put(job)
        return job

    def _withdraw(self, job: Job) -> bool:
        return self._queue.withdraw(job)

    def _turns(self) -> list[Turn]:
        return [turn for lane in self.lanes if (turn := lane.turn) is not None]

    def _on_made(self, image: ImageReady) -> None:
        try:
            self._prospect.learn(image)
        except Exception:  # what is expected of the next picture must not cost this one
            log.exception("nothing was learned of a picture's seconds")

    # When a device fails --------------------------------------------------------------------------

    def _on_fault(self, lane: Lane, problem: Problem, job: Job | None = None) -> None:
        """Take the lane out; its job goes on elsewhere, if there is an elsewhere."""
        log.error("%s is taken out: %s", lane.device.name, problem)
        job = lane.take_out(problem) or job
        with self._changed:
            left = self._cover(problem)
        if job is None:
            return
        job.faults += 1
        if not left or job.faults >= _MOST_FAULTS:
            job.emit(JobFailed(job.id, job.stage, problem))
            return
        job.stage = None
        job.emit(Moved(job.id, lane.device.name, str(problem)))
        self._queue.put(job)

    def _on_gone(self, lane: Lane, problem: Problem) -> None:
        """The lane has no thread any more."""
        lane.take_out(problem)
        with self._changed:
            self._cover(problem)

    def _cover(self, problem: Problem) -> bool:
        """See to it that those lanes which are left do all of a picture; False if none is left.

        Then nobody shall wait for one: those that do are told, and no more jobs are taken.
        """
        left = [lane for lane in self.lanes if not lane.is_out]
        if not left:
            self._gone = problem
            self._queue.close(problem)
        elif not _is_whole(left):
            for lane in left:
                lane.take_over()
        return bool(left)

    def _watch(self) -> None:
        """A device that hangs raises nothing: its thread waits for it, and would for ever."""
        while not self._closed:
            for lane in self.lanes:
                job = lane.take_if_silent()
                if job is not None:
                    device = lane.device
                    silent = DeviceFaultError.silent(device.name, device.title)
                    self._on_fault(lane, silent.problem, job)
            time.sleep(_WATCH_S)


def _shares(teams: Sequence[Team]) -> Iterator[tuple[Device, Share, Team]]:
    """Each device with its share of a picture and its team."""
    for team in teams:
        if len(team) == 1:
            yield team[0], Share.ALL, team
        else:
            composer, drawer = team
            yield composer, Share.COMPOSE, team
            yield drawer, Share.DRAW, team


def _is_whole(lanes: Sequence[Lane]) -> bool:
    """Whether together they do all of a picture."""
    shares = {lane.share for lane in lanes}
    return Share.ALL in shares or shares == {Share.COMPOSE, Share.DRAW}


def _error_of(problem: Problem) -> DeviceFaultError | WorkerError:
    kind = DeviceFaultError if problem.kind == DeviceFaultError.kind else WorkerError
    return kind(problem.what, problem.why, problem.remedy)


def make_plans(
    folder: Path,
    size: tuple[int, int] | None = None,
    references: int = 0,
    *,
    device: str = AUTO,
    precision: str = AUTO,
    plan: PlanWish = NO_WISH,
    cache_dir: Path | None = None,
    held: Mapping[str, int] | None = None,
) -> dict[str, Plan]:
    """What an engine would plan for a picture of `size`, the checkpoint's own if that is None: by
    the name of each device. `held` are bytes of each device that this program would give back.

    Loads nothing. Raises as `Engine` does, `RequestError` for a size that the checkpoint cannot
    draw, and `PlanError` where nothing fits.
    """
    checkpoint = open_checkpoint(folder)
    check_wish(plan)
    width, height = size or checkpoint.defaults.size
    check_size(width, height, checkpoint)
    demand = Demand(width, height, ((width, height),) * references)
    plans = {}
    teams = find_teams(device, cache_dir or user_cache_path("glm-studio"))
    for each, share, team in _shares(teams):
        planner = Planner(checkpoint, team_precision(team, precision), plan, share)
        memory = Memory(*each.memory(), (held or {}).get(each.name, 0))
        plans[each.name] = planner.plan(demand, memory)
    return plans
