"""The weights of a swapped component in the host's memory, from which they come back to the device.

Reading them from the file again takes as long as the disk does: 14 GB seven seconds from a fast
one, and less than one from pinned memory.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

import torch

from engine.devices.memory import host_memory
from engine.devices.transfer import HostBuffer, Mark
from engine.plan import GIB

log = logging.getLogger(__name__)

_PIECE_BYTES = 256 << 20
"""The weights lie one after the other in pieces of this size, whatever theirs is: torch rounds what
it pins up to a power of two, by which tensors of their own would take up to twice their size."""

_KEPT_FREE = 4
"""One in so many of the host's free bytes stays free."""


class HostCopy:
    """Made of tensors on the device; `load` fills others of the same shapes, in the same order."""

    def __init__(self, tensors: Sequence[torch.Tensor]) -> None:
        self.bytes: int = sum(tensor.nbytes for tensor in tensors)
        sizes = [min(_PIECE_BYTES, self.bytes - at) for at in range(0, self.bytes, _PIECE_BYTES)]
        self._pieces = [HostBuffer((size,), torch.uint8) for size in sizes]
        for piece, begin, part in self._parts(tensors):
            piece.take(part, begin)

    @classmethod
    def if_room(cls, tensors: Sequence[torch.Tensor]) -> HostCopy | None:
        """A copy, or None where the host's memory is too small for it."""
        needed = sum(tensor.nbytes for tensor in tensors)
        free, _ = host_memory()
        if needed > free - free // _KEPT_FREE:
            log.info("no copy of %.1f GiB in %.1f GiB of memory", needed / GIB, free / GIB)
            return None
        return cls(tensors)

    def load(self, tensors: Sequence[torch.Tensor]) -> Iterator[int]:
        """Fill the tensors; yields the bytes of each part when it is there.

        What computes with them is asked of the same queue later, so it would find them filled
        without any waiting. They are waited for, one part behind, so that what is yielded is true
        and a cancel finds a short queue.
        """
        behind: tuple[Mark, int] | None = None
        for piece, begin, part in self._parts(tensors):
            piece.give(part, begin)
            newest = Mark(part.device), len(part)
            if behind is not None:
                behind[0].wait()
                yield behind[1]
            behind = newest
        if behind is not None:
            behind[0].wait()
            yield behind[1]

    def _parts(
        self, tensors: Sequence[torch.Tensor]
    ) -> Iterator[tuple[HostBuffer, int, torch.Tensor]]:
        """The tensors' bytes in parts that lie in one piece, with the piece and where it begins."""
        at = 0
        for tensor in tensors:
            flat, done = tensor.view(-1).view(torch.uint8), 0
            while done < len(flat):
                index, begin = divmod(at, _PIECE_BYTES)
                size = min(len(flat) - done, _PIECE_BYTES - begin)
                yield self._pieces[index], begin, flat[done : done + size]
                done, at = done + size, at + size
