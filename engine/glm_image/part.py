"""One component of a checkpoint: a module whose weights come and go."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from torch import nn

from engine.blocks import block_of, is_shrinkable
from engine.checkpoint import Component
from engine.devices.base import Device
from engine.errors import CheckpointError
from engine.glm_image.host_copy import HostCopy
from engine.glm_image.readers import Readers, blames
from engine.glm_image.small_weights import KINDS, Scratch, SmallLinear
from engine.glm_image.tensors import PIECE_BYTES, OnRead, TensorReader, dtype_of, file_dtype
from engine.plan import ComponentPlan, Place, Storage
from engine.texts import say
from engine.weights import TensorInfo

log = logging.getLogger(__name__)

Build = Callable[[Path], nn.Module]
"""Makes a component's module from the configuration in its folder."""

_READ_AHEAD = 1

_BUILDING = threading.Lock()
"""While a module is built empty, accelerate replaces the method by which all modules of the process
take parameters: another lane's would come as copies, and tied ones fall apart."""


@dataclass(slots=True)
class _Slot:
    """Where a tensor of the files belongs: all places of a tied one, or a small linear layer."""

    path: Path
    info: TensorInfo
    places: list[tuple[nn.Module, str]]
    small: SmallLinear | None = None

    def put(self, tensor: torch.Tensor) -> None:
        for module, name in self.places:
            if name in module._parameters:
                module._parameters[name] = nn.Parameter(tensor, requires_grad=False)
            else:
                module._buffers[name] = tensor

    def tensors(self) -> tuple[torch.Tensor, ...]:
        """What it holds on the device."""
        if self.small is not None:
            return self.small.stored
        module, name = self.places[0]
        tensor: torch.Tensor = getattr(module, name)
        return (tensor.detach(),)

    def clear(self) -> None:
        if self.small is not None:
            self.small.clear()
        else:
            self.put(torch.empty(self.info.shape, device="meta"))


@dataclass(slots=True)
class Part:
    """A component's module, without weights until `bring_in`. Made by `open_part`.

    `module` stays the same from the first to the last picture, so its configuration can always be
    asked; to compute with it while `is_here` is false fails.
    """

    component: Component
    plan: ComponentPlan
    module: Any
    home: Device
    dtype: torch.dtype
    scratch: Scratch
    is_here: bool = False
    _slots: dict[str, _Slot] = field(default_factory=dict)
    _stream: _Stream | None = None
    _copy: HostCopy | None = None
    """Of a swapped part on another device than the CPU, once it was read."""

    @property
    def bytes_to_read(self) -> int:
        """What `bring_in` is going to read: from the files, or from the copy of them."""
        if self._copy is not None:
            return self._copy.bytes
        return sum(slot.info.bytes for slot in self._first())

    def bring_in(self, on_read: OnRead) -> None:
        """Load the weights; of a streamed part those in no block. What fails leaves nothing.

        Raises `CheckpointError`, and what `on_read` raises.
        """
        try:
            if self._copy is not None:
                self._fill_from(self._copy, on_read)
            else:
                self._read(self._first(), on_read)
                self._keep_copy()
            if self.plan.place is Place.STREAMED:
                self._stream = _Stream(self)
        except BaseException:
            self.put_away()
            raise
        self.is_here = True

    def put_away(self) -> None:
        """Give the memory of the weights back."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        for slot in self._slots.values():
            slot.clear()
        self.is_here = False

    def _first(self) -> list[_Slot]:
        if self.plan.place is not Place.STREAMED:
            return list(self._slots.values())
        return [slot for name, slot in self._slots.items() if self.block_of(name) is None]

    def block_of(self, tensor: str) -> str | None:
        return block_of(self.component.name, tensor)

    def blocks(self) -> dict[str, list[_Slot]]:
        """The slots of each block, by the block's name."""
        blocks: dict[str, list[_Slot]] = {}
        for name, slot in self._slots.items():
            block = self.block_of(name)
            if block is not None:
                blocks.setdefault(block, []).append(slot)
        return blocks

    def _keep_copy(self) -> None:
        if self.plan.place is Place.SWAPPED and self.home.is_asynchronous:
            stored = [tensor for slot in self._slots.values() for tensor in slot.tensors()]
            self._copy = HostCopy.if_room(stored)

    def _fill_from(self, copy: HostCopy, on_read: OnRead) -> None:
        for slot in self._slots.values():
            if slot.small is None:
                slot.put(self._empty(slot.info))
            else:
                slot.small.allocate(file_dtype(slot.info))
        stored = [tensor for slot in self._slots.values() for tensor in slot.tensors()]
        for size in copy.load(stored):
            on_read(size)

    def _read(self, slots: Iterable[_Slot], on_read: OnRead) -> None:
        with self.readers(on_read) as readers:
            for slot in slots:
                reader = readers.of(slot.path)
                with blames(self.component, slot.path):
                    if slot.small is None:
                        slot.put(self.read_tensor(reader, slot.info))
                    else:
                        _read_small(reader, slot.info, slot.small)

    def read_tensor(self, reader: TensorReader, info: TensorInfo) -> torch.Tensor:
        """A tensor of the file on the device."""
        target = self._empty(info)
        reader.read(info, target)
        return target

    def readers(self, on_read: OnRead) -> Readers:
        return Readers(self.component, on_read, pinned=self.home.is_asynchronous)

    def _empty(self, info: TensorInfo) -> torch.Tensor:
        device = self.home.torch_device
        return torch.empty(info.shape, dtype=dtype_of(info, self.dtype), device=device)


