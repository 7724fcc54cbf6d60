"""From the command line's words to a running engine; imports torch only when it is called."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine.api import EngineLike
from engine.examination import Examination, Measurement, OnProgress, Outlook, Question
from engine.hardware import Sighting
from engine.plan import NO_WISH, Plan, PlanWish
from glm_studio.resources import calibration_pictures, resource

if TYPE_CHECKING:
    from engine.foresight import Foresight

BUNDLED_MODEL = "nano"

_QUIET = {
    # Weights come from a local folder alone; nothing here may ask a network.
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "DIFFUSERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}


def model_folder(wish: str) -> Path:
    """The folder of a model: the bundled one by its name, any other by its path."""
    return resource("models", BUNDLED_MODEL) if wish == BUNDLED_MODEL else Path(wish).expanduser()


def make_engine(
    folder: Path,
    device: str,
    precision: str,
    plan: PlanWish = NO_WISH,
    threads: int | None = None,
    measure: bool = False,
) -> EngineLike:
    """An engine over `folder`. Takes seconds the first time, for it imports torch; `measure` is
    for who wants to know how long pictures will take.

    Raises `CheckpointError`, `DeviceError`, `PlanError` or `VersionError`.
    """
    _prepare()
    from engine.engine import Engine  # noqa: PLC0415 - imports torch

    return Engine(
        folder,
        device=device,
        precision=precision,
        calibration=calibration_pictures(),
        plan=plan,
        threads=threads,
        measure=measure,
    )


def make_plans(
    folder: Path,
    size: tuple[int, int] | None,
    references: int,
    device: str,
    precision: str,
    wish: PlanWish,
) -> dict[str, Plan]:
    """What an engine would plan; see `engine.engine.make_plans`."""
    _prepare()
    from engine import engine  # noqa: PLC0415 - imports torch

    plans: dict[str, Plan] = engine.make_plans(
        folder, size, references, device=device, precision=precision, plan=wish
    )
    return plans


def examine(question: Question, on_progress: OnProgress = lambda what: None) -> Examination:
    """Look at all that a picture needs here, and at the disks and the display. Takes seconds."""
    _prepare()
    from engine import doctor  # noqa: PLC0415 - it imports torch
    from glm_studio.surroundings import surroundings  # noqa: PLC0415 - only here

    found: Examination = doctor.examine(question, on_progress=on_progress)
    return replace(found, sections=(*found.sections, *surroundings(question.model)))


def outlook(question: Question, held: Mapping[str, int], known: Sequence[Measurement]) -> Outlook:
    """What a checkpoint would do here; see `engine.foresight`. Takes seconds the first time."""
    _prepare()
    told: Outlook = _foresight().outlook(question, held, known)
    return told


@cache
def _foresight() -> Foresight:
    """One, since it remembers what it has measured."""
    from engine.foresight import Foresight  # noqa: PLC0415 - the planner

    return Foresight()


def survey() -> tuple[Sighting, ...]:
    """All devices that are looked for, best first. Takes seconds the first time: it imports
    torch."""
    _prepare()
    from engine.devices import discover  # noqa: PLC0415 - it imports torch

    seen: tuple[Sighting, ...] = discover.survey()
    return seen


def _prepare() -> None:
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    _open_torch_s_libraries()


def _open_torch_s_libraries() -> None:
    """Have the system's loader open torch's libraries now, while other threads go on.

    Python holds its lock while it opens them, which stops the window for 0.2 s; a foreign call
    does not. `import torch` then finds them open. Where this fails, it opens them itself.
    """
    spec = importlib.util.find_spec("torch")
    if spec is None or spec.origin is None or sys.platform != "linux":
        return
    library = Path(spec.origin).parent / "lib" / "libtorch_python.so"
    if library.is_file():
        import ctypes  # noqa: PLC0415 - only here

        opener = ctypes.CDLL(None).dlopen
        opener.argtypes, opener.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
        opener(os.fsencode(library), os.RTLD_NOW)
