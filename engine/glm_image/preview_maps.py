"""The maps that a checkpoint's previews are made with: fitted once, kept in files."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import torch
from PIL import Image

from engine.checkpoint import Checkpoint
from engine.glm_image.codebook import codebook, read_codes
from engine.glm_image.decode import round_trip
from engine.glm_image.load import Models, OnLoading
from engine.hashes import KnownHashes, hash_file
from engine.jobs import Cancelled
from engine.planner import PRIOR, VAE
from engine.preview import CodeColours, LatentMap

log = logging.getLogger(__name__)

_Map = TypeVar("_Map")


class PreviewMaps:
    """Finds or fits a checkpoint's maps. `check` is asked now and then; it may raise to stop.

    A component that the plan does not keep in memory is brought in only where a map must be fitted,
    and `on_loading` hears of it.

    A map is None, which means no such previews, where there are no pictures to fit it on or it
    cannot be fitted.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        hashes: KnownHashes,
        parts: Models,
        pictures: Sequence[Path],
        cache_dir: Path,
        on_loading: OnLoading,
        check: Callable[[], None],
    ) -> None:
        self._checkpoint, self._parts, self._pictures = checkpoint, parts, tuple(pictures)
        self._hashes = hashes
        self._folder, self._check = cache_dir / "previews", check
        self._on_loading = on_loading

    def latent_map(self) -> LatentMap | None:
        """Fitted to what the VAE makes of the pictures."""

        def fit(needed: ExitStack) -> LatentMap:
            def encode(picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
                self._check()
                self._bring_in(VAE, needed)
                both: tuple[torch.Tensor, torch.Tensor] = round_trip(self._parts, picture)
                return both

            return LatentMap.cached(self._file(VAE), self._pictures, encode)

        return self._unless_it_fails(fit)

    def code_colours(self) -> CodeColours | None:
        """Fitted to what the vision tower reads in the pictures."""

        def fit(needed: ExitStack) -> CodeColours:
            def vectors() -> torch.Tensor:
                self._bring_in(PRIOR, needed)
                return codebook(self._parts)

            def read(picture: Image.Image) -> torch.Tensor:
                self._check()
                codes: torch.Tensor = read_codes(self._parts, picture)
                return codes

            return CodeColours.cached(self._file(PRIOR), self._pictures, vectors, read)

        return self._unless_it_fails(fit)

    def _bring_in(self, name: str, needed: ExitStack) -> None:
        if not self._parts.is_here(name):  # a map kept from an earlier start does without
            needed.enter_context(self._parts.using([name], self._on_loading))

    def _unless_it_fails(self, fit: Callable[[ExitStack], _Map]) -> _Map | None:
        if not self._pictures:
            return None
        try:
            with ExitStack() as needed:
                return fit(needed)
        except Cancelled:
            raise
        except Exception:
            log.exception("there will be no previews of one kind")
            return None

    def _file(self, component: str) -> Path:
        """Named by the hash of all that a map depends on: weights, and the pictures."""
        files = self._checkpoint.component(component).files
        weights = [self._hashes.of(file.path, lambda _size: self._check()) for file in files]
        everything = "".join([*weights, *self._picture_hashes])
        name = hashlib.sha256(everything.encode()).hexdigest()[:40]
        return self._folder / f"{name}.safetensors"

    @cached_property
    def _picture_hashes(self) -> list[str]:
        return [hash_file(picture) for picture in self._pictures]
