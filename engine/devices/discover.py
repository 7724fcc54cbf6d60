"""From what the user writes (``auto``, ``npu:0+npu:1``, …) to devices and a precision."""

from __future__ import annotations

import time
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
from engine.hardware import ALL, AUTO, NOTHING_TO_DO, Kind, Sighting, Team, named_twice, read_wish

FAMILIES: tuple[Family, ...] = (
    AscendFamily(),
    CudaFamily(),
    MluFamily(),
    MpsFamily(),
    CpuFamily(),
)
"""Best first: `auto` takes the first usable device of the first family that has one."""


_FRESH_S = 1.0
"""How long what `find_teams` has seen is good enough to say what was passed over."""


@dataclass(slots=True)
class _Last:
    sightings: tuple[Sighting, ...] = ()
    until: float = 0.0


_last = _Last()


def survey(kinds: Collection[str] = tuple(Kind)) -> tuple[Sighting, ...]:
    """Everything of these kinds that was looked for, found or not, best first."""
    families = (family for family in FAMILIES if family.kind in kinds)
    return tuple(sighting for family in families for sighting in family.sightings())


def find_teams(
    wish: str, cache_dir: Path | None = None, threads: int | None = None
) -> tuple[tuple[Device, ...], ...]:
    """The devices that the user wishes for, one team a lane; see `engine.hardware.read_wish`.

    What they measure is kept in `cache_dir`; `threads` is how many the processor is to compute
    with, None for what suits the machine. Looks at the kinds that are named, and no others.
    Raises `DeviceError` for one that is not here or cannot be used, in the words of its sighting,
    and for two names of one device.
    """
    found = _find(read_wish(wish))
    names = [seen.name for team in found for seen in team]
    if len(set(names)) < len(names):
        raise named_twice(wish)
    return tuple(tuple(_open(seen, cache_dir, threads) for seen in team) for team in found)


def _find(teams: Sequence[Team]) -> list[list[Sighting]]:
    if teams in (((AUTO,),), ((ALL,),)):
        _last.sightings, _last.until = survey(), time.monotonic() + _FRESH_S
        usable = [sighting for sighting in _last.sightings if sighting.usable]
        if teams == ((AUTO,),):
            return [usable[:1]]
        return [[sighting] for sighting in usable if sighting.kind is usable[0].kind]
    sightings = survey({name.partition(":")[0] for team in teams for name in team})
    return [[_named(name, sightings) for name in team] for team in teams]


def passed_over(wish: str, taken: Device) -> tuple[Problem, ...]:
    """What kept `auto` from better devices that are here, or `all` from others like the first that
    it has `taken`: each reason once, in their words."""
    if wish not in (AUTO, ALL):
        return ()
    sightings = _last.sightings if time.monotonic() < _last.until else survey()
    better = list(takewhile(lambda sighting: sighting.name != taken.name, sightings))
    if wish == ALL:
        better += [seen for seen in sightings if seen.kind is taken.kind]
    amiss = dict.fromkeys((seen.problem, _without(seen, taken)) for seen in better if seen.amiss)
    return tuple(replace(p, why=f"{p.why} {so}") for p, so in amiss if p is not None)


def _without(seen: Sighting, taken: Device) -> str:
    if seen.kind is taken.kind:
        return f"Pictures are made without {seen.name}."
    return f"Pictures are made on {taken.name} ({taken.title}) instead, which may take longer."


def _named(name: str, sightings: tuple[Sighting, ...]) -> Sighting:
    """A usable device by its full name; a kind's name alone stands for its first usable device,
    or for the reason why it has none."""
    named = [sighting for sighting in sightings if name in (sighting.name, sighting.kind)]
    seen = next(iter(sorted(named, key=lambda sighting: not sighting.usable)), None)
    refused = [sighting.problem for sighting in sightings if sighting.problem is not None]
    if seen is None and refused and len(refused) == len(sightings):
        problem = refused[0]  # why there is none of this kind
        raise DeviceError(
            f"There is no device {name!r}. {problem.what}",
            problem.why,
            problem.remedy.removeprefix(NOTHING_TO_DO).strip() or f"Use --device {AUTO}.",
        )
    if seen is None:
        here = ", ".join(s.name for s in survey() if s.usable)
        raise DeviceError(
            f"There is no device {name!r}.",
            f"Found here: {here}.",
            f"Use --device {AUTO}, or one of these.",
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
            f"There is no precision {wish!r}.",
            f"Known: {AUTO}, {', '.join(PRECISIONS)}.",
            f"Use --precision {AUTO}.",
        )
