"""What the stages need beside weights: activations and caches, from the components' shapes. Pure.

Caches follow from formulas. Activations were measured on a CPU with layers of the released shape
and the factors rounded up: the transformer's in bf16 and fp32 at 512 and 1024 pixels a side, the
VAE's in bf16 at 512 and 768. `tests/benchmarks/released_shape.py` holds them to a whole run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.api import Stage
from engine.checkpoint import Checkpoint, read_json
from engine.errors import CheckpointError
from engine.sizes import CODE_PX, LATENT_PX, big_grid, prior_tokens, reference_cache_bytes
from engine.texts import say

TEMPLATE_TOKENS = 64
"""The chat template and the grid sizes around a prompt."""

WORKSPACE_BYTES = 128 << 20
"""What the libraries' kernels keep for themselves, and what the allocator loses in fragments."""

TILE_PX = 384
"""Side of the tiles that a tiled plan decodes in."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for, as far as memory goes. `prompt_tokens` are at most its bytes.

    `references` are the sizes of the reference pictures, (width, height) in pixels;
    `adapter_values` what the adapters' files hold; `compositions` how many the prior writes in the
    same passes, 0 where one is given.
    """

    width: int
    height: int
    references: tuple[tuple[int, int], ...] = ()
    prompt_tokens: int = 512
    adapter_values: int = 0
    compositions: int = 1


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Widths and counts from the components' configurations."""

    prior_layers: int
    prior_hidden: int
    prior_ffn: int
    prior_cache_width: int
    """Key and value heads times their width."""
    vision_hidden: int
    vision_ffn: int
    glyph_heads: int
    denoise_layers: int
    denoise_hidden: int
    patch: int
    decode_channels: tuple[int, ...]
    """Of the VAE's blocks, at the picture's size first."""


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes beside the weights."""

    activations: int
    cache: int = 0


def read_dimensions(checkpoint: Checkpoint) -> Dimensions:
    """From the ``config.json`` of each component. Raises `CheckpointError` for what is missing."""
    config = {
        component.name: read_json(component.folder / "config.json", say("the component's shape"))
        for component in checkpoint.components
    }
    try:
        return _dimensions(**config)
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(
            checkpoint.folder,
            say("configurations that tell widths and layers"),
            say("no {error}", error=error),
        ) from error


def _dimensions(
    vision_language_encoder: Any, text_encoder: Any, transformer: Any, vae: Any
) -> Dimensions:
    text, vision = (vision_language_encoder[f"{part}_config"] for part in ("text", "vision"))
    head_width = text.get("head_dim") or text["hidden_size"] // text["num_attention_heads"]
    return Dimensions(
        prior_layers=int(text["num_hidden_layers"]),
        prior_hidden=int(text["hidden_size"]),
        prior_ffn=int(text["intermediate_size"]),
        prior_cache_width=int(text["num_key_value_heads"]) * int(head_width),
        vision_hidden=int(vision["hidden_size"]),
        vision_ffn=int(vision["intermediate_size"]),
        glyph_heads=int(text_encoder["num_heads"]),
        denoise_layers=int(transformer["num_layers"]),
        denoise_hidden=int(transformer["num_attention_heads"] * transformer["attention_head_dim"]),
        patch=int(transformer.get("patch_size", 2)),
        decode_channels=tuple(map(int, vae["block_out_channels"])),
    )


def needs(shape: Dimensions, demand: Demand, value_bytes: int, tiled: bool) -> dict[str, Need]:
    """By stage, for values of `value_bytes` bytes: 2 for bf16 and fp16, 4 for fp32."""
    return {
        Stage.REFERENCES: _references(shape, demand, value_bytes),
        Stage.PRIOR: _prior(shape, demand, value_bytes),
        Stage.DENOISE: _denoise(shape, demand, value_bytes),
        Stage.DECODE: Need(_decode(shape, demand, value_bytes, tiled) + WORKSPACE_BYTES),
    }


def _references(shape: Dimensions, demand: Demand, value_bytes: int) -> Need:
    """One after the other goes through the vision tower, then through the VAE's encoder."""
    pixels = max((width * height for width, height in demand.references), default=0)
    vision = pixels // CODE_PX**2 * (8 * shape.vision_hidden + 3 * shape.vision_ffn)
    encode = 6 * pixels * shape.decode_channels[0]
    return Need(max(vision, encode) * value_bytes + WORKSPACE_BYTES)


def _prior(shape: Dimensions, demand: Demand, value_bytes: int) -> Need:
    seen = sum(big_grid(*size).codes for size in demand.references)
    read = demand.prompt_tokens + TEMPLATE_TOKENS + seen
    written = prior_tokens(demand.width, demand.height, from_references=bool(demand.references))
    # When a layer takes its room, what it has of the prompt is there twice for a moment.
    cache = (shape.prior_layers + 1) * 2 * shape.prior_cache_width * value_bytes * (read + written)
    prompt = read * (6 * shape.prior_hidden + 4 * shape.prior_ffn) * value_bytes
    return Need(prompt + WORKSPACE_BYTES, cache * demand.compositions)


def _denoise(shape: Dimensions, demand: Demand, value_bytes: int) -> Need:
    tokens = _denoise_tokens(shape, demand.width, demand.height)
    hidden = shape.denoise_hidden * value_bytes
    layer = (tokens + demand.prompt_tokens) * 24 * hidden
    cache = reference_cache_bytes(
        demand.references,
        layers=shape.denoise_layers,
        heads=1,
        head_dim=shape.denoise_hidden,
        bytes_per_number=value_bytes,
    )
    if cache:  # joined with the picture's own keys and values, layer by layer
        layer += cache // shape.denoise_layers
    glyphs = 3 * shape.glyph_heads * demand.prompt_tokens**2 * 4
    return Need(max(layer, glyphs) + WORKSPACE_BYTES, cache)


def _denoise_tokens(shape: Dimensions, width: int, height: int) -> int:
    side = LATENT_PX * shape.patch
    return (width // side) * (height // side)


def _decode(shape: Dimensions, demand: Demand, value_bytes: int, tiled: bool) -> int:
    """The full size in as many channels as the second block hands up to the first."""
    pixels = demand.width * demand.height
    whole = 12 * pixels * value_bytes  # the result, its parts and its bytes
    if tiled:
        pixels = min(pixels, TILE_PX**2)
    wide = max(shape.decode_channels[:2])
    return 4 * pixels * wide * value_bytes + whole
