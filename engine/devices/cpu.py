"""The CPU as a device: Kunpeng or any other."""

from __future__ import annotations

import ctypes
import functools
import time

import torch

from engine.devices.base import PRECISIONS

_PROBE_SIDE = 512
_WORTHWHILE = 1.2
"""A precision below fp32 must be this much faster, or its rounding buys nothing."""


class CpuDevice:
    """See `engine.devices.base.Device`."""

    name = "cpu"
    torch_device = torch.device("cpu")

    def usable_precisions(self) -> dict[str, float]:
        """Measured with a matrix product each: on some CPUs fp16 is 200 times slower than fp32."""
        speeds = {name: _speed(dtype) for name, dtype in PRECISIONS.items()}
        least = {name: speeds["fp32"] * (1.0 if name == "fp32" else _WORTHWHILE) for name in speeds}
        usable = {name: speed for name, speed in speeds.items() if speed >= least[name]}
        return dict(sorted(usable.items(), key=lambda item: -item[1]))

    def release_caches(self) -> None:
        """Ask the C library to return free pages. No collecting of garbage: it stops all threads
        for a tenth of a second, the window's too, and tensors are not left in cycles."""
        trim = getattr(_c_library(), "malloc_trim", None)
        if trim is not None:
            trim(0)

    def is_out_of_memory(self, error: BaseException) -> bool:
        return isinstance(error, MemoryError) or "can't allocate memory" in str(error)


@functools.cache
def _c_library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(None)
    except OSError:
        return None


@functools.cache
def _speed(dtype: torch.dtype) -> float:
    """GFLOP/s of a square matrix product; the better of two runs, the first of which warms up."""
    matrix = torch.full((_PROBE_SIDE, _PROBE_SIDE), 0.5, dtype=dtype)
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        torch.mm(matrix, matrix)
        seconds.append(time.perf_counter() - start)
    return 2 * _PROBE_SIDE**3 / min(seconds) / 1e9
