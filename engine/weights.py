"""Safetensors files by their headers alone: which tensors, of what shape, how many bytes.

The format: 8 bytes little-endian header length, a JSON header, then the tensors' bytes without gaps
(https://github.com/huggingface/safetensors#format).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import CheckpointError
from engine.parsing import parse_json
from engine.texts import say

_MAX_HEADER_BYTES = 100_000_000
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """A tensor in a file: `dtype` as the format names it, `offset` from the file's beginning."""

    dtype: str
    shape: tuple[int, ...]
    offset: int
    bytes: int

    @property
    def is_floating(self) -> bool:
        return self.dtype in _FLOATING

    @property
    def values(self) -> int:
        return math.prod(self.shape)


_FLOATING = ("F64", "F32", "F16", "BF16")


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One safetensors file, its tensors by name, in the order of the header, and what it says."""

    path: Path
    tensors: Mapping[str, TensorInfo]
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return sum(tensor.bytes for tensor in self.tensors.values())


def weight_files(folder: Path, stem: str) -> tuple[WeightFile, ...]:
    """The files of a component's weights: ``stem.safetensors`` or the shards of its index.

    Raises `CheckpointError` where a file is missing, truncated or not safetensors.
    """
    single, index = folder / f"{stem}.safetensors", folder / f"{stem}.safetensors.index.json"
    if single.is_file():
        return (read_header(single),)
    if index.is_file():
        return _read_shards(index)
    pickles = sorted(p.name for pattern in _PICKLES for p in folder.glob(pattern))
    if pickles:
        raise CheckpointError(
            single,
            say("weights as safetensors"),
            say(
                "pickle files ({pickles}), which can run code when they are read",
                pickles=", ".join(pickles[:3]),
            ),
            say("Get the model's safetensors version."),
        )
    raise CheckpointError(
        single, say("the component's weights as safetensors"), say("no such file")
    )


def read_header(path: Path) -> WeightFile:
    """Read one file's header and check that the file is as long as the header says."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            prefix = file.read(8)
            length = struct.unpack("<Q", prefix)[0] if len(prefix) == 8 else 0
            fits = 0 < length <= min(size - 8, _MAX_HEADER_BYTES)
            raw = file.read(length) if fits else b""
    except OSError as error:
        raise _unreadable(path, error) from error
    if not fits:
        raise CheckpointError(
            path, say("a safetensors header"), say("a file of {size:,} bytes without", size=size)
        )
    try:
        header = parse_json(raw)
        tensors = _tensors(header, 8 + length)
        metadata = {str(k): str(v) for k, v in header.get("__metadata__", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckpointError(
            path, say("a safetensors header"), say("one that is no valid JSON")
        ) from error
    expected = max((t.offset + t.bytes for t in tensors.values()), default=8 + length)
    if size != expected:
        raise CheckpointError(
            path,
            say("{expected:,} bytes", expected=expected),
            say(
                "{size:,} bytes, so the file is {fault}",
                size=size,
                fault=say("cut short") if size < expected else say("too long"),
            ),
            say("Download this file again."),
        )
    return WeightFile(path, tensors, metadata)


def _unreadable(path: Path, error: OSError) -> CheckpointError:
    return CheckpointError(
        path, say("a file that can be read"), error.strerror or str(error), say("Allow reading it.")
    )


def _tensors(header: Mapping[str, Any], start: int) -> dict[str, TensorInfo]:
    tensors: dict[str, TensorInfo] = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = map(_natural, entry["data_offsets"])
        shape = tuple(map(_natural, entry["shape"]))
        if end < begin:
            raise ValueError(f"{name} ends before it begins")
        tensors[name] = TensorInfo(str(entry["dtype"]), shape, start + begin, end - begin)
    return tensors


def _natural(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"expected a whole number from 0 on, found {value!r:.40}")
    return value


def _read_shards(index: Path) -> tuple[WeightFile, ...]:
    try:
        entries = dict(parse_json(index.read_text("utf-8"))["weight_map"])
        weight_map = {str(tensor): str(shard) for tensor, shard in entries.items()}
    except OSError as error:
        raise _unreadable(index, error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise CheckpointError(
            index, say("an index with a weight_map"), say("a broken file")
        ) from error
    files = tuple(_shard(index, name) for name in sorted(set(weight_map.values())))
    _check_complete(index, weight_map, files)
    return files


def _shard(index: Path, name: str) -> WeightFile:
    path = index.parent / name
    if Path(name).name != name or not name.endswith(".safetensors"):
        raise CheckpointError(
            index, say("shards that are safetensors beside the index"), repr(name)
        )
    if not path.is_file():
        raise CheckpointError(
            path, say("the shard that {name} names", name=index.name), say("no such file")
        )
    return read_header(path)


def _check_complete(
    index: Path, weight_map: Mapping[str, str], files: Iterable[WeightFile]
) -> None:
    found = {name for file in files for name in file.tensors}
    missing = sorted(set(weight_map) - found)
    if missing:
        raise CheckpointError(
            index,
            say(
                "the tensor {missing} in {weight_map}",
                missing=missing[0],
                weight_map=weight_map[missing[0]],
            ),
            say("no such tensor there ({count} missing in all)", count=len(missing)),
        )
