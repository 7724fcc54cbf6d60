"""Values that would show as a black picture, found before anyone sees one."""

from __future__ import annotations

import torch

from engine.devices.base import Device
from engine.errors import BlackPictureError
from engine.texts import say


def require_numbers(values: torch.Tensor, where: str, device: Device) -> None:
    """Raise `BlackPictureError` unless `values`, made by `where`, can be something computed.

    Where the device saturates there are no infinities and no values that are not numbers: what was
    one is the largest number, or 0, and with it everything that was computed from it.
    """
    if not torch.isfinite(values).all():
        raise _not_a_number(where)
    extremes = Extremes(device)
    extremes.see(values)
    extremes.require_sound(where)


class Extremes:
    """How far tensors go that are not kept, where the device saturates; nothing elsewhere.

    It stays on the device until it is asked for: to look at each tensor would be to wait for it.
    """

    def __init__(self, device: Device) -> None:
        self._saturates = device.saturates
        self._seen: tuple[torch.Tensor, torch.Tensor] | None = None
        """The largest magnitude of all, and the smallest distance between one's extremes."""

    def see(self, values: torch.Tensor) -> None:
        """Remember the extremes of a tensor; all have the same precision."""
        if not self._saturates:
            return
        low, high = torch.aminmax(values)
        largest, spread = torch.maximum(-low, high), high - low
        if self._seen is not None:
            largest = torch.maximum(largest, self._seen[0])
            spread = torch.minimum(spread, self._seen[1])
        self._seen = largest, spread

    def require_sound(self, where: str) -> None:
        """Raise `BlackPictureError` if a tensor came to the largest number of the precision, or was
        one value everywhere, as it is when all of it were no numbers."""
        if self._seen is None:
            return
        largest, spread = self._seen
        below = float(largest) < torch.finfo(largest.dtype).max
        if not (below and float(spread) > 0):
            raise _saturated(where)


def _not_a_number(where: str) -> BlackPictureError:
    return BlackPictureError(
        say("{where} computed values that are not numbers.", where=_spoken(where)),
        say("The weights are damaged, or this precision cannot hold the model's numbers."),
        say("Try --precision fp32; if that fails too, download the model again."),
    )


def _spoken(where: str) -> str:
    """A part of the model at the start of a sentence."""
    spoken = {
        "the prior": say("The prior"),
        "the transformer": say("The transformer"),
        "the transformer or the decoder": say("The transformer or the decoder"),
    }
    return spoken.get(where, where.capitalize())


def _saturated(where: str) -> BlackPictureError:
    return BlackPictureError(
        say("{where} computed values beyond what this precision holds.", where=_spoken(where)),
        say(
            "This device makes the largest number, or 0, of what does not fit, "
            "without a word: the picture would be black."
        ),
        say("Try --precision fp32; if that fails too, download the model again."),
    )
