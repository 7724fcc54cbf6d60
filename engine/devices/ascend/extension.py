"""Whether torch_npu works here. A broken installation may end the process that imports it, or hang
it, so another process tries first.

`prepare` must have been called before diffusers or transformers are imported: both import torch_npu
wherever its distribution is installed, without a guard, and call its operators on any tensor. Where
no card can be used it is blocked, and both do without.
"""

from __future__ import annotations

import functools
import importlib
import json
import logging
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from engine.devices.ascend import settings
from engine.devices.ascend.codes import CODE
from engine.devices.calls import Call, Outcome, signal_name
from engine.errors import DeviceError, Problem
from engine.hardware import STATION_VARIABLE
from engine.texts import say
from engine.versions import version_of

log = logging.getLogger(__name__)

_NAME = "torch_npu"
_TIMEOUT_S = 60.0
"""A cold disk and the libraries of CANN take half of it at most."""

_MARK = "glm-studio sees: "
_TRIAL = f"""
import sys
sys.path[:] = {{path!r}}
import json, os, torch, torch_npu
cards = torch.npu.device_count() if torch.npu.is_available() else 0
seen = {{{{"cards": cards, "chip": torch.npu.get_device_name(0) if cards else ""}}}}
print("\\n{_MARK}" + json.dumps(seen), flush=True)
os._exit(0)  # what it does at its end is of no interest, and may fail
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Cards that torch_npu sees, and its name of their chip (``Ascend910B3``); none, and the
    problem where it says one, if it cannot be used."""

    cards: int = 0
    chip: str = ""
    problem: Problem | None = None


@functools.cache
def prepare() -> Verdict | None:
    """Try torch_npu, and import or block it; None if it is not installed. Once a process.

    A process that was started for one of several cards does not start another to try: whoever
    started it has tried, and outlives it.
    """
    if sys.modules.get(_NAME) is not None:  # by whoever uses the engine
        return _look()
    if version_of(_NAME) is None:
        return None
    settings.set_variables()
    if os.environ.get(STATION_VARIABLE) == "1":
        verdict = _taken_in(Verdict())
    elif (verdict := _tried()).cards:
        verdict = _taken_in(verdict)
    if not verdict.cards:
        log.info("no Ascend card can be used: %s", verdict.problem or "torch_npu sees none")
        sys.modules[_NAME] = None  # type: ignore[assignment]  # how Python blocks an import
    return verdict


def _tried() -> Verdict:
    """By another process, while this one imports torch, which takes as long."""
    try:
        trial = Call([sys.executable, "-c", _TRIAL.format(path=sys.path)])
    except OSError as error:
        return Verdict(
            problem=_problem(
                say("It could not be tried: {strerror}.", strerror=error.strerror), _LOOK
            )
        )
    importlib.import_module("torch")
    return read_trial(trial.finish(_TIMEOUT_S))


def _taken_in(verdict: Verdict) -> Verdict:
    try:
        importlib.import_module(_NAME)
        seen = _look()
        settings.set_flags(importlib.import_module("torch").npu)
    except Exception as error:  # whatever it is, the program goes on without cards
        log.warning("torch_npu could be imported once and not again", exc_info=True)
        return Verdict(problem=problem_in(f"{error}"))
    return seen if seen.cards else verdict


def _look() -> Verdict:
    npu = importlib.import_module("torch").npu
    cards = npu.device_count() if npu.is_available() else 0
    return Verdict(cards, npu.get_device_name(0) if cards else "")


def read_trial(outcome: Outcome) -> Verdict:
    """What the other process found, or died of."""
    seen = [line for line in outcome.text.splitlines() if line.startswith(_MARK)]
    if seen:
        found = json.loads(seen[-1].removeprefix(_MARK))
        return Verdict(int(found["cards"]), str(found["chip"]))
    if outcome.code is None:
        why = say(
            "It did not start within {timeout_s:g} s: the driver may hang.", timeout_s=_TIMEOUT_S
        )
        return Verdict(
            problem=_problem(why, say("Start the machine again, then see: npu-smi info"))
        )
    if outcome.code < 0:
        why = say(
            "It ended the process by {signal_name}{last_words}.",
            signal_name=signal_name(-outcome.code),
            last_words=_last_words(outcome.text),
        )
        return Verdict(problem=_problem(why, _LOOK))
    return Verdict(problem=problem_in(outcome.text))


# From what it says to words for people ----------------------------------------------------------

_Sentence: TypeAlias = str | Callable[[str], str]

_LOOK = say("See whether driver, CANN and torch_npu belong together: docs/hardware.md.")
_SOURCE = say(
    "Run: source /usr/local/Ascend/ascend-toolkit/set_env.sh (in newer "
    "versions /usr/local/Ascend/cann/set_env.sh), then start the program "
    "again from there."
)
_CAUSES: tuple[tuple[str, _Sentence, _Sentence], ...] = (
    (
        r"(lib(?:ascend_hal|drv\w*|dcmi|mmpa\w*)\.so\S*): cannot open",
        lambda name: say("The driver's library {name} was not found.", name=name),
        say(
            "Run: export LD_LIBRARY_PATH={driver}/driver:{driver}/common:$LD_LIBRARY_PATH, "
            "then start the program again.",
            driver="/usr/local/Ascend/driver/lib64",
        ),
    ),
    (
        r"(lib\w[\w.+-]*\.so\S*): cannot open",
        lambda name: say(
            "CANN's library {name} was not found: CANN is missing, or its environment is not set.",
            name=name,
        ),
        _SOURCE,
    ),
    (
        r"(undefined symbol: \S+)",
        lambda name: say("It does not fit torch or CANN ({name}).", name=name),
        say("Install versions that belong together: docs/hardware.md."),
    ),
    (
        r"version `([\w.]+)' not found",
        lambda name: say("This system is too old for it: it needs {name}.", name=name),
        say("Use a newer system, or a container with CANN."),
    ),
    (
        r"Two accelerators cannot be used at the same time in PyTorch: npu and (\w+)",
        lambda name: say(
            "torch was built for {name} cards, and one of them is here as well.", name=name
        ),
        say(
            "Install torch for processors: python -m pip install torch --index-url "
            "https://download.pytorch.org/whl/cpu"
        ),
    ),
    (
        r"No module named '(\w+)",
        lambda name: say("It needs the Python package {name}.", name=name),
        lambda name: say(
            "Run: {executable} -m pip install {name}", executable=sys.executable, name=name
        ),
    ),
    (
        CODE + r"(\d+)",
        lambda name: say("The driver refused (code {name}).", name=name),
        say("See whether the card is well and free: npu-smi info. Another container may hold it."),
    ),
)


def problem_in(text: str) -> Problem:
    """From the text of a failed import to its reason."""
    for pattern, why, remedy in _CAUSES:
        if found := re.search(pattern, text):
            name = found.group(1).rstrip(":")
            return _problem(_filled(why, name), _filled(remedy, name))
    return _problem(
        say("It could not be imported{last_words}.", last_words=_last_words(text)), _LOOK
    )


def _filled(sentence: _Sentence, name: str) -> str:
    return sentence if isinstance(sentence, str) else sentence(name)


def _problem(why: str, remedy: str) -> Problem:
    return DeviceError(say("torch_npu does not work here."), why, remedy).problem


def _last_words(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return f": {lines[-1][:200].rstrip('.')}" if lines else ""
