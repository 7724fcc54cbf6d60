"""The maps that a checkpoint's previews are made with: fitted once, kept in files."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import torch
from PIL import Image

from engine.checkpoint import Checkpoint, hash_file
from engine.glm_image.codebook import codebook, read_codes
from engine.glm_image.decode import round_trip
from engine.glm_image.load import Models
from engine.jobs import Cancelled
from engine.preview import CodeColours, LatentMap

log = logging.getLogger(__name__)

_Map = TypeVar("_Map")

_SEES = ("model.visual.", "model.vqmodel.")
"""The tensors of the prior that read pictures; the others only write codes."""


class PreviewMaps:
    """Finds or fits a checkpoint's maps. `check` is asked now and then; it may raise to stop.

    A map is None, which means no such previews, where there are no pictures to fit it on or it
    cannot be fitted.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        parts: Models,
        pictures: Sequence[Path],
        cache_dir: Path,
        check: Callable[[], None],
    ) -> None:
        self._checkpoint, self._parts, self._pictures = checkpoint, parts, tuple(pictures)
        self._folder, self._check = cache_dir / "previews", check

    def latent_map(self) -> LatentMap | None:
        """Fitted to what the VAE makes of the pictures."""

        def encode(picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            self._check()
            both: tuple[torch.Tensor, torch.Tensor] = round_trip(self._parts, picture)
            return both

        def fit() -> LatentMap:
            weights = [hash_file(file.path) for file in self._checkpoint.component("vae").files]
            return LatentMap.cached(self._file(weights), self._pictures, encode)

        return self._unless_it_fails(fit)

    def code_colours(self) -> CodeColours | None:
        """Fitted to what the vision tower reads in the pictures."""

        def read(picture: Image.Image) -> torch.Tensor:
            self._check()
            codes: torch.Tensor = read_codes(self._parts, picture)
            return codes

        def fit() -> CodeColours:
            file = self._file([self._hash_of_eyes()])
            return CodeColours.cached(file, self._pictures, codebook(self._parts), read)

        return self._unless_it_fails(fit)

    def _unless_it_fails(self, fit: Callable[[], _Map]) -> _Map | None:
        if not self._pictures:
            return None
        try:
            return fit()
        except Cancelled:
            raise
        except Exception:
            log.exception("there will be no previews of one kind")
            return None

    def _file(self, weights: Sequence[str]) -> Path:
        """Named by the hash of all that a map depends on: weights, and the pictures."""
        everything = "".join([*weights, *self._picture_hashes])
        name = hashlib.sha256(everything.encode()).hexdigest()[:40]
        return self._folder / f"{name}.safetensors"

    @cached_property
    def _picture_hashes(self) -> list[str]:
        return [hash_file(picture) for picture in self._pictures]

    def _hash_of_eyes(self) -> str:
        """Of the vision tower and the codebook alone: the prior's files hold ten times as much."""
        digest = hashlib.sha256()
        for name, tensor in self._parts.prior.state_dict().items():
            if name.startswith(_SEES):
                self._check()
                digest.update(name.encode() + str(tensor.dtype).encode())
                digest.update(tensor.cpu().contiguous().view(-1).view(torch.uint8).numpy())
        return digest.hexdigest()
