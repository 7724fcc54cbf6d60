"""Stage 3, decode: the VAE turns latents into pixels."""

from __future__ import annotations

import torch
from torch import nn

from engine.api import Pixels, Stage
from engine.glm_image.load import Models
from engine.glm_image.run import Run
from engine.glm_image.soundness import require_numbers


@torch.inference_mode()
def decode(models: Models, latents: torch.Tensor, run: Run) -> Pixels:
    """The picture from normalised latents (1, channels, height/8, width/8).

    Raises `BlackPictureError` rather than make a black picture of them.
    """
    with run.stage(Stage.DECODE, 1, *blocks_of(models.vae)):
        picture = decode_latents(models, latents)
        require_numbers(picture, "the transformer or the decoder", models.home)
        return to_pixels(picture)


def decode_latents(models: Models, latents: torch.Tensor) -> torch.Tensor:
    """RGB (3, height, width), about -1 to 1, from normalised latents (1, channels, h, w)."""
    mean, std = latent_statistics(models)
    latents = latents.to(models.dtype) * std + mean
    picture: torch.Tensor = models.vae.decode(latents, return_dict=False)[0][0]
    return picture


@torch.inference_mode()
def round_trip(models: Models, picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Normalised latents (1, channels, h, w) of RGB (3, height, width), and what they decode to."""
    latents = encode_latents(models, picture[None])
    return latents, decode_latents(models, latents)


def encode_latents(models: Models, batch: torch.Tensor) -> torch.Tensor:
    """Normalised latents (1, channels, height/8, width/8) of RGB (1, 3, height, width), -1 to 1."""
    mean, std = latent_statistics(models)
    batch = batch.to(models.device, models.dtype)
    if not batch.is_cpu:  # cards' kernels want a channel after the other
        batch = batch.contiguous()
    latents: torch.Tensor = (models.vae.encode(batch).latent_dist.mode() - mean) / std
    return latents


def latent_statistics(models: Models) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and standard deviation a channel, (1, channels, 1, 1), from the VAE's configuration."""
    config = models.vae.config
    mean, std = (
        torch.tensor(values, device=models.device, dtype=models.dtype).view(1, -1, 1, 1)
        for values in (config.latents_mean, config.latents_std)
    )
    return mean, std


def to_pixels(picture: torch.Tensor) -> Pixels:
    """Bytes of RGB (3, height, width) from -1 to 1; rounds as `VaeImageProcessor` does."""
    scaled = (picture.float() * 0.5 + 0.5).clamp(0, 1).permute(1, 2, 0).cpu() * 255
    height, width, _ = scaled.shape
    return Pixels(width, height, scaled.round().to(torch.uint8).contiguous().numpy().tobytes())


def blocks_of(vae: nn.Module) -> list[nn.Module]:
    """The decoder's blocks in order, between which a cancel can be noticed."""
    decoder = vae.decoder
    return [*decoder.mid_block.resnets, *(r for block in decoder.up_blocks for r in block.resnets)]
