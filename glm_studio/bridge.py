"""Between the engine's jobs and the window's states, on the qasync loop."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, Protocol

from PySide6.QtCore import QObject

from engine.api import (
    FINAL_EVENTS,
    EngineLike,
    ImageReady,
    JobCancelled,
    JobFailed,
    JobLike,
)
from engine.errors import Problem, problem_of
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.store import SaveError
from glm_studio.state.model import Phase
from glm_studio.state.queue import Entry
from glm_studio.state.studio import StudioState

log = logging.getLogger(__name__)

_A_LANE = 2
"""So many jobs the engine holds for each device: one that runs, and one that begins when that ends,
in the same moment."""

_MOST_UNSAVED_BYTES = 512 << 20
"""Of pixels that no disk took. Beyond that no more pictures are begun until these are saved, since
the memory that they fill is the next one's, and all of them are lost if the power fails."""


class Recorder(Protocol):
    """What the bridge asks of the library."""

    def record(self, image: ImageReady) -> Future[Picture]: ...


class Bridge(QObject):
    """Feeds the engine from the queue, and carries every event back into the states.

    The engine is given what it can work on and one more for each device, and what it has not begun
    is taken back when others are to be first: the order is the queue's. Pictures may be asked for
    before there is an engine; they are submitted once it is attached.
    """

    def __init__(self, states: StudioState, recorder: Recorder) -> None:
        super().__init__()
        self._states = states
        self._recorder = recorder
        self._engine: EngineLike | None = None
        self._jobs: dict[Entry, JobLike] = {}
        self._unsaved: dict[Entry, ImageReady] = {}
        """What the disk refused: the pixels are nowhere else."""
        self._refusal: Problem | None = None
        """Why the disk refused the last one."""
        self._held_for: Problem | None = None
        """The refusal that no more are begun for."""
        self._load_job: JobLike | None = None
        # asyncio itself holds tasks only weakly: one that nobody else holds may vanish half-way.
        self._tasks: set[asyncio.Task[None]] = set()
        self._feeding = self._hungry = False
        states.queue.reordered.connect(self._feed)
        states.queue.cancel_asked.connect(self._cancel)
        states.queue.save_asked.connect(self._save_again)

    def attach(self, engine: EngineLike) -> None:
        """The engine is there: load the model, then make what was asked for meanwhile."""
        self._engine = engine
        self.load()
        self._feed()

    def detach(self) -> None:
        """The engine goes: what it still says of the model is not heard any more."""
        self._engine = self._load_job = None
        self._states.finish_times.detach()

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
        """Cancel all jobs and wait until their last events and pictures have arrived. What was made
        waits again: nobody has given it up."""
        self._save_again()
        self._engine = None
        for entry in self._jobs:
            entry.set_aside = True
        for job in [*self._jobs.values(), *filter(None, [self._load_job])]:
            job.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _feed(self) -> None:
        """Have the engine hold what is to be made next, in that order, and nothing else.

        Submitting may fail, which changes the queue: then all is looked at once more.
        """
        self._hungry = True
        if self._feeding or self._engine is None:
            return
        self._feeding = True
        try:
            while self._hungry:
                self._hungry = False
                self._bring_into_order(self._engine)
        finally:
            self._feeding = False

    def _bring_into_order(self, engine: EngineLike) -> None:
        self._states.queue.at_once = engine.at_once
        if self._refusal is not None and self._is_full and self._states.queue.flows:
            self._held_for = self._refusal
            self._states.queue.hold(self._refusal)  # whoever asks for more waits as well
        begun = sum(entry.begun and not entry.made for entry in self._jobs)
        wanted = self._states.queue.next(max(_A_LANE * self._states.queue.at_once - begun, 0))
        ahead = [entry for entry in self._jobs if not entry.begun and not entry.cancelling]
        right = sum(1 for _ in itertools.takewhile(_same, zip(ahead, wanted, strict=False)))
        for entry in ahead[right:]:
            self._take_back(entry)
        for entry in wanted:
            if entry not in self._jobs:
                self._submit(engine, entry)

    def _take_back(self, entry: Entry) -> None:
        """It waits for a later turn, or was cancelled meanwhile. One that the engine has taken in
        this moment goes on, unless nobody wants it any more."""
        job = self._jobs[entry]
        if job.withdraw():
            del self._jobs[entry]
        elif entry.over is not None:
            job.cancel()
            del self._jobs[entry]

    def _submit(self, engine: EngineLike, entry: Entry) -> None:
        try:
            job = engine.submit(entry.to_make)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must read it
            self._states.queue.fail(entry, problem_of(error))
            return
        self._jobs[entry], entry.job = job, job.id
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
        """Until its last event; what comes after the job was taken back is not the entry's."""
        queue = self._states.queue
        made: ImageReady | None = None
        try:
            async for event in job:
                self._states.model.apply(event)
                if self._jobs.get(entry) is not job:
                    continue
                if isinstance(event, FINAL_EVENTS):
                    del self._jobs[entry]  # before the queue asks for the next
                if isinstance(event, JobFailed) and self._states.model.phase is Phase.FAILED:
                    queue.hold(event.problem)
                queue.apply(entry, event)
                made = event if isinstance(event, ImageReady) else made
        except Exception as error:
            log.exception("the events of job %s ended", job.id)
            if self._jobs.get(entry) is job:
                queue.fail(entry, problem_of(error))
        finally:
            if self._jobs.get(entry) is job:
                del self._jobs[entry]
        if made is not None:
            await self._record(entry, made)

    async def _record(self, entry: Entry, image: ImageReady) -> None:
        """Only what is on disk is finished; pixels that were refused everywhere are kept."""
        # A session that ends now must leave word of the job, or the picture would be made twice.
        await self._states.queue_keeper.settle()
        try:
            picture = await asyncio.wrap_future(self._recorder.record(image))
        except SaveError as error:
            await self._take_rescued(entry, image, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the pixels must not go with it
            self._keep(entry, image, error)
        else:
            self._states.queue.finish(entry, picture)
            if self._held_for is not None and self._states.queue.held is self._held_for:
                self._states.queue.let_go()  # the disk takes pictures again

    async def _take_rescued(self, entry: Entry, image: ImageReady, error: SaveError) -> None:
        """A picture that is elsewhere than it should be, or nowhere."""
        rescued = error.rescued
        if rescued is None:
            self._keep(entry, image, error)
            return
        try:
            file = await asyncio.to_thread(read_picture, rescued)
        except Exception as unreadable:  # noqa: BLE001 - as if it had not been saved
            self._keep(entry, image, unreadable)
            return
        self._states.queue.finish(entry, file.picture)
        self._states.rescued.keep(rescued, image, error.problem)

    @property
    def _is_full(self) -> bool:
        """Whether no more fits into memory of what the disk does not take."""
        held = sum(len(image.pixels.data) for image in self._unsaved.values())
        return held > _MOST_UNSAVED_BYTES

    def _keep(self, entry: Entry, image: ImageReady, error: Exception) -> None:
        log.error("a picture could not be written", exc_info=error)
        self._unsaved[entry] = image
        self._refusal = problem_of(error)
        self._states.queue.refuse(entry, self._refusal)
        self._feed()

    def _save_again(self) -> None:
        unsaved, self._unsaved = self._unsaved, {}
        for entry, image in unsaved.items():
            self._start(self._record(entry, image))


def _same(pair: tuple[Entry, Entry]) -> bool:
    return pair[0] is pair[1]
