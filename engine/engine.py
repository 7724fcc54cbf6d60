"""The engine: one worker thread that owns torch, a queue before it, events behind it."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from engine.api import (
    Event,
    GenerationRequest,
    JobCancelled,
    JobFailed,
    Loaded,
    Loading,
    Queued,
    Stage,
)
from engine.checkpoint import Checkpoint, open_checkpoint
from engine.devices.discover import AUTO, find_device, require_precision
from engine.door import check_request
from engine.errors import EngineClosedError, OutOfMemoryError, Problem, problem_of
from engine.glm_image.model import Model, open_model
from engine.glm_image.pipeline import make_picture
from engine.glm_image.run import Run
from engine.jobs import Cancelled, Job

log = logging.getLogger(__name__)

_WORKER_NICENESS = 5
"""A little behind the window's thread, so that computing on all cores does not make it stutter."""


class Engine:
    """Makes pictures with one checkpoint on one device. See `engine.api.EngineLike`.

    `calibration` are the pictures that previews are fitted on; without any there are no previews.
    Raises `CheckpointError` or `DeviceError` at once; weights are read later.
    """

    def __init__(
        self,
        folder: Path,
        *,
        device: str = AUTO,
        precision: str = AUTO,
        calibration: Sequence[Path] = (),
        cache_dir: Path | None = None,
    ) -> None:
        self.checkpoint: Checkpoint = open_checkpoint(folder)
        self._cache_dir = cache_dir or user_cache_path("glm-studio")
        self._device = find_device(device, self._cache_dir)
        require_precision(precision)
        self._precision = precision
        self._calibration = tuple(calibration)
        self._model: Model | None = None
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._closed = False
        self._worker = threading.Thread(target=self._work, name="engine-worker", daemon=True)
        self._worker.start()

    def load(self) -> Job:
        """Load the model now instead of at the first job; ends with `Loaded` or `JobFailed`."""
        return self._enqueue(Job(None, self._withdraw))

    def submit(self, request: GenerationRequest) -> Job:
        """Check and queue a request; raises `RequestError` and returns at once."""
        check_request(request, self.checkpoint)
        return self._enqueue(Job(request, self._withdraw))

    def close(self, timeout_s: float = 3.0) -> bool:
        """Cancel everything and stop the worker; True if it stopped within `timeout_s`."""
        with self._changed:
            self._closed = True
            jobs = [*self._waiting, *filter(None, [self._running])]
            self._changed.notify_all()
        for job in jobs:
            job.cancel()
        self._worker.join(timeout_s)
        return not self._worker.is_alive()

    def _enqueue(self, job: Job) -> Job:
        with self._changed:
            if self._closed:
                raise EngineClosedError
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
        _stand_back()
        while (job := self._next_job()) is not None:
            last = self._carry_out(job)
            self._device.release_caches()
            with self._changed:
                self._running = None
            job.emit(last)
        self._model = None
        self._device.release_caches()

    def _next_job(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            self._running = self._waiting.popleft() if self._waiting else None
            return self._running

    def _carry_out(self, job: Job) -> Event:
        """Run one job and return its last event; whatever happens in it, the worker lives on.

        The event is sent by the caller: as long as an exception is handled here, its traceback
        holds the tensors of the job.
        """
        try:
            job.token.check()
            model, seconds = self._model_for(job)
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
            return JobFailed(job.id, job.stage, self._problem_of(error, job.stage))

    def _model_for(self, job: Job) -> tuple[Model, float]:
        """The model and the seconds that loading it took: 0 if it was loaded already."""
        if self._model is not None:
            return self._model, 0.0
        start = time.perf_counter()
        job.stage = Stage.LOAD
        # Looked through again: a file that failed may have been mended since.
        self.checkpoint = open_checkpoint(self.checkpoint.folder)
        self._model = open_model(
            self.checkpoint,
            self._device,
            self._precision,
            self._calibration,
            self._cache_dir,
            lambda *progress: job.emit(Loading(job.id, *progress)),
            job.token.check,
        )
        return self._model, time.perf_counter() - start

    def _problem_of(self, error: Exception, stage: Stage | None) -> Problem:
        if not self._device.is_out_of_memory(error):
            return problem_of(error)
        needs = f"{self.checkpoint.bytes / 2**30:.1f} GiB"
        return OutOfMemoryError(
            f"The device {self._device.name} ran out of memory.",
            f"{error}".strip() or "It said no more than that.",
            f"The model's files alone hold {needs}; close programs that use much memory."
            if stage is Stage.LOAD
            else "Make a smaller picture, or close programs that use much memory.",
        ).problem


def _stand_back() -> None:
    """Make this thread nicer than the others, where Linux gives each thread its own niceness.

    A process that is nicer already stays as it is: it may not take that back.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            thread = threading.get_native_id()
            niceness = max(os.getpriority(os.PRIO_PROCESS, thread), _WORKER_NICENESS)
            os.setpriority(os.PRIO_PROCESS, thread, niceness)
