"""From a verified folder to models on a device: tensor by tensor, with progress in bytes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, GlmImageTransformer2DModel
from safetensors import SafetensorError, safe_open
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

from engine.checkpoint import Checkpoint, Component
from engine.errors import CheckpointError

log = logging.getLogger(__name__)

OnBytes = Callable[[str, int], None]
"""Hears of each tensor: the component's name and the tensor's bytes. May raise to stop loading."""

Build = Callable[[Path], nn.Module]
"""Makes a component's module from the configuration in its folder."""


@dataclass(slots=True)
class Models:
    """The parts of a checkpoint, ready to run. `dtype` is what all of them compute in."""

    prior: Any
    glyph_encoder: Any
    transformer: Any
    vae: Any
    processor: Any
    glyph_tokenizer: Any
    scheduler: Any
    device: torch.device
    dtype: torch.dtype


def load_models(
    checkpoint: Checkpoint, device: torch.device, dtype: torch.dtype, on_bytes: OnBytes
) -> Models:
    """Load all parts. Raises `CheckpointError` for a tensor that is missing or misshapen."""

    def load(name: str, build: Build) -> nn.Module:
        return _load_component(checkpoint.component(name), build, device, dtype, on_bytes)

    return Models(
        prior=load("vision_language_encoder", _build_prior),
        glyph_encoder=load("text_encoder", _build_glyph_encoder),
        transformer=load("transformer", _from_config(GlmImageTransformer2DModel)),
        vae=load("vae", _from_config(AutoencoderKL)),
        processor=_read(GlmImageProcessor, checkpoint, "processor"),
        glyph_tokenizer=_read(ByT5Tokenizer, checkpoint, "tokenizer"),
        scheduler=_read(FlowMatchEulerDiscreteScheduler, checkpoint, "scheduler"),
        device=device,
        dtype=dtype,
    )


def _build_prior(folder: Path) -> nn.Module:
    prior = GlmImageForConditionalGeneration(GlmImageConfig.from_pretrained(folder))
    if (folder / GENERATION_CONFIG_NAME).is_file():  # how its codes are to be drawn
        prior.generation_config = GenerationConfig.from_pretrained(folder, local_files_only=True)
    return prior


def _build_glyph_encoder(folder: Path) -> nn.Module:
    return T5EncoderModel(T5Config.from_pretrained(folder))


def _from_config(model_class: Any) -> Build:
    return lambda folder: model_class.from_config(model_class.load_config(folder))


def _read(reader: Any, checkpoint: Checkpoint, name: str) -> Any:
    """A part without weights, read by its own class, which may fail in many ways."""
    try:
        return reader.from_pretrained(checkpoint.folder / name, local_files_only=True)
    except Exception as error:
        raise CheckpointError(
            checkpoint.folder / name, f"a {reader.__name__}", f"{type(error).__name__}: {error}"
        ) from error


def _load_component(
    component: Component,
    build: Build,
    device: torch.device,
    dtype: torch.dtype,
    on_bytes: OnBytes,
) -> nn.Module:
    """Build the module without memory for its weights, then give it the file's tensors.

    Buffers are made for real: those that no file holds (rotary frequencies) are computed.
    """
    module = _build_empty(component, build)
    for file in component.files:
        try:
            tensors = _read_tensors(component, file, device, dtype, on_bytes)
            extra = _assign(module, tensors)
        except (SafetensorError, OSError, _MisfitError) as error:
            raise CheckpointError(
                file.path, f"the weights of a {component.class_name}", str(error)
            ) from error
        if extra:  # as in the libraries' own loading; a misnamed tensor is missed elsewhere
            log.warning("%s: %d tensors without a place: %s", file.path, len(extra), extra[0])
    return _finish(component, module, device)


def _build_empty(component: Component, build: Build) -> nn.Module:
    try:
        with init_empty_weights(include_buffers=False):
            return build(component.folder)
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise CheckpointError(
            component.folder / "config.json",
            f"the configuration of a {component.class_name}",
            f"{type(error).__name__}: {error}",
        ) from error


class _MisfitError(Exception):
    """Tensors of other shapes than the module's."""


def _assign(module: nn.Module, tensors: dict[str, torch.Tensor]) -> list[str]:
    """Give the module its tensors; returns the names of those it has no place for."""
    try:
        loaded = module.load_state_dict(tensors, strict=False, assign=True)
    except RuntimeError as error:  # running out of memory is one too, but nothing is copied here
        raise _MisfitError(str(error)) from error
    extra: list[str] = loaded.unexpected_keys
    return extra


def _read_tensors(
    component: Component, file: Any, device: torch.device, dtype: torch.dtype, on_bytes: OnBytes
) -> dict[str, torch.Tensor]:
    tensors = {}
    with safe_open(file.path, framework="pt", device="cpu") as weights:
        for name, size in file.tensors.items():
            tensor = weights.get_tensor(name)
            target = dtype if tensor.is_floating_point() else tensor.dtype
            # A copy, for what safe_open gives is a view of the file, read when it is first used.
            tensors[name] = tensor.to(device=device, dtype=target, copy=True)
            on_bytes(component.name, size)
    return tensors


def _finish(component: Component, module: nn.Module, device: torch.device) -> nn.Module:
    if hasattr(module, "tie_weights"):
        module.tie_weights()
    missing = [name for name, parameter in module.named_parameters() if parameter.is_meta]
    if missing:
        raise CheckpointError(
            component.folder,
            f"the tensor {missing[0]}",
            f"no such tensor in its files ({len(missing)} missing in all)",
        )
    return module.to(device).eval().requires_grad_(False)
