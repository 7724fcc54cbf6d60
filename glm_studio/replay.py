"""`glm-studio replay FILE`: make a picture again, and say where it differs."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.api import (
    CompositionReady,
    EngineLike,
    GenerationRequest,
    ImageReady,
    JobCancelled,
    JobFailed,
    PreviewPolicy,
)
from engine.checkpoint import open_checkpoint
from engine.door import check_request
from engine.errors import DeviceError, EngineError
from engine.plan import AUTO, PlanWish
from engine.recipe import PriorCodes, Recipe
from glm_studio.cli_labels import usual_labelling
from glm_studio.differences import Comparison, Step, compare
from glm_studio.generate import INTERRUPTED
from glm_studio.interrupt import on_interrupt
from glm_studio.launch import make_engine
from glm_studio.library.folders import Folders
from glm_studio.library.metadata import read_recipe
from glm_studio.library.rescue import rescue
from glm_studio.library.store import SaveError, save_as
from glm_studio.reporters import Reporter, make_reporter
from glm_studio.series import request_of
from glm_studio.targets import check_folder, check_target
from glm_studio.terminal import say

if TYPE_CHECKING:
    from PIL.Image import Image

SAME, DIFFERENT, FAILED = 0, 1, 3
"""The command's exit codes, beside 2 for what is not possible and 130 for an interruption."""


class ReplayError(EngineError):
    """A picture cannot be compared with a replay of itself."""

    kind = "replay"


@dataclass(frozen=True, slots=True)
class ReplayOrder:
    """What the command line asks for; None takes the device or precision of the recipe, and so
    does a `plan` without a word about storage.

    `from_codes` leaves out the prior stage, the longest of a large model.
    """

    file: Path
    model: Path
    device: str | None
    precision: str | None
    from_codes: bool
    output: Path | None
    overwrite: bool
    plan: PlanWish
    threads: int | None = None


def replay(order: ReplayOrder, as_json: bool) -> int:
    """Print the comparison; returns the exit code.

    Raises `EngineError` before anything is computed if something asked for is not possible.
    """
    recipe = read_recipe(order.file)
    before = _read_pixels(order.file, recipe)
    checkpoint = open_checkpoint(order.model)
    check_request(_request(recipe, keep_layout=True), checkpoint)
    if order.output is not None:
        check_target(order.output, order.overwrite)
        check_folder(order.output)
    with make_reporter(as_json=False, count=1) as reporter:
        reporter.starting(checkpoint)
        with closing(_engine(order, recipe)) as engine:
            run = _Replay(engine, recipe, order.from_codes, reporter)
            image = asyncio.run(run.make())
    if image is None:
        return INTERRUPTED if run.interrupted.is_set() else FAILED
    comparison = compare(recipe, image.recipe, run.drawn, before, image.pixels)
    text = json.dumps(_as_json(comparison)) if as_json else "\n".join(_lines(recipe, comparison))
    say(text, sys.stdout)
    if order.output is not None and not _saved(image, order.output, order.overwrite):
        return FAILED
    return SAME if comparison.same else DIFFERENT


def _saved(image: ImageReady, output: Path, overwrite: bool) -> bool:
    """Where the file cannot be written any more, the picture goes elsewhere, and that is said."""
    folders = Folders.standard()
    labelling = usual_labelling()
    try:
        save_as(image, output, overwrite, labelling=labelling)
    except SaveError as error:
        rescued = rescue(image, error, folders.rescued, labelling)
        say(f"glm-studio: {rescued}", sys.stderr)
        return False
    return True


def _read_pixels(file: Path, recipe: Recipe) -> Image:
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(file) as picture:
            pixels = picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ReplayError(
            f"The pixels of {file} cannot be read.", f"{error}.", "Use an undamaged copy."
        ) from error
    if pixels.size != (recipe.width, recipe.height):
        raise ReplayError(
            f"{file} cannot be compared.",
            f"It is {pixels.width}x{pixels.height} pixels, its recipe says "
            f"{recipe.width}x{recipe.height}: another program has changed it.",
            "Use the picture as it was made.",
        )
    return pixels


