"""Stand-ins for the engine and the library, played from a script."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from pathlib import Path

from engine.api import (
    Event,
    Forecast,
    GenerationRequest,
    ImageReady,
    JobCancelled,
    JobFailed,
    Loaded,
    Loading,
    Pixels,
    PreviewKind,
    PreviewReady,
    Queued,
    Stage,
    StageStarted,
    StepDone,
    TokensDone,
)
from engine.errors import EngineError, Problem
from engine.hardware import DeviceStatus
from engine.recipe import ModelIdentity, PriorCodes, Recipe
from engine.sizes import big_grid, prior_tokens
from glm_studio.library.listing import Listing
from glm_studio.library.picture import Picture
from support.listings import listed

MODEL = ModelIdentity("GLM-Image nano", "0" * 64)


class Cue(Enum):
    """What a script may say beside events."""

    HOLD = auto()
    """Wait until the job is cancelled or the engine is released."""
    PICTURE = auto()
    """The finished picture of the job's request."""


Script = Sequence[Event | Cue]


def colour(width: int, height: int, rgb: tuple[int, int, int] = (200, 80, 40)) -> Pixels:
    return Pixels(width, height, bytes(rgb) * (width * height))


def picture_of(request: GenerationRequest, job_id: str = "") -> ImageReady:
    """What an engine sends at the end of a request."""
    grid = big_grid(request.width, request.height)
    recipe = Recipe(
        request.prompt, request.width, request.height, request.steps, request.guidance,
        request.seed, "fp32", "cpu", MODEL, request.prior or PriorCodes(grid, (0,) * grid.codes),
        {}, request.drawn_composition_seed,
    )  # fmt: skip
    return ImageReady(job_id, colour(request.width, request.height), recipe, {"denoise": 1.0})


def forecast_of(request: GenerationRequest) -> Forecast:
    """Of a device that writes a hundred codes a second and paints a step a second."""
    codes = prior_tokens(request.width, request.height)
    return Forecast(
        "cpu",
        "Some processor",
        {"prior": codes / 100, "denoise": float(request.steps), "decode": 1.0},
        peak_bytes=3 << 30,
        budget_bytes=16 << 30,
    )


def preview(rgb: tuple[int, int, int] = (90, 90, 200), side: int = 32) -> PreviewReady:
    return PreviewReady("", PreviewKind.LATENTS, 1, 2, colour(side, side, rgb))


