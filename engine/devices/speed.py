"""How fast a device multiplies in each precision: measured once, then remembered on the disk.

A measurement alone flips between two precisions on a busy machine, and with it the pixels of a
seed. So on the processor it counts one thread's time, which others do not lengthen by taking their
turn; on a card, which works while the caller goes on, time goes by the clock until it is done. The
first answer is kept for as long as device, torch and toolkit are the same.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import time
from collections.abc import Callable, Collection
from pathlib import Path

import torch

from engine.caches import alone, write_cache
from engine.devices.base import PRECISIONS
from engine.parsing import parse_json
from engine.texts import say

log = logging.getLogger(__name__)

Speeds = dict[str, float]
"""Precision names and GFLOP/s: zero for one in which the device cannot multiply."""

_PRODUCTS = ((256, 1024, 1024), (1, 4096, 8192))
"""Rows, inputs and outputs: what the transformer does, and what the prior does for each code. The
second is larger than most caches, for the prior reads its weights from memory each time."""

_HALF = 0.5
"""All factors: their products and sums are exact in every precision."""

_ROUNDS = 2
_REPEATS = 3
_EACH_S = 0.12
"""Products are repeated for so long, and at least `_REPEATS` times; the fastest counts."""

_BATCH = 8
"""Products asked of a card before it is waited for: asking takes as long as a small product."""

WORTHWHILE = 1.2
"""A precision must be this much faster than one that is preferred to it, or it is not taken: so two
that are equally fast are not chosen between by chance, with another picture at each new machine,
and a processor does not round more than in fp32 for nothing."""

_HOPELESS = 0.5
"""A precision that is slower than this part of fp32 in its first round is not measured further."""


_LONGEST_WAIT_S = 300.0
"""For another process that measures: longer than any card takes that is well, even if it compiles
its operators first."""


def remembered(
    file: Path | None, machine: str, names: Collection[str], measure: Callable[[], Speeds]
) -> Speeds:
    """The speeds of the precisions `names` in `file` for this `machine`, or newly measured ones,
    kept there if that works. What `measure` raises is passed on, and nothing is kept.

    Two cards of a kind are measured in turn, in whatever processes, so that they are not in each
    other's way and both have the first one's answer.
    """
    if file is None:
        return measure()
    key = hashlib.sha256(machine.encode()).hexdigest()[:16]
    if known := _known(file, key, names):
        return known
    with alone(file, _LONGEST_WAIT_S):
        if known := _known(file, key, names):
            return known
        speeds = measure()
        everyone = _read(file) | {key: speeds}
        write_cache(file, json.dumps(everyone, indent=1).encode(), "measure again")
    return speeds


def measure_speeds() -> Speeds:
    """The processor's, in all precisions: the best of several rounds, in turns, so that what else
    the machine does hits all alike.

    One figure a precision: the geometric mean over `_PRODUCTS`, so that the stage of many rows and
    that of one row count the same. Takes about two seconds.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        best = _best_speeds()
    finally:
        torch.set_num_threads(threads)
    return {name: round(_mean(speeds), 2) for name, speeds in best.items()}


@torch.inference_mode()
def measure_speeds_on(
    place: torch.device, precision: str, synchronise: Callable[[], None]
) -> float:
    """A card's GFLOP/s in one precision, by the same products and mean; about half a second.

    Raises what the card says where it cannot, and `ArithmeticError` where the product is wrong.
    """
    speeds = []
    for rows, inputs, outputs in _PRODUCTS:
        tokens, weight = _factors((rows, inputs, outputs), PRECISIONS[precision], place)
        product = torch.nn.functional.linear(tokens, weight).to("cpu", torch.float32)
        right = inputs * _HALF * _HALF
        if not torch.allclose(product, torch.full_like(product, right), rtol=0.05):
            wrong = product.flatten()[0].item()
            raise ArithmeticError(
                say(
                    "a product came out as {wrong:g} instead of {right:g}", wrong=wrong, right=right
                )
            )
        seconds: list[float] = []
        end = time.perf_counter() + _EACH_S
        while len(seconds) < _REPEATS or time.perf_counter() < end:
            start = time.perf_counter()
            for _ in range(_BATCH):
                torch.nn.functional.linear(tokens, weight)
            synchronise()
            seconds.append((time.perf_counter() - start) / _BATCH)
        speeds.append(2 * rows * inputs * outputs / min(seconds) / 1e9)
    return round(_mean(speeds), 2)


def _best_speeds() -> dict[str, list[float]]:
    best: dict[str, list[float]] = {name: [0.0] * len(_PRODUCTS) for name in PRECISIONS}
    for number in range(_ROUNDS):
        for name, speeds in best.items():
            if number and _mean(speeds) < _HOPELESS * _mean(best["fp32"]):
                continue
            for index, shape in enumerate(_PRODUCTS):
                speeds[index] = max(speeds[index], _speed(PRECISIONS[name], shape))
    return best


def _mean(speeds: list[float]) -> float:
    return math.prod(speeds) ** (1 / len(speeds))


@torch.inference_mode()
def _speed(dtype: torch.dtype, shape: tuple[int, int, int]) -> float:
    rows, inputs, outputs = shape
    tokens, weight = _factors(shape, dtype, torch.device("cpu"))
    seconds: list[float] = []
    end = time.perf_counter() + _EACH_S
    while len(seconds) < _REPEATS or time.perf_counter() < end:
        start = time.thread_time()
        torch.nn.functional.linear(tokens, weight)
        seconds.append(time.thread_time() - start)
    return 2 * rows * inputs * outputs / min(seconds) / 1e9


def _factors(
    shape: tuple[int, int, int], dtype: torch.dtype, place: torch.device
) -> tuple[torch.Tensor, torch.Tensor]:
    rows, inputs, outputs = shape
    tokens = torch.full((rows, inputs), _HALF, dtype=dtype, device=place)
    return tokens, torch.full((outputs, inputs), _HALF, dtype=dtype, device=place)


def _known(file: Path, key: str, names: Collection[str]) -> Speeds:
    """What was measured; nothing unless it is all that is asked for, and there is any speed."""
    speeds = _read(file).get(key, {})
    return speeds if set(names) <= speeds.keys() and any(speeds.values()) else {}


def _read(file: Path) -> dict[str, Speeds]:
    try:
        content = parse_json(file.read_text("utf-8"))
        return {
            str(machine): {
                n: s for n in PRECISIONS if 0 <= (s := float(speeds.get(n, -1))) < math.inf
            }
            for machine, speeds in content.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError, OverflowError) as error:
        log.warning("measuring anew, for %s is damaged: %s", file, error)
        return {}
