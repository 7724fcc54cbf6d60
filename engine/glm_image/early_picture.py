"""The composition picture: the small grid drawn by a few steps, long before the big grid is there.

The small grid stands for the same picture at about 512x512 pixels, so the transformer can draw from
it as if it were a big one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import torch

from engine.api import GenerationRequest, Pixels, Stage
from engine.glm_image.decode import decode_latents, to_pixels
from engine.glm_image.denoise import draw_latents
from engine.glm_image.load import Models
from engine.planner import GLYPHS, TRANSFORMER, VAE
from engine.recipe import PriorCodes
from engine.sizes import CODE_PX, big_grid, small_grid

STEPS = 4
"""With fewer fine edges are missing; more cost more than they show."""

CHEAP = 0.05
"""A part of the run's seconds; up to here the picture is made without being asked for."""


def draw_composition(models: Models, request: GenerationRequest, prior: PriorCodes) -> Pixels:
    """The small grid `prior` as a picture of 32x32 pixels a code.

    Without guidance: on the nano that halves the cost, and the picture is as like the final one.
    Decoded by the VAE, for at this size that costs less than the steps, and the latents of so few
    steps look grainy through the map that the other previews use. All that is random is drawn by a
    generator of its own: the run's draws stay as they are.
    """
    width, height = prior.grid.columns * CODE_PX, prior.grid.rows * CODE_PX
    small = dataclasses.replace(request, width=width, height=height, steps=STEPS, guidance=1.0)
    with torch.inference_mode():
        return to_pixels(decode_latents(models, draw_latents(models, small, prior)))


def can_draw_now(models: Models) -> bool:
    """Whether the plan keeps in memory, while the prior is at work, what draws the picture."""
    return all(map(models.is_here, (GLYPHS, TRANSFORMER, VAE)))


@dataclass(frozen=True, slots=True)
class Costs:
    """What a run took: seconds of one pass of the transformer, and of decoding, for each code."""

    pass_s: float
    decode_s: float

    @classmethod
    def of(cls, request: GenerationRequest, seconds: Mapping[str, float]) -> Costs:
        """From a finished run's seconds by stage."""
        codes = big_grid(request.width, request.height).codes
        passes = codes * request.steps * _passes_a_step(request)
        return cls(seconds[Stage.DENOISE] / passes, seconds[Stage.DECODE] / codes)


def is_wanted(request: GenerationRequest, prior_s: float, costs: Costs | None) -> bool:
    """Whether the composition picture is asked for, or else is cheap; see `share_of_run`."""
    if request.preview.composition is not None:
        return request.preview.composition
    return share_of_run(request, prior_s, costs) < CHEAP


def share_of_run(request: GenerationRequest, prior_s: float, costs: Costs | None) -> float:
    """The part of the whole run's seconds that the picture is expected to take.

    `prior_s` are the seconds of the small grid; the big one takes as long a code. `costs` are those
    of an earlier run of this model. Before there is one the transformer's passes alone count: what
    part of them the picture takes is known whatever their speed, and the prior can only make it
    smaller. So does attention, which costs more a code the larger a picture is.
    """
    small, big = (make(request.width, request.height).codes for make in (small_grid, big_grid))
    passes = request.steps * _passes_a_step(request)
    if costs is None:
        return STEPS * small / (STEPS * small + passes * big)
    own_s = small * (STEPS * costs.pass_s + costs.decode_s)
    rest_s = prior_s * (small + big) / small + big * (passes * costs.pass_s + costs.decode_s)
    return own_s / (own_s + rest_s)


def _passes_a_step(request: GenerationRequest) -> int:
    return 2 if request.guidance > 1 else 1
