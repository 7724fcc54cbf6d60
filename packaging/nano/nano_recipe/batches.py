"""Fresh pictures for every step: no fixed set, nothing to overfit."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from .codebook import Codebook
from .drawing import draw_scene
from .parts import CELL, PATCH, halve, patchify, to_unit
from .world import Scene, random_scene

# (height, width) and how often; the released processor's small grid is exactly twice as fine
# as the big one at these sizes, or as fine (512²).
SIZES: tuple[tuple[tuple[int, int], float], ...] = (
    ((256, 256), 0.88),
    ((192, 320), 0.05),
    ((320, 192), 0.05),
    ((512, 512), 0.02),
)


def small_grid(height: int, width: int) -> tuple[int, int]:
    """Rows and columns of the small grid, as GlmImageProcessor computes them."""
    ratio = height / width
    return int(math.sqrt(ratio) * CELL / 2), int(math.sqrt(1 / ratio) * CELL / 2)


@dataclass(frozen=True, slots=True)
class Batch:
    """Scenes of one size with their pixels (batch, 3, height, width) in -1..1."""

    scenes: list[Scene]
    pixels: torch.Tensor

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.pixels.shape[-2], self.pixels.shape[-1]


def fresh_batch(rng: random.Random, count: int, make=random_scene) -> Batch:
    """`count` new pictures of one random size; fewer of the large ones."""
    (height, width), _ = rng.choices(SIZES, [share for _, share in SIZES])[0]
    count = max(1, count * 256 * 256 // max(height * width, 256 * 256))
    scenes = [make(rng, width, height) for _ in range(count)]
    return Batch(scenes, to_unit(np.stack([draw_scene(scene) for scene in scenes])))


def _codes(book: Codebook, view: torch.Tensor) -> torch.Tensor:
    patches, _ = patchify(view)
    return book.codes(patches).view(len(view), -1)


@torch.no_grad()
def big_codes(book: Codebook, pixels: torch.Tensor) -> torch.Tensor:
    """Codes of the big grid, (batch, rows · columns)."""
    return _codes(book, halve(pixels))


@torch.no_grad()
def small_codes(book: Codebook, pixels: torch.Tensor) -> torch.Tensor:
    """Codes of the small grid: the same picture at the small grid's own size."""
    rows, columns = small_grid(*pixels.shape[-2:])
    size = (rows * PATCH, columns * PATCH)
    if size != tuple(pixels.shape[-2:]):
        pixels = functional.interpolate(pixels, size, mode="bilinear", antialias=True)
    return _codes(book, pixels)
