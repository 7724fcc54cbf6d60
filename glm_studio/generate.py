"""`glm-studio generate`: pictures without a window. Never imports Qt."""

from __future__ import annotations

import asyncio
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from engine.api import (
    Adapter,
    EngineLike,
    GenerationRequest,
    ImageReady,
    ImageRef,
    JobCancelled,
    JobFailed,
    JobLike,
    PreviewPolicy,
)
from engine.checkpoint import Checkpoint, open_checkpoint
from engine.door import check_request
from engine.errors import RequestError
from engine.plan import NO_WISH, PlanWish
from engine.recipe import Recipe
from glm_studio.interrupt import on_interrupt
from glm_studio.launch import make_engine
from glm_studio.library.folders import Folders
from glm_studio.library.labels import ALL_LABELS, Keep, Labelling
from glm_studio.library.rescue import rescue
from glm_studio.library.store import (
    SaveError,
    save_as,
    save_picture,
)
from glm_studio.reporters import Reporter, make_reporter
from glm_studio.series import Vary, series
from glm_studio.targets import check_folder, check_target
from glm_studio.terminal import say

DONE, FAILED, INTERRUPTED = 0, 1, 130
"""The command's exit codes, beside 2 for what cannot be done as asked."""

_RANDOM_SEEDS = 2**32
_CLOSE_S = 3.0
"""How long the end waits for the engine."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for; None leaves a value to the model's defaults.

    `composition` is the recipe whose codes are taken over, with its size unless another is named.
    """

    prompt: str
    model: Path
    device: str
    precision: str
    size: tuple[int, int] | None
    steps: int | None
    guidance: float | None
    seed: int | None
    composition_seed: int | None
    composition: Recipe | None
    vary: Vary
    count: int
    output: Path | None
    overwrite: bool
    references: tuple[Path, ...]
    preview: PreviewPolicy
    adapters: tuple[Adapter, ...] = ()
    plan: PlanWish = NO_WISH
    threads: int | None = None
    labelling: Labelling = ALL_LABELS
    keep: Keep = Keep.EVERYTHING

    def requests(self, checkpoint: Checkpoint) -> list[GenerationRequest]:
        """One request a picture, as the model's defaults complete the order.

        Raises `RequestError` for a first one that the model cannot draw.
        """
        defaults, composition = checkpoint.defaults, self.composition
        width, height = self.size or _size_of(composition) or defaults.size
        first = GenerationRequest(
            prompt=self.prompt,
            width=width,
            height=height,
            steps=defaults.steps if self.steps is None else self.steps,
            guidance=defaults.guidance if self.guidance is None else self.guidance,
            seed=random.randrange(_RANDOM_SEEDS) if self.seed is None else self.seed,
            composition_seed=self.composition_seed,
            prior=composition.prior if composition else None,
            references=tuple(ImageRef(str(path.absolute())) for path in self.references),
            preview=self.preview,
            adapters=self.adapters,
        )
        if composition is not None and _would_compose_alike(first, composition):
            first = replace(
                first,
                composition_seed=composition.composition_seed,
                composed_with=composition.composed_with,
            )
        check_request(first, checkpoint)
        return series(first, self.count, self.vary)

    def targets(self) -> list[Path | None]:
        """The files to write: None stands for a new name in the pictures folder."""
        if self.output is None or self.count == 1:
            return [self.output] * self.count
        stem, suffix = self.output.stem, self.output.suffix
        return [self.output.with_name(f"{stem}_{n}{suffix}") for n in range(1, self.count + 1)]


def _would_compose_alike(request: GenerationRequest, recipe: Recipe) -> bool:
    """Whether the recipe's seed still tells how the codes were drawn: for another prompt, or from
    other pictures, it would draw others."""
    pictures = [use.path for use in recipe.references]
    return request.prompt == recipe.prompt and pictures == [r.path for r in request.references]


def _size_of(recipe: Recipe | None) -> tuple[int, int] | None:
    return (recipe.width, recipe.height) if recipe else None