def _read_small(reader: TensorReader, info: TensorInfo, layer: SmallLinear) -> None:
    layer.allocate(file_dtype(info))
    step = PIECE_BYTES // 16 // info.shape[1] // layer.piece_rows * layer.piece_rows
    for first, rows in reader.rows(info, max(step, layer.piece_rows)):
        layer.store(first, rows)


class _Stream:
    """Brings a part's blocks in one after the other while it computes, one ahead on a thread.

    Not diffusers' group offloading: that keeps all blocks in the host's memory, or writes them to
    the disk a second time. These come from the checkpoint's own files.
    """

    def __init__(self, part: Part) -> None:
        self._part = part
        self._blocks = part.blocks()
        self._after = _following(list(self._blocks))
        self._ahead: tuple[str, Future[list[torch.Tensor]]] | None = None
        self._spare: Sequence[torch.Tensor] = []
        self._thread = ThreadPoolExecutor(
            _READ_AHEAD, "engine-read-ahead", initializer=part.home.enter
        )
        self._hooks = [
            hook
            for name in self._blocks
            for hook in self._hook(name, part.module.get_submodule(name))
        ]

    def close(self) -> None:
        """Take the hooks off. Waits for the block that is being read."""
        for hook in self._hooks:
            hook.remove()
        self._thread.shutdown(cancel_futures=True)
        self._ahead, self._spare = None, []

    def _hook(self, name: str, block: nn.Module) -> Iterator[Any]:
        yield block.register_forward_pre_hook(lambda *_: self._bring_in(name), prepend=True)
        yield block.register_forward_hook(lambda *_: self._put_away(name))

    def _bring_in(self, name: str) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead[0] == name:
            tensors = ahead[1].result()
        else:
            if ahead is not None:
                ahead[1].result()  # the thread must not read into what is used below
            tensors = self._read(name)
        for slot, tensor in zip(self._blocks[name], tensors, strict=True):
            slot.put(tensor)
        after = self._after[name]
        spare, self._spare = self._spare, []
        self._ahead = (after, self._thread.submit(self._read, after, spare))

    def _put_away(self, name: str) -> None:
        """Blocks are alike, so one's memory serves the block after the next: the system would have
        to clear fresh memory each time. Only on the CPU, where what was computed is done."""
        spare = []
        for slot in self._blocks[name]:
            (tensor,) = slot.tensors()
            if tensor.is_cpu:
                spare.append(tensor)
            slot.clear()
        self._spare = spare

    def _read(self, name: str, spare: Sequence[torch.Tensor] = ()) -> list[torch.Tensor]:
        part, slots = self._part, self._blocks[name]
        tensors = []
        with torch.inference_mode(), part.readers(lambda _bytes: None) as readers:
            for index, slot in enumerate(slots):
                with blames(part.component, slot.path):
                    reader = readers.of(slot.path)
                    if index < len(spare) and spare[index].shape == slot.info.shape:
                        reader.read(slot.info, spare[index])
                        tensors.append(spare[index])
                    else:
                        tensors.append(part.read_tensor(reader, slot.info))
        return tensors


