"""Looks at all that a picture needs on this machine. Each part survives on its own: what fails in
one is a check that says so, and the page goes on. Imports torch, but only when it is asked to look.
"""

from __future__ import annotations

import logging
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from engine.checkpoint import Checkpoint, open_checkpoint
from engine.errors import EngineError, Problem
from engine.examination import (
    Check,
    Examination,
    Expectation,
    Measurement,
    OnProgress,
    Question,
    Section,
    State,
    problem_about,
)
from engine.expectations import expectations, sizes_to_expect
from engine.hardware import AUTO, NOTHING_TO_DO, Fingerprint, Sighting, Team
from engine.plan import GIB, Plan
from engine.texts import joined, say
from engine.versions import SUPPORTED, complaint, installed, requirement

if TYPE_CHECKING:
    from engine.devices.base import Device

log = logging.getLogger(__name__)

_PYTHON = ((3, 11), (3, 14))


@dataclass(slots=True)
class _Findings:
    """What has been found so far, and where what devices measure is kept."""

    cache_dir: Path
    sections: list[Section] = field(default_factory=list)
    checkpoint: Checkpoint | None = None
    sightings: tuple[Sighting, ...] = ()
    fingerprints: dict[str, Fingerprint] = field(default_factory=dict)
    measurements: list[Measurement] = field(default_factory=list)
    plans: dict[str, tuple[Plan, ...]] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()
    teams: list[Team] = field(default_factory=list)
    unwell: set[str] = field(default_factory=set)
    """Devices that nobody should enter: each may hang its process, or end it."""

    def add(self, name: str, checks: Sequence[Check]) -> bool:
        """A section of these checks; returns whether nothing in it is amiss."""
        self.sections.append(Section(name, tuple(checks)))
        return not any(check.is_amiss for check in checks)

    def guard(self, name: str, what: str, look: Callable[[], None], *, vital: bool = False) -> None:
        """Look; whatever goes wrong is a section of this name, `what` and the error's words."""
        try:
            look()
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says so
            self.add(name, [Check.of(name, State.BROKEN, _problem(error, what), vital=vital)])


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
    found.guard(
        "program",
        say("The libraries cannot be looked at."),
        lambda: _look_at_program(found),
        vital=True,
    )
    works = not any(check.is_amiss for section in found.sections for check in section.checks)
    on_progress("model")
    found.guard(
        "model",
        say("The model cannot be looked at."),
        lambda: _look_at_model(question, found),
        vital=True,
    )
    if works:
        on_progress("devices")
        found.guard(
            "devices",
            say("The devices cannot be listed."),
            lambda: _look_at_devices(found),
            vital=True,
        )
        found.guard(
            "speeds",
            say("Nothing can be measured."),
            lambda: _measure(question, found, on_progress),
        )
    if works and (checkpoint := found.checkpoint) is not None:
        on_progress("plan")
        found.guard(
            "plan",
            say("Nothing can be planned."),
            lambda: _look_at_plan(question, checkpoint, found),
        )
        found.guard(
            "times", say("No time can be estimated."), lambda: _look_at_times(checkpoint, found)
        )
    return Examination(
        installed(),
        tuple(found.sections),
        found.sightings,
        found.fingerprints,
        tuple(found.measurements),
        found.plans,
        found.expectations,
    )


# Versions and libraries --------------------------------------------------------------------------


def _look_at_program(found: _Findings) -> None:
    found.add("program", [*_versions(), *_imports()])


