"""Pictures to be used as references: no two places alike, so that nothing can be mixed up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image


def picture(width: int, height: int, seed: int = 0, channels: int = 3) -> Image.Image:
    """Soft colours with hard edges, and the noise of a photograph."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (5, 7, channels), dtype=np.uint8)
    soft = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    values = np.asarray(soft).astype(int) + rng.integers(-9, 10, (height, width, channels))
    values[height // 3 : height // 2, width // 4 : width // 2] = rng.integers(0, 256, channels)
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def save(folder: Path, width: int, height: int, seed: int = 0) -> str:
    """The path of a new PNG file."""
    path = folder / f"{width}x{height}_{seed}.png"
    picture(width, height, seed).save(path)
    return str(path)