def generate(order: Order, as_json: bool) -> int:
    """Make and save the pictures; returns the exit code.

    Raises `EngineError` before anything is computed if something asked for is not possible.
    """
    checkpoint = open_checkpoint(order.model)
    requests = order.requests(checkpoint)
    _check_variation(order)
    for target in filter(None, order.targets()):
        check_target(target, order.overwrite)
    if order.output is not None:
        check_folder(order.output)
    with make_reporter(as_json, order.count) as reporter:
        reporter.starting(checkpoint)
        engine = make_engine(order.model, order.device, order.precision, order.plan, order.threads)
        for problem in engine.passed_over:
            say(f"glm-studio: {problem}", sys.stderr)
        patience_s = _CLOSE_S
        try:
            run = _Run(engine, order, requests, reporter)
            return asyncio.run(run.make_all())
        except KeyboardInterrupt:  # the second one: whoever sends it has waited enough
            patience_s = 0.0
            raise
        finally:
            engine.close(patience_s)


def _check_variation(order: Order) -> None:
    if order.composition and order.count > 1 and order.vary is Vary.LAYOUT:
        raise RequestError(
            "variation",
            f"--composition keeps the layout and --vary layout the detail: all {order.count} "
            "pictures would be the same.",
            "Use --vary detail, or leave out --composition.",
        )


class _Run:
    """The pictures of one command, as many at once as there are devices.

    One that fails takes no other along; a disk that takes no picture ends the run.
    """

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
        self._unsavable = False

    async def make_all(self) -> int:
        """The exit code.

        All jobs are queued at once: each device takes the next one, and those that wait share the
        work of one that runs. Each picture is saved as soon as it is made.
        """
        with on_interrupt(self._interrupted):
            jobs = [self._engine.submit(request) for request in self._requests]
            followers = [
                asyncio.create_task(self._follow(job, target))
                for job, target in zip(jobs, self._order.targets(), strict=True)
            ]
            watcher = asyncio.create_task(self._cancel_when_interrupted(jobs))
            codes = []
            try:
                for follower in asyncio.as_completed(followers):
                    codes.append(await follower)
                    if self._unsavable:
                        await self._end_others(jobs, followers)
                        return FAILED
            finally:
                watcher.cancel()
        if INTERRUPTED in codes:
            return INTERRUPTED
        return FAILED if FAILED in codes else DONE

    async def _cancel_when_interrupted(self, jobs: list[JobLike]) -> None:
        await self._interrupted.wait()
        self._reporter.cancelling()
        _cancel(jobs)

    async def _end_others(self, jobs: list[JobLike], followers: list[asyncio.Task[int]]) -> None:
        """A picture that is being saved in this moment is saved; the others are cancelled."""
        _cancel(jobs)
        await asyncio.wait(followers, timeout=_CLOSE_S)

    async def _follow(self, job: JobLike, target: Path | None) -> int:
        async for event in job:
            self._reporter.report(event)
            if isinstance(event, ImageReady):
                return await self._save(event, target)
            if isinstance(event, JobFailed):
                return FAILED
            if isinstance(event, JobCancelled):
                return INTERRUPTED
        raise AssertionError("a job's events ended without a last one")

    async def _save(self, image: ImageReady, target: Path | None) -> int:
        """A picture that is made is saved, even if the user interrupts in this very moment."""
        try:
            path = await asyncio.to_thread(self._write, image, target)
        except SaveError as error:
            folders = Folders.standard()
            labelling = self._order.labelling
            failure = await asyncio.to_thread(rescue, image, error, folders.rescued, labelling)
            self._reporter.not_saved(image, failure.problem)
            self._unsavable = True
            return FAILED
        self._reporter.saved(image, path)
        return INTERRUPTED if self._interrupted.is_set() else DONE

    def _write(self, image: ImageReady, target: Path | None) -> Path:
        order = self._order
        if target is None:
            return save_picture(image, Folders.standard().pictures, order.labelling, order.keep)
        return save_as(image, target, order.overwrite, labelling=order.labelling, keep=order.keep)


def _cancel(jobs: list[JobLike]) -> None:
    """Those that wait first, so that none of them starts."""
    for job in reversed(jobs):
        job.cancel()
