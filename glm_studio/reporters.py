"""What `glm-studio generate` says while it works: a bar, plain lines, or JSON events."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.text import Text

from engine.api import (
    Event,
    ImageReady,
    JobCancelled,
    JobFailed,
    Loaded,
    Loading,
    Moved,
    Planned,
    Replanned,
    Stage,
    StageStarted,
    StepDone,
    TokensDone,
    to_json,
)
from engine.checkpoint import Checkpoint
from engine.errors import Problem
from glm_studio.plan_table import summary
from glm_studio.terminal import printable, say

_WORTH_A_LINE_BYTES = 10**9
"""Loading less is over before a line about it is read."""

_STAGES = {
    Stage.LOAD: "Loading",
    Stage.REFERENCES: "Reading references",
    Stage.PRIOR: "Composing",
    Stage.DENOISE: "Painting",
    Stage.DECODE: "Finishing",
}

_COUNTED = (Stage.PRIOR, Stage.DENOISE)
"""Stages that say how far they are."""


class Reporter(Protocol):
    """Hears how a command goes on."""

    def starting(self, checkpoint: Checkpoint) -> None: ...

    def report(self, event: Event) -> None: ...

    def cancelling(self) -> None: ...

    def saved(self, image: ImageReady, path: Path) -> None: ...

    def not_saved(self, image: ImageReady, problem: Problem) -> None: ...


@contextmanager
def make_reporter(as_json: bool, count: int) -> Iterator[Reporter]:
    """JSON if asked for; a bar on a terminal, else lines, so that a log file stays readable."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if as_json:
        yield JsonReporter()
    elif console.is_terminal:
        with make_bar(console) as bar:
            yield BarReporter(bar, count)
    else:
        yield LineReporter(count)


def _moved(event: Moved, names: _Names) -> str:
    """What is to be done about the device comes last: it may be a command."""
    return f"The picture{names.name(event)} starts anew elsewhere. {event.why}"


class JsonReporter:
    """One event a line on stdout, as `docs/command-line.md` lists them."""

    def starting(self, checkpoint: Checkpoint) -> None:
        model = {"name": checkpoint.name, "folder": str(checkpoint.folder)}
        self._write({"event": "Starting", "model": model})

    def report(self, event: Event) -> None:
        self._write(to_json(event))

    def cancelling(self) -> None:
        self._write({"event": "Cancelling"})

    def saved(self, image: ImageReady, path: Path) -> None:
        self._write({"event": "Saved", "job_id": image.job_id, "file": str(path)})

    def not_saved(self, image: ImageReady, problem: Problem) -> None:
        told = {"event": "SaveFailed", "job_id": image.job_id, "problem": to_json(problem)}
        self._write(told)

    def _write(self, event: dict[str, Any]) -> None:
        print(json.dumps(event), flush=True)


class _Names:
    """What pictures are called where several are made, in the order in which they were queued."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._numbers: dict[str, int] = {}
        self._devices: dict[str, str] = {}
        """Where each job was at last."""
        self._problems: set[Problem] = set()

    def hear(self, event: Event) -> None:
        self._numbers.setdefault(event.job_id, len(self._numbers) + 1)
        if isinstance(event, Planned):
            self._devices[event.job_id] = event.device

    def name(self, event: Event) -> str:
        """Which of several pictures, and where, if they are made in several places."""
        number = self._numbers[event.job_id]
        which = f" {number} of {self._count}" if self._count > 1 else ""
        device = self._devices.get(event.job_id, "")
        several = len(set(self._devices.values())) > 1
        return f"{which} on {device}" if several and device else which

    def failure(self, event: JobFailed) -> str:
        """The problem, once: pictures often fail alike."""
        if event.problem in self._problems:
            return f"The picture{self.name(event)} failed likewise."
        self._problems.add(event.problem)
        return f"glm-studio: {event.problem}"


class LineReporter:
    """A line a stage on stderr, the files' names on stdout."""

    def __init__(self, count: int) -> None:
        self._names = _Names(count)
        self._components: dict[str, str] = {}
        self._ended = False

    def starting(self, checkpoint: Checkpoint) -> None:
        self._say(f"Starting {checkpoint.name} …")

    def report(self, event: Event) -> None:
        self._names.hear(event)
        match event:
            case Planned() if event.plan.refused:
                self._say(f"Plan: {summary(event.plan)}.")
            case Replanned():
                self._say(f"{event.why} Once more, by the plan {summary(event.plan)}.")
            case Moved():
                self._say(_moved(event, self._names))
            case Loading() if event.component != self._components.get(event.job_id):
                self._components[event.job_id] = event.component
                if event.total_bytes >= _WORTH_A_LINE_BYTES:
                    self._say(f"Loading {event.component} …")
            case Loaded():
                self._say(f"Loaded in {event.seconds:.1f} s, {event.device}, {event.precision}.")
            case StageStarted():
                self._say(f"{_STAGES[event.stage]}{self._names.name(event)} …")
            case JobFailed():
                self._say(self._names.failure(event))
            case JobCancelled() if not self._ended:  # for all that are cancelled with it
                self._ended = True
                self._say("Cancelled.")

    def cancelling(self) -> None:
        self._say("Cancelling …")

    def saved(self, image: ImageReady, path: Path) -> None:
        seconds = sum(image.seconds.get(stage, 0) for stage in Stage)
        self._say(f"Done in {seconds:.1f} s with seed {image.recipe.seed}.")
        say(str(path), sys.stdout)

    def not_saved(self, image: ImageReady, problem: Problem) -> None:
        self._say(f"glm-studio: {problem}")

    def _say(self, text: str) -> None:
        say(text, sys.stderr)


