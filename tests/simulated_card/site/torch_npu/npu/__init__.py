"""`torch.npu`: devices, their memory, streams and random numbers."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import _simulated_card as _card
import torch

from torch_npu import _machine

from . import config
from .random import (
    default_generators,
    get_rng_state,
    get_rng_state_all,
    initial_seed,
    manual_seed,
    manual_seed_all,
    seed,
    seed_all,
    set_rng_state,
    set_rng_state_all,
)
from .streams import (
    Event,
    Stream,
    StreamContext,
    current_stream,
    default_stream,
    set_stream,
    stream,
)

__all__ = [
    "Event", "OutOfMemoryError", "Stream", "StreamContext", "config", "current_device",
    "current_stream", "default_generators", "default_stream", "device", "device_count",
    "empty_cache", "get_amp_supported_dtype", "get_device_name", "get_device_properties",
    "get_rng_state", "get_rng_state_all", "initial_seed", "is_available", "is_bf16_supported",
    "is_initialized", "manual_seed", "manual_seed_all", "max_memory_allocated", "mem_get_info",
    "memory_allocated", "memory_reserved", "reset_max_memory_allocated", "reset_peak_memory_stats",
    "seed", "seed_all", "set_compile_mode", "set_device", "set_rng_state", "set_rng_state_all",
    "set_stream", "stream", "synchronize", "utilization",
]  # fmt: skip

OutOfMemoryError = torch.OutOfMemoryError

sys.modules.setdefault("torch.npu", sys.modules[__name__])


def is_available() -> bool:
    return _card.device_count() > 0


def device_count() -> int:
    return _card.device_count()


def is_initialized() -> bool:
    return True


def _lazy_init() -> None:
    pass


def _is_in_bad_fork() -> bool:
    return False


def current_device() -> int:
    """The calling thread's; a new thread starts at 0."""
    return _card.current_device()


def set_device(device: object) -> None:
    index = _machine.index_of(device)
    if index >= 0:
        _card.set_device(index)


class device:  # noqa: N801 - torch's name
    """The current device of this thread inside `with`."""

    def __init__(self, device: object) -> None:
        self.idx = _machine.index_of(device)
        self._before = -1

    def __enter__(self) -> None:
        self._before = _card.current_device()
        if self.idx >= 0:
            _card.set_device(self.idx)

    def __exit__(self, *error: object) -> None:
        _card.set_device(self._before)


def get_device_name(device: object = None) -> str:
    """As in torch_npu the first card's, whichever is asked for."""
    _checked(device)
    return _machine.soc_name()


def get_device_properties(device: object = None) -> SimpleNamespace:
    index = _checked(device)
    return SimpleNamespace(name=_machine.soc_name(), total_memory=_card.total(index))


def mem_get_info(device: object = None) -> tuple[int, int]:
    """Free and total bytes of the card; what the allocator keeps for later is not free."""
    return _card.free_and_total(_checked(device))


def memory_allocated(device: object = None) -> int:
    return _card.allocated(_checked(device))


def memory_reserved(device: object = None) -> int:
    return _card.reserved(_checked(device))


def max_memory_allocated(device: object = None) -> int:
    return _card.peak(_checked(device))


def reset_peak_memory_stats(device: object = None) -> None:
    _card.reset_peak(_checked(device))


reset_max_memory_allocated = reset_peak_memory_stats


def empty_cache() -> None:
    _card.empty_cache()


def synchronize(device: object = None) -> None:
    torch.accelerator.synchronize(_checked(device))


def utilization(device: object = None) -> int:
    """Percent, by the driver."""
    return _machine.utilisation_percent(_checked(device))


def is_bf16_supported(including_emulation: bool = False) -> bool:
    """Compares chip numbers, as torch_npu does; so it says yes for 310B, which has none."""
    return _machine.number_says_bf16()


def get_amp_supported_dtype() -> list[torch.dtype]:
    return [torch.float16, torch.bfloat16] if is_bf16_supported() else [torch.float16]


compile_modes: list[bool] = []
"""What `set_compile_mode` was called with, for tests."""


def set_compile_mode(jit_compile: bool = False) -> None:
    compile_modes.append(jit_compile)


def _checked(device: object) -> int:
    index = _machine.index_of(device)
    if not 0 <= index < _card.device_count():
        raise AssertionError("Invalid device id")
    return index
