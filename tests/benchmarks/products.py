"""Products with small weights against whole ones, at the width of the released model's prior."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from .table import Row

OUTPUTS, INPUTS = 27392, 4096
TOKENS = (1, 4, 16, 1024)
ROUNDS = 5


def rows() -> Iterator[Row]:
    """Milliseconds of a whole matrix in bf16, and the others as ratios to it, taken in turns.

    One thread's processor time, so that neighbours do not count.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.inference_mode():
            yield from _rows()
    finally:
        torch.set_num_threads(threads)


def _rows() -> Iterator[Row]:
    import torch
    from torch import nn

    from engine.glm_image.small_weights import KINDS, Scratch
    from engine.plan import Storage

    layer = nn.Linear(INPUTS, OUTPUTS, bias=False, dtype=torch.bfloat16)
    scratch = Scratch(torch.bfloat16, torch.device("cpu"))
    small = {}
    for storage in (Storage.INT8, Storage.INT4):
        small[storage] = KINDS[storage](layer, scratch)
        small[storage].allocate(torch.bfloat16)
        small[storage].store(0, layer.weight)
    for tokens in TOKENS:
        inputs = torch.randn(tokens, INPUTS, dtype=torch.bfloat16)
        seconds = _in_turns({"bf16": layer, **small}, inputs)
        whole = seconds.pop("bf16")
        yield Row(f"{tokens} x {INPUTS} x {OUTPUTS}, bf16", 1000 * whole, "ms")
        for storage, spent in seconds.items():
            aim, met = ("at most 0.6", spent <= 0.6 * whole) if tokens == 1 else ("", None)
            if tokens == TOKENS[-1] and storage is Storage.INT8:
                aim, met = "at most 1.2", spent <= 1.2 * whole
            yield Row(f"  {storage} / bf16", spent / whole, "", aim, met)


def _in_turns(layers: dict[str, Callable], inputs: object) -> dict[str, float]:
    seconds: dict[str, list[float]] = {name: [] for name in layers}
    for _ in range(ROUNDS):
        for name, layer in layers.items():
            start = time.thread_time()
            layer(inputs)
            seconds[name].append(time.thread_time() - start)
    return {name: statistics.median(some) for name, some in seconds.items()}
