"""Tensors on a simulated card."""

from __future__ import annotations

import torch
import torch_npu  # noqa: F401 - it gives torch the device

GIB = 2**30


def on_card(shape=(4, 4), index: int = 0, **options) -> torch.Tensor:
    """Ones."""
    return torch.ones(shape, device=f"npu:{index}", **options)


def taken(size_bytes: int, index: int = 0) -> torch.Tensor:
    """Memory that nobody writes into, so that it costs the host none."""
    return torch.empty(size_bytes, dtype=torch.uint8, device=f"npu:{index}")
