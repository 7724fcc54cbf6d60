"""Between the engine's jobs and the window's states, on the qasync loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, Protocol

from PySide6.QtCore import QObject

from engine.api import EngineLike, ImageReady, JobCancelled, JobFailed, JobLike
from engine.errors import problem_of
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.store import SaveError
from glm_studio.state.queue import Entry
from glm_studio.state.studio import StudioState

log = logging.getLogger(__name__)


class Recorder(Protocol):
    """What the bridge asks of the library."""

    def record(self, image: ImageReady) -> Future[Picture]: ...


class Bridge(QObject):
    """Submits what the queue holds, and carries every event back into the states.

    Pictures may be asked for before there is an engine; they are submitted once it is attached.
    """

    def __init__(self, states: StudioState, recorder: Recorder) -> None:
        super().__init__()
        self._states = states
        self._recorder = recorder
        self._engine: EngineLike | None = None
        self._jobs: dict[Entry, JobLike] = {}
        self._unsaved: dict[Entry, ImageReady] = {}
        """What the disk refused: the pixels are nowhere else."""
        self._load_job: JobLike | None = None
        # asyncio itself holds tasks only weakly: one that nobody else holds may vanish half-way.
        self._tasks: set[asyncio.Task[None]] = set()
        states.queue.added.connect(self._submit)
        states.queue.cancel_asked.connect(self._cancel)
        states.queue.save_asked.connect(self._save_again)

    def attach(self, engine: EngineLike) -> None:
        """The engine is there: load the model, then make what was asked for meanwhile."""
        self._engine = engine
        self.load()
        for entry in self._states.queue.entries:
            self._submit(entry)

    def detach(self) -> None:
        """The engine goes: what it still says of the model is not heard any more."""
        self._engine = self._load_job = None

    def load(self) -> None:
        """Load the model, now or once more after it failed."""
        if self._engine is None:
            return
        self._states.model.load()
        try:
            self._load_job = self._engine.load()
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must read it
            self._states.model.fail(problem_of(error))
        else:
            self._start(self._follow_load(self._load_job))

    async def drain(self) -> None:
        """Cancel all jobs and wait until their last events and pictures have arrived."""
        self._save_again()
        for job in [*self._jobs.values(), *filter(None, [self._load_job])]:
            job.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _submit(self, entry: Entry) -> None:
        if self._engine is None:
            return
        try:
            job = self._engine.submit(entry.request)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must read it
            self._states.queue.fail(entry, problem_of(error))
            return
        self._jobs[entry] = job
        self._start(self._follow(entry, job))

    def _cancel(self, entry: Entry) -> None:
        job = self._jobs.get(entry)
        if job is not None:
            job.cancel()
        else:
            self._states.queue.apply(entry, JobCancelled("", None))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow_load(self, job: JobLike) -> None:
        model = self._states.model
        try:
            async for event in job:
                if job is not self._load_job:
                    continue  # an engine that goes says how its load ended
                model.apply(event)
                if isinstance(event, JobFailed) and model.loaded is None:
                    model.fail(event.problem)  # in whatever stage: no picture is there to say it
        except Exception as error:
            log.exception("the load job's events ended")
            if job is self._load_job:
                model.fail(problem_of(error))

    async def _follow(self, entry: Entry, job: JobLike) -> None:
        queue = self._states.queue
        made: ImageReady | None = None
        try:
            async for event in job:
                self._states.model.apply(event)
                queue.apply(entry, event)
                made = event if isinstance(event, ImageReady) else made
        except Exception as error:
            log.exception("the events of job %s ended", job.id)
            queue.fail(entry, problem_of(error))
        finally:
            self._jobs.pop(entry, None)
        if made is not None:
            await self._record(entry, made)

    async def _record(self, entry: Entry, image: ImageReady) -> None:
        """Only what is on disk is finished; pixels that were refused everywhere are kept."""
        try:
            picture = await asyncio.wrap_future(self._recorder.record(image))
        except SaveError as error:
            if error.rescued is None:
                self._keep(entry, image, error)
                return
            file = await asyncio.to_thread(read_picture, error.rescued)
            self._states.queue.finish(entry, file.picture)
            self._states.failures.show(error.problem)
        except Exception as error:  # noqa: BLE001 - whatever it is, the pixels must not go with it
            self._keep(entry, image, error)
        else:
            self._states.queue.finish(entry, picture)

    def _keep(self, entry: Entry, image: ImageReady, error: Exception) -> None:
        log.error("a picture could not be written", exc_info=error)
        self._unsaved[entry] = image
        self._states.queue.refuse(entry, problem_of(error))

    def _save_again(self) -> None:
        unsaved, self._unsaved = self._unsaved, {}
        for entry, image in unsaved.items():
            self._start(self._record(entry, image))
