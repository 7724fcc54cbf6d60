"""A picture, from the prompt to the pixels, in three stages."""

from __future__ import annotations

from engine.api import ImageReady, PriorCodes, Recipe
from engine.glm_image.composition import Costs
from engine.glm_image.decode import decode
from engine.glm_image.denoise import denoise
from engine.glm_image.model import Model
from engine.glm_image.previews import Previews
from engine.glm_image.prior import write_prior
from engine.glm_image.run import Run
from engine.versions import installed


def make_picture(model: Model, run: Run) -> ImageReady:
    """Run the stages, sending their progress; raises `Cancelled` when the job's token says so."""
    previews = Previews(model, run)
    # 1. The prior writes the composition as codes.
    prior = write_prior(model.parts, model.checkpoint.codebook_size, run, previews.on_codes)
    # 2. The transformer turns noise into latents, and tells what they will look like.
    latents = denoise(model.parts, prior, run, previews.on_clean)
    # 3. The VAE turns latents into pixels.
    pixels = decode(model.parts, latents, run)
    model.costs = Costs.of(run.request, run.seconds)
    return ImageReady(run.job.id, pixels, _recipe(model, run, prior), dict(run.seconds))


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
    )
