"""What a lane's turns have left behind, as far as it tells what the next one takes. No torch."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeAlias

from engine.api import GenerationRequest, ImageRef
from engine.plan import Plan
from engine.turn import Turn

REMEMBERED = 64
"""Compositions that a model keeps, each of at most 4096 whole numbers; see
`engine.glm_image.compositions`."""

_Layout: TypeAlias = tuple[str, int, int, tuple[ImageRef, ...], tuple[int, ...]]


class LaneMemory:
    """The latest plan, and the compositions that the lane's model keeps, if all went well.

    The model may be in another process; what is said here is an expectation, and no more.
    """

    def __init__(self) -> None:
        self.plan: Plan | None = None
        self._written: OrderedDict[_Layout, None] = OrderedDict()

    def remembers(self, request: GenerationRequest) -> bool:
        """Whether the codes of this request were written and are kept."""
        return _layout(request) in self._written

    def note(self, turn: Turn) -> None:
        """A turn is over, whatever it ended with: one that was cancelled leaves its codes, too."""
        if turn.replanned:
            self.forget()
        self.plan = turn.plan or self.plan
        request = turn.request
        if request is None or request.prior is not None or not (turn.writes or turn.reuses):
            return
        layout = _layout(request)
        if turn.writes or layout in self._written:
            self._written[layout] = None
            self._written.move_to_end(layout)
        while sum(len(seeds) for *_, seeds in self._written) > REMEMBERED:
            self._written.popitem(last=False)

    def forget(self) -> None:
        """The model is opened anew."""
        self._written.clear()


def _layout(request: GenerationRequest) -> _Layout:
    size = request.width, request.height
    return (request.prompt, *size, request.references, request.written_together)
