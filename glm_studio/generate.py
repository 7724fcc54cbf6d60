"""`glm-studio generate`: pictures without a window. Never imports Qt."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.api import EngineLike, GenerationRequest, ImageReady, JobCancelled, JobFailed
from engine.checkpoint import Checkpoint, open_checkpoint
from engine.door import check_request
from engine.errors import EngineError
from engine.plan import NO_WISH, PlanWish
from glm_studio.launch import make_engine
from glm_studio.library.folders import Folders
from glm_studio.library.store import SaveError, rescue, save_as, save_picture
from glm_studio.reporters import Reporter, make_reporter

DONE, FAILED, INTERRUPTED = 0, 1, 130
"""The command's exit codes, beside 2 for what cannot be done as asked."""

_RANDOM_SEEDS = 2**32


class OutputError(EngineError):
    """The file that the pictures shall go into cannot be used."""

    kind = "output"

    def __init__(self, target: Path, why: str, remedy: str) -> None:
        super().__init__(f"The picture cannot be written to {target}.", why, remedy)


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for; None leaves a value to the model's defaults."""

    prompt: str
    model: Path
    device: str
    precision: str
    size: tuple[int, int] | None
    steps: int | None
    guidance: float | None
    seed: int | None
    count: int
    output: Path | None
    overwrite: bool
    plan: PlanWish = NO_WISH

    def requests(self, checkpoint: Checkpoint) -> list[GenerationRequest]:
        """One request a picture, with seeds one after the other."""
        defaults = checkpoint.defaults
        width, height = self.size or defaults.size
        seed = random.randrange(_RANDOM_SEEDS) if self.seed is None else self.seed
        return [
            GenerationRequest(
                prompt=self.prompt,
                width=width,
                height=height,
                steps=defaults.steps if self.steps is None else self.steps,
                guidance=defaults.guidance if self.guidance is None else self.guidance,
                seed=seed + offset,
            )
            for offset in range(self.count)
        ]

    def targets(self) -> list[Path | None]:
        """The files to write: None stands for a new name in the pictures folder."""
        if self.output is None or self.count == 1:
            return [self.output] * self.count
        stem, suffix = self.output.stem, self.output.suffix
        return [self.output.with_name(f"{stem}_{n}{suffix}") for n in range(1, self.count + 1)]


def generate(order: Order, as_json: bool) -> int:
    """Make and save the pictures; returns the exit code.

    Raises `EngineError` before anything is computed if something asked for is not possible.
    """
    checkpoint = open_checkpoint(order.model)
    requests = order.requests(checkpoint)
    for request in requests:
        check_request(request, checkpoint)
    for target in filter(None, order.targets()):
        _check_target(target, order.overwrite)
    with make_reporter(as_json, order.count) as reporter:
        reporter.starting(checkpoint)
        engine = make_engine(order.model, order.device, order.precision, order.plan)
        try:
            run = _Run(engine, order, requests, reporter)
            return asyncio.run(run.make_all())
        finally:
            engine.close()


class _Run:
    """The pictures of one command, one after the other, until one of them fails."""

    def __init__(
        self,
        engine: EngineLike,
        order: Order,
        requests: list[GenerationRequest],
        reporter: Reporter,
    ) -> None:
        self._engine, self._order, self._reporter = engine, order, reporter
        self._requests = requests
        self._interrupted = asyncio.Event()

    async def make_all(self) -> int:
        """The exit code: the first failure ends the run, what was saved before it stays."""
        with _on_interrupt(self._interrupted):
            for request, target in zip(self._requests, self._order.targets(), strict=True):
                code = await self._make(request, target)
                if code != DONE:
                    return code
        return DONE

    async def _make(self, request: GenerationRequest, target: Path | None) -> int:
        job = self._engine.submit(request)

        async def cancel() -> None:
            await self._interrupted.wait()
            self._reporter.cancelling()
            job.cancel()

        watcher = asyncio.create_task(cancel())
        try:
            async for event in job:
                self._reporter.report(event)
                if isinstance(event, ImageReady):
                    return await self._save(event, target)
                if isinstance(event, JobFailed):
                    return FAILED
                if isinstance(event, JobCancelled):
                    return INTERRUPTED
        finally:
            watcher.cancel()
        raise AssertionError("a job's events ended without a last one")

    async def _save(self, image: ImageReady, target: Path | None) -> int:
        """A picture that is made is saved, even if the user interrupts in this very moment."""
        try:
            path = await asyncio.to_thread(self._write, image, target)
        except SaveError as error:
            folders = Folders.standard()
            failure = await asyncio.to_thread(rescue, image, error, folders.rescued)
            self._reporter.not_saved(image, failure.problem)
            return FAILED
        self._reporter.saved(image, path)
        return INTERRUPTED if self._interrupted.is_set() else DONE

    def _write(self, image: ImageReady, target: Path | None) -> Path:
        if target is None:
            return save_picture(image, Folders.standard().pictures)
        return save_as(image, target, self._order.overwrite)


@contextmanager
def _on_interrupt(interrupted: asyncio.Event) -> Iterator[None]:
    """Ctrl-C and a polite kill set the event; a second Ctrl-C ends the program at once."""
    loop = asyncio.get_running_loop()

    def interrupt() -> None:
        interrupted.set()
        loop.remove_signal_handler(signal.SIGINT)

    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        loop.add_signal_handler(number, interrupt)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def _check_target(target: Path, overwrite: bool) -> None:
    """Minutes of computing should not end at a name that could never be written."""
    if target.suffix.lower() != ".png":
        raise OutputError(target, "Pictures are PNG files.", "End the name with .png.")
    try:
        _check_place(target, overwrite)
    except OSError as error:
        why = f"{error.strerror or error}."
        raise OutputError(target, why, "Choose another name or folder.") from error


def _check_place(target: Path, overwrite: bool) -> None:
    if not target.parent.is_dir():
        raise OutputError(
            target, f"There is no folder {target.parent}.", "Make it, or choose another one."
        )
    if not os.access(target.parent, os.W_OK):
        raise OutputError(
            target, f"Writing in {target.parent} is not allowed.", "Choose another folder."
        )
    if target.is_dir():
        raise OutputError(target, "It is a folder.", "Name a file in it.")
    if target.exists() and not overwrite:
        raise OutputError(
            target, "There is a file already.", "Choose another name, or add --overwrite."
        )
