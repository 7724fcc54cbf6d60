"""From what the user writes (``auto``, ``npu:0+npu:1``, …) to devices and a precision."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

import torch

from engine.devices.ascend.family import AscendFamily
from engine.devices.base import PRECISIONS, Device, Family
from engine.devices.cpu import CpuFamily
from engine.devices.cuda import CudaFamily
from engine.devices.mlu import MluFamily
from engine.devices.mps import MpsFamily
from engine.errors import DeviceError, Problem
from engine.hardware import ALL, AUTO, NOTHING_TO_DO, Kind, Sighting, named_twice, read_wish
from engine.texts import joined, say

FAMILIES: tuple[Family, ...] = (
    AscendFamily(),
    CudaFamily(),
    MluFamily(),
    MpsFamily(),
    CpuFamily(),
)
"""Best first: `auto` takes the first usable device of the first family that has one."""


@dataclass(frozen=True, slots=True)
class Found:
    """The devices that were wished for, one team a lane, and what kept a wish that leaves the
    choice from others that are here: each reason once."""

    teams: tuple[tuple[Device, ...], ...]
    passed_over: tuple[Problem, ...] = ()


def survey(kinds: Collection[str] = tuple(Kind)) -> tuple[Sighting, ...]:
    """Everything of these kinds that was looked for, found or not, best first."""
    families = (family for family in FAMILIES if family.kind in kinds)
    return tuple(sighting for family in families for sighting in family.sightings())


def find_teams(
    wish: str, cache_dir: Path | None = None, threads: int | None = None
) -> tuple[tuple[Device, ...], ...]:
    """The teams that `find` finds."""
    return find(wish, cache_dir, threads).teams


def find(wish: str, cache_dir: Path | None = None, threads: int | None = None) -> Found:
    """What the user wishes for; see `engine.hardware.read_wish`.

    What devices measure is kept in `cache_dir`; `threads` is how many the processor is to compute
    with, None for what suits the machine. Looks at the kinds that are named, and no others.
    Raises `DeviceError` for one that is not here or cannot be used, in the words of its sighting,
    and for two names of one device.
    """
    teams = read_wish(wish)
    if teams in (((AUTO,),), ((ALL,),)):
        sightings = survey()
        everyone = teams == ((ALL,),)
        chosen = _best(sightings, everyone)
        passed_over = _passed_over(sightings, chosen[0], everyone)
        found = [[seen] for seen in chosen]
    else:
        sightings = survey({name.partition(":")[0] for team in teams for name in team})
        found, passed_over = [[_named(name, sightings) for name in team] for team in teams], ()
    names = [seen.name for team in found for seen in team]
    if len(set(names)) < len(names):
        raise named_twice(wish)
    opened = (tuple(_open(seen, cache_dir, threads) for seen in team) for team in found)
    return Found(tuple(opened), passed_over)


def _best(sightings: Sequence[Sighting], everyone: bool) -> list[Sighting]:
    """The first usable device, or all usable ones of its kind."""
    usable = [sighting for sighting in sightings if sighting.usable]
    return [seen for seen in usable if seen.kind is usable[0].kind] if everyone else usable[:1]


def _passed_over(
    sightings: Sequence[Sighting], first: Sighting, everyone: bool
) -> tuple[Problem, ...]:
    """What keeps the program from better devices than the `first` that it takes, and from others of
    its kind where `everyone` of it was meant."""
    better = list(takewhile(lambda sighting: sighting is not first, sightings))
    if everyone:
        better += [seen for seen in sightings if seen.kind is first.kind]
    amiss = dict.fromkeys((seen.problem, _without(seen, first)) for seen in better if seen.amiss)
    return tuple(replace(p, why=joined(" ", (p.why, so))) for p, so in amiss if p is not None)


def _without(seen: Sighting, taken: Sighting) -> str:
    if seen.kind is taken.kind:
        return say("Pictures are made without {name}.", name=seen.name)
    return say(
        "Pictures are made on {name} ({title}) instead, which may take longer.",
        name=taken.name,
        title=taken.title,
    )


def _named(name: str, sightings: tuple[Sighting, ...]) -> Sighting:
    """A usable device by its full name; a kind's name alone stands for its first usable device,
    or for the reason why it has none."""
    named = [sighting for sighting in sightings if name in (sighting.name, sighting.kind)]
    seen = next(iter(sorted(named, key=lambda sighting: not sighting.usable)), None)
    refused = [sighting.problem for sighting in sightings if sighting.problem is not None]
    if seen is None and refused and len(refused) == len(sightings):
        problem = refused[0]  # why there is none of this kind
        raise DeviceError(
            say("There is no device {name!r}. {what}", name=name, what=problem.what),
            problem.why,
            problem.remedy.removeprefix(NOTHING_TO_DO).strip()
            or say("Use --device {auto}.", auto=AUTO),
        )
    if seen is None:
        here = ", ".join(s.name for s in survey() if s.usable)
        raise DeviceError(
            say("There is no device {name!r}.", name=name),
            say("Found here: {here}.", here=here),
            say("Use --device {auto}, or one of these.", auto=AUTO),
        )
    if seen.problem is not None:
        raise DeviceError(seen.problem.what, seen.problem.why, seen.problem.remedy)
    return seen


def _open(seen: Sighting, cache_dir: Path | None, threads: int | None) -> Device:
    family = next(family for family in FAMILIES if family.kind is seen.kind)
    return family.open(seen.name, cache_dir, threads)


def choose_precision(
    device: Device, wish: str, beside: Sequence[Device] = ()
) -> tuple[str, torch.dtype]:
    """The precision's name and torch type; ``auto`` takes the fastest that was measured.

    `beside` are devices that take part in the same pictures and must be able to use it as well.
    A precision that the user names is taken even if it is slow. Raises `DeviceError` on others.
    """
    require_precision(wish)
    if wish == AUTO:
        others = [other.usable_precisions() for other in beside]
        usable = device.usable_precisions()
        common = [name for name in usable if all(name in other for other in others)]
        wish = next(iter(common), "fp32")
    return wish, PRECISIONS[wish]


def require_precision(wish: str) -> None:
    """Raise `DeviceError` unless `wish` is a name that `choose_precision` takes; measures none."""
    if wish != AUTO and wish not in PRECISIONS:
        raise DeviceError(
            say("There is no precision {wish!r}.", wish=wish),
            say("Known: {auto}, {precisions}.", auto=AUTO, precisions=", ".join(PRECISIONS)),
            say("Use --precision {auto}.", auto=AUTO),
        )
