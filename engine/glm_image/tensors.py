"""Reading tensors from a safetensors file piece by piece, straight to where they shall be.

Not through safetensors' own reader: that maps the file, so that each page it has read counts as
this process's memory beside the copy of it, 1585 MiB for the 791 MiB of the released VAE; reading
into the tensors themselves takes 792 (`tests/engine/test_loading_memory.py`). The pieces are also
what a cancel waits for, and Python's lock is free while one is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import torch

from engine.devices.transfer import host_tensor
from engine.weights import TensorInfo

OnRead = Callable[[int], None]
"""Hears how many bytes were read just now. May raise to stop."""

PIECE_BYTES = 16 << 20

_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


def dtype_of(info: TensorInfo, dtype: torch.dtype) -> torch.dtype:
    """What a tensor becomes in a model that computes in `dtype`: whole numbers stay as they are."""
    return dtype if info.is_floating else file_dtype(info)


def file_dtype(info: TensorInfo) -> torch.dtype:
    """What a tensor is in its file. Raises OSError for a kind that no model of the family has."""
    try:
        return _DTYPES[info.dtype]
    except KeyError:
        raise OSError(f"its numbers are of the unknown kind {info.dtype}") from None


class TensorReader:
    """One open file. Close it by `with`. `pinned` says that its tensors go to another device."""

    def __init__(self, path: Path, on_read: OnRead, pinned: bool = False) -> None:
        self._file = path.open("rb", buffering=0)
        self._on_read = on_read
        self._pinned = pinned
        self._staging = torch.empty(0, dtype=torch.uint8)

    def __enter__(self) -> TensorReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, info: TensorInfo, target: torch.Tensor) -> None:
        """Fill `target`, contiguous, of the same shape, on any device and of any precision."""
        flat, kind = target.view(-1), file_dtype(info)
        if flat.is_cpu and flat.dtype == kind:
            self._fill(flat, info.offset)
            return
        step = PIECE_BYTES // kind.itemsize
        for begin in range(0, info.values, step):
            count = min(step, info.values - begin)
            piece = self._stage(count, kind, info.offset + begin * kind.itemsize)
            flat[begin : begin + count].copy_(piece)

    def rows(self, info: TensorInfo, step: int) -> Iterator[tuple[int, torch.Tensor]]:
        """The rows of a matrix, `step` at a time, with the first one's number.

        Each piece is on the CPU, as in the file, and overwritten by the next.
        """
        rows, inputs = info.shape
        kind = file_dtype(info)
        for first in range(0, rows, step):
            count = min(step, rows - first)
            offset = info.offset + first * inputs * kind.itemsize
            yield first, self._stage(count * inputs, kind, offset).view(count, inputs)

    def _stage(self, values: int, kind: torch.dtype, offset: int) -> torch.Tensor:
        size = values * kind.itemsize
        if self._staging.numel() < size:
            self._staging = host_tensor((size,), torch.uint8, self._pinned)
        staged = self._staging[:size]
        self._fill(staged, offset)
        return staged.view(kind)

    def _fill(self, flat: torch.Tensor, offset: int) -> None:
        """Read the bytes of a CPU tensor from the file, in pieces."""
        view = memoryview(flat.view(torch.uint8).numpy())
        self._file.seek(offset)
        while view:
            count = self._file.readinto(view[:PIECE_BYTES])
            if not count:
                raise OSError("the file ends before its last tensor")
            view = view[count:]
            self._on_read(count)
