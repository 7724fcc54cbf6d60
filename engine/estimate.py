"""How long a picture should take: from what a device was measured to do, and from shapes. Pure.

An estimate: the prior's pass for one code is bound by reading its weights or by asking for its many
small operators, the transformer's by multiplying, and both are measured. Sizes are in pixels,
counts in numbers or FLOP, times in seconds. `docs/hardware.md` says how near it has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from engine.blocks import block_of
from engine.checkpoint import Checkpoint, Component, read_json
from engine.needs import read_dimensions
from engine.plan import Storage
from engine.planner import PRIOR, TRANSFORMER, VAE
from engine.sizes import LATENT_PX, TOKEN_PX, prior_tokens
from engine.texts import say

_OPERATORS_A_LAYER = 100
_OPERATORS_A_CODE = 300
"""What one pass of the prior asks for: counted with transformers 5.23, and the draw of the code."""

SMALL_BYTES = {Storage.INT8: 1.0, Storage.INT4: 0.5625}
"""Of a parameter that is stored small; int4 has a scale and a zero for 32 inputs."""

_ACTIVATION_PASSES = 60
"""How often a layer of the transformer goes through its activations in norms, modulation, gates."""

_CONVOLUTION_PASSES = 12
"""The same for a convolution of the VAE with its norm."""

_TEXT = "language_model.layers."
_LATENT_CHANNELS = 16


@dataclass(frozen=True, slots=True)
class Rates:
    """What a device does in one precision.

    `product_flops` a second with many rows; `read_bytes` of weights a second in products of one
    row; `copy_bytes` read and written a second; `operator_s` until a small operator is asked for,
    during which an `is_asynchronous` device goes on with what it was asked before.
    """

    product_flops: float
    read_bytes: float
    copy_bytes: float
    operator_s: float
    is_asynchronous: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A model as far as time goes. Parameters are counted where each pass goes through them."""

    prior_layers: int
    prior_parameters: int
    denoise_layers: int
    denoise_hidden: int
    denoise_parameters: int
    decode_channels: tuple[int, ...]
    """Of the VAE's blocks, at the picture's size first."""
    decode_layers: int
    """A block's residual layers."""


RELEASED = Shape(
    prior_layers=40,
    prior_parameters=8_225_000_000,
    denoise_layers=30,
    denoise_hidden=4096,
    denoise_parameters=6_040_000_000,
    decode_channels=(128, 512, 1024, 1024),
    decode_layers=4,
)
"""The released GLM-Image: its language model without the table of words, and its transformer
without the modulation, which sees one token."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Seconds of each stage of one picture, with the model in memory."""

    prior_s: float
    denoise_s: float
    decode_s: float

    @property
    def total_s(self) -> float:
        return self.prior_s + self.denoise_s + self.decode_s


def estimate(
    shape: Shape,
    rates: Rates,
    size: tuple[int, int],
    steps: int,
    *,
    value_bytes: int,
    prior_bytes_a_parameter: float | None = None,
    guided: bool = True,
) -> Estimate:
    """Seconds of one picture of `size` (width, height) from a prompt alone.

    - prior: a pass a code. It reads all weights (parameters x `prior_bytes_a_parameter`, or
      `value_bytes` of the precision, over `read_bytes`) and asks for its operators one by one; on
      an asynchronous device the longer of the two counts, else both;
    - denoise: `steps` x 2 passes, 1 if not `guided`, of 2 x parameters x tokens FLOP and
      4 x tokens^2 x hidden x layers for attention, over `product_flops`; and the layers'
      activations, `_ACTIVATION_PASSES` times, over `copy_bytes`;
    - decode: the FLOP of the VAE's 3x3 convolutions, 18 x inputs x outputs x pixels each, over
      `product_flops`; and their activations, `_CONVOLUTION_PASSES` times, over `copy_bytes`.
    """
    width, height = size
    weight_bytes = shape.prior_parameters * (prior_bytes_a_parameter or value_bytes)
    operators = shape.prior_layers * _OPERATORS_A_LAYER + _OPERATORS_A_CODE
    reading_s, asking_s = weight_bytes / rates.read_bytes, operators * rates.operator_s
    code_s = max(reading_s, asking_s) if rates.is_asynchronous else reading_s + asking_s
    passes = steps * (2 if guided else 1)
    return Estimate(
        prior_s=prior_tokens(width, height) * code_s,
        denoise_s=passes * _pass_s(shape, rates, width * height // TOKEN_PX**2, value_bytes),
        decode_s=_decode_s(shape, rates, width * height // LATENT_PX**2, value_bytes),
    )


def _pass_s(shape: Shape, rates: Rates, tokens: int, value_bytes: int) -> float:
    hidden, layers = shape.denoise_hidden, shape.denoise_layers
    flop = 2 * shape.denoise_parameters * tokens + 4 * tokens**2 * hidden * layers
    activations = _ACTIVATION_PASSES * tokens * hidden * value_bytes * layers
    return flop / rates.product_flops + activations / rates.copy_bytes


def _decode_s(shape: Shape, rates: Rates, latents: int, value_bytes: int) -> float:
    flop = activations = 0
    for inputs, outputs, pixels in _convolutions(shape, latents):
        flop += 18 * inputs * outputs * pixels
        activations += _CONVOLUTION_PASSES * outputs * pixels * value_bytes
    return flop / rates.product_flops + activations / rates.copy_bytes


def _convolutions(shape: Shape, latents: int) -> list[tuple[int, int, int]]:
    """Inputs, outputs and pixels of the decoder's 3x3 convolutions: two in each residual layer of
    the middle and of four blocks, and one after each doubling of the sides."""
    channels = shape.decode_channels[::-1]
    found = [(_LATENT_CHANNELS, channels[0], latents), *[(channels[0], channels[0], latents)] * 4]
    pixels = latents
    for number, (before, own) in enumerate(pairwise((channels[0], *channels))):
        found.append((before, own, pixels))
        found += [(own, own, pixels)] * (2 * shape.decode_layers - 1)
        if number < len(channels) - 1:
            pixels *= 4
            found.append((own, own, pixels))
    return found


def shape_of(checkpoint: Checkpoint) -> Shape:
    """From the checkpoint's headers and configurations; raises `CheckpointError`."""
    dimensions = read_dimensions(checkpoint)
    vae: Any = read_json(checkpoint.component(VAE).folder / "config.json", say("the VAE's shape"))
    return Shape(
        prior_layers=dimensions.prior_layers,
        prior_parameters=_parameters(checkpoint.component(PRIOR), (_TEXT, "lm_head.")),
        denoise_layers=dimensions.denoise_layers,
        denoise_hidden=dimensions.denoise_hidden,
        denoise_parameters=_parameters(checkpoint.component(TRANSFORMER), ("attn", "ff.")),
        decode_channels=dimensions.decode_channels,
        decode_layers=int(vae.get("layers_per_block", 1)) + 1,
    )


def _parameters(component: Component, marks: tuple[str, ...]) -> int:
    """Of the matrices whose names hold one of `marks`, in a block or at the end."""
    return sum(
        info.values
        for file in component.files
        for name, info in file.tensors.items()
        if any(mark in name for mark in marks)
        and (block_of(component.name, name) or name.startswith("lm_head."))
    )
