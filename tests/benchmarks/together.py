"""Whether pictures that share a pass are faster: in the prior they are, in the transformer not."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from engine.api import MOST_TOGETHER, GenerationRequest, ImageReady, JobLike, Stage
from glm_studio.resources import resource

from .table import Row

NANO = resource("models", "nano")
ROUNDS = 4
SIDE = 512


def rows() -> Iterator[Row]:
    """Ratios a picture, taken in turns."""
    alone, together = _prior()
    yield Row(f"prior, one layout of {SIDE}x{SIDE}", alone, "s")
    yield Row(
        f"  of {MOST_TOGETHER} written together / alone", together / alone, "",
        "at most 0.6", together <= 0.6 * alone,
    )  # fmt: skip
    one, two = _transformer()
    yield Row(f"transformer, a pass for one picture of {SIDE}x{SIDE}", 1000 * one, "ms")
    yield Row("  of two in one pass / alone", two / one, "", "(above 0.8: not worth it)")


def _prior() -> tuple[float, float]:
    """Seconds a layout, alone and with three others."""
    from engine.engine import Engine

    with tempfile.TemporaryDirectory() as cache:
        engine = Engine(NANO, cache_dir=Path(cache))
        try:
            alone = [_seconds(engine, [1000 + turn]) for turn in range(ROUNDS)]
            together = [
                _seconds(engine, range(first, first + MOST_TOGETHER)) / MOST_TOGETHER
                for first in range(0, ROUNDS * MOST_TOGETHER, MOST_TOGETHER)
            ]
        finally:
            engine.close()
    return statistics.median(alone), statistics.median(together)


def _seconds(engine: object, seeds: range | list[int]) -> float:
    """The prior stage's seconds of pictures whose layouts belong together."""

    async def read(job: JobLike) -> float:
        async for event in job:
            if isinstance(event, ImageReady):
                return event.seconds.get(Stage.PRIOR, 0.0)
        raise AssertionError("there was no picture")

    async def read_all() -> float:
        prompt, group = "a red circle on a white background", tuple(seeds)
        requests = [
            GenerationRequest(prompt, SIDE, SIDE, 1, 1.0, seed, composed_with=group)
            for seed in group
        ]
        jobs = [engine.submit(request) for request in requests]
        return sum([await read(job) for job in jobs])

    return asyncio.run(read_all())


def _transformer() -> tuple[float, float]:
    """Seconds a picture of one pass, with one and with two in it."""
    import torch
    from diffusers import GlmImageTransformer2DModel

    model = GlmImageTransformer2DModel.from_pretrained(NANO / "transformer", dtype=torch.bfloat16)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    with torch.inference_mode():
        for _ in range(ROUNDS):
            for pictures, spent in seconds.items():
                inputs = _inputs(model.config, pictures)
                start = time.perf_counter()
                model(**inputs)
                spent.append((time.perf_counter() - start) / pictures)
    return min(seconds[1]), min(seconds[2])


def _inputs(config: object, pictures: int) -> dict[str, object]:
    import torch

    tokens = (SIDE // 16) ** 2
    size = torch.full((pictures, 2), SIDE, dtype=torch.bfloat16)
    latents = torch.randn(pictures, config.in_channels, SIDE // 8, SIDE // 8)
    return {
        "hidden_states": latents.bfloat16(),
        "encoder_hidden_states": torch.randn(pictures, 2, config.text_embed_dim).bfloat16(),
        "prior_token_id": torch.zeros(pictures, tokens, dtype=torch.long),
        "prior_token_drop": torch.zeros(pictures, tokens, dtype=torch.bool),
        "timestep": torch.full((pictures,), 500.0),
        "target_size": size,
        "crop_coords": torch.zeros_like(size),
        "return_dict": False,
    }
