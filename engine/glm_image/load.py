"""From a verified folder to models on a device: tensor by tensor, with progress in bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, GlmImageTransformer2DModel
from safetensors import SafetensorError, safe_open
from torch import nn
from transformers import (
    ByT5Tokenizer,
    GlmImageConfig,
    GlmImageForConditionalGeneration,
    GlmImageProcessor,
    T5Config,
    T5EncoderModel,
)

from engine.checkpoint import Checkpoint, Component
from engine.errors import CheckpointError

OnBytes = Callable[[str, int], None]
"""Hears of each tensor: the component's name and the tensor's bytes. May raise to stop loading."""


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
    folder = checkpoint.folder

    def load(name: str, build: Callable[[], nn.Module]) -> nn.Module:
        return _load_component(checkpoint.component(name), build, device, dtype, on_bytes)

    return Models(
        prior=load("vision_language_encoder", lambda: _build_prior(checkpoint)),
        glyph_encoder=load("text_encoder", lambda: _build_glyph_encoder(checkpoint)),
        transformer=load("transformer", lambda: _from_config(GlmImageTransformer2DModel, folder)),
        vae=load("vae", lambda: _from_config(AutoencoderKL, folder)),
        processor=_read(GlmImageProcessor, checkpoint, "processor"),
        glyph_tokenizer=_read(ByT5Tokenizer, checkpoint, "tokenizer"),
        scheduler=_read(FlowMatchEulerDiscreteScheduler, checkpoint, "scheduler"),
        device=device,
        dtype=dtype,
    )


def _build_prior(checkpoint: Checkpoint) -> nn.Module:
    folder = checkpoint.folder / "vision_language_encoder"
    return GlmImageForConditionalGeneration(GlmImageConfig.from_pretrained(folder))


def _build_glyph_encoder(checkpoint: Checkpoint) -> nn.Module:
    return T5EncoderModel(T5Config.from_pretrained(checkpoint.folder / "text_encoder"))


def _from_config(model_class: Any, folder: Any) -> nn.Module:
    subfolder = "vae" if model_class is AutoencoderKL else "transformer"
    return model_class.from_config(model_class.load_config(folder / subfolder))


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
    build: Callable[[], nn.Module],
    device: torch.device,
    dtype: torch.dtype,
    on_bytes: OnBytes,
) -> nn.Module:
    """Build the module without memory for its weights, then give it the file's tensors.

    Buffers are made for real: those that no file holds (rotary frequencies) are computed.
    """
    with init_empty_weights(include_buffers=False):
        module = build()
    for file in component.files:
        try:
            tensors = _read_tensors(component, file, device, dtype, on_bytes)
            extra = module.load_state_dict(tensors, strict=False, assign=True).unexpected_keys
        except (SafetensorError, RuntimeError, OSError) as error:
            raise CheckpointError(
                file.path, f"the weights of a {component.class_name}", str(error)
            ) from error
        if extra:
            raise CheckpointError(
                file.path,
                f"the weights of a {component.class_name}",
                f"a tensor {extra[0]} too many",
            )
    return _finish(component, module, device)


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
