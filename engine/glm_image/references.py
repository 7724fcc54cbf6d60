"""Stage 0, references: each picture becomes codes for the prior and latents for the transformer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import torch
from PIL import Image
from torch import nn

from engine.api import ImageRef, Stage
from engine.glm_image.codebook import read_codes
from engine.glm_image.decode import encode_latents
from engine.glm_image.load import Models
from engine.glm_image.run import Run
from engine.pictures import read_picture
from engine.planner import PRIOR, VAE
from engine.recipe import PriorCodes, ReferenceUse
from engine.sizes import Grid, SizeLimits, big_grid


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference picture, encoded. `latents` are (1, channels, height/8, width/8), normalised, or
    None on a device that does not draw."""

    use: ReferenceUse
    picture: Image.Image
    codes: PriorCodes
    latents: torch.Tensor | None


@torch.inference_mode()
def encode_references(models: Models, limits: SizeLimits, run: Run) -> tuple[Reference, ...]:
    """Read and encode the request's references, one by one; none, and the stage is left out.

    Needs the prior's vision tower, unless the device that composed has handed the codes on, and the
    VAE's encoder where the picture is drawn. Raises `RequestError` for a file that cannot be read
    any more.
    """
    wanted = run.request.references
    if not wanted:
        return ()
    composed = run.turn.composed
    known = composed.references if composed else ()
    with run.stage(Stage.REFERENCES, len(wanted), *_blocks(models)):
        return tuple(
            _encode(models, limits, run, reference, codes)
            for reference, codes in zip_longest(wanted, known)
        )


def _encode(
    models: Models, limits: SizeLimits, run: Run, wanted: ImageRef, codes: PriorCodes | None
) -> Reference:
    run.check()
    read = read_picture(wanted.path, limits, wanted.crop)
    codes = codes or encode_codes(models, read.image)
    latents = encode_latents(models, _to_batch(read.image)) if models.has(VAE) else None
    return Reference(read.use, read.image, codes, latents)


def encode_codes(models: Models, picture: Image.Image) -> PriorCodes:
    """The codes of an RGB picture whose sides are multiples of 32: one for 32x32 pixels."""
    codes = read_codes(models, picture)
    grid = Grid(*codes.shape)
    if grid != big_grid(*picture.size):  # the transformer would add up two different sizes
        raise ValueError(f"the processor made {grid} of a picture of {picture.size} pixels")
    return PriorCodes(grid, tuple(codes.flatten().tolist()))


def _to_batch(picture: Image.Image) -> torch.Tensor:
    """RGB (1, 3, height, width) from -1 to 1; computes as `VaeImageProcessor` does.

    In memory the channels come last, as there: convolutions add up in another order otherwise.
    """
    numbers = np.asarray(picture).astype(np.float32) / 255.0
    return 2.0 * torch.from_numpy(numbers)[None].permute(0, 3, 1, 2) - 1.0


def _blocks(models: Models) -> list[nn.Module]:
    """What a cancel is noticed before: blocks of the vision tower and of the VAE's encoder."""
    blocks = list(models.prior.model.visual.blocks) if models.has(PRIOR) else []
    if models.has(VAE):
        encoder = models.vae.encoder
        blocks += [resnet for block in encoder.down_blocks for resnet in block.resnets]
        blocks += encoder.mid_block.resnets
    return blocks