def _versions() -> Iterator[Check]:
    here, (low, high) = sys.version_info[:2], _PYTHON
    fits = low <= here < high
    says = say(
        "Python {version} on {system} {machine}.",
        version=platform.python_version(),
        system=platform.system(),
        machine=platform.machine(),
    )
    mends = (
        ""
        if fits
        else say(
            "Install Python {low} to {high}.",
            low=f"{low[0]}.{low[1]}",
            high=f"{high[0]}.{high[1] - 1}",
        )
    )
    yield Check("python", State.GOOD if fits else State.MISSING, says, mends)
    for name in SUPPORTED:
        error = complaint(name)
        if error is None:
            yield Check(
                name, State.GOOD, say("{name} {installed}.", name=name, installed=installed()[name])
            )
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
        says = say("The engine's libraries cannot be imported: {said}.", said=_words(error))
        wanted = " ".join(f"'{requirement(name)}'" for name in SUPPORTED)
        mends = say(
            "Run: {executable} -m pip install --force-reinstall {wanted}",
            executable=sys.executable,
            wanted=wanted,
        )
        return [Check("import", State.BROKEN, says, mends, vital=True)]
    assert engine.engine  # noqa: S101 - imported for its own sake
    return [Check("import", State.GOOD, say("The engine's libraries can be imported."))]


def _words(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split()).rstrip(": .")


def _problem(error: BaseException, what: str) -> Problem:
    if not isinstance(error, EngineError):
        log.error("%s", what, exc_info=error)
    return problem_about(error, what)


# The model, the devices and their speeds ---------------------------------------------------------


def _look_at_model(question: Question, found: _Findings) -> None:
    try:
        checkpoint = found.checkpoint = open_checkpoint(question.model)
    except EngineError as error:
        found.add("model", [Check.of("model", State.MISSING, error.problem, vital=True)])
        return
    kind = say(", a small stand-in") if checkpoint.stand_in else ""
    says = say(
        "{name}{kind}: {gib:.2f} GiB in {folder}.",
        name=checkpoint.name,
        kind=kind,
        gib=checkpoint.bytes / GIB,
        folder=checkpoint.folder,
    )
    found.add("model", [Check("model", State.GOOD, says)])


def _look_at_devices(found: _Findings) -> None:
    from engine.devices.discover import survey  # noqa: PLC0415 - imports torch

    found.sightings = survey()
    found.add("devices", [_check_of(sighting) for sighting in found.sightings])


def _check_of(seen: Sighting) -> Check:
    """A kind that is no part of this machine is worth knowing; a card that cannot be used, or that
    lacks something, is amiss."""
    if (problem := seen.problem) is not None:
        if not seen.amiss:
            rest = problem.remedy.removeprefix(NOTHING_TO_DO).strip()
            return Check(seen.name, State.NOTE, joined(" ", (problem.what, problem.why)), rest)
        state = State.MISSING if seen.name == seen.kind else State.BROKEN
        return Check.of(seen.name, state, problem)
    told = seen.telemetry
    ill = told.health is not None and told.health.upper() != "OK"
    return Check(
        seen.name,
        State.NOTE if ill else State.GOOD,
        say("{name}: {facts}.", name=seen.name, facts=joined(", ", _facts(seen))),
    )


def _facts(seen: Sighting) -> Iterator[str]:
    told = seen.telemetry
    yield seen.title
    if told.used_bytes is not None and told.total_bytes:
        yield say(
            "{used:.1f} of {total:.1f} GiB used",
            used=told.used_bytes / GIB,
            total=told.total_bytes / GIB,
        )
    if told.temperature_c is not None:
        yield f"{told.temperature_c:.0f} °C"
    if told.power_w is not None:
        yield f"{told.power_w:.0f} W"
    if told.utilisation_percent is not None:
        yield say("{percent:.0f} % busy", percent=told.utilisation_percent)
    if told.health is not None:
        yield say("health {health}", health=told.health)


def _measure(question: Question, found: _Findings, on_progress: OnProgress) -> None:
    """The speeds of the devices that were asked for, or of all that can be used."""
    from engine.devices.discover import find_teams  # noqa: PLC0415 - imports torch

    usable = [seen.name for seen in found.sightings if seen.usable]
    complaints: list[Check] = []
    for wish in usable if question.device == AUTO else question.device.split(","):
        try:
            teams = find_teams(wish, found.cache_dir, question.threads)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says so
            problem = _problem(error, say("The device {wish} cannot be opened.", wish=wish))
            complaints.append(Check.of(wish, State.BROKEN, problem))
            continue
        found.teams += [tuple(device.name for device in team) for team in teams]
        for device in (device for team in teams for device in team):
            on_progress(f"speed of {device.name}")
            complaints += _measure_one(device, question, found)
    if complaints:
        found.add("speeds", complaints)


