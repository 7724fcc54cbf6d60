"""What a device must answer."""

from __future__ import annotations

from typing import Protocol

import torch

PRECISIONS = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
"""The names that users write, and what torch calls them."""


class Device(Protocol):
    """One place where tensors live and models run."""

    @property
    def name(self) -> str:
        """What the user writes to choose this device."""

    @property
    def torch_device(self) -> torch.device: ...

    def usable_precisions(self) -> dict[str, float]:
        """Precision names and their measured speed in GFLOP/s, fastest first.

        The same answer at each call and at each start on the same machine.
        """

    def memory(self) -> tuple[int, int]:
        """Free and total bytes; free is what may be taken now without anyone else losing theirs."""

    def release_caches(self) -> None:
        """Give unused memory back to the system."""

    def is_out_of_memory(self, error: BaseException) -> bool:
        """Whether this exception is how the device says that memory ran out."""
