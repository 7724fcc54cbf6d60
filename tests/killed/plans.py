"""How rounds end, by their seeds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LONGEST_START_S = 0.4
_LONGEST_USE_S = 1.5
_LONGEST_CLOSE_S = 0.4
_MOST_CALLS = 400
"""To the disk, of one thread, until it is struck: most often there are some tens in a round."""

_THREADS = ("library", "library", "library", "journal", "saving", "export", "prompt", "thumbnails")
"""Whose calls are struck, each as often as it stands here."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One round: `way` is how it ends, `seed` what is done until then. It ends `after_s` seconds,
    for one that is used counted from the moment when so many `pictures` were announced."""

    seed: str
    way: str
    after_s: float
    group: bool = True
    pictures: int = 0
    fresh: bool = False
    strike: dict[str, Any] | None = None

    @property
    def two(self) -> bool:
        """Whether two programs have the same home."""
        return self.way == "two"

    @classmethod
    def by(cls, seed: str) -> Plan:
        """What a seed stands for: an end at any time of the use, or where it hurts."""
        rng = random.Random(seed)
        ways = {"use": 10, "strike": 8, "start": 3, "close": 2, "two": 4}
        way = rng.choices(list(ways), list(ways.values()))[0]
        longest = {"start": _LONGEST_START_S, "close": _LONGEST_CLOSE_S}
        strike = {
            "count": int(_MOST_CALLS ** rng.random()),
            "thread": rng.choice(_THREADS),
            "after": rng.random() < 0.5,
            "in_use": rng.random() < 0.8,
        }
        return cls(
            seed,
            way,
            rng.uniform(0, longest.get(way, _LONGEST_USE_S)),
            group=rng.random() < 0.7,
            pictures=rng.choice((0, 0, 0, 1, 1, 2, 4)),
            fresh=rng.random() < 0.05,
            strike=strike if way == "strike" else None,
        )


def plans(seed: str, count: int, first: int = 1) -> Iterator[Plan]:
    """So many rounds by one seed, from one of them on."""
    for number in range(first, first + count):
        yield Plan.by(f"{seed}/{number}")
