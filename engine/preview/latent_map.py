"""Latents to RGB without the VAE: a linear map, fitted to each checkpoint's own VAE.

The map is one 3x3 convolution from normalised latents to the 2x2 pixels that a latent stands for at
a quarter of the size: more would not show more, only the map's errors as a grid. It is fitted by
ridge regression on what the VAE itself makes of some pictures; no constants of another model are in
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from PIL import Image

from engine.api import Pixels
from engine.glm_image.decode import to_pixels
from engine.preview.kept import kept
from engine.sizes import LATENT_PX

_PATCH = 2
_SHRINK = LATENT_PX // _PATCH
_REACH = 3
_RIDGE = 1e-3

RoundTrip = Callable[[torch.Tensor], tuple[torch.Tensor, torch.Tensor]]
"""RGB (3, height, width), -1 to 1, to normalised latents (1, channels, height/8, width/8) and to
the RGB (3, height, width) that the VAE makes of them: a preview shall look like that."""


class LatentMap:
    """Normalised latents to pixels at a quarter of the picture's size.

    `weight` has shape (12, channels, 3, 3), `bias` (12,): 2x2 pixels of 3 colours a latent.
    """

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor) -> None:
        self._weight, self._bias = weight, bias

    @torch.inference_mode()
    def __call__(self, latents: torch.Tensor) -> Pixels:
        """Owned pixels from latents (channels, height/8, width/8)."""
        return to_pixels(self.paint(latents))

    def paint(self, latents: torch.Tensor) -> torch.Tensor:
        """RGB (3, height/4, width/4), about -1 to 1."""
        padded = F.pad(latents[None].float(), (1, 1, 1, 1), mode="replicate")
        patches = F.conv2d(padded, self._weight.to(latents.device), self._bias.to(latents.device))
        return F.pixel_shuffle(patches, _PATCH)[0]

    @classmethod
    def cached(cls, file: Path, pictures: Sequence[Path], round_trip: RoundTrip) -> LatentMap:
        """The map in `file`, or a new one, fitted on `pictures` and kept there if that works."""

        def fit() -> tuple[torch.Tensor, torch.Tensor]:
            fitted: LatentMap = cls.fit(pictures, round_trip)
            return fitted._weight, fitted._bias

        return cls(*kept(file, ("weight", "bias"), fit))

    @classmethod
    @torch.inference_mode()
    def fit(cls, pictures: Sequence[Path], round_trip: RoundTrip) -> LatentMap:
        """Least squares from 3x3 latents and a one to the 2x2 shrunk pixels in the middle."""
        inputs, targets = zip(*(_samples(path, round_trip) for path in pictures), strict=True)
        x, y = torch.cat(inputs).double(), torch.cat(targets).double()
        x = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)
        gram = x.T @ x + _RIDGE * len(x) * torch.eye(x.shape[1], dtype=x.dtype)
        solution = torch.linalg.solve(gram, x.T @ y).float().T
        if not torch.isfinite(solution).all():
            raise ValueError("the VAE computed values that are not numbers")
        weight = solution[:, :-1].reshape(solution.shape[0], -1, _REACH, _REACH)
        return cls(weight.contiguous(), solution[:, -1].contiguous())


def _samples(path: Path, round_trip: RoundTrip) -> tuple[torch.Tensor, torch.Tensor]:
    """Inputs (latents, channels x 9) and targets (latents, 12) of one picture."""
    with Image.open(path) as file:
        rgb = torch.from_numpy(np.asarray(file.convert("RGB")).copy())
    picture = rgb.permute(2, 0, 1).float() / 127.5 - 1
    latents, drawn = (part.float().cpu() for part in round_trip(picture))
    padded = F.pad(latents, (1, 1, 1, 1), mode="replicate")
    shrunk = F.avg_pool2d(drawn[None].clamp(-1, 1), _SHRINK)
    inputs = F.unfold(padded, _REACH)[0].T
    targets = F.pixel_unshuffle(shrunk, _PATCH)[0].flatten(1).T
    return inputs, targets
