"""Linear layers whose matrix is stored small: as in the file, in eight bits or in four.

Where one token at a time is decoded, the time of a product is the time of reading its matrix, and
the kernels of torch that multiply small weights as they are win; where hundreds go through at once
they lose, and the matrix is widened into a scratch buffer that all layers share. The buffer is what
makes that cheap: on a 4096x27392 matrix in bf16, one core, widening into fresh memory took 130 ms
(the system must clear its pages), into the buffer 15 ms, and the product of 1024 tokens 1150 ms.

Own code, for torchao (0.18.0, BSD) does not serve here: without a compiler at hand its int8 layer
widens the matrix for every token, 136 ms for one where a whole matrix takes 19 and this 8, and 1270
ms for 1024; its wheel for aarch64 has no kernels. Those used here are torch's own, on both.
"""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import nn

from engine.blocks import INT4_GROUP
from engine.plan import Storage

FEW_TOKENS = 8
"""Up to here the int8 kernel is faster than widening. Measured at 4096x27392 in bf16, one core, in
ms: 1 token 9 against 34, 8 tokens 27 against 36, 16 tokens 54 against 44. A constant, not measured
on each machine, for the two ways round differently and pixels should not depend on the moment."""

PACKED_ROWS = 64
"""The int4 kernel's layout goes by blocks of at most so many rows; pieces are cut between them."""


