"""Stages, previews, cancelling and memory, on the bundled model without a window."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.api import (
    Event,
    GenerationRequest,
    ImageReady,
    JobCancelled,
    Stage,
    StepDone,
    TokensDone,
)
from engine.engine import Engine
from engine.jobs import Job
from glm_studio.resources import calibration_pictures, resource

from .table import Row

NANO = resource("models", "nano")
PICTURES = 5
CANCELS = 8


def rows() -> Iterator[Row]:
    """All figures of this file."""
    with tempfile.TemporaryDirectory() as cache:
        engine = Engine(NANO, calibration=calibration_pictures(), cache_dir=Path(cache))
        try:
            _listen(engine.load())
            yield from _stages(engine)
            yield from _cancels(engine)
        finally:
            engine.close()
    yield from _memory()


def request(seed: int, steps: int = 12) -> GenerationRequest:
    return GenerationRequest("a red circle on a white background", 256, 256, steps, 1.5, seed)


def _listen(job: Job, on_event: Callable[[Event], None] = lambda event: None) -> Event:
    async def read() -> Event:
        last: Event | None = None
        async for last in job:
            on_event(last)
        assert last is not None
        return last

    return asyncio.run(read())


def _make(engine: Engine, seed: int, steps: int = 12) -> ImageReady:
    last = _listen(engine.submit(request(seed, steps)))
    assert isinstance(last, ImageReady), last
    return last


def _stages(engine: Engine) -> Iterator[Row]:
    _make(engine, 0)
    images = [_make(engine, seed) for seed in range(1, PICTURES + 1)]
    for stage in (Stage.PRIOR, Stage.DENOISE, Stage.DECODE):
        seconds = statistics.median(image.seconds[stage.value] for image in images)
        yield Row(f"{stage.value}, 256x256, 12 steps", seconds, "s")
    whole = sum(
        sum(image.seconds.get(stage.value, 0.0) for stage in list(Stage)[1:]) for image in images
    )
    previews = sum(image.seconds.get("preview", 0.0) for image in images)
    share = 100 * previews / whole
    yield Row("previews' share of the run", share, "%", "at most 2 %", share <= 2)


def _cancels(engine: Engine) -> Iterator[Row]:
    for stage, kind, unit, aim in (
        (Stage.PRIOR, TokensDone, "codes", 2.0),
        (Stage.DENOISE, StepDone, "steps", 1.0),
    ):
        ratios = [_cancel_ratio(engine, kind, 3 + index) for index in range(CANCELS)]
        worst = max(ratios)
        yield Row(
            f"cancel in the {stage}, worst of {CANCELS}",
            worst,
            unit,
            f"at most {aim:g}",
            worst <= aim,
        )


def _cancel_ratio(engine: Engine, kind: type, at: int) -> float:
    """Seconds from the cancel to its event, as a part of what one code or step takes."""
    job = engine.submit(request(1000 + at, steps=40))  # a layout that is not remembered
    asked, unit_s = 0.0, 1.0

    def on_event(event: Event) -> None:
        nonlocal asked, unit_s
        if isinstance(event, kind) and event.done >= at and not asked:
            unit_s = 1 / event.rate
            asked = time.perf_counter()
            job.cancel()

    last = _listen(job, on_event)
    assert isinstance(last, JobCancelled), last
    return (time.perf_counter() - asked) / unit_s


def _memory() -> Iterator[Row]:
    """Each in a process of its own; most of it is the libraries'."""
    libraries = _peak_of("import engine.engine")
    with tempfile.TemporaryDirectory() as folder:
        words = ["generate", "a red circle", "-o", f"{folder}/a.png"]
        picture = _peak_of(f"from glm_studio.cli import main; assert main({words!r}) == 0")
    yield Row("peak memory, one picture", picture / 2**20, "MiB")
    yield Row("peak memory, imports alone", libraries / 2**20, "MiB")


def _peak_of(code: str) -> int:
    """Bytes of resident memory at the most, said by the process itself."""
    tell = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    result = subprocess.run(
        [sys.executable, "-c", f"{code}\n{tell}"], stdout=subprocess.PIPE, text=True, check=True
    )
    return int(result.stdout.split()[-1]) * 1024
