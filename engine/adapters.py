"""LoRA files for the transformer, by their headers alone: what they change, and whether they fit.

A pair of small matrices a layer: its outputs get ``weight x alpha / rank x up (down x)`` on top
(https://arxiv.org/abs/2106.09685). Files name them as PEFT and diffusers do (``lora_A``,
``lora_B``) or as kohya's scripts do (``lora_down``, ``lora_up``). Variants that compute otherwise
(DoRA, rank-stabilised, with biases) are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.checkpoint import Checkpoint
from engine.errors import AdapterError, CheckpointError
from engine.parsing import parse_json
from engine.texts import say
from engine.weights import TensorInfo, WeightFile, read_header

MAX_ADAPTERS = 8
MAX_WEIGHT = 4.0
_TRANSFORMER = "transformer"
_NAME = re.compile(
    r"(?:transformer\.|diffusion_model\.|base_model\.model\.|lora_unet_)?(?P<layer>.+?)\."
    r"(?P<half>lora_A|lora_B|lora_down|lora_up)(?:\.default)?\.weight"
)
_DOWN = ("lora_A", "lora_down")


@dataclass(frozen=True, slots=True)
class AdaptedLayer:
    """One linear layer's pair, by its tensors' names: `down` (rank, inputs), `up` (outputs, rank).

    `alpha` is what the header says, `alpha_tensor` names the tensor that says it; without either it
    is the rank.
    """

    layer: str
    down: str
    up: str
    rank: int
    alpha: float | None
    alpha_tensor: str | None


@dataclass(frozen=True, slots=True)
class AdapterFile:
    """A file that was looked through. `bytes` are those of all its tensors."""

    path: Path
    layers: tuple[AdaptedLayer, ...]
    bytes: int

    @property
    def rank(self) -> int:
        """The highest of its layers."""
        return max(layer.rank for layer in self.layers)


def read_adapter(path: Path, checkpoint: Checkpoint) -> AdapterFile:
    """Look through a file and check it against the checkpoint's transformer; reads no weights.

    Raises `AdapterError` with what is missing or does not fit.
    """
    if path.suffix != ".safetensors":
        raise AdapterError(
            path, say("It is no safetensors file."), say("Get the adapter's .safetensors version.")
        )
    if not path.is_file():
        raise AdapterError(path, say("There is no such file."), say("Choose another file."))
    try:
        file = read_header(path)
    except CheckpointError as error:
        why = say("Expected {expected}; found {found}.", expected=error.expected, found=error.found)
        raise AdapterError(path, why, say("Download the adapter again.")) from error
    matrices = _matrices(checkpoint)
    layers = tuple(_layers(file, _stated_alpha(file), matrices))
    if not layers:
        raise AdapterError(
            path,
            say("It holds no LoRA matrices."),
            say("Choose a LoRA for GLM-Image's transformer."),
        )
    _check_known(file, layers)
    _check_fits(path, layers, file.tensors, matrices)
    return AdapterFile(path, layers, file.bytes)


def _layers(
    file: WeightFile, stated: float | None, matrices: Mapping[str, TensorInfo]
) -> Iterator[AdaptedLayer]:
    # kohya's scripts write a layer's name with underscores for its dots.
    plain_names = {name.replace(".", "_"): name for name in matrices}
    halves: dict[str, dict[bool, str]] = {}
    for name in file.tensors:
        if found := _NAME.fullmatch(name):
            layer = plain_names.get(found["layer"], found["layer"])
            halves.setdefault(layer, {})[found["half"] in _DOWN] = name
    for layer, names in halves.items():
        if len(names) < 2:
            raise AdapterError(
                file.path,
                say("Half of its pair for {layer} is missing.", layer=layer),
                say("Download it again."),
            )
        down, up = names[True], names[False]
        shape = file.tensors[down].shape
        alpha = re.sub(r"\.lora_\w+?(\.default)?\.weight$", ".alpha", down)
        rank = shape[0] if shape else 0
        yield AdaptedLayer(layer, down, up, rank, stated, alpha if alpha in file.tensors else None)


def _stated_alpha(file: WeightFile) -> float | None:
    """What diffusers writes into the header; None where it says nothing, which means the rank.

    Raises `AdapterError` for what changes the arithmetic and is not computed here.
    """
    try:
        stated = parse_json(file.metadata.get("lora_adapter_metadata", "{}"))
        config = {str(k).removeprefix(f"{_TRANSFORMER}."): v for k, v in stated.items()}
        alpha = config.get("lora_alpha")
        alpha = None if alpha is None else float(alpha)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    for name in ("use_rslora", "use_dora", "alpha_pattern", "lora_bias"):
        if config.get(name):
            raise AdapterError(
                file.path,
                say("It was trained with {name}, which this program does not compute.", name=name),
                say("Choose a plain LoRA."),
            )
    return alpha


def _check_known(file: WeightFile, layers: tuple[AdaptedLayer, ...]) -> None:
    """A tensor that is left out would be missed in every picture, without a word."""
    used = {name for layer in layers for name in (layer.down, layer.up, layer.alpha_tensor)}
    strange = next((name for name in file.tensors if name not in used), None)
    if strange is not None:
        raise AdapterError(
            file.path,
            say("It holds {strange}, which is no part of a plain LoRA.", strange=strange),
            say("Choose a plain LoRA: others are not computed here."),
        )


def _matrices(checkpoint: Checkpoint) -> dict[str, TensorInfo]:
    files = checkpoint.component(_TRANSFORMER).files
    return {
        name.removesuffix(".weight"): info
        for file in files
        for name, info in file.tensors.items()
        if name.endswith(".weight") and len(info.shape) == 2
    }


def _check_fits(
    path: Path,
    layers: tuple[AdaptedLayer, ...],
    tensors: Mapping[str, TensorInfo],
    matrices: Mapping[str, TensorInfo],
) -> None:
    for layer in layers:
        wanted = matrices.get(layer.layer)
        if wanted is None:
            raise AdapterError(
                path,
                say("This model's transformer has no layer {layer}.", layer=layer.layer),
                say("Choose a LoRA that was made for this model."),
            )
        if layer.rank < 1:
            raise AdapterError(
                path,
                say("Its pair for {layer} is empty.", layer=layer.layer),
                say("Download it again."),
            )
        found = tensors[layer.up].shape, tensors[layer.down].shape
        outputs, inputs = wanted.shape
        if found != ((outputs, layer.rank), (layer.rank, inputs)):
            raise AdapterError(
                path,
                say(
                    "Its matrices for {layer} are {up} and {down}; the layer goes from "
                    "{inputs} to {outputs}.",
                    layer=layer.layer,
                    up=found[0],
                    down=found[1],
                    inputs=inputs,
                    outputs=outputs,
                ),
                say("Choose a LoRA that was made for a model of this size."),
            )
