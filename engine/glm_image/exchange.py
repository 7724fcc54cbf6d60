"""What the prior and its samplers tell each other at each code."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from engine.devices.base import Device
from engine.devices.transfer import HostBuffer


class Exchange:
    """Logits to the host, codes to the device, for so many compositions at once.

    Codes are drawn on the CPU, so each costs one wait for the device. It is the only one: both ways
    go through pinned memory, all compositions together, and of the logits only those of codes.
    """

    def __init__(self, device: Device, compositions: int) -> None:
        self._device, self._compositions = device, compositions
        self._ids: HostBuffer | None = None
        self._logits: HostBuffer | None = None

    def logits(self, rows: torch.Tensor) -> torch.Tensor:
        """`rows` (1 or compositions, codes) on the CPU, valid until the next call."""
        if rows.is_cpu:
            return rows
        if self._logits is None:
            self._logits = HostBuffer((self._compositions, rows.shape[-1]), rows.dtype)
        host = self._logits.tensor[: len(rows)]
        host.copy_(rows)
        return host

    def ids(self, codes: Sequence[int]) -> torch.Tensor:
        """The newest code of each composition on the device, (compositions, 1)."""
        if not self._device.is_asynchronous:
            return torch.tensor(codes, device=self._device.torch_device)[:, None]
        if self._ids is None:
            self._ids = HostBuffer((self._compositions, 1), torch.int64)
        # What was sent before has arrived: logits have come of it since.
        self._ids.tensor.copy_(torch.tensor(codes)[:, None])
        ids = torch.empty_like(self._ids.tensor, device=self._device.torch_device)
        self._ids.give(ids)
        return ids
