"""Drawing one image code from the prior's logits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from engine.devices.base import Device
from engine.glm_image.soundness import require_numbers


@dataclass(frozen=True, slots=True)
class SamplingPolicy:
    """How the checkpoint wants its codes drawn, from its ``generation_config.json``."""

    temperature: float
    top_k: int
    """0 stands for all."""
    top_p: float

    @classmethod
    def of(cls, generation_config: Any) -> SamplingPolicy:
        """The released checkpoint's values where the configuration says nothing."""
        released = cls(temperature=0.9, top_k=16512, top_p=0.75)
        return cls(
            temperature=float(_or(generation_config.temperature, released.temperature)),
            top_k=int(_or(generation_config.top_k, released.top_k)),
            top_p=float(_or(generation_config.top_p, released.top_p)),
        )


class CodeSampler:
    """Draws codes with a CPU generator of its own: the same seed, the same draws on every device.
    `device` is the one that computes the logits.

    Only ids below `codebook_size` can be drawn, so that the grid is always full: an end token drawn
    too early would leave a hole, and its id has no embedding in the transformer.
    """

    def __init__(
        self, policy: SamplingPolicy, codebook_size: int, seed: int, device: Device
    ) -> None:
        self._policy, self._device = policy, device
        self._codebook_size = codebook_size
        self._generator = torch.Generator("cpu").manual_seed(seed)

    def draw(self, logits: torch.Tensor) -> int:
        """One code from `logits` (codes, or more), on the CPU, in the precision of the prior.

        Raises `BlackPictureError` if they are not what a prior computes.
        """
        logits = logits[: self._codebook_size]
        require_numbers(logits, "the prior", self._device)
        values, ids = self._best(logits.double() / self._policy.temperature)
        cumulative = torch.softmax(values, dim=0).cumsum(0)
        if self._policy.top_p < 1:
            kept = int(torch.searchsorted(cumulative, self._policy.top_p)) + 1
            cumulative = cumulative[:kept]
        uniform = torch.rand((), generator=self._generator, dtype=torch.float64)
        place = int(torch.searchsorted(cumulative, uniform * cumulative[-1], right=True))
        return int(ids[min(place, len(cumulative) - 1)])

    def _best(self, logits: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The `top_k` largest and their ids, largest first, of equal ones the lower id first.

        Equal logits are common in bf16, and their order must not depend on the machine: so the
        fast selection, which leaves it open, only finds the threshold.
        """
        top_k = self._policy.top_k or len(logits)
        ids = torch.arange(len(logits))
        if top_k < len(logits):
            ids = ids[logits >= torch.topk(logits, top_k, sorted=False).values.min()]
        values, order = torch.sort(logits[ids], descending=True, stable=True)
        return values[:top_k], ids[order[:top_k]]


def _or(value: Any, default: float) -> Any:
    return default if value is None else value
