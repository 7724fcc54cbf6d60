"""The stock pipeline and the engine side by side: time and memory for the same work.

Same checkpoint, fp32, prompt, size, steps and, where the codes are given, the same codes: then the
pictures are equal to the last bit, which is checked. Each runs in a process of its own, so that its
peak is its own; they take turns, so that both meet the same machine.
"""

from __future__ import annotations

import hashlib
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.api import GenerationRequest, ImageReady, PreviewPolicy, PriorCodes
from engine.sizes import big_grid
from glm_studio.resources import resource

from .released_shape import Meter, now
from .table import Row

NANO = resource("models", "nano")
PROMPT = "a red circle on a white background"
SIDE, STEPS, GUIDANCE = 256, 12, 1.5
ROUNDS = 3
PICTURES = 3
MIB = 2**20

Draw = Callable[[int, list[int] | None], bytes]
"""From a seed and maybe the codes to a picture's bytes."""

TIMES = {
    "code": ("AR stage, a code, processor time", 1000, "ms", 1.1),
    "denoise": (f"DiT stage, {STEPS} steps, processor time", 1, "s", 1.1),
    "picture": ("whole picture, processor time", 1, "s", 1.1),
    "wall": ("whole picture, by the clock", 1, "s", None),
}
"""What it is called, how many of its units a second is, and the largest ratio that is aimed at.

By the clock there is none: the engine's thread stands back for others, so that where programs
compete for the cores it waits and the stock pipeline does not.
"""
MEMORY = {
    "load": "peak while loading",
    "draw": "peak while drawing",
}


def rows() -> Iterator[Row]:
    """Medians over the rounds; a ratio is ours / stock."""
    rounds = []
    for index in range(ROUNDS):
        order = ("ours", "stock") if index % 2 == 0 else ("stock", "ours")
        found = {who: _child(who) for who in order}
        rounds.append((found["ours"], found["stock"]))
    for ours, stock in rounds:
        assert ours["pixels"] == stock["pixels"], "the same codes and seed gave other pictures"
    for name, (what, scale, unit, most) in TIMES.items():
        ratios = sorted(ours[name] / stock[name] for ours, stock in rounds)
        ratio, spread = statistics.median(ratios), f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
        yield Row(f"stock pipeline: {what}", scale * _median(rounds, 1, name), unit)
        yield Row("  ours", scale * _median(rounds, 0, name), unit)
        aim = (f"at most {most:g}", ratio <= most) if most else ("", None)
        yield Row(f"  ours / stock, {spread}", ratio, "", *aim)
    for phase, what in MEMORY.items():
        for kind, of_what in (("all", "of the process"), ("own", "of its own pages")):
            ours, stock = (_median(rounds, who, f"{phase}_{kind}") for who in (0, 1))
            # Weights that stock has mapped from their file are not among its own pages.
            aim = ("at most 1.05", ours <= 1.05 * stock) if kind == "all" else ("", None)
            yield Row(f"stock pipeline: {what}, {of_what}", stock / MIB, "MiB")
            yield Row("  ours", ours / MIB, "MiB")
            yield Row("  ours / stock", ours / stock, "", *aim)


def _median(rounds: list[tuple[dict, dict]], who: int, name: str) -> float:
    return statistics.median(both[who][name] for both in rounds)