class BarReporter:
    """A bar for each picture that is made, with stage, how far, how fast and how long yet."""

    def __init__(self, bar: Progress, count: int) -> None:
        self._bar, self._names = bar, _Names(count)
        self._tasks: dict[str, TaskID] = {"": bar.add_task("Starting", total=None, detail="")}
        """By job; that of no job is there until one begins."""
        self._ended = False

    def starting(self, checkpoint: Checkpoint) -> None:
        self._begin("", "Starting", None, checkpoint.name)

    def report(self, event: Event) -> None:
        self._names.hear(event)
        job = event.job_id
        match event:
            case Replanned():
                self._print(f"{event.why} Once more, by the plan {summary(event.plan)}.")
            case Moved():
                self._print(_moved(event, self._names))
                self._end(job)
            case Loading():
                detail = f"{event.done_bytes / 1e6:,.0f} of {event.total_bytes / 1e6:,.0f} MB"
                self._begin(job, _STAGES[Stage.LOAD], event.total_bytes, detail, event.done_bytes)
            case StageStarted():
                name = _STAGES[event.stage] + self._names.name(event)
                self._begin(job, name, event.total if event.stage in _COUNTED else None, "")
            case TokensDone():
                self._advance(event, "codes")
            case StepDone():
                self._advance(event, "steps")
            case JobFailed():
                self._print_last(self._names.failure(event))
            case JobCancelled() if not self._ended:  # for all that are cancelled with it
                self._ended = True
                self._print_last("Cancelled.")

    def cancelling(self) -> None:
        for job in list(self._tasks):
            self._begin(job, "Cancelling", None, "")

    def saved(self, image: ImageReady, path: Path) -> None:
        self._end(image.job_id)
        self._print(f"{path}  (seed {image.recipe.seed})")
        if not sys.stdout.isatty():
            say(str(path), sys.stdout)

    def not_saved(self, image: ImageReady, problem: Problem) -> None:
        self._print_last(f"glm-studio: {problem}")

    def _print_last(self, text: str) -> None:
        """Once the bar is gone: erasing a bar that wrapped would take the lines above it along."""
        self._bar.stop()
        self._print(text)

    def _print(self, text: str) -> None:
        """Above the bar. As Text, for a path may hold what rich would read as markup."""
        self._bar.console.print(Text(printable(text)))

    def _begin(self, job: str, name: str, total: int | None, detail: str, done: int = 0) -> None:
        """A bar without a total moves to and fro; an update of a task can't take its total away."""
        if job:
            self._end("")
        if total is None or job not in self._tasks:
            self._end(job)
            self._tasks[job] = self._bar.add_task(name, total=total, detail=detail, completed=done)
        else:
            self._bar.update(
                self._tasks[job], description=name, total=total, completed=done, detail=detail
            )

    def _end(self, job: str) -> None:
        task = self._tasks.pop(job, None)
        if task is not None:
            self._bar.remove_task(task)

    def _advance(self, event: TokensDone | StepDone, unit: str) -> None:
        detail = (
            f"{event.done} of {event.total} {unit}, {rate(event.rate)} {unit}/s, "
            f"{duration(event.left_s)} left"
        )
        task = self._tasks.get(event.job_id)
        if task is not None:
            self._bar.update(task, completed=event.done, detail=detail)


def rate(per_s: float) -> str:
    """Units a second with two digits that mean something."""
    return f"{per_s:.0f}" if per_s >= 10 else f"{per_s:.2g}"


def duration(seconds: float) -> str:
    """A time that a person would say."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, left = divmod(whole, 60)
    return (
        f"{minutes} min {left:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
    )


def make_bar(console: Console) -> Progress:
    """What moves while something goes on, on a terminal; elsewhere nothing is shown."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=28),
        TextColumn("{task.fields[detail]}", style="dim", markup=False),
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,  # a pipe gets the files' names, the terminal the bar
    )
