"""Fused operators, written out in plain ones; they refuse what the real ones refuse."""

from __future__ import annotations

import torch
from torch.nn import functional

from torch_npu import _machine

calls: dict[str, int] = {}
"""How often each was called, for tests."""


def npu_fusion_attention(  # noqa: PLR0917 - the real one's arguments
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    head_num: int,
    input_layout: str,
    pse: torch.Tensor | None = None,
    padding_mask: torch.Tensor | None = None,
    atten_mask: torch.Tensor | None = None,
    scale: float = 1.0,
    keep_prob: float = 1.0,
    pre_tockens: int = 2147483647,
    next_tockens: int = 2147483647,
    inner_precise: int = 0,
    sparse_mode: int = 0,
    sync: bool = False,
) -> tuple[torch.Tensor, ...]:
    """Attention over BSND, BNSD or BSH; in `atten_mask` true means: not to be looked at.

    It is documented for the 910B and what came after it, in half precision.
    """
    _begin("npu_fusion_attention", query, key, value)
    if query.dtype not in (torch.float16, torch.bfloat16):
        raise RuntimeError(f"npu_fusion_attention: query's type {query.dtype} is not supported")
    if _machine.soc_name().startswith(("Ascend310", "Ascend910A")):
        raise RuntimeError(f"npu_fusion_attention is not supported on {_machine.soc_name()}")
    if pse is not None or padding_mask is not None or sparse_mode or keep_prob != 1.0:
        raise NotImplementedError("the simulated card has plain masks only, and no dropout")
    heads = [_heads_first(tensor, head_num, input_layout) for tensor in (query, key, value)]
    mask = None if atten_mask is None else ~atten_mask.to(torch.bool)
    attended = functional.scaled_dot_product_attention(
        *heads, attn_mask=mask, scale=scale, enable_gqa=heads[0].shape[1] != heads[1].shape[1]
    )
    softmax = attended.new_empty(0, dtype=torch.float32)
    return _as_laid_out(attended, input_layout), softmax, softmax, softmax, 0, 0, 0


def npu_rms_norm(
    self: torch.Tensor, gamma: torch.Tensor, epsilon: float = 1e-6
) -> tuple[torch.Tensor, torch.Tensor]:
    """The normalised tensor, and the reciprocal of its root mean square."""
    _begin("npu_rms_norm", self, gamma)
    rstd = torch.rsqrt(self.float().pow(2).mean(-1, keepdim=True) + epsilon)
    return (self.float() * rstd).to(self.dtype) * gamma, rstd


def npu_rotary_mul(
    self: torch.Tensor, r1: torch.Tensor, r2: torch.Tensor, rotary_mode: str = "half"
) -> torch.Tensor:
    """Rotary positions by cosine `r1` and sine `r2`, over halves or over neighbours."""
    _begin("npu_rotary_mul", self, r1, r2)
    if rotary_mode == "half":
        first, second = self.chunk(2, dim=-1)
        turned = torch.cat((-second, first), dim=-1)
    else:
        pairs = self.unflatten(-1, (-1, 2))
        turned = torch.stack((-pairs[..., 1], pairs[..., 0]), dim=-1).flatten(-2)
    return self * r1 + turned * r2


def npu_geglu(
    self: torch.Tensor, dim: int = -1, approximate: int = 1, activate_left: bool = False
) -> tuple[torch.Tensor, torch.Tensor]:
    """The gated product, and the gate after GELU."""
    _begin("npu_geglu", self)
    left, right = self.chunk(2, dim=dim)
    gate, linear = (left, right) if activate_left else (right, left)
    gate = functional.gelu(gate, approximate="tanh" if approximate else "none")
    return linear * gate, gate


def _begin(name: str, *tensors: torch.Tensor) -> None:
    for tensor in tensors:
        if tensor.device.type != "npu":
            raise NotImplementedError(
                f"Could not run 'npu::{name}' with arguments from the "
                f"'{tensor.device.type.upper()}' backend."
            )
    calls[name] = calls.get(name, 0) + 1


def _heads_first(tensor: torch.Tensor, heads: int, layout: str) -> torch.Tensor:
    if layout == "BNSD":
        return tensor
    if layout == "BSND":
        return tensor.transpose(1, 2)
    if layout == "BSH":
        return tensor.unflatten(-1, (heads, -1)).transpose(1, 2)
    raise NotImplementedError(f"the simulated card has no attention over {layout}")


def _as_laid_out(attended: torch.Tensor, layout: str) -> torch.Tensor:
    if layout == "BNSD":
        return attended
    by_token = attended.transpose(1, 2)
    return by_token.flatten(-2) if layout == "BSH" else by_token