def run_script(
    width: int = 256, height: int = 256, hold_at: Stage | None = None
) -> list[Event | Cue]:
    """A whole run of few events; it holds inside one of its stages if asked to."""
    references = hold_at is Stage.REFERENCES
    codes = prior_tokens(width, height, from_references=references)
    parts: dict[Stage, list[Event]] = {
        **({Stage.REFERENCES: [StageStarted("", Stage.REFERENCES, 1)]} if references else {}),
        Stage.PRIOR: [
            StageStarted("", Stage.PRIOR, codes),
            TokensDone("", codes // 2, codes, 40.0, 3.0),
        ],
        Stage.DENOISE: [
            StageStarted("", Stage.DENOISE, 12),
            StepDone("", 6, 12, 2.0, 3.0),
            preview(),
        ],
        Stage.DECODE: [StageStarted("", Stage.DECODE, 1)],
    }
    script: list[Event | Cue] = []
    for stage, events in parts.items():
        script += [*events, *([Cue.HOLD] if stage is hold_at else [])]
    return [*script, Cue.PICTURE]


LOADING = (
    Loading("", "vision_language_encoder", 1 << 20, 4 << 20),
    Loading("", "vae", 4 << 20, 4 << 20),
    Loaded("", MODEL, "cpu", "fp32", 0.5),
)


class FakeJob:
    """Plays a script; ends like a real job."""

    def __init__(
        self,
        job_id: str,
        script: Script,
        request: GenerationRequest | None,
        line: list[FakeJob],
        at_once: int,
    ) -> None:
        self.id = job_id
        self.request = request
        self.cancelled = False
        self._script = script
        self._released = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._line, self._at_once = line, at_once
        self._ahead = len(line)
        line.append(self)

    def cancel(self) -> None:
        self.cancelled = True
        self._wake()

    def withdraw(self) -> bool:
        begun = self._loop is not None and self in self._line[: self._at_once]
        if not begun:
            self.cancel()
        return not begun

    def release(self) -> None:
        self._released = True
        self._wake()

    async def __aiter__(self) -> AsyncIterator[Event]:
        self._loop, self._woken = asyncio.get_running_loop(), asyncio.Event()
        yield Queued(self.id, self._ahead)
        try:
            await self._until(lambda: self in self._line[: self._at_once])
            async for event in self._play():
                yield event
        finally:
            self._line.remove(self)
            for job in self._line:
                job._wake()

    async def _play(self) -> AsyncIterator[Event]:
        stage: Stage | None = None
        for cue in self._script:
            if cue is Cue.HOLD:
                await self._until(lambda: self._released)
            await asyncio.sleep(0)
            if self.cancelled:
                yield JobCancelled(self.id, stage)
                return
            if cue is Cue.HOLD:
                continue
            if isinstance(cue, StageStarted):
                stage = cue.stage
            yield self._event(cue)
            if isinstance(cue, JobFailed):
                return

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Wait for it, or for a cancel. Not by the clock: a timer might come due while Qt handles
        events between two runs of the loop."""
        while not condition() and not self.cancelled:
            self._woken.clear()
            await self._woken.wait()

    def _wake(self) -> None:
        """From any thread; a job that nobody listens to sleeps on."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._woken.set)

    def _event(self, cue: Event | Cue) -> Event:
        if isinstance(cue, Cue):
            assert self.request is not None
            return picture_of(self.request, self.id)
        return dataclasses.replace(cue, job_id=self.id)


class FakeEngine:
    """An `EngineLike` whose jobs all play `script`, so many `at_once`: as the real one on as many
    devices. `devices` is what `hardware` answers."""

    def __init__(
        self,
        script: Script = (),
        loading: Script = LOADING,
        refuse: Callable[[GenerationRequest], EngineError | None] = lambda request: None,
        at_once: int = 1,
        devices: tuple[DeviceStatus, ...] = (),
    ) -> None:
        self.script = script
        self.loading = loading
        self.refuse = refuse
        self.at_once = at_once
        self.devices = devices
        self.passed_over: tuple[Problem, ...] = ()
        self.forecast: Callable[[GenerationRequest], Forecast] = forecast_of
        self.expected: list[GenerationRequest] = []
        """What `expect` was asked about; it answers by `forecast`."""
        self.jobs: list[FakeJob] = []
        self.closed = False
        self._numbers = itertools.count(1)
        self._line: list[FakeJob] = []

    @property
    def requests(self) -> list[GenerationRequest]:
        return [job.request for job in self.jobs if job.request is not None]

    def load(self) -> FakeJob:
        return self._start(self.loading, None)

    def submit(self, request: GenerationRequest) -> FakeJob:
        error = self.refuse(request)
        if error is not None:
            raise error
        return self._start(self.script, request)

    def expect(self, request: GenerationRequest) -> Forecast:
        self.expected.append(request)
        return self.forecast(request)

    def hardware(self) -> tuple[DeviceStatus, ...]:
        return self.devices

    def close(self, timeout_s: float = 3.0) -> bool:
        self.closed = True
        for job in self.jobs:
            job.cancel()
        return True

    def release(self) -> None:
        for job in self.jobs:
            job.release()

    def _start(self, script: Script, request: GenerationRequest | None) -> FakeJob:
        job = FakeJob(f"job-{next(self._numbers)}", script, request, self._line, self.at_once)
        self.jobs.append(job)
        return job


class FakeLibrary:
    """Keeps pictures in memory; `failing` is what the next recording raises."""

    def __init__(self, pictures: Sequence[Picture] = ()) -> None:
        self._pictures = list(pictures)
        self._listeners: list[Callable[[], None]] = []
        self.failing: Exception | None = None
        self.scanned = True

    def pictures(self) -> Listing:
        return listed(self._pictures)

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(on_change)
        return lambda: self._listeners.remove(on_change)

    def record(self, image: ImageReady) -> Future[Picture]:
        future: Future[Picture] = Future()
        if self.failing is not None:
            future.set_exception(self.failing)
            self.failing = None
            return future
        recipe = image.recipe
        name = f"{len(self._pictures):05}.png"
        picture = Picture(
            Path("/pictures") / name, datetime.now(UTC), recipe.width, recipe.height,
            recipe.prompt, recipe.seed, recipe.steps, recipe.guidance, recipe.model.name,
        )  # fmt: skip
        self.add(picture)
        future.set_result(picture)
        return future

    def add(self, picture: Picture) -> None:
        self._pictures.insert(0, picture)
        for listener in list(self._listeners):
            listener()


def some_picture(number: int = 0, folder: Path = Path("/pictures")) -> Picture:
    """The picture with this number; a higher one is older."""
    created = datetime(2026, 11, 24, 12, tzinfo=UTC) - timedelta(minutes=number)
    return Picture(
        folder / f"{number:05}.png", created, 320, 192, f"picture number {number}",
        1000 + number, 12, 1.5, "GLM-Image nano",
    )  # fmt: skip
