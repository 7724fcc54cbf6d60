"""The engine: one worker thread that owns torch, a queue before it, events behind it."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from engine.api import (
    Event,
    GenerationRequest,
    JobCancelled,
    JobFailed,
    Loaded,
    Loading,
    Planned,
    Queued,
    Replanned,
    Stage,
)
from engine.checkpoint import Checkpoint, open_checkpoint
from engine.devices.discover import choose_precision, find_device, require_precision
from engine.door import check_request, check_size
from engine.errors import (
    CheckpointError,
    EngineClosedError,
    OutOfMemoryError,
    PlanError,
    Problem,
    WorkerError,
    problem_of,
)
from engine.glm_image.model import Model, open_model
from engine.glm_image.pipeline import make_picture
from engine.glm_image.run import Run
from engine.hardware import AUTO, DeviceStatus, LaneState
from engine.jobs import Cancelled, Job
from engine.needs import Demand
from engine.pictures import measure
from engine.plan import GIB, NO_WISH, Plan, PlanWish
from engine.planner import Memory, Planner, check_wish
from engine.weights import read_header
from engine.worker import Worker

log = logging.getLogger(__name__)


class Engine:
    """Makes pictures with one checkpoint on one device. See `engine.api.EngineLike`.

    `calibration` are the pictures that previews are fitted on; without any there are no previews.
    `plan` is what the user wants of the memory plan; it is made anew for each job, for the memory
    that is free then. `threads` is how many the processor computes with; None stands for what suits
    it. Raises `CheckpointError`, `DeviceError` or, for a wish that no plan can follow, `PlanError`
    at once; weights are read later.
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
    ) -> None:
        self.checkpoint: Checkpoint = open_checkpoint(folder)
        self._cache_dir = cache_dir or user_cache_path("glm-studio")
        self._device = find_device(device, self._cache_dir, threads)
        require_precision(precision)
        check_wish(plan)
        self._precision, self._wish = precision, plan
        self._planner: Planner | None = None
        self._plan: Plan | None = None
        self._too_large: Plan | None = None
        """A plan that ran out of memory: it is not tried again for pictures as large as that."""
        self._calibration = tuple(calibration)
        self._model: Model | None = None
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._closed = False
        self._gone: Problem | None = None
        self._worker = Worker(self._work, self._clear_up, self._give_up)

    def load(self) -> Job:
        """Load the model now instead of at the first job; ends with `Loaded` or `JobFailed`."""
        return self._enqueue(Job(None, self._withdraw))

    def submit(self, request: GenerationRequest) -> Job:
        """Check and queue a request; raises `RequestError` and returns at once."""
        check_request(request, self.checkpoint)
        return self._enqueue(Job(request, self._withdraw))

    def hardware(self) -> tuple[DeviceStatus, ...]:
        """The devices in use and how they are doing."""
        device, busy = self._device, self._running is not None
        state = LaneState.BUSY if busy else LaneState.IDLE
        return (DeviceStatus(device.name, device.title, state, device.telemetry()),)

    def close(self, timeout_s: float = 3.0) -> bool:
        """Cancel everything and stop the worker; True if it stopped within `timeout_s`."""
        with self._changed:
            self._closed = True
            jobs = [*self._waiting, *filter(None, [self._running])]
            self._changed.notify_all()
        for job in jobs:
            job.cancel()
        return self._worker.join(timeout_s)

    def _enqueue(self, job: Job) -> Job:
        with self._changed:
            if self._closed:
                raise EngineClosedError
            if self._gone:
                raise WorkerError(self._gone.what, self._gone.why, self._gone.remedy)
            job.emit(Queued(job.id, len(self._waiting) + (self._running is not None)))
            self._waiting.append(job)
            self._changed.notify_all()
        return job

    def _withdraw(self, job: Job) -> None:
        """A cancelled job that still waits leaves the queue at once, not when its turn comes."""
        with self._changed:
            if job not in self._waiting:
                return
            self._waiting.remove(job)
        job.emit(JobCancelled(job.id, None))

    # On the worker's thread ----------------------------------------------------------------------

    def _work(self) -> None:
        self._device.enter()
        while (job := self._next_job()) is not None:
            last = self._carry_out(job)
            try:
                self._device.release_caches()
            finally:  # what was made is not lost with the worker
                self._worker.finished_a_job()
                self._end(last)
        self._model = None
        self._device.release_caches()

    def _end(self, last: Event) -> None:
        """Send the running job's last event, if there is a job."""
        with self._changed:
            job, self._running = self._running, None
        if job is not None:
            job.emit(last)

    def _clear_up(self, error: WorkerError) -> None:
        """The worker died: nobody knows what state the model is in."""
        self._model = None
        with suppress(BaseException):  # what killed it may do so here once more
            self._device.release_caches()
        if (job := self._running) is not None:
            self._end(JobFailed(job.id, job.stage, error.problem))

    def _give_up(self, error: WorkerError) -> None:
        """There will be no worker: nobody shall wait for one."""
        with self._changed:
            self._gone = error.problem
            waiting = list(self._waiting)
            self._waiting.clear()
        for job in waiting:
            job.emit(JobFailed(job.id, None, error.problem))

    def _next_job(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            self._running = self._waiting.popleft() if self._waiting else None
            return self._running

    def _carry_out(self, job: Job) -> Event:
        """Run one job and return its last event; whatever happens in it, the worker lives on.

        When memory runs out, all is freed and the job runs once more, by the next smaller plan.
        """
        last = self._attempt(job)
        if not isinstance(last, _OutOfMemory):
            return last
        self._model = None
        self._device.release_caches()
        if self._plan is None:
            return JobFailed(job.id, job.stage, last.problem)
        self._too_large = self._plan
        again = self._attempt(job, why=str(last.problem))
        if isinstance(again, _OutOfMemory):
            return JobFailed(job.id, job.stage, again.problem)
        if isinstance(again, JobFailed) and again.problem.kind == PlanError.kind:
            self._too_large = None  # for the next job there may be more memory
            return JobFailed(job.id, last.stage, last.problem)  # there was no smaller plan
        return again

    def _attempt(self, job: Job, why: str = "") -> Event | _OutOfMemory:
        """Run one job. What it ended with is returned and sent by the caller: as long as an
        exception is handled here, its traceback holds the tensors of the job."""
        try:
            job.token.check()
            job.stage = None if self._model else Stage.LOAD
            plan = self._plan_for(job, retrying=bool(why))
            job.emit(
                Replanned(job.id, why, plan) if why else Planned(job.id, plan, self._device.name)
            )
            model, seconds = self._model_for(job, plan)
            loaded = Loaded(job.id, model.identity, self._device.name, model.precision, seconds)
            if job.request is None:
                return loaded
            if seconds:
                job.emit(loaded)
            return make_picture(model, Run(job, job.request))
        except Cancelled:
            return JobCancelled(job.id, job.stage)
        except Exception as error:
            log.exception("job %s failed in %s", job.id, job.stage)
            if isinstance(error, OutOfMemoryError):
                return _OutOfMemory(job.stage, error.problem)
            if self._device.is_out_of_memory(error):
                return _OutOfMemory(job.stage, self._no_memory(error))
            return JobFailed(job.id, job.stage, problem_of(error))

    def _plan_for(self, job: Job, retrying: bool) -> Plan:
        """How this job is to use the memory that is free now, or that the model already holds."""
        planner = self._planner
        if self._model is None or planner is None:
            # Looked through again: a file that failed may have been mended since.
            self.checkpoint = open_checkpoint(self.checkpoint.folder)
            precision, _ = choose_precision(self._device, self._precision)
            planner = self._planner = Planner(self.checkpoint, precision, self._wish)
        held = self._model.held_bytes if self._model else 0
        memory = Memory(*self._device.memory(), held)
        now = self._model.plan if self._model else None
        if job.request is None:
            self._plan = _plan_to_load(planner, self.checkpoint, memory, self._after(None))
        else:
            stage, job.stage = job.stage, Stage.REFERENCES  # whose files are looked at once more
            demand = _demand_of(job.request, self.checkpoint)
            job.stage = stage
            self._plan = self._best_plan(planner, demand, memory, now, retrying)
        return self._plan

    def _best_plan(
        self, planner: Planner, demand: Demand, memory: Memory, now: Plan | None, retrying: bool
    ) -> Plan:
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

    def _model_for(self, job: Job, plan: Plan) -> tuple[Model, float]:
        """The model and the seconds that loading it took: 0 if it was loaded already."""
        start = time.perf_counter()

        def on_loading(component: str, done: int, total: int) -> None:
            job.token.check()
            job.stage = Stage.LOAD
            job.emit(Loading(job.id, component, done, total))

        if self._model is not None:
            moved = not plan.same_weights(self._model.plan)
            self._model.follow(plan, on_loading)
            return self._model, time.perf_counter() - start if moved else 0.0
        self._model = open_model(
            self.checkpoint,
            self._device,
            plan,
            self._calibration,
            self._cache_dir,
            on_loading,
            job.token.check,
        )
        return self._model, time.perf_counter() - start

    def _no_memory(self, error: Exception) -> Problem:
        said = f"{error}".strip().rstrip(".")
        return OutOfMemoryError(
            f"The device {self._device.name} ran out of memory.",
            f"It said: {said}." if said else "It said no more than that.",
            f"The model's files alone hold {self.checkpoint.bytes / GIB:.1f} GiB; make a smaller "
            "picture, use fewer references, close programs that use much memory, or give less to "
            "the plan by --memory.",
        ).problem


@dataclass(frozen=True, slots=True)
class _OutOfMemory:
    """An attempt ended in `stage`, for memory ran out."""

    stage: Stage | None
    problem: Problem


def _demand_of(request: GenerationRequest, checkpoint: Checkpoint) -> Demand:
    sizes = [measure(reference.path, checkpoint.limits).used for reference in request.references]
    return Demand(
        request.width,
        request.height,
        references=tuple(sizes),
        prompt_tokens=len(request.prompt.encode()),
        adapter_values=sum(_values_of(adapter.path) for adapter in request.adapters),
        compositions=0 if request.prior else len(request.written_together),
    )


def _values_of(adapter: str) -> int:
    """0 for a file that has gone or is damaged, which is complained of when it is read."""
    with suppress(CheckpointError):
        return sum(tensor.values for tensor in read_header(Path(adapter)).tensors.values())
    return 0


def _plan_to_load(
    planner: Planner, checkpoint: Checkpoint, memory: Memory, after: str | None
) -> Plan:
    """To be ready for the default size, or for the smallest one where that does not fit."""
    try:
        return planner.plan(Demand(*checkpoint.defaults.size), memory, after)
    except PlanError:
        side = checkpoint.limits.min_side
        return planner.plan(Demand(side, side), memory, after)


def make_plan(
    folder: Path,
    size: tuple[int, int] | None = None,
    references: int = 0,
    *,
    device: str = AUTO,
    precision: str = AUTO,
    plan: PlanWish = NO_WISH,
    cache_dir: Path | None = None,
) -> Plan:
    """What an engine would plan for a picture of `size`, the checkpoint's own if that is None.

    Loads nothing. Raises as `Engine` does, `RequestError` for a size that the checkpoint cannot
    draw, and `PlanError` where nothing fits.
    """
    checkpoint = open_checkpoint(folder)
    check_wish(plan)
    width, height = size or checkpoint.defaults.size
    check_size(width, height, checkpoint)
    chosen = find_device(device, cache_dir or user_cache_path("glm-studio"))
    name, _ = choose_precision(chosen, precision)
    demand = Demand(width, height, ((width, height),) * references)
    return Planner(checkpoint, name, plan).plan(demand, Memory(*chosen.memory()))
