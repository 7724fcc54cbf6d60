"""Layers whose matrix is stored small compute what they should, with torch's kernels or without."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.glm_image import small_weights
from engine.glm_image.small_weights import KINDS, PACKED_ROWS, Scratch
from engine.plan import Storage

KERNELS = {Storage.INT8: "_weight_int8pack_mm", Storage.INT4: "_weight_int4pack_mm_for_cpu"}
INPUTS, OUTPUTS = 256, 2 * PACKED_ROWS


@pytest.fixture(autouse=True)
def _forget_what_works():
    small_weights._works.cache_clear()
    yield
    small_weights._works.cache_clear()


def small_and_whole(storage: Storage, dtype: torch.dtype, tokens: int):
    """The same product by a small layer and by its widened matrix; their largest difference."""
    draw = torch.Generator().manual_seed(5)
    layer = nn.Linear(INPUTS, OUTPUTS, dtype=torch.float32).requires_grad_(False)
    layer.weight.copy_(torch.randn(OUTPUTS, INPUTS, generator=draw) / 16)
    inputs = torch.randn(tokens, INPUTS, generator=draw).to(dtype)
    small = KINDS[storage](layer.to(dtype), Scratch(dtype, torch.device("cpu")))
    small.allocate(dtype)
    for first in range(0, OUTPUTS, PACKED_ROWS):
        small.store(first, layer.weight[first : first + PACKED_ROWS])
    product = small(inputs).float()
    whole = inputs.float() @ layer.weight.float().T + layer.bias.float()
    return product, whole


@pytest.mark.parametrize("kernel", ["there", "missing", "refusing", "wrong"])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32])
@pytest.mark.parametrize("storage", KERNELS)
def test_a_small_matrix_multiplies_like_the_whole_one(storage, dtype, kernel, monkeypatch):
    """A processor or a build of torch may lack the kernel, and one may compute rubbish."""
    if kernel == "missing":
        monkeypatch.delattr(torch, KERNELS[storage])
    elif kernel != "there":

        def stand_in(tokens: torch.Tensor, numbers: torch.Tensor, *_: object) -> torch.Tensor:
            if kernel == "refusing":
                raise NotImplementedError("no kernel for this processor")
            return torch.zeros(len(tokens), len(numbers), dtype=tokens.dtype)

        monkeypatch.setattr(torch, KERNELS[storage], stand_in)
    for tokens in (1, 40):
        product, whole = small_and_whole(storage, dtype, tokens)
        error = (product - whole).abs().mean() / whole.abs().mean()
        assert error < (0.02 if storage is Storage.INT8 else 0.15)


def test_a_kernel_that_is_there_is_used():
    """As on the machines that these figures were measured on: aarch64 and x86-64 have both."""
    for storage in KERNELS:
        assert small_weights._works(storage, torch.bfloat16)


def test_trying_a_kernel_draws_no_random_numbers():
    before = torch.get_rng_state()
    small_weights._works(Storage.INT4, torch.bfloat16)
    assert torch.equal(torch.get_rng_state(), before)
