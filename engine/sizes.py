"""Sizes, grids and token counts of GLM-Image. Pure arithmetic.

A code of the prior stands for 32x32 pixels, a token of the transformer for 16x16, a latent for 8x8.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from engine.texts import say

CODE_PX = 32
"""Side of the square that one image code stands for, in pixels."""

TOKEN_PX = 16
"""Side of the square that one token of the transformer stands for, in pixels."""

LATENT_PX = 8
"""Side of the square that one latent stands for, in pixels."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of image codes, written row by row."""

    rows: int
    columns: int

    @property
    def codes(self) -> int:
        return self.rows * self.columns


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """What sizes a checkpoint can draw; sides in pixels, both multiples of `CODE_PX`."""

    min_side: int = 512
    max_side: int = 2048
    max_pixels: int = 2**22

    def complaint(self, width: int, height: int) -> str | None:
        """Why this size cannot be drawn, or None if it can."""
        if width % CODE_PX or height % CODE_PX:
            return say(
                "{width}x{height} is not made of multiples of {code_px}.",
                width=width,
                height=height,
                code_px=CODE_PX,
            )
        if not all(self.min_side <= side <= self.max_side for side in (width, height)):
            return say(
                "{width}x{height} has a side outside {min_side} to {max_side}.",
                width=width,
                height=height,
                min_side=self.min_side,
                max_side=self.max_side,
            )
        if width * height > self.max_pixels:
            return say(
                "{width}x{height} has more than {max_pixels:,} pixels.",
                width=width,
                height=height,
                max_pixels=self.max_pixels,
            )
        return None

    def nearest(self, width: int, height: int) -> tuple[int, int]:
        """The allowed size nearest to the asked one, in pixels; a too large area shrinks evenly."""
        area = max(width * height, 1)
        if area > self.max_pixels:
            scale = math.sqrt(self.max_pixels / area)
            width, height = int(width * scale), int(height * scale)
            width, height = width // CODE_PX * CODE_PX, height // CODE_PX * CODE_PX
        return self._snap(width), self._snap(height)

    def _snap(self, side: int) -> int:
        return min(max(round(side / CODE_PX) * CODE_PX, self.min_side), self.max_side)


def big_grid(width: int, height: int) -> Grid:
    """The grid of codes that the transformer draws from."""
    return Grid(height // CODE_PX, width // CODE_PX)


def small_grid(width: int, height: int) -> Grid:
    """The grid that text-to-image writes first: the same picture with about 16x16 codes.

    The formula, roundings included, is `GlmImageProcessor._get_target_shape` of transformers.
    """
    big = big_grid(width, height)
    ratio = big.rows / big.columns
    half = CODE_PX // 2
    return Grid(int(math.sqrt(ratio) * half), int(math.sqrt(1 / ratio) * half))


def prior_tokens(width: int, height: int, *, from_references: bool = False) -> int:
    """How many codes the prior writes for a picture of this size.

    With reference pictures it writes the big grid alone.
    """
    big = big_grid(width, height).codes
    return big if from_references else small_grid(width, height).codes + big


def reference_cache_bytes(
    sizes: Iterable[tuple[int, int]],
    *,
    layers: int,
    heads: int,
    head_dim: int,
    bytes_per_number: int,
) -> int:
    """Bytes of the transformer's key/value cache of references, held through all denoise steps.

    `sizes` are (width, height) in pixels as the model sees them, multiples of 32; the rest is the
    transformer's shape and precision. A key and a value a layer and a token of 16x16 pixels: 1.9
    GiB for one of 1024x1024 in bf16 with the released shape (30 layers, 32 heads of 128).
    """
    tokens = sum(width * height for width, height in sizes) // TOKEN_PX**2
    return layers * 2 * tokens * heads * head_dim * bytes_per_number
