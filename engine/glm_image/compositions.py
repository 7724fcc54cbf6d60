"""Compositions are dear: the newest are remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.api import GenerationRequest
from engine.lane_memory import REMEMBERED
from engine.recipe import PriorCodes


@dataclass(frozen=True, slots=True)
class Wish:
    """All that the codes of one model depend on; `references` are the pictures' hashes.

    Also what they were written `together` with: a pass for several rounds otherwise than one for a
    single composition, and a seed must not mean other codes because of what was made before.
    """

    prompt: str
    width: int
    height: int
    references: tuple[str, ...]
    together: tuple[int, ...]
    seed: int

    @classmethod
    def of(cls, request: GenerationRequest, references: Sequence[str] = ()) -> Wish:
        """What a request without a `prior` wishes for."""
        seed = request.drawn_composition_seed
        assert seed is not None  # noqa: S101 - only a given prior has none
        size = (request.width, request.height)
        return cls(request.prompt, *size, tuple(references), request.written_together, seed)

    def with_seed(self, seed: int) -> Wish:
        return replace(self, seed=seed)


class Compositions:
    """The newest compositions of one model in one precision, the least used forgotten first."""

    def __init__(self, most: int = REMEMBERED) -> None:
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
