"""A stand-in for torch_npu over the simulated card: what the program and its libraries use of it.

Names, arguments and answers are those of torch_npu 2.13; what is missing here is missing on
purpose, so that a call nobody has looked at fails.
"""

from importlib.metadata import version

import torch

torch.utils.rename_privateuse1_backend("npu")

from torch_npu import npu  # noqa: E402 - the device has its name first
from torch_npu.fused import npu_fusion_attention, npu_geglu, npu_rms_norm, npu_rotary_mul  # noqa: E402

__version__ = version("torch_npu")
__all__ = [
    "npu",
    "npu_fusion_attention",
    "npu_geglu",
    "npu_rms_norm",
    "npu_rotary_mul",
]

torch._register_device_module("npu", npu)
torch.utils.generate_methods_for_privateuse1_backend(
    for_tensor=True, for_module=True, for_storage=True
)


def _autoload() -> None:
    """The entry point that plain `import torch` calls when it loads backends by itself."""