def _measure_one(device: Device, question: Question, found: _Findings) -> Iterator[Check]:
    """The processor in this process; a card in another one, for it may hang or end it."""
    from engine.measure_process import (  # noqa: PLC0415 - imports torch
        is_unwell,
        measure,
        measure_apart,
    )

    if (problem := question.failed.get(device.name)) is not None:
        found.unwell.add(device.name)
        says = say(
            "{what} {why} It is not measured before the program starts again.",
            what=problem.what,
            why=problem.why,
        )
        yield Check(device.name, State.BROKEN, says, problem.remedy)
        return
    try:
        measured = (
            measure_apart(device, question.precision, found.cache_dir)
            if device.is_asynchronous
            else measure(device, question.precision)
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the page says so
        measured = _problem(error, say("The device {name} cannot be measured.", name=device.name))
    if isinstance(measured, Problem):
        if is_unwell(measured):
            found.unwell.add(device.name)
        yield Check.of(device.name, State.BROKEN, measured)
        return
    found.fingerprints[device.name] = measured.fingerprint
    found.measurements += measured.measurements


# The plan ----------------------------------------------------------------------------------------


def _look_at_plan(question: Question, checkpoint: Checkpoint, found: _Findings) -> None:
    """For the model's own size, and for 1024x1024 where it can draw that; or what an engine
    follows already."""
    if question.follows:
        found.plans = {device: (plan,) for device, plan in question.follows.items()}
        found.add("plan", [_planned(device, plan) for device, plan in question.follows.items()])
        return
    device = _well(question, found)
    checks: list[Check] = []
    if device != question.device:
        checks.append(_instead(device, found))
    for size in sizes_to_expect(checkpoint) if device else ():
        name, vital = f"{size[0]}x{size[1]}", size == checkpoint.defaults.size
        try:
            plans = _plans(replace(question, device=device), size, found.cache_dir)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says so
            problem = _problem(error, say("A picture of {name} cannot be planned.", name=name))
            checks.append(Check.of(name, State.MISSING, problem, vital=vital))
            continue
        for device, plan in plans.items():
            found.plans[device] = (*found.plans.get(device, ()), plan)
            checks.append(_planned(device, plan))
    found.add("plan", checks)


def _well(question: Question, found: _Findings) -> str:
    """What was asked for without the devices that are unwell, which making a plan would enter;
    empty if nothing is left of it."""
    is_auto = question.device == AUTO
    well = [team for team in found.teams if found.unwell.isdisjoint(team)]
    left = well[:1] if is_auto else well
    if left == (found.teams[:1] if is_auto else found.teams):
        return question.device
    return ",".join("+".join(team) for team in left)


def _instead(device: str, found: _Findings) -> Check:
    unwell = ", ".join(sorted(found.unwell))
    if not device:
        says = say("Nothing is planned, for no device is left without {unwell}.", unwell=unwell)
        return Check(
            "device", State.MISSING, says, say("Use --device {auto}.", auto=AUTO), vital=True
        )
    return Check(
        "device",
        State.NOTE,
        say("Planned without {unwell}.", unwell=unwell),
        say("Use --device {device}.", device=device),
    )


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
    says = say(
        "{size} on {device}, {precision}: {name}; {peak:.2f} of {budget:.2f} GiB.",
        size=size,
        device=device,
        precision=plan.precision,
        name=plan.name,
        peak=peak,
        budget=budget,
    )
    return Check(size, State.GOOD, says)


def _look_at_times(checkpoint: Checkpoint, found: _Findings) -> None:
    found.expectations = expectations(checkpoint, found.plans, found.measurements)
