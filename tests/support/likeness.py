"""How alike two pictures look."""

from __future__ import annotations

import numpy as np
from PIL import Image

from engine.api import Pixels

_SIGMA, _RADIUS = 1.5, 5
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def ssim(preview: Pixels, picture: Pixels) -> float:
    """The mean structural similarity, from -1 to 1, of a preview and the picture it stands for.

    Both at a quarter of the picture's size, where previews are at home, a channel at a time, with
    the Gaussian window and the constants of Wang, Bovik, Sheikh and Simoncelli, "Image quality
    assessment: from error visibility to structural similarity", IEEE TIP 13 (2004).
    """
    size = (picture.width // 4, picture.height // 4)
    a, b = (_array(pixels, size) for pixels in (preview, picture))
    mean_a, mean_b = _blur(a), _blur(b)
    var_a, var_b = _blur(a * a) - mean_a**2, _blur(b * b) - mean_b**2
    both = _blur(a * b) - mean_a * mean_b
    alike = (2 * mean_a * mean_b + _C1) * (2 * both + _C2)
    return float((alike / ((mean_a**2 + mean_b**2 + _C1) * (var_a + var_b + _C2))).mean())


def _array(pixels: Pixels, size: tuple[int, int]) -> np.ndarray:
    image = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.data)
    return np.asarray(image.resize(size, Image.Resampling.BICUBIC), dtype=np.float64)


def _blur(array: np.ndarray) -> np.ndarray:
    """A Gaussian over rows and columns, without the edges that its window leaves."""
    places = np.arange(-_RADIUS, _RADIUS + 1)
    weights = np.exp(-(places**2) / (2 * _SIGMA**2))
    weights /= weights.sum()
    for axis in (0, 1):
        windows = np.lib.stride_tricks.sliding_window_view(array, len(weights), axis)
        array = windows @ weights
    return array
