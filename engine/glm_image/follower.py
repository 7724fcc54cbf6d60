"""What is told of a step is told when the step is done, and the device never waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import torch

from engine.devices.base import Device
from engine.devices.transfer import HostBuffer, Mark

OnDone: TypeAlias = Callable[[int, torch.Tensor, torch.Tensor], None]
"""Hears a step's number, its latents and the clean latents that it predicts, on the CPU where the
device is asynchronous. They are overwritten by nobody."""


class Follower:
    """Tells of the steps in order: at once, or one step behind where operators are asynchronous.

    There a step that was asked for is not done yet, and to wait for it with nothing else in the
    queue would leave the device idle while hashes and previews are made. So the next step is asked
    for first. The copies to the host are asked for with their step, which is why waiting for them
    is not waiting for the step after it.
    """

    def __init__(self, device: Device, on_done: OnDone) -> None:
        self._device, self._on_done = device, on_done
        self._behind: _Copies | None = None

    def after(self, step: int, latents: torch.Tensor, clean: torch.Tensor) -> None:
        """A step was asked for. Raises what went wrong in the one before it, on the device."""
        if not self._device.is_asynchronous:
            self._on_done(step, latents, clean)
            return
        newest = _Copies.of(step, latents, clean)
        self.catch_up()
        self._behind = newest

    def catch_up(self) -> None:
        """Wait for the step that was not told of yet, if there is one, and tell of it."""
        behind, self._behind = self._behind, None
        if behind is not None:
            behind.mark.wait()
            self._on_done(behind.step, behind.latents.tensor, behind.clean.tensor)


@dataclass(frozen=True, slots=True)
class _Copies:
    """A step's tensors on their way to the host; they are there when the mark is met."""

    step: int
    latents: HostBuffer
    clean: HostBuffer
    mark: Mark

    @classmethod
    def of(cls, step: int, latents: torch.Tensor, clean: torch.Tensor) -> _Copies:
        kept, seen = (HostBuffer(tensor.shape, tensor.dtype) for tensor in (latents, clean))
        kept.take(latents)
        seen.take(clean)
        return cls(step, kept, seen, Mark(latents.device))
