"""Between the host's memory and a device's: buffers that it reads by itself, marks in its queue."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import torch

log = logging.getLogger(__name__)


class HostBuffer:
    """Memory of the host, pinned: copies to and from a device then need not be waited for.

    Plain memory where the system gives no pinned memory; copies are waited for then, for a device
    that writes into plain memory later would write into what it was given up for. `tensor` holds
    whatever was there before.
    """

    def __init__(self, shape: Sequence[int], dtype: torch.dtype) -> None:
        self.tensor = host_tensor(shape, dtype, pinned=True)
        self._is_pinned: bool = self.tensor.is_pinned()

    def take(self, source: torch.Tensor, begin: int = 0) -> None:
        """Ask for a copy of `source`, to the places from `begin` on.

        It is there when a mark that is set now is met.
        """
        self._from(begin, source).copy_(source, non_blocking=self._is_pinned)

    def give(self, target: torch.Tensor, begin: int = 0) -> None:
        """Ask for `target` to be filled from the places from `begin` on.

        They must stay as they are until a mark that is set now is met.
        """
        target.copy_(self._from(begin, target), non_blocking=self._is_pinned)

    def _from(self, begin: int, like: torch.Tensor) -> torch.Tensor:
        return self.tensor[begin : begin + len(like)]


class Mark:
    """A place in a device's queue, behind all that it was asked for until now."""

    def __init__(self, device: torch.device) -> None:
        # Not torch.Event, which knows all devices: torch_npu lacks what its synchronize() calls.
        queue = torch.get_device_module(device)
        self._event = queue.Event()
        if hasattr(queue, "current_stream"):  # of that device, which need not be the current one
            self._event.record(queue.current_stream(device))
        else:  # Apple's graphics: one queue, and no stream to name
            self._event.record()

    def wait(self) -> None:
        """Return once the device has come to it; raises what went wrong on the way."""
        self._event.synchronize()


def host_tensor(shape: Sequence[int], dtype: torch.dtype, pinned: bool) -> torch.Tensor:
    """Memory of the host with whatever was there before; `pinned` where that can be had."""
    if pinned:
        try:
            return torch.empty(tuple(shape), dtype=dtype, pin_memory=True)
        except RuntimeError as error:
            log.warning("no pinned memory, copies will be slower: %s", error)
    return torch.empty(tuple(shape), dtype=dtype)
