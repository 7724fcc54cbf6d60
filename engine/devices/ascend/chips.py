"""What differs between chips. Their names are those of torch_npu 2.13's own table of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FUSED = "_native_npu"
"""`AttentionBackendName._NATIVE_NPU` of diffusers: torch_npu's `npu_fusion_attention`."""


@dataclass(frozen=True, slots=True)
class Chip:
    """What may be tried on a chip. `candidates` are precisions, the preferred one first; they are
    measured all the same. `saturates` and `attention` are as in `engine.devices.base.Device`."""

    candidates: tuple[str, ...]
    saturates: bool = False
    attention: str | None = None
    too_small: bool = False


_MODERN = ("bf16", "fp16", "fp32")
_OLD = ("fp16", "fp32")

_CHIPS = (
    # 910B1 to 910B4, with 910B2C and 910B4-1: the A2 boards and servers.
    (r"910B\d.*", Chip(_MODERN, attention=_FUSED)),
    # 910C, of the A3 servers, two dies each; npu-smi calls it Ascend910 and no more.
    (r"910_93\d+|910", Chip(_MODERN, attention=_FUSED)),
    # Not in the documents of npu_fusion_attention that could be read: torch's own attention.
    (r"950.*", Chip(_MODERN)),
    # The first 910s; "910B" without a digit is one of them.
    (r"910(A|B|ProA|ProB|PremiumA)", Chip(_OLD, saturates=True)),
    # 300I Pro, 300V and 300I Duo: no bf16 in the hardware.
    (r"310P.*", Chip(_OLD, saturates=True)),
    # Boards of 4 to 24 GB that share their memory with the processor.
    (r"310B.*", Chip(_OLD, saturates=True, too_small=True)),
)
_UNKNOWN = Chip(_MODERN)
"""Nothing is assumed of a chip that is not in the table: everything is measured, nothing fused."""


def short_name(name: str) -> str:
    """``910B3`` from ``Ascend910B3``, ``Ascend 910B3`` or ``910B3``."""
    return re.sub(r"^\s*ascend\s*", "", name, flags=re.IGNORECASE).strip()


def title_of(name: str) -> str:
    """For people: ``Ascend 910B3``."""
    return f"Ascend {short_name(name)}".strip()


def chip_of(name: str) -> Chip:
    """By any of a chip's names."""
    short = short_name(name)
    fits = (chip for pattern, chip in _CHIPS if re.fullmatch(pattern, short, re.IGNORECASE))
    return next(fits, _UNKNOWN)
