"""Looks at all that a picture needs on this machine. Each part survives on its own: what fails in
one is a check that says so, and the page goes on. Imports torch, but only when it is asked to look.
"""

from __future__ import annotations

import logging
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path

from engine.checkpoint import Checkpoint, open_checkpoint
from engine.errors import EngineError, Problem, problem_of
from engine.examination import Check, Examination, Measurement, OnProgress, Question, Section, State
from engine.expectations import expectations, sizes_to_expect
from engine.hardware import AUTO, NOTHING_TO_DO, Fingerprint, Sighting
from engine.plan import GIB, Plan
from engine.versions import SUPPORTED, complaint, installed

log = logging.getLogger(__name__)

_PYTHON = ((3, 11), (3, 14))

_HOPELESS = 0.1
"""A precision that is slower than this part of the fastest is not measured."""


@dataclass(slots=True)
class _Findings:
    """What has been found so far, and where what devices measure is kept."""

    cache_dir: Path
    sections: list[Section] = field(default_factory=list)
    sightings: tuple[Sighting, ...] = ()
    fingerprints: dict[str, Fingerprint] = field(default_factory=dict)
    measurements: list[Measurement] = field(default_factory=list)
    plans: dict[str, tuple[Plan, ...]] = field(default_factory=dict)

    def add(self, name: str, checks: Sequence[Check]) -> bool:
        """A section of these checks; returns whether nothing in it is amiss."""
        self.sections.append(Section(name, tuple(checks)))
        return not any(check.is_amiss for check in checks)


def examine(
    question: Question,
    cache_dir: Path | None = None,
    on_progress: OnProgress = lambda what: None,
) -> Examination:
    """Look at everything; takes some seconds, most of them for importing and measuring.

    `on_progress` hears what is looked at next. Raises nothing that could be said on the page.
    """
    found = _Findings(cache_dir or user_cache_path("glm-studio"))
    on_progress("versions")
    works = found.add("program", [*_versions(), *_imports()])
    on_progress("model")
    checkpoint = _look_at_model(question.model, found)
    if works:
        on_progress("devices")
        _look_at_devices(found)
        _measure(question, found, on_progress)
        if checkpoint is not None:
            on_progress("plan")
            _look_at_plan(question, checkpoint, found)
    measured = tuple(found.measurements)
    expected = expectations(checkpoint, found.plans, measured) if checkpoint else ()
    return Examination(
        installed(),
        tuple(found.sections),
        found.sightings,
        found.fingerprints,
        measured,
        found.plans,
        expected,
    )


# Versions and libraries --------------------------------------------------------------------------


def _versions() -> Iterator[Check]:
    here, (low, high) = sys.version_info[:2], _PYTHON
    fits = low <= here < high
    says = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}."
    mends = "" if fits else f"Install Python {low[0]}.{low[1]} to {high[0]}.{high[1] - 1}."
    yield Check("python", State.GOOD if fits else State.MISSING, says, mends)
    for name in SUPPORTED:
        error = complaint(name)
        if error is None:
            yield Check(name, State.GOOD, f"{name} {installed()[name]}.")
        else:
            state = State.BROKEN if name in installed() else State.MISSING
            yield Check.of(name, state, error.problem, vital=True)


def _imports() -> list[Check]:
    """Whether what is installed can be imported, which its metadata does not tell."""
    if any(complaint(name) for name in SUPPORTED):
        return []
    try:
        import engine.engine  # noqa: PLC0415 - takes seconds, and may fail in many ways
    except Exception as error:
        log.exception("the engine cannot be imported")
        says = f"The engine's libraries cannot be imported: {_words(error)}."
        mends = f"Run: {sys.executable} -m pip install --force-reinstall {' '.join(SUPPORTED)}"
        return [Check("import", State.BROKEN, says, mends, vital=True)]
    assert engine.engine  # noqa: S101 - imported for its own sake
    return [Check("import", State.GOOD, "The engine's libraries can be imported.")]


def _words(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split()).rstrip(": .")


def _problem(error: BaseException, what: str) -> Problem:
    """The error's own sentences if it has some, else `what` with what it says."""
    if isinstance(error, EngineError):
        return error.problem
    log.error("%s", what, exc_info=error)
    unforeseen = problem_of(error)
    return Problem(unforeseen.kind, what, unforeseen.why, "Report it with the log.")


# The model, the devices and their speeds ---------------------------------------------------------


def _look_at_model(folder: Path, found: _Findings) -> Checkpoint | None:
    try:
        checkpoint = open_checkpoint(folder)
    except EngineError as error:
        found.add("model", [Check.of("model", State.MISSING, error.problem, vital=True)])
        return None
    kind = ", a small stand-in" if checkpoint.stand_in else ""
    says = f"{checkpoint.name}{kind}: {checkpoint.bytes / GIB:.2f} GiB in {checkpoint.folder}."
    found.add("model", [Check("model", State.GOOD, says)])
    return checkpoint


