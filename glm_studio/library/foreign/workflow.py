"""ComfyUI's `workflow`: the graph as it is drawn, where values have places instead of names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glm_studio.library.foreign.values import objects

_AFTER = "control_after_generate"
"""A value that stands behind each seed, and is no input."""

_WIDGETS = {
    "KSampler": ("seed", _AFTER, "steps", "cfg", "sampler_name", "scheduler", "denoise"),
    "KSamplerAdvanced": (
        "add_noise", "noise_seed", _AFTER, "steps", "cfg", "sampler_name", "scheduler",
    ),
    "RandomNoise": ("noise_seed", _AFTER),
    "BasicScheduler": ("scheduler", "steps", "denoise"),
    "CFGGuider": ("cfg",),
    "FluxGuidance": ("guidance",),
    "CLIPTextEncode": ("text",),
    "CLIPTextEncodeFlux": ("clip_l", "t5xxl", "guidance"),
    "CheckpointLoaderSimple": ("ckpt_name",),
    "UNETLoader": ("unet_name", "weight_dtype"),
    "EmptyLatentImage": ("width", "height", "batch_size"),
    "EmptySD3LatentImage": ("width", "height", "batch_size"),
    "LoadImage": ("image", "upload"),
    "PrimitiveNode": ("value", _AFTER),
}  # fmt: skip
"""Names of the values of nodes, in the order in which they are drawn."""

_MUTED = (2, 4)
"""Modes of nodes that are not run."""


def as_prompt(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """The graph as it would be run; nodes that are not known keep their links alone."""
    sources = dict(filter(None, map(_source, _list(drawn.get("links")))))
    return {
        str(node.get("id")): {"class_type": node.get("type"), "inputs": _inputs(node, sources)}
        for node in objects(drawn.get("nodes"))
        if node.get("mode") not in _MUTED
    }


def _inputs(node: Mapping[str, Any], sources: Mapping[int, list[Any]]) -> dict[str, Any]:
    kind, values = node.get("type"), node.get("widgets_values")
    inputs: dict[str, Any] = {}
    if isinstance(kind, str) and isinstance(values, list):
        inputs = dict(zip(_WIDGETS.get(kind, ()), values, strict=False))
    elif isinstance(values, Mapping):
        inputs = {str(name): value for name, value in values.items()}
    for slot in objects(node.get("inputs")):
        name, link = slot.get("name"), slot.get("link")
        if isinstance(name, str) and isinstance(link, int) and link in sources:
            inputs[name] = sources[link]
    return inputs


def _source(link: Any) -> tuple[int, list[Any]] | None:
    """`[link, from node, from output, to node, to input, type]`"""
    if isinstance(link, list) and len(link) >= 3 and isinstance(link[0], int):
        return link[0], [str(link[1]), link[2]]
    return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