def _following(blocks: Sequence[str]) -> dict[str, str]:
    """Which block comes after each: the next number of its row, and the first after the last.

    A file's own order will not do, for there 10 may come before 2.
    """
    rows: dict[str, list[int]] = {}
    for block in blocks:
        row, _, number = block.rpartition(".")
        rows.setdefault(row, []).append(int(number))
    return {
        f"{row}.{number}": f"{row}.{after}"
        for row, numbers in rows.items()
        for number, after in zip(sorted(numbers), [*sorted(numbers)[1:], min(numbers)], strict=True)
    }


def open_part(
    component: Component,
    plan: ComponentPlan,
    build: Build,
    scratch: Scratch,
    home: Device,
) -> Part:
    """The module of a component, without memory for its weights, and where they will go.

    Raises `CheckpointError` for a configuration that does not fit the class, and for a tensor that
    is missing or misshapen.
    """
    with _BUILDING:
        module = _build_empty(component, build).eval().requires_grad_(False)
        if hasattr(module, "tie_weights"):
            module.tie_weights()
        part = Part(component, plan, module, home, scratch.dtype, scratch)
        part._slots = _slots(part)
    _move_buffers(module, scratch.device)
    return part


def _slots(part: Part) -> dict[str, _Slot]:
    component, module = part.component, part.module
    places: dict[int, list[tuple[nn.Module, str]]] = {}
    for owner, name, tensor in _tensors_of(module):
        places.setdefault(id(tensor), []).append((owner, name))
    named = module.state_dict(keep_vars=True)
    slots: dict[str, _Slot] = {}
    given: set[int] = set()
    for file in component.files:
        extra = [name for name in file.tensors if name not in named]
        if extra:  # as in the libraries' own loading; a misnamed tensor is missed elsewhere
            log.warning("%s: %d tensors without a place: %s", file.path, len(extra), extra[0])
        for name, info in file.tensors.items():
            if name not in named or id(named[name]) in given:
                continue
            _check_shape(component, file.path, name, info, named[name])
            slots[name] = _Slot(file.path, info, places[id(named[name])])
            given.add(id(named[name]))
    _check_complete(component, module, given)
    if part.plan.storage is not Storage.FULL:
        _make_small(part, slots)
    return slots


def _tensors_of(module: nn.Module) -> Iterator[tuple[nn.Module, str, torch.Tensor]]:
    for owner in module.modules():
        for name, tensor in [*owner._parameters.items(), *owner._buffers.items()]:
            if tensor is not None:
                yield owner, name, tensor


def _make_small(part: Part, slots: dict[str, _Slot]) -> None:
    """Put layers that store their matrix small in the place of the linear layers of the blocks."""
    for name, slot in slots.items():
        if not is_shrinkable(part.component.name, name, slot.info):
            continue
        path = name.removesuffix(".weight")
        layer = part.module.get_submodule(path)
        if type(layer) is nn.Linear:
            slot.small = KINDS[part.plan.storage](layer, part.scratch)
            parent, _, leaf = path.rpartition(".")
            setattr(part.module.get_submodule(parent), leaf, slot.small)
            bias = slots.get(f"{path}.bias")
            if bias is not None:
                bias.places = [(slot.small, "bias")]


def _build_empty(component: Component, build: Build) -> nn.Module:
    """Buffers are made for real: those that no file holds (rotary frequencies) are computed."""
    try:
        with init_empty_weights(include_buffers=False):
            return build(component.folder)
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise CheckpointError(
            component.folder / "config.json",
            say("the configuration of a {class_name}", class_name=component.class_name),
            say("{name}: {error}", name=type(error).__name__, error=error),
        ) from error


def _move_buffers(module: nn.Module, device: torch.device) -> None:
    for owner in module.modules():
        for name, buffer in owner._buffers.items():
            if buffer is not None:
                owner._buffers[name] = buffer.to(device)


def _check_shape(
    component: Component, path: Path, name: str, info: TensorInfo, place: torch.Tensor
) -> None:
    if info.shape != tuple(place.shape):
        raise CheckpointError(
            path,
            say(
                "the weights of a {class_name}, {name} of shape {tuple}",
                class_name=component.class_name,
                name=name,
                tuple=tuple(place.shape),
            ),
            say("shape {shape}", shape=info.shape),
        )


def _check_complete(component: Component, module: nn.Module, given: set[int]) -> None:
    missing = [name for name, tensor in module.named_parameters() if id(tensor) not in given]
    if missing:
        raise CheckpointError(
            component.folder,
            say("the tensor {missing}", missing=missing[0]),
            say("no such tensor in its files ({count} missing in all)", count=len(missing)),
        )