def _look_at_devices(found: _Findings) -> None:
    from engine.devices.discover import survey  # noqa: PLC0415 - imports torch

    try:
        found.sightings = survey()
    except Exception as error:  # noqa: BLE001 - whatever it is, the page says so
        problem = _problem(error, "The devices cannot be listed.")
        found.add("devices", [Check.of("devices", State.BROKEN, problem, vital=True)])
        return
    found.add("devices", [_check_of(sighting) for sighting in found.sightings])


def _check_of(seen: Sighting) -> Check:
    """A kind that is no part of this machine is worth knowing; a card that cannot be used, or that
    lacks something, is amiss."""
    if (problem := seen.problem) is not None:
        if not seen.amiss:
            rest = problem.remedy.removeprefix(NOTHING_TO_DO).strip()
            return Check(seen.name, State.NOTE, f"{problem.what} {problem.why}", rest)
        state = State.MISSING if seen.name == seen.kind else State.BROKEN
        return Check.of(seen.name, state, problem)
    told = seen.telemetry
    ill = told.health is not None and told.health.upper() != "OK"
    return Check(seen.name, State.NOTE if ill else State.GOOD, f"{', '.join(_facts(seen))}.")


def _facts(seen: Sighting) -> Iterator[str]:
    told = seen.telemetry
    yield seen.title
    if told.used_bytes is not None and told.total_bytes:
        yield f"{told.used_bytes / GIB:.1f} of {told.total_bytes / GIB:.1f} GiB used"
    if told.temperature_c is not None:
        yield f"{told.temperature_c:.0f} °C"
    if told.power_w is not None:
        yield f"{told.power_w:.0f} W"
    if told.utilisation_percent is not None:
        yield f"{told.utilisation_percent:.0f} % busy"
    if told.health is not None:
        yield f"health {told.health}"


def _measure(question: Question, found: _Findings, on_progress: OnProgress) -> None:
    """The speeds of the devices that were asked for, or of all that can be used."""
    usable = [seen.name for seen in found.sightings if seen.usable]
    names = usable if question.device == AUTO else question.device.split(",")
    complaints = []
    for name in names:
        on_progress(f"speed of {name}")
        try:
            _measure_one(name, question, found)
        except Exception as error:  # noqa: BLE001 - a card may fail in words of its own
            problem = _problem(error, f"The device {name} cannot be measured.")
            complaints.append(Check.of(name, State.BROKEN, problem))
    if complaints:
        found.add("speeds", complaints)


def _measure_one(wish: str, question: Question, found: _Findings) -> None:
    """`wish` is a device, several, or two that share a picture."""
    from engine.devices.discover import choose_precision, find_teams  # noqa: PLC0415 - torch
    from engine.devices.throughput import measure_rates  # noqa: PLC0415

    for device in (
        device for team in find_teams(wish, found.cache_dir, question.threads) for device in team
    ):
        device.enter()
        found.fingerprints[device.name] = device.fingerprint()
        chosen, _ = choose_precision(device, question.precision)
        for precision in _worth_measuring(chosen, device.usable_precisions()):
            rates = measure_rates(device, precision)
            is_chosen = precision == chosen
            found.measurements.append(Measurement(device.name, precision, rates, is_chosen))
        device.release_caches()


def _worth_measuring(chosen: str, usable: Mapping[str, float]) -> list[str]:
    """Precisions that somebody might choose: one that is a hundred times slower takes minutes."""
    least = _HOPELESS * max(usable.values())
    return list(dict.fromkeys([chosen, *(name for name, s in usable.items() if s >= least)]))


# The plan ----------------------------------------------------------------------------------------


def _look_at_plan(question: Question, checkpoint: Checkpoint, found: _Findings) -> None:
    """For the model's own size, and for 1024x1024 where it can draw that; or what an engine
    follows already."""
    if question.follows:
        found.plans = {device: (plan,) for device, plan in question.follows.items()}
        found.add("plan", [_planned(device, plan) for device, plan in question.follows.items()])
        return
    checks: list[Check] = []
    for size in sizes_to_expect(checkpoint):
        name, vital = f"{size[0]}x{size[1]}", size == checkpoint.defaults.size
        try:
            plans = _plans(question, size, found.cache_dir)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says so
            problem = _problem(error, f"A picture of {name} cannot be planned.")
            checks.append(Check.of(name, State.MISSING, problem, vital=vital))
            continue
        for device, plan in plans.items():
            found.plans[device] = (*found.plans.get(device, ()), plan)
            checks.append(_planned(device, plan))
    found.add("plan", checks)


def _plans(question: Question, size: tuple[int, int], cache_dir: Path) -> dict[str, Plan]:
    from engine.engine import make_plans  # noqa: PLC0415 - imports torch

    return make_plans(
        question.model,
        size,
        device=question.device,
        precision=question.precision,
        plan=question.plan,
        cache_dir=cache_dir,
    )


def _planned(device: str, plan: Plan) -> Check:
    size = f"{plan.width}x{plan.height}"
    peak, budget = plan.peak_bytes / GIB, plan.budget_bytes / GIB
    says = f"{size} on {device}, {plan.precision}: {plan.name}; {peak:.2f} of {budget:.2f} GiB."
    return Check(size, State.GOOD, says)
