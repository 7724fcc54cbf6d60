"""A picture, from the prompt to the pixels, in three stages."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from engine.api import (
    ImageReady,
    Loading,
    PreviewKind,
    PreviewReady,
    PriorCodes,
    Recipe,
    Stage,
)
from engine.glm_image.decode import decode
from engine.glm_image.denoise import OnClean, denoise
from engine.glm_image.model import Model
from engine.glm_image.prior import write_prior
from engine.glm_image.run import Run
from engine.planner import components_of
from engine.preview import PreviewBudget
from engine.versions import installed

log = logging.getLogger(__name__)


def make_picture(model: Model, run: Run) -> ImageReady:
    """Run the stages, sending their progress; raises `Cancelled` when the job's token says so."""
    # 1. The prior writes the composition as codes.
    with _brought_in(model, run, Stage.PRIOR):
        prior = write_prior(model.parts, model.checkpoint.codebook_size, run)
    # 2. The transformer turns noise into latents, and tells what they will look like.
    with _brought_in(model, run, Stage.DENOISE):
        latents = denoise(model.parts, prior, run, _previewer(model, run))
    # 3. The VAE turns latents into pixels.
    with _brought_in(model, run, Stage.DECODE):
        pixels = decode(model.parts, latents, run)
    return ImageReady(run.job.id, pixels, _recipe(model, run, prior), dict(run.seconds))


@contextmanager
def _brought_in(model: Model, run: Run, stage: Stage) -> Iterator[None]:
    """The stage's components can compute within; what the plan does not keep is loaded for it.

    The seconds that loading takes count as ``load``, not as the stage's.
    """
    start = time.perf_counter()

    def on_loading(component: str, done: int, total: int) -> None:
        run.check()
        run.job.stage = Stage.LOAD
        run.emit(Loading, component, done, total)
        spent = time.perf_counter() - start
        run.seconds[Stage.LOAD] = before + spent

    before = run.seconds.get(Stage.LOAD, 0.0)
    model.require_room(stage)
    names = components_of(stage, len(run.request.references))
    with model.parts.using(names, on_loading):
        run.job.stage = stage
        yield
    model.device.release_caches()


def _previewer(model: Model, run: Run) -> OnClean:
    """Sends a preview a step, within the request's policy."""
    policy, latent_map = run.request.preview, model.latent_map
    if not policy.enabled or latent_map is None:
        return lambda step, clean: None
    budget = PreviewBudget(policy.max_fraction)

    def preview(step: int, clean: torch.Tensor) -> None:
        if not budget.allows(run.elapsed_s):
            return
        start = time.perf_counter()
        try:
            pixels = latent_map(clean)
        except Exception:  # the picture is worth more than its preview
            log.exception("no preview at step %s", step)
        else:
            run.emit(PreviewReady, PreviewKind.LATENTS, step, run.request.steps, pixels)
        budget.spend(time.perf_counter() - start)
        run.seconds["preview"] = budget.spent_s

    return preview


def _recipe(model: Model, run: Run, prior: PriorCodes) -> Recipe:
    request = run.request
    return Recipe(
        prompt=request.prompt,
        width=request.width,
        height=request.height,
        steps=request.steps,
        guidance=float(request.guidance),
        seed=request.seed,
        precision=model.precision,
        device=model.device.name,
        model=model.identity,
        prior=prior,
        versions=installed(),
        composition_seed=request.drawn_composition_seed,
        plan=model.plan.use(),
    )