class Scratch:
    """Buffers that are used again and again: for one widened matrix at a time, and for the pieces
    that are made small.

    Fresh ones for each piece, between matrices that stay, would also leave holes behind that the
    allocator cannot give back: loading took twice the memory of the weights.
    """

    def __init__(self, dtype: torch.dtype, device: torch.device) -> None:
        self.dtype, self.device = dtype, device
        self._buffers: dict[torch.dtype, torch.Tensor] = {}

    def matrix(self, outputs: int, inputs: int, dtype: torch.dtype | None = None) -> torch.Tensor:
        """(outputs, inputs), with whatever it held before. Valid until the next call of a kind."""
        dtype = dtype or self.dtype
        buffer = self._buffers.get(dtype)
        if buffer is None or buffer.numel() < outputs * inputs:
            self._buffers.pop(dtype, None)
            buffer = torch.empty(outputs * inputs, dtype=dtype, device=self.device)
            self._buffers[dtype] = buffer
        return buffer[: outputs * inputs].view(outputs, inputs)

    def like(self, rows: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
        """A matrix of the shape of `rows` and of another kind."""
        outputs, inputs = rows.shape
        return self.matrix(outputs, inputs, dtype)

    def clear(self) -> None:
        """Give the memory back."""
        self._buffers = {}


class SmallLinear(nn.Module, ABC):  # type: ignore[misc]  # torch's types are not followed
    """In the place of a linear layer. `allocate`, then `store` all rows in pieces, then use it."""

    piece_rows = 1
    """Pieces for `store` have a multiple of so many rows, but for the last one."""

    def __init__(self, layer: nn.Linear, scratch: Scratch) -> None:
        super().__init__()
        self.in_features, self.out_features = layer.in_features, layer.out_features
        self.bias = layer.bias
        self._scratch = scratch
        self._stored: tuple[torch.Tensor, ...] = ()

    @property
    def stored(self) -> tuple[torch.Tensor, ...]:
        """What stands for the matrix; none before `allocate`."""
        return self._stored

    @property
    def stored_bytes(self) -> int:
        return sum(tensor.nbytes for tensor in self._stored)

    @abstractmethod
    def allocate(self, kind: torch.dtype) -> None:
        """Make room for the matrix, which the file holds as `kind`."""

    @abstractmethod
    def store(self, first: int, rows: torch.Tensor) -> None:
        """Store rows (rows, in_features) from number `first` on; CPU tensors as in the file."""

    def clear(self) -> None:
        """Give the memory back."""
        self._stored = ()

    @abstractmethod
    def widened(self) -> torch.Tensor:
        """The matrix (out_features, in_features) in the compute precision, in the scratch."""

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """(…, in_features) to (…, out_features)."""
        return F.linear(tokens, self.widened(), self.bias)

    def _empty(self, *shape: int, dtype: torch.dtype) -> torch.Tensor:
        return torch.empty(shape, dtype=dtype, device=self._scratch.device)


class FileLinear(SmallLinear):
    """As in the file: the same pixels as a whole matrix, for half the memory in fp32."""

    def allocate(self, kind: torch.dtype) -> None:
        self._stored = (self._empty(self.out_features, self.in_features, dtype=kind),)

    def store(self, first: int, rows: torch.Tensor) -> None:
        self._stored[0][first : first + len(rows)].copy_(rows)

    def widened(self) -> torch.Tensor:
        return self._scratch.matrix(self.out_features, self.in_features).copy_(self._stored[0])


class Int8Linear(SmallLinear):
    """Eight bits a weight and one scale an output: weight = number x scale."""

    def allocate(self, kind: torch.dtype) -> None:
        numbers = self._empty(self.out_features, self.in_features, dtype=torch.int8)
        self._stored = (numbers, self._empty(self.out_features, dtype=self._scratch.dtype))

    def store(self, first: int, rows: torch.Tensor) -> None:
        numbers, scales = self._stored
        rows = self._scratch.like(rows, torch.float32).copy_(rows)
        low, high = torch.aminmax(rows, dim=1)
        scale = (torch.maximum(-low, high) / 127).clamp_min(_tiny(scales.dtype)).to(scales.dtype)
        # By the scale as it is stored: rounding it afterwards would stretch the whole output.
        small = rows.div_(scale.float()[:, None]).round_().clamp_(-127, 127)
        numbers[first : first + len(rows)].copy_(small)
        scales[first : first + len(rows)].copy_(scale)

    def widened(self) -> torch.Tensor:
        numbers, scales = self._stored
        matrix = self._scratch.matrix(self.out_features, self.in_features)
        return torch.mul(numbers, scales[:, None], out=matrix)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        numbers, scales = self._stored
        flat = tokens.reshape(-1, self.in_features)
        if len(flat) <= FEW_TOKENS and _has_kernel(flat, Storage.INT8):
            product = torch._weight_int8pack_mm(flat.contiguous(), numbers, scales)
        elif flat.dtype is torch.float16:  # numbers up to 127 would overflow its sums
            product = F.linear(flat, self.widened())
        else:  # numbers up to 127 are exact in any precision, and outputs are fewer than weights
            matrix = self._scratch.matrix(self.out_features, self.in_features)
            product = F.linear(flat, matrix.copy_(numbers)).mul_(scales)
        if self.bias is not None:
            product = product + self.bias
        return product.view(*tokens.shape[:-1], self.out_features)


class Int4Linear(SmallLinear):
    """Four bits a weight, a scale and a zero for `INT4_GROUP` inputs.

    Weight = (number - 8) x scale + zero. Two layouts: torch's packed one where its kernel is there,
    which then takes any number of tokens, for its layout cannot be widened; else two numbers a
    byte, widened for each product.
    """

    piece_rows = PACKED_ROWS

    def allocate(self, kind: torch.dtype) -> None:
        groups = self.in_features // INT4_GROUP
        numbers = self._empty(self.out_features, self.in_features // 2, dtype=torch.uint8)
        scales = self._empty(groups, self.out_features, 2, dtype=self._scratch.dtype)
        self._stored = (numbers, scales)

    @property
    def _packed(self) -> bool:
        return _has_kernel(self._stored[1], Storage.INT4)

    def store(self, first: int, rows: torch.Tensor) -> None:
        numbers, scales = self._stored
        span = slice(first, first + len(rows))
        numbers32 = self._scratch.like(rows, torch.int32)
        rows = self._scratch.like(rows, torch.float32).copy_(rows)
        grouped = rows.unflatten(1, (-1, INT4_GROUP))
        low, high = torch.aminmax(grouped, dim=2)
        scale = ((high - low) / 15).clamp_min(_tiny(scales.dtype)).to(scales.dtype)
        zero = (low + 8 * scale.float()).to(scales.dtype)
        small = grouped.sub_(zero.float()[..., None]).div_(scale.float()[..., None])
        small = numbers32.copy_(small.add_(8).round_().clamp_(0, 15).flatten(1))
        if self._packed:
            numbers[span].copy_(torch._convert_weight_to_int4pack_for_cpu(small, 1))
        else:
            numbers[span].copy_(small[:, ::2] | small[:, 1::2] << 4)
        scales[:, span].copy_(torch.stack([scale, zero], dim=2).transpose(0, 1))

    def widened(self) -> torch.Tensor:
        numbers, scales = self._stored
        matrix = self._scratch.matrix(self.out_features, self.in_features)
        pairs = matrix.view(self.out_features, -1, 2)
        pairs[..., 0].copy_(numbers & 15)
        pairs[..., 1].copy_(numbers >> 4)
        scale, zero = (part.T[..., None] for part in scales.unbind(dim=2))
        grouped = matrix.view(self.out_features, -1, INT4_GROUP)
        grouped.sub_(8).mul_(scale).add_(zero)
        return matrix

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        if not self._packed:
            return F.linear(tokens, self.widened(), self.bias)
        numbers, scales = self._stored
        flat = tokens.reshape(-1, self.in_features)
        product = torch._weight_int4pack_mm_for_cpu(flat.contiguous(), numbers, INT4_GROUP, scales)
        if self.bias is not None:
            product = product + self.bias
        return product.view(*tokens.shape[:-1], self.out_features)


KINDS: dict[Storage, type[SmallLinear]] = {
    Storage.FILE: FileLinear,
    Storage.INT8: Int8Linear,
    Storage.INT4: Int4Linear,
}


def _has_kernel(tensor: torch.Tensor, storage: Storage) -> bool:
    """Torch's kernels for small weights: on the CPU, and worthwhile in half precisions alone.

    In fp32 the int8 one took 93 ms where a whole matrix took 23.
    """
    return tensor.is_cpu and tensor.dtype is not torch.float32 and _works(storage, tensor.dtype)


@functools.cache
def _works(storage: Storage, dtype: torch.dtype) -> bool:
    """Whether this torch has the kernel on this processor, and it computes what it should.

    Tried once with small numbers that any precision holds: a kernel is chosen by the processor's
    features, and there are builds of torch without one.
    """
    outputs, inputs = PACKED_ROWS, 2 * INT4_GROUP
    numbers = torch.arange(outputs * inputs, dtype=torch.int32).view(outputs, inputs) % 15
    tokens = (torch.arange(2 * inputs, dtype=torch.float32).view(2, inputs) % 5 - 2).to(dtype)
    right = tokens.float() @ (numbers - 8).float().T
    try:
        if storage is Storage.INT8:
            scales = torch.ones(outputs, dtype=dtype)
            product = torch._weight_int8pack_mm(tokens, (numbers - 8).to(torch.int8), scales)
        else:
            packed = torch._convert_weight_to_int4pack_for_cpu(numbers, 1)
            scale_and_zero = torch.tensor([1.0, 0.0], dtype=dtype).expand(2, outputs, 2)
            product = torch._weight_int4pack_mm_for_cpu(
                tokens, packed, INT4_GROUP, scale_and_zero.contiguous()
            )
    except (RuntimeError, AttributeError):
        return False
    # Some kernels cut off what the precision cannot hold instead of rounding it.
    return bool(torch.allclose(product.float(), right, rtol=0.02, atol=0.5))


def _tiny(dtype: torch.dtype) -> float:
    """The smallest scale: a row of zeros stays one, and nothing is divided by zero."""
    return float(torch.finfo(dtype).tiny)
