"""From a verified folder to models on a device, as the plan wants them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, GlmImageTransformer2DModel
from torch import nn
from transformers import (
    ByT5Tokenizer,
    GenerationConfig,
    GlmImageConfig,
    GlmImageForConditionalGeneration,
    GlmImageProcessor,
    T5Config,
    T5EncoderModel,
)
from transformers.utils import GENERATION_CONFIG_NAME

from engine.checkpoint import Checkpoint
from engine.devices.base import Device
from engine.errors import CheckpointError
from engine.glm_image.part import Build, Part, open_part
from engine.glm_image.small_weights import Scratch
from engine.needs import TILE_PX
from engine.plan import Place, Plan
from engine.planner import GLYPHS, PRIOR, TRANSFORMER, VAE
from engine.sizes import LATENT_PX
from engine.texts import say

OnLoading = Callable[[str, int, int], None]
"""Hears the component, the bytes done and the bytes in all. May raise to stop loading."""


@dataclass(slots=True)
class Models:
    """The parts of a checkpoint that this device's share of a picture needs. `home` is where they
    compute, `dtype` what all of them compute in.

    A part's module can always be asked for its configuration; to compute with it, it must be in
    memory: within `using`, or because the plan keeps it there.
    """

    parts: dict[str, Part]
    scratch: Scratch
    processor: Any
    glyph_tokenizer: Any
    scheduler: Any
    home: Device
    dtype: torch.dtype

    @property
    def device(self) -> torch.device:
        return self.home.torch_device

    @property
    def prior(self) -> Any:
        return self.parts[PRIOR].module

    @property
    def glyph_encoder(self) -> Any:
        return self.parts[GLYPHS].module

    @property
    def transformer(self) -> Any:
        return self.parts[TRANSFORMER].module

    @property
    def vae(self) -> Any:
        return self.parts[VAE].module

    def has(self, name: str) -> bool:
        """Whether the component belongs to this device's share."""
        return name in self.parts

    def is_here(self, name: str) -> bool:
        """Whether a component can compute now."""
        return self.has(name) and self.parts[name].is_here

    @contextmanager
    def using(self, names: Sequence[str], on_loading: OnLoading) -> Iterator[None]:
        """Within, these components can compute; after it, those that the plan does not keep are
        gone again. What is in memory already stays and costs nothing."""
        own = [self.parts[name] for name in names if self.has(name)]
        missing = [part for part in own if not part.is_here]
        try:
            self._bring_in(missing, on_loading)
            yield
        finally:
            for part in missing:
                if part.plan.place is not Place.RESIDENT:
                    part.put_away()
            self.scratch.clear()

    def load_residents(self, on_loading: OnLoading) -> None:
        """Load all that the plan keeps in memory."""
        residents = [part for part in self.parts.values() if part.plan.place is Place.RESIDENT]
        self._bring_in(residents, on_loading)

    def put_away(self) -> None:
        """Give the memory of all weights back."""
        for part in self.parts.values():
            part.put_away()
        self.scratch.clear()

    @property
    def held_bytes(self) -> int:
        """What the weights take that are in memory now."""
        return sum(part.plan.held_bytes for part in self.parts.values() if part.is_here)

    @contextmanager
    def decoding(self, tiled: bool) -> Iterator[None]:
        """Within, the VAE works on overlapping tiles if `tiled`, which needs less memory at a time.

        Not longer than that: diffusers' switch counts for its encoder, too, and pictures that are
        encoded in tiles carry their seams into every step.
        """
        self.vae.use_tiling = tiled
        if tiled:
            self.vae.tile_sample_min_size = TILE_PX
            self.vae.tile_latent_min_size = TILE_PX // LATENT_PX
        try:
            yield
        finally:
            self.vae.use_tiling = False

    def _bring_in(self, parts: Sequence[Part], on_loading: OnLoading) -> None:
        total = sum(part.bytes_to_read for part in parts)
        done = 0
        for part in parts:
            name = part.component.name

            def on_read(size: int, name: str = name) -> None:
                nonlocal done
                done += size
                on_loading(name, done, total)

            part.bring_in(on_read)
        self.scratch.clear()


def open_models(checkpoint: Checkpoint, home: Device, dtype: torch.dtype, plan: Plan) -> Models:
    """All parts that the plan speaks of, without weights yet.

    Raises `CheckpointError` for a part that cannot be made, or a tensor that is missing or
    misshapen.
    """
    scratch = Scratch(dtype, home.torch_device)
    parts = {
        component.name: open_part(
            component, plan.component(component.name), _BUILDERS[component.name], scratch, home
        )
        for component in checkpoint.components
        if plan.has(component.name)
    }
    if TRANSFORMER in parts:
        set_attention(parts[TRANSFORMER].module, home, dtype)
    return Models(
        parts=parts,
        scratch=scratch,
        processor=_read(GlmImageProcessor, checkpoint, "processor"),
        glyph_tokenizer=_read(ByT5Tokenizer, checkpoint, "tokenizer"),
        scheduler=_read(FlowMatchEulerDiscreteScheduler, checkpoint, "scheduler"),
        home=home,
        dtype=dtype,
    )


_HALF = (torch.float16, torch.bfloat16)
"""What fused attention is written for."""


def set_attention(transformer: Any, home: Device, dtype: torch.dtype) -> None:
    """Compute its attention by the device's fused operator, or by torch's own.

    Always one of them by name: what diffusers would choose is what the environment or the last
    model in this process asked for, and it offers an operator wherever the package that brings it
    is installed, whatever the tensors' device.
    """
    fused = home.attention if dtype in _HALF else None
    with _quiet("diffusers.models.modeling_utils"):  # "experimental", at each loading
        transformer.set_attention_backend(fused or "native")


@contextmanager
def _quiet(logger: str) -> Iterator[None]:
    """Within, a library's module logs errors alone."""
    log = logging.getLogger(logger)
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


def _build_prior(folder: Path) -> nn.Module:
    prior = GlmImageForConditionalGeneration(GlmImageConfig.from_pretrained(folder))
    if (folder / GENERATION_CONFIG_NAME).is_file():  # how its codes are to be drawn
        prior.generation_config = GenerationConfig.from_pretrained(folder, local_files_only=True)
    return prior


def _from_config(model_class: Any, folder: Path) -> nn.Module:
    module: nn.Module = model_class.from_config(model_class.load_config(folder))
    return module


_BUILDERS: dict[str, Build] = {
    PRIOR: _build_prior,
    GLYPHS: lambda folder: T5EncoderModel(T5Config.from_pretrained(folder)),
    TRANSFORMER: lambda folder: _from_config(GlmImageTransformer2DModel, folder),
    VAE: lambda folder: _from_config(AutoencoderKL, folder),
}


def _read(reader: Any, checkpoint: Checkpoint, name: str) -> Any:
    """A part without weights, read by its own class, which may fail in many ways."""
    try:
        return reader.from_pretrained(checkpoint.folder / name, local_files_only=True)
    except Exception as error:
        raise CheckpointError(
            checkpoint.folder / name,
            say("a {name}", name=reader.__name__),
            say("{name}: {error}", name=type(error).__name__, error=error),
        ) from error
