"""What a device does in a second, with all its cores: products, reading of weights, copying.

For the doctor's page and its estimates, measured anew each time and by the clock. What ``auto``
chooses a precision by is another measurement, which is remembered (`engine.devices.speed`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

import torch

from engine.devices.base import PRECISIONS, Device
from engine.estimate import Rates

_PRODUCT = (1024, 4096, 4096)
"""Rows, inputs and outputs: a layer of the released transformer, for a picture of 512x512."""

_READING = (1, 8192, 8192)
"""One row; the matrix is larger than a processor's caches."""

_SMALL = (1, 64, 64)
_COPIED_BYTES = 128 << 20
_EACH_S = 0.25
_BATCH = 8
"""Calls between two waits of an asynchronous device."""

_SMALL_BATCH = 200


@torch.inference_mode()
def measure_rates(device: Device, precision: str) -> Rates:
    """Takes a second or two and 0.5 GiB of the device's memory; the best repetition counts, since
    what else the machine does can only slow it down.

    The calling thread must have entered the device. Raises what the device says where it cannot.
    """
    dtype = PRECISIONS[precision]
    rows, inputs, outputs = _PRODUCT
    product_s = _linear_s(device, dtype, _PRODUCT)
    read_s = _linear_s(device, dtype, _READING)
    return Rates(
        product_flops=2 * rows * inputs * outputs / product_s,
        read_bytes=_READING[1] * _READING[2] * dtype.itemsize / read_s,
        copy_bytes=2 * _COPIED_BYTES / _copy_s(device),
        operator_s=_linear_s(device, dtype, _SMALL, _SMALL_BATCH),
        is_asynchronous=device.is_asynchronous,
    )


def _linear_s(
    device: Device, dtype: torch.dtype, shape: tuple[int, int, int], batch: int = 0
) -> float:
    rows, inputs, outputs = shape
    place = device.torch_device
    tokens = torch.full((rows, inputs), 0.5, dtype=dtype, device=place)
    weight = torch.full((outputs, inputs), 0.5, dtype=dtype, device=place)
    return _best_s(device, lambda: torch.nn.functional.linear(tokens, weight), batch)


def _copy_s(device: Device) -> float:
    source = torch.full((_COPIED_BYTES,), 1, dtype=torch.uint8, device=device.torch_device)
    target = torch.zeros_like(source)
    return _best_s(device, lambda: target.copy_(source))


def _best_s(device: Device, call: Callable[[], torch.Tensor], batch: int = 0) -> float:
    """Seconds of one call: the best of several rounds of `batch` calls. The first call is not
    counted, for a card may compile it; where the next one is slow, it is believed."""
    batch = batch or (_BATCH if device.is_asynchronous else 1)
    _call_s(device, call, 1)
    best = _call_s(device, call, 1)
    end = time.perf_counter() + _EACH_S
    while best < _EACH_S and time.perf_counter() < end:
        best = min(best, _call_s(device, call, batch))
    return best


def _call_s(device: Device, call: Callable[[], torch.Tensor], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        call()
    device.synchronise()
    return (time.perf_counter() - start) / times
