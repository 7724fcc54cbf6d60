"""Compositions are dear: the newest are remembered, and several are written in one go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.api import GenerationRequest
from engine.needs import MOST_TOGETHER
from engine.recipe import PriorCodes

_REMEMBERED = 64
"""A composition is at most 4096 whole numbers."""


@dataclass(frozen=True, slots=True)
class Wish:
    """All that the codes of one model depend on; `references` are the pictures' hashes."""

    prompt: str
    width: int
    height: int
    references: tuple[str, ...]
    seed: int

    @classmethod
    def of(cls, request: GenerationRequest, references: Sequence[str] = ()) -> Wish:
        """What a request without a `prior` wishes for."""
        seed = request.drawn_composition_seed
        assert seed is not None  # noqa: S101 - only a given prior has none
        return cls(request.prompt, request.width, request.height, tuple(references), seed)

    def with_seed(self, seed: int) -> Wish:
        return replace(self, seed=seed)


class Compositions:
    """The newest compositions of one model in one precision, the least used forgotten first."""

    def __init__(self, most: int = _REMEMBERED) -> None:
        self._most = most
        self._known: OrderedDict[Wish, PriorCodes] = OrderedDict()

    def get(self, wish: Wish) -> PriorCodes | None:
        """The codes of a wish that was written before."""
        if wish not in self._known:
            return None
        self._known.move_to_end(wish)
        return self._known[wish]

    def put(self, wish: Wish, prior: PriorCodes) -> None:
        self._known[wish] = prior
        self._known.move_to_end(wish)
        while len(self._known) > self._most:
            self._known.popitem(last=False)


class Gang:
    """How many compositions share a pass of the prior: as many as were fastest on this device.

    A pass reads all weights for one token each, so that four cost little more than one on most
    devices. Where that is not so, it shows as soon as both have been tried.
    """

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}

    def choose(self, wanted: int) -> int:
        """A size from 1 to `wanted`: one never tried, the largest first, else the fastest."""
        sizes = range(min(wanted, MOST_TOGETHER), 0, -1)
        if sizes[0] not in self._seconds:
            return sizes[0]
        known = [size for size in sizes if size in self._seconds]
        return min(known, key=lambda size: self._seconds[size] / size)

    def learn(self, size: int, seconds_a_pass: float) -> None:
        """Note what a pass with `size` compositions cost; the fastest run counts."""
        self._seconds[size] = min(seconds_a_pass, self._seconds.get(size, seconds_a_pass))
