"""The vocabulary of hardware: what was found, how it is doing, what it is. Frozen, no torch.

`engine/devices/` finds and measures; the window and the doctor show what is said in these words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import DeviceError, Problem
from engine.texts import say

AUTO = "auto"
"""The first usable card, or else the processor."""

ALL = "all"
"""Every usable card of the best kind that is here, one worker each."""

STATION_VARIABLE = "ENGINE_STATION"
"""Set to 1 in the environment of a process that computes on one of several cards for another."""

NOTHING_TO_DO = say("There is nothing to be done.")
"""How a remedy begins where a kind of hardware is simply not part of this machine: nothing is amiss
then, and it stands for all of it unless the user thinks that there is such a card."""

Fingerprint = Mapping[str, str]
"""What decides pixels beside the model, by name: driver, firmware, toolkit, kernel flags, …"""


class Kind(StrEnum):
    """A family of devices: what torch calls it, and what stands before the colon in its name."""

    NPU = "npu"
    """Huawei Ascend, by torch_npu."""

    CUDA = "cuda"
    MLU = "mlu"
    """Cambricon, by torch_mlu."""

    MPS = "mps"
    """Apple's own graphics."""

    CPU = "cpu"


@dataclass(frozen=True, slots=True)
class Telemetry:
    """How a device is doing now; None stands for what it does not say.

    Memory counts everyone's use of the device, not this program's alone. `health` is the driver's
    own word, ``OK`` for a good one.
    """

    used_bytes: int | None = None
    total_bytes: int | None = None
    temperature_c: float | None = None
    power_w: float | None = None
    utilisation_percent: float | None = None
    health: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A device that was looked for: here and usable, or not, for the reason in `problem`.

    `name` is what the user writes to choose it (``npu:0``); a kind of which nothing was found has
    a sighting of its own, named after the kind. `title` is the maker's name (``Ascend 910B3``).
    """

    name: str
    kind: Kind
    title: str
    telemetry: Telemetry = Telemetry()
    problem: Problem | None = None

    @property
    def usable(self) -> bool:
        return self.problem is None

    @property
    def amiss(self) -> bool:
        """Whether there is such a device, and something keeps the program from it."""
        return self.problem is not None and not self.problem.remedy.startswith(NOTHING_TO_DO)


class LaneState(StrEnum):
    """What a lane of the engine is doing."""

    IDLE = "idle"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """A device that the engine uses, now. `state` is that of the lane it works in; `problem` says
    why it was taken out, in `LaneState.FAILED`."""

    name: str
    title: str
    state: LaneState
    telemetry: Telemetry
    problem: Problem | None = None


Team = tuple[str, ...]
"""The devices of one lane: one that does all, or one that composes and one that draws."""

_NAME = re.compile(r"[a-z]+(:\d+)?")


def read_wish(text: str) -> tuple[Team, ...]:
    """Teams from ``npu:0,npu:1`` (two lanes) or ``npu:0+npu:1`` (one picture over two cards).

    ``auto`` and ``all`` come back as a team of that one word. Raises `DeviceError` for anything
    else that is no list of device names, and for a device that is named twice.
    """
    teams = tuple(tuple(team.split("+")) for team in text.strip().lower().split(","))
    names = [name.strip() for team in teams for name in team]
    if not all(_NAME.fullmatch(name) for name in names) or max(map(len, teams)) > 2:
        raise DeviceError(
            say("{text!r} names no devices.", text=text),
            say(
                "A device is written npu:0, several npu:0,npu:1, one picture over two npu:0+npu:1."
            ),
            say("Use --device {auto}, or see what is here by: glm-studio doctor.", auto=AUTO),
        )
    if len(set(names)) < len(names) or (len(names) > 1 and {AUTO, ALL} & set(names)):
        raise named_twice(text)
    return tuple(tuple(name.strip() for name in team) for team in teams)


def named_twice(wish: str) -> DeviceError:
    """For a wish that names one device twice, as ``npu,npu:0`` may, or more beside a word that
    stands for all it needs."""
    return DeviceError(
        say("{wish!r} cannot be used.", wish=wish),
        say("It names a device twice, or one beside {auto} or {all}.", auto=AUTO, all=ALL),
        say("Name each device once, or use {auto} or {all} alone.", auto=AUTO, all=ALL),
    )
