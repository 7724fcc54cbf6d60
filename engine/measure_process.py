"""Measures a device in a process of its own: one that hangs, or that its driver ends, takes neither
the doctor's page along nor the window.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.devices.base import Device
from engine.devices.calls import Call, Outcome, environment_for_a_card, how_it_ended
from engine.devices.discover import choose_precision, find_teams
from engine.devices.throughput import measure_rates
from engine.errors import Problem
from engine.estimate import Rates
from engine.examination import Measurement, problem_about
from engine.hardware import Fingerprint
from engine.recipe import plain
from engine.texts import say

log = logging.getLogger(__name__)

LIMIT = "ENGINE_MEASURE_S"
"""The environment's name for another limit, in seconds."""

_LIMIT_S = 120.0
"""For importing torch and its extension, opening the card and measuring it in each precision; the
first time, the card's compiler is at work as well."""

_HOPELESS = 0.1
"""A precision that is slower than this part of the fastest is not measured."""

_MARK = "glm-studio measured: "
_LOOK_S = 1.0
_UNWELL = "device_fault"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a device is, and what it does in each precision that is worth it."""

    fingerprint: Fingerprint
    measurements: tuple[Measurement, ...]


def measure(device: Device, wish: str) -> Measured:
    """Measure in this process, on the calling thread. `wish` is a precision, or ``auto``.

    Raises what the device says where it cannot.
    """
    device.enter()
    fingerprint = device.fingerprint()
    chosen, _ = choose_precision(device, wish)
    measured = tuple(
        Measurement(device.name, precision, measure_rates(device, precision), precision == chosen)
        for precision in _worth_measuring(chosen, device.usable_precisions())
    )
    device.release_caches()
    return Measured(fingerprint, measured)


def measure_apart(device: Device, wish: str, cache_dir: Path) -> Measured | Problem:
    """Measure in another process, for so long as `LIMIT` says; this one never enters the device.

    A problem of the kind ``device_fault`` means that the device must not be used now.
    """
    limit_s = float(os.environ.get(LIMIT, _LIMIT_S))
    words = [device.name, wish, str(cache_dir), str(os.getpid())]
    command = [sys.executable, "-m", "engine.measure_process", *words]
    call = Call(command, environment_for_a_card())
    outcome = call.finish(limit_s)
    answer = _answer(outcome.text)
    if answer is None:
        log.warning("%s was not measured: %s", device.name, outcome)
        return _problem(device, outcome, limit_s)
    if "problem" in answer:
        return Problem(**answer["problem"])
    return Measured(
        answer["fingerprint"],
        tuple(
            Measurement(device.name, each["precision"], Rates(**each["rates"]), each["chosen"])
            for each in answer["measurements"]
        ),
    )


def is_unwell(problem: Problem) -> bool:
    """Whether the device itself failed, so that whoever enters it may hang or end as well."""
    return problem.kind == _UNWELL


def _answer(text: str) -> dict[str, Any] | None:
    """A driver may have said something before, and may say more when its process ends."""
    told = [line for line in text.splitlines() if line.startswith(_MARK)]
    answer: dict[str, Any] | None = json.loads(told[-1].removeprefix(_MARK)) if told else None
    return answer


def _problem(device: Device, outcome: Outcome, limit_s: float) -> Problem:
    name = f"The device {device.name} ({device.title})"
    mends = say("Restart it or the machine. The log has what was said.")
    if outcome.code is None:
        why = say("Measuring it was given up after {limit_s:g} s.", limit_s=limit_s)
        return Problem(_UNWELL, say("{name} does not answer.", name=name), why, mends)
    why = say("The process that measured it {how}.", how=how_it_ended(outcome.code))
    return Problem(_UNWELL, say("{name} took its process with it.", name=name), why, mends)


def _worth_measuring(chosen: str, usable: Mapping[str, float]) -> list[str]:
    """Precisions that somebody might choose: one that is a hundred times slower takes minutes."""
    least = _HOPELESS * max(usable.values())
    return list(dict.fromkeys([chosen, *(name for name, s in usable.items() if s >= least)]))


# In the other process ----------------------------------------------------------------------------


def _main(name: str, wish: str, cache_dir: str, parent: str) -> None:
    threading.Thread(target=_end_with, args=(int(parent),), daemon=True).start()
    told = json.dumps(_tell(name, wish, Path(cache_dir)))
    print(f"\n{_MARK}{told}", flush=True)
    os._exit(0)  # what a driver does at its end is of no interest, and may hang


def _tell(name: str, wish: str, cache_dir: Path) -> object:
    what = say("The device {name} cannot be measured.", name=name)
    try:
        ((device,),) = find_teams(name, cache_dir)
    except Exception as error:  # noqa: BLE001 - whatever it is, the page says so
        return {"problem": plain(problem_about(error, what))}
    try:
        return plain(measure(device, wish))
    except Exception as error:  # noqa: BLE001 - a card may fail in words of its own
        return {"problem": plain(problem_about(device.fault_of(error) or error, what))}


def _end_with(parent: int) -> None:
    """A card that hangs would keep this process for ever after whoever waits for it is gone."""
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os._exit(1)


if __name__ == "__main__":
    _main(*sys.argv[1:])
