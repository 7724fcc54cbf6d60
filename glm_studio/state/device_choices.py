"""What the engine can be asked to compute on, as the window offers it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from engine.hardware import ALL, AUTO, Sighting
from glm_studio.words import tr

Choice = tuple[str, str]
"""A wish that `engine.hardware.read_wish` reads, and its title."""


def choices(sightings: Sequence[Sighting], wish: str = AUTO) -> list[Choice]:
    """What can be chosen of the devices that were seen, best first.

    `wish` is what is chosen now: it is among them even if nobody would offer it, such as a list
    of three cards from the command line.
    """
    usable = [sighting for sighting in sightings if sighting.usable]
    kinds = [list(group) for _, group in groupby(usable, key=lambda seen: seen.kind)]
    offered = [(AUTO, tr("Automatic"))]
    if kinds and len(kinds[0]) > 1:
        offered.append((ALL, tr("All {n} cards").format(n=len(kinds[0]))))
    offered += [(seen.name, f"{seen.title}, {seen.name}") for seen in usable]
    offered += [_pair(*cards[:2]) for cards in kinds if len(cards) > 1]
    if wish not in dict(offered):
        offered.append((wish, wish.replace(",", ", ").replace("+", " + ")))
    return offered


def _pair(first: Sighting, second: Sighting) -> Choice:
    title = tr("One picture over two: {a} and {b}").format(a=first.name, b=second.name)
    return f"{first.name}+{second.name}", title