def _child(who: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.stock", who],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    result: dict = json.loads(done.stdout.splitlines()[-1])
    return result


# In a process of its own --------------------------------------------------------------------------


@dataclass
class Watch:
    """When a module was first entered and last left since it was wound, and how often.

    In seconds of all the process's threads.
    """

    first: float | None = None
    last: float = 0.0
    passes: int = 0

    def on(self, module: Any) -> None:
        """Of a torch module; both sides run the same classes."""
        module.register_forward_pre_hook(self._enter)
        module.register_forward_hook(self._leave)

    def wind(self) -> None:
        self.first, self.passes = None, 0

    @property
    def seconds(self) -> float:
        assert self.first is not None, "it never ran"
        return self.last - self.first

    def _enter(self, *_: object) -> None:
        self.first = self.first or time.process_time()

    def _leave(self, *_: object) -> None:
        self.last = time.process_time()
        self.passes += 1


@contextmanager
def open_ours() -> Iterator[tuple[Any, Any, Draw]]:
    """The prior, the transformer, and how to draw. Previews are off: stock has none."""
    import asyncio

    from engine.engine import Engine

    async def last_of(job: Any) -> Any:
        async for event in job:
            last = event
        return last

    def draw(seed: int, codes: list[int] | None) -> bytes:
        prior = PriorCodes(big_grid(SIDE, SIDE), tuple(codes)) if codes else None
        policy = PreviewPolicy(enabled=False)
        asked = GenerationRequest(PROMPT, SIDE, SIDE, STEPS, GUIDANCE, seed, policy, prior=prior)
        image = asyncio.run(last_of(engine.submit(asked)))
        assert isinstance(image, ImageReady), image
        return image.pixels.data

    with tempfile.TemporaryDirectory() as cache:
        engine = Engine(NANO, device="cpu", precision="fp32", cache_dir=Path(cache))
        asyncio.run(last_of(engine.load()))
        parts = engine.lanes[0].station.holder.model.parts
        yield parts.prior, parts.transformer, draw
        engine.close()


@contextmanager
def open_stock() -> Iterator[tuple[Any, Any, Draw]]:
    """As `open_ours`. Given codes are laid out as its own prior stage does."""
    import torch
    from diffusers import GlmImagePipeline

    pipeline = GlmImagePipeline.from_pretrained(NANO, dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)

    def draw(seed: int, codes: list[int] | None) -> bytes:
        torch.manual_seed(seed)
        ids = None
        if codes:
            grid = big_grid(SIDE, SIDE)
            ids = torch.tensor(codes).view(grid.rows, grid.columns)
            ids = ids.repeat_interleave(2, 0).repeat_interleave(2, 1).view(1, -1)
        image = pipeline(
            PROMPT, height=SIDE, width=SIDE, num_inference_steps=STEPS, guidance_scale=GUIDANCE,
            prior_token_ids=ids, generator=torch.Generator("cpu").manual_seed(seed),
        ).images[0]  # fmt: skip
        return image.tobytes()

    yield pipeline.vision_language_encoder, pipeline.transformer, draw


def measure(who: str) -> dict:
    """Everything about one side. Both import the libraries of both, so that only the rest counts.

    Peaks are of the system's own count (`all`) and of samples of anonymous pages (`own`), from
    which those of the imports are taken off.
    """
    import diffusers
    import transformers

    import engine.engine

    assert engine.engine, diffusers.GlmImagePipeline
    assert transformers.GlmImageForConditionalGeneration
    meter, base = Meter("load"), now("RssAnon")
    meter.start()
    with (open_ours if who == "ours" else open_stock)() as (prior, transformer, draw):
        told = {"load_all": now("VmHWM")}
        prior_watch, transformer_watch = Watch(), Watch()
        prior_watch.on(prior)
        transformer_watch.on(transformer)
        meter.stage = "draw"
        Path("/proc/self/clear_refs").write_text("5")  # the system's count of the peak begins anew
        told |= _pictures(draw, prior_watch, transformer_watch)
        told["draw_all"] = now("VmHWM")
    return told | {f"{phase}_own": meter.anonymous[phase] - base for phase in MEMORY}


def _pictures(draw: Draw, prior: Watch, transformer: Watch) -> dict:
    """The first picture warms up; of the others the medians."""
    draw(0, None)
    spent: dict[str, list[float]] = {name: [] for name in TIMES}
    for seed in range(1, PICTURES + 1):
        prior.wind()
        transformer.wind()
        start, used = time.perf_counter(), time.process_time()
        draw(seed, None)
        spent["wall"].append(time.perf_counter() - start)
        spent["picture"].append(time.process_time() - used)
        spent["code"].append(prior.seconds / prior.passes)
        spent["denoise"].append(transformer.seconds)
    grid = big_grid(SIDE, SIDE)
    chosen = random.Random(0)
    pixels = draw(1, [chosen.randrange(1000) for _ in range(grid.codes)])
    medians: dict[str, Any] = {name: statistics.median(some) for name, some in spent.items()}
    return medians | {"pixels": hashlib.sha256(pixels).hexdigest()}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
