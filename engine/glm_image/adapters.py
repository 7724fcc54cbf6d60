"""LoRA adapters on the transformer, for the time of one picture.

Hooks on the layers' outputs, not PEFT's wrappers, which take the place of `nn.Linear` and of a few
libraries' quantised layers: they know neither the layers that store their matrix small nor weights
that come and go with the plan. A hook does not care what its layer computes with.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from safetensors import SafetensorError, safe_open

from engine.adapters import AdaptedLayer, AdapterFile, read_adapter
from engine.errors import AdapterError
from engine.glm_image.load import Models
from engine.glm_image.model import Model
from engine.glm_image.run import Run
from engine.recipe import AdapterUse
from engine.texts import say


@contextmanager
def adapted(model: Model, run: Run) -> Iterator[tuple[AdapterUse, ...]]:
    """Within, the transformer computes with the request's adapters; yields what the recipe says.

    Raises `AdapterError` for a file that has become unreadable or does not fit.
    """
    models = model.parts
    with ExitStack() as hooks:
        uses = []
        for adapter in run.request.adapters:
            file = read_adapter(Path(adapter.path), model.checkpoint)
            for layer, scale, down, up in _pairs(file, models):
                run.check()
                module = models.transformer.get_submodule(layer)
                hook = _hook(adapter.weight * scale, down, up)
                hooks.callback(module.register_forward_hook(hook).remove)
            digest = model.hashes.of(file.path, lambda _size: run.check())
            uses.append(AdapterUse(adapter.path, digest, float(adapter.weight)))
        yield tuple(uses)


def _pairs(
    file: AdapterFile, models: Models
) -> Iterator[tuple[str, float, torch.Tensor, torch.Tensor]]:
    """Layer, alpha / rank, and both matrices on the device."""
    try:
        with safe_open(file.path, framework="pt", device="cpu") as tensors:
            for layer in file.layers:
                down, up = (
                    tensors.get_tensor(name).to(models.device, models.dtype, copy=True)
                    for name in (layer.down, layer.up)
                )
                yield layer.layer, _alpha(layer, tensors) / layer.rank, down, up
    except (OSError, SafetensorError) as error:
        raise AdapterError(file.path, f"{error}.", say("Download the adapter again.")) from error


def _alpha(layer: AdaptedLayer, tensors: Any) -> float:
    if layer.alpha_tensor is not None:
        return float(tensors.get_tensor(layer.alpha_tensor))
    return float(layer.rank) if layer.alpha is None else layer.alpha


def _hook(scale: float, down: torch.Tensor, up: torch.Tensor) -> Any:
    def add(_: object, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> torch.Tensor:
        return output + scale * F.linear(F.linear(inputs[0], down), up)

    return add
