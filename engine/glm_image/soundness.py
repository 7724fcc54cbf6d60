"""Values that would show as a black picture, found before anyone sees one."""

from __future__ import annotations

import torch

from engine.devices.base import Device
from engine.errors import BlackPictureError


def require_numbers(values: torch.Tensor, where: str, device: Device) -> None:
    """Raise `BlackPictureError` unless `values`, made by `where`, can be something computed.

    Where the device saturates there are no infinities and no values that are not numbers: what was
    one is the largest number, or 0, and with it everything that was computed from it.
    """
    if not torch.isfinite(values).all():
        raise _not_a_number(where)
    if device.saturates:
        low, high = torch.aminmax(values)
        if max(-low, high) >= torch.finfo(values.dtype).max or low == high:
            raise _saturated(where)


class Ceiling:
    """The largest magnitude of tensors that are not kept, where the device saturates.

    It stays on the device until it is asked for: to look at each tensor would be to wait for it.
    """

    def __init__(self, device: Device) -> None:
        self._saturates = device.saturates
        self._largest: torch.Tensor | None = None

    def see(self, values: torch.Tensor) -> None:
        """Remember how large the largest is; all have the same precision."""
        if self._saturates:
            largest = values.abs().max()
            seen = self._largest
            self._largest = largest if seen is None else torch.maximum(seen, largest)

    def require_below(self, where: str) -> None:
        """Raise `BlackPictureError` if any stood at the largest number of the precision."""
        largest = self._largest
        if largest is not None and float(largest) >= torch.finfo(largest.dtype).max:
            raise _saturated(where)


def _not_a_number(where: str) -> BlackPictureError:
    return BlackPictureError(
        f"{where.capitalize()} computed values that are not numbers.",
        "The weights are damaged, or this precision cannot hold the model's numbers.",
        "Try --precision fp32; if that fails too, download the model again.",
    )


def _saturated(where: str) -> BlackPictureError:
    return BlackPictureError(
        f"{where.capitalize()} computed values beyond what this precision holds.",
        "This device makes the largest number, or 0, of what does not fit, without a word: the "
        "picture would be black.",
        "Try --precision fp32; if that fails too, download the model again.",
    )
