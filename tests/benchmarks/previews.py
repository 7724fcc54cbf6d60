"""When each kind of preview comes, how like the picture it is, and what all of them cost.

Times are parts of the run that they are from, so that another load on the machine changes little.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from engine.api import (
    Event,
    GenerationRequest,
    ImageReady,
    Pixels,
    PreviewKind,
    PreviewPolicy,
    PreviewReady,
    Stage,
)
from engine.engine import Engine
from glm_studio.resources import calibration_pictures, resource

from .table import Row

sys.path.append(str(Path(__file__).parents[1]))
from support.likeness import ssim

PROMPTS = (
    "a red circle on a white background",
    "the sea at sunset with the sun on the left",
    "a large blue star on a yellow background",
    "mountains by day with the sun and a tree",
)
SIDE, STEPS = 256, 12


@dataclass(slots=True)
class Record:
    """One run: `at` holds the seconds of the first preview of a kind, `last` the last one."""

    image: ImageReady
    seconds: float
    at: dict[PreviewKind, float] = field(default_factory=dict)
    last: dict[PreviewKind, Pixels] = field(default_factory=dict)


def rows() -> Iterator[Row]:
    """All figures of this file, medians over the prompts."""
    with tempfile.TemporaryDirectory() as cache:
        start = time.perf_counter()
        engine = Engine(
            resource("models", "nano"), calibration=calibration_pictures(), cache_dir=Path(cache)
        )
        try:
            _run(engine, PROMPTS[0], 1, composition=False)
            yield Row("first start and picture, maps fitted", time.perf_counter() - start, "s")
            plain = [_run(engine, prompt, 3, composition=None) for prompt in PROMPTS]
            # Other seeds: a layout that is remembered has no small grid to show.
            full = [_run(engine, prompt, 4, composition=True) for prompt in PROMPTS]
        finally:
            engine.close()
    yield from _times(plain, full)
    yield from _costs(plain, full)
    yield from _likeness(full)


def _times(plain: list[Record], full: list[Record]) -> Iterator[Row]:
    first = [record.at[PreviewKind.CODES] for record in plain]
    share = statistics.median(s / r.seconds for s, r in zip(first, plain, strict=True))
    late = max(first)
    yield Row("first preview, latest of the runs", late, "s", "at most 1 s", late <= 1)
    yield Row("first preview, of the whole run", 100 * share, "%")
    share = statistics.median(r.at[PreviewKind.COMPOSITION] / r.seconds for r in full)
    yield Row("composition picture, of the whole run, if asked for", 100 * share, "%")
    share = statistics.median(r.at[PreviewKind.LATENTS] / r.seconds for r in plain)
    yield Row("first preview of the latents, of the whole run", 100 * share, "%")
    whole = statistics.median(record.seconds for record in plain)
    yield Row(f"final picture, {SIDE}x{SIDE}, {STEPS} steps", whole, "s")


def _costs(plain: list[Record], full: list[Record]) -> Iterator[Row]:
    share = 100 * statistics.median(
        record.image.seconds.get("preview", 0.0) / _computed(record) for record in plain
    )
    yield Row("previews' part of the run", share, "%", "at most 2 %", share <= 2)
    share = statistics.median(r.image.seconds["composition"] / _computed(r) for r in full)
    yield Row("composition picture's part of the run, if asked for", 100 * share, "%")


def _likeness(records: list[Record]) -> Iterator[Row]:
    """An unrelated picture is that of the next prompt."""
    pictures = [record.image.pixels for record in records]
    others = [ssim(a, b) for a, b in pairwise([*pictures, pictures[0]])]
    unrelated = statistics.median(others)
    names = {
        PreviewKind.CODES: "the codes, both grids full",
        PreviewKind.COMPOSITION: "the composition",
        PreviewKind.LATENTS: "the last latents",
    }
    for kind, name in names.items():
        alike = statistics.median(ssim(r.last[kind], r.image.pixels) for r in records)
        aim = f"above {unrelated:.2f}, an unrelated one's"
        yield Row(f"likeness (SSIM) to the picture: {name}", alike, "", aim, alike > unrelated)


def _computed(record: Record) -> float:
    return sum(record.image.seconds.get(stage, 0.0) for stage in list(Stage)[1:])


def _run(engine: Engine, prompt: str, seed: int, composition: bool | None) -> Record:
    policy = PreviewPolicy(composition=composition)
    job = engine.submit(GenerationRequest(prompt, SIDE, SIDE, STEPS, 1.5, seed, policy))
    start = time.perf_counter()
    at: dict[PreviewKind, float] = {}
    last: dict[PreviewKind, Pixels] = {}

    async def read() -> Event:
        async for event in job:
            if isinstance(event, PreviewReady):
                at.setdefault(event.kind, time.perf_counter() - start)
                last[event.kind] = event.pixels
        return event

    image = asyncio.run(read())
    assert isinstance(image, ImageReady), image
    return Record(image, time.perf_counter() - start, at, last)
