"""Loading the parts of a nano folder, and the tensors that several stages share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, GlmImageTransformer2DModel
from transformers import (
    AutoTokenizer,
    GlmImageForConditionalGeneration,
    PreTrainedTokenizerFast,
    T5EncoderModel,
)

CELL = 32  # pixels of the picture a code of the big grid stands for
PATCH = 16  # pixels of the half-size picture a code stands for


def load_ar(folder: Path) -> GlmImageForConditionalGeneration:
    """The autoregressive model with its vision tower and codebook, fp32."""
    return GlmImageForConditionalGeneration.from_pretrained(
        folder / "vision_language_encoder", dtype=torch.float32
    )


def load_dit(folder: Path) -> GlmImageTransformer2DModel:
    """The diffusion transformer, fp32."""
    return GlmImageTransformer2DModel.from_pretrained(folder / "transformer", dtype=torch.float32)


def load_text_encoder(folder: Path) -> T5EncoderModel:
    """The glyph encoder, fp32."""
    return T5EncoderModel.from_pretrained(folder / "text_encoder", dtype=torch.float32)


def load_vae(folder: Path) -> AutoencoderKL:
    """The VAE, fp32."""
    return AutoencoderKL.from_pretrained(folder / "vae", dtype=torch.float32)


def load_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    """The tokenizer of the AR model's processor."""
    return AutoTokenizer.from_pretrained(folder / "processor")


def to_unit(pictures: np.ndarray) -> torch.Tensor:
    """uint8 (batch, height, width, 3) to float (batch, 3, height, width) in -1..1."""
    return torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1


def halve(pixels: torch.Tensor) -> torch.Tensor:
    """Half-size pictures: what the vision tower reads."""
    return torch.nn.functional.avg_pool2d(pixels, 2)


def patchify(pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(batch, 3, h, w) to the vision tower's packed patches and its (batch, 3) grids."""
    batch, channels, height, width = pixels.shape
    rows, columns = height // PATCH, width // PATCH
    patches = pixels.reshape(batch, channels, rows, PATCH, columns, PATCH)
    patches = patches.permute(0, 2, 4, 1, 3, 5).reshape(batch * rows * columns, -1)
    return patches, torch.tensor([[1, rows, columns]] * batch)


@torch.no_grad()
def encode_codes(ar: GlmImageForConditionalGeneration, pixels: torch.Tensor) -> torch.Tensor:
    """Codes (batch, h / 16, w / 16) of pictures that are already at the vision tower's size."""
    patches, grids = patchify(pixels)
    hidden = ar.model.visual(patches, grid_thw=grids).last_hidden_state
    rows, columns = pixels.shape[-2] // PATCH, pixels.shape[-1] // PATCH
    maps = hidden.view(len(pixels), rows, columns, -1).permute(0, 3, 1, 2)
    return ar.model.vqmodel.encode(maps).image_tokens.view(len(pixels), rows, columns)


@dataclass(slots=True)
class Latents:
    """A VAE with the mean and deviation that its latents are normalised by."""

    vae: AutoencoderKL
    mean: torch.Tensor
    std: torch.Tensor

    @classmethod
    def of(cls, vae: AutoencoderKL) -> Latents:
        mean, std = (
            torch.tensor(values).view(1, -1, 1, 1)
            for values in (vae.config.latents_mean, vae.config.latents_std)
        )
        return cls(vae, mean, std)

    @torch.no_grad()
    def encode(self, pixels: torch.Tensor) -> torch.Tensor:
        """Normalised latents of pixels in -1..1."""
        return (self.vae.encode(pixels).latent_dist.mode() - self.mean) / self.std

    @torch.no_grad()
    def decode(self, latents: torch.Tensor) -> np.ndarray:
        """uint8 pictures (batch, height, width, 3)."""
        pixels = self.vae.decode(latents * self.std + self.mean).sample
        pixels = ((pixels.clamp(-1, 1) + 1) * 127.5).round().byte()
        return pixels.permute(0, 2, 3, 1).numpy()


def upsample_codes(codes: torch.Tensor) -> torch.Tensor:
    """(batch, h, w) codes to the DiT's (batch, 4·h·w) prior tokens, each code four times."""
    return codes.repeat_interleave(2, 1).repeat_interleave(2, 2).flatten(1)