def _engine(order: ReplayOrder, recipe: Recipe) -> EngineLike:
    """On the recipe's own device where it is here, else on the one that fits best."""
    precision, plan = order.precision or recipe.precision, order.plan
    if plan.storage == AUTO:
        plan = replace(plan, like=recipe.plan)
    try:
        return make_engine(
            order.model, order.device or recipe.device, precision, plan, order.threads
        )
    except DeviceError as error:
        if order.device is not None:
            raise
        problem = error.problem
        say(f"glm-studio: {problem.what} {problem.why} Another device replays it.", sys.stderr)
        return make_engine(order.model, AUTO, precision, plan, order.threads)


def _request(recipe: Recipe, keep_layout: bool) -> GenerationRequest:
    return replace(request_of(recipe, keep_layout), preview=PreviewPolicy(enabled=False))


class _Replay:
    """One or two jobs: where the prior draws other codes, the rest is made from the recipe's."""

    def __init__(
        self, engine: EngineLike, recipe: Recipe, from_codes: bool, reporter: Reporter
    ) -> None:
        self._engine, self._recipe, self._reporter = engine, recipe, reporter
        self._draw_codes = not from_codes and recipe.composition_seed is not None
        self.interrupted = asyncio.Event()
        self.drawn: PriorCodes | None = None
        """The codes that the prior drew anew; None if it was not asked to."""

    async def make(self) -> ImageReady | None:
        """The picture from the recipe's codes; None if the job failed or was interrupted."""
        with on_interrupt(self.interrupted):
            image = await self._run(keep_layout=False) if self._draw_codes else None
            drew_others = self.drawn not in (None, self._recipe.prior)
            if not self._draw_codes or drew_others:
                image = await self._run(keep_layout=True)
        return image

    async def _run(self, keep_layout: bool) -> ImageReady | None:
        job = self._engine.submit(_request(self._recipe, keep_layout))

        async def cancel_when_interrupted() -> None:
            await self.interrupted.wait()
            self._reporter.cancelling()
            job.cancel()

        watcher = asyncio.create_task(cancel_when_interrupted())
        try:
            async for event in job:
                if isinstance(event, CompositionReady) and not keep_layout:
                    self.drawn = event.prior
                    if event.prior != self._recipe.prior:
                        job.cancel()  # without a word: the next job goes on with other codes
                        return None
                if isinstance(event, JobFailed | JobCancelled):
                    self._reporter.report(event)
                    return None
                self._reporter.report(event)
                if isinstance(event, ImageReady):
                    return event
        finally:
            watcher.cancel()
        raise AssertionError("a job's events ended without a last one")


def _lines(recipe: Recipe, comparison: Comparison) -> Iterator[str]:
    yield from (f"{name:<12}{text}" for name, text in _stages(recipe, comparison).items())
    for name, (then, now) in comparison.changed.items():
        yield f"{'Changed':<12}{name}: {then} then, {now} now"
    yield ""
    if comparison.first is None:
        yield "The same pixels."
    elif comparison.first is Step.FILE:
        yield "The run is the same; the file's pixels were changed after it was made."
    elif comparison.same:
        yield f"The same pixels, although the {comparison.first} differ."
    else:
        yield f"Other pixels: the runs part at the {comparison.first}."


def _stages(recipe: Recipe, comparison: Comparison) -> dict[str, str]:
    codes, pixels, step = comparison.codes, comparison.pixels, comparison.latents_step
    told = {}
    if comparison.first in (Step.WEIGHTS, Step.REFERENCES, Step.ADAPTERS):
        told[str(comparison.first).capitalize()] = "others than the recipe's"
    if codes is not None:
        row, column = codes.first
        told["Codes"] = (
            f"{codes.different} of {codes.total} differ, the first in row {row + 1}, "
            f"column {column + 1}; what follows was made from the recipe's"
        )
    else:
        told["Codes"] = "the same" if comparison.codes_drawn else "taken from the recipe"
    if recipe.trace is None:
        told["Latents"] = "not recorded in this file"
    elif step is None:
        told["Latents"] = f"the same after each of {recipe.steps} steps"
    else:
        where = f"after step {step} of {recipe.steps}" if step else "in the noise already"
        told["Latents"] = f"differ {where}"
    told["Picture"] = (
        "the same pixels"
        if pixels is None
        else f"{pixels.different} of {pixels.total} pixels differ, the largest difference is "
        f"{pixels.largest} of 255, the mean {pixels.mean:.3f}"
    )
    return told


def _as_json(comparison: Comparison) -> dict[str, object]:
    return {"same": comparison.same, **asdict(comparison)}
