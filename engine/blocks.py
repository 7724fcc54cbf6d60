"""Which tensors of a component belong to which block, and which of them may be stored small. Pure.

The memory plan counts with the same rules by which the weights are loaded, so both stand here.
"""

from __future__ import annotations

import re

from engine.weights import TensorInfo

_BLOCKS = {
    "vision_language_encoder": r"model\.language_model\.layers|model\.visual\.blocks",
    "text_encoder": r"encoder\.block",
    "transformer": r"transformer_blocks",
    "vae": r"(?!)",
}
"""Where each component keeps its row of like blocks; the VAE's are all different."""

_SHRINKABLE = ("vision_language_encoder", "transformer")
"""The two that fill memory. The others are 6 % of the parameters, and their rounding is seen."""

INT4_GROUP = 32
"""Inputs that share a scale and a zero in int4. A multiple of it is what the kernels ask for."""

SMALL_ROWS = 16
"""The int4 kernels work on so many outputs at a time."""


def block_of(component: str, tensor: str) -> str | None:
    """The name of the block that a tensor or module belongs to, or None if it is in none."""
    found = re.match(rf"({_BLOCKS[component]})\.\d+(?=\.|$)", tensor)
    return found[0] if found else None


def is_shrinkable(component: str, name: str, info: TensorInfo) -> bool:
    """Whether a tensor is the matrix of a linear layer within a block, and may be stored small."""
    if component not in _SHRINKABLE or block_of(component, name) is None:
        return False
    if len(info.shape) != 2 or not name.endswith(".weight") or not info.is_floating:
        return False
    outputs, inputs = info.shape
    return inputs % INT4_GROUP == 0 and outputs % SMALL_ROWS == 0
