"""A GLM-Image model folder in diffusers layout: find, verify, describe, hash. No torch.

A folder may carry a ``studio.json`` with its own defaults, limits and example prompts; the released
checkpoint has none, and its published values stand here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import CheckpointError
from engine.hashes import OnBytes, hash_file
from engine.parsing import parse_json
from engine.recipe import ModelIdentity
from engine.sizes import SizeLimits
from engine.texts import say
from engine.weights import WeightFile, weight_files

_TRANSFORMERS_STEM = "model"
_DIFFUSERS_STEM = "diffusion_pytorch_model"

WEIGHTED = {
    "vision_language_encoder": ("GlmImageForConditionalGeneration", _TRANSFORMERS_STEM),
    "text_encoder": ("T5EncoderModel", _TRANSFORMERS_STEM),
    "transformer": ("GlmImageTransformer2DModel", _DIFFUSERS_STEM),
    "vae": ("AutoencoderKL", _DIFFUSERS_STEM),
}
"""Components with weights: class and the stem of their files, in the order in which they load."""

_CONFIGURED = {
    "tokenizer": ("ByT5Tokenizer", ("tokenizer_config.json",)),
    "processor": ("GlmImageProcessor", ("processor_config.json", "preprocessor_config.json")),
    "scheduler": ("FlowMatchEulerDiscreteScheduler", ("scheduler_config.json",)),
}
"""Components without weights: class and the file, under its new or old name, that configures it."""

_CONTROL_TOKENS = ("image_token", "grid_bos_token", "grid_eos_token", "bos_token", "eos_token")

_RELEASED_PRESETS = (
    (1280, 1280), (1568, 1056), (1056, 1568), (1472, 1088),
    (1088, 1472), (1728, 960), (960, 1728), (1024, 1024),
)  # fmt: skip
"""Those that the authors recommend, and the one that works as well and is the fastest."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the checkpoint that has weights."""

    name: str
    class_name: str
    folder: Path
    files: tuple[WeightFile, ...]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a checkpoint draws best with. Sizes are (width, height) in pixels."""

    size: tuple[int, int] = (1024, 1024)
    steps: int = 30
    guidance: float = 1.5
    size_presets: tuple[tuple[int, int], ...] = _RELEASED_PRESETS
    example_prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A verified model folder. `stand_in` marks a small model that is not the released one."""

    folder: Path
    name: str
    stand_in: bool
    components: tuple[Component, ...]
    limits: SizeLimits
    defaults: Defaults
    codebook_size: int
    context_tokens: int
    control_tokens: tuple[str, ...]

    @property
    def bytes(self) -> int:
        return sum(component.bytes for component in self.components)

    def component(self, name: str) -> Component:
        return next(c for c in self.components if c.name == name)


def open_checkpoint(folder: Path) -> Checkpoint:
    """Verify a folder by its configuration files and safetensors headers; reads no weights.

    Raises `CheckpointError` with file, expected and found for the first thing that is wrong.
    """
    index = read_json(folder / "model_index.json", say("the index of a GLM-Image model folder"))
    _check_class(folder / "model_index.json", index.get("_class_name"), "GlmImagePipeline")
    for name, (class_name, config_names) in _CONFIGURED.items():
        _check_component(folder, index, name, class_name)
        files = [folder / name / config_name for config_name in config_names]
        config = next((file for file in files if file.is_file()), files[0])
        read_json(config, say("the configuration of {name}", name=name))
    components = tuple(_open_component(folder, index, name) for name in WEIGHTED)
    studio_file = folder / "studio.json"
    studio = read_json(studio_file, say("the studio's defaults")) if studio_file.is_file() else {}
    prior_file = folder / "vision_language_encoder" / "config.json"
    prior = read_json(prior_file, say("the prior's shape"))
    with _complains_of(prior_file):
        codebook_size = int(prior["vq_config"]["num_embeddings"])
        context_tokens = int(prior["text_config"]["max_position_embeddings"])
    with _complains_of(studio_file):
        limits, defaults = _limits(studio), _defaults(studio)
    return Checkpoint(
        folder=folder,
        name=str(studio.get("name", folder.resolve().name)),
        stand_in=bool(studio.get("stand_in", False)),
        components=components,
        limits=limits,
        defaults=defaults,
        codebook_size=codebook_size,
        context_tokens=context_tokens,
        control_tokens=_control_tokens(folder / "processor" / "tokenizer_config.json"),
    )


def identify(
    checkpoint: Checkpoint,
    on_bytes: OnBytes | None = None,
    hash_of: Callable[[Path, OnBytes | None], str] = hash_file,
) -> ModelIdentity:
    """Hash all files that decide the pixels; `on_bytes` hears of each block, and may raise."""
    whole = hashlib.sha256()
    for path in _deciding_files(checkpoint):
        relative = path.relative_to(checkpoint.folder).as_posix()
        whole.update(f"{relative} {hash_of(path, on_bytes)}\n".encode())
    return ModelIdentity(checkpoint.name, whole.hexdigest())


def read_json(path: Path, purpose: str) -> dict[str, Any]:
    """A JSON object from a file, or a `CheckpointError` that says what the file was for."""
    try:
        value = parse_json(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise CheckpointError(path, purpose, say("no such file")) from error
    except (OSError, ValueError) as error:
        raise CheckpointError(
            path, say("{purpose} as JSON", purpose=purpose), str(error)
        ) from error
    if not isinstance(value, dict):
        raise CheckpointError(
            path, say("{purpose} as a JSON object", purpose=purpose), type(value).__name__
        )
    return value


def _deciding_files(checkpoint: Checkpoint) -> list[Path]:
    weights = [file.path for component in checkpoint.components for file in component.files]
    texts = [
        path
        for name in (*WEIGHTED, *_CONFIGURED)
        for pattern in ("*.json", "*.jinja", "*.txt", "*.model")
        for path in (checkpoint.folder / name).glob(pattern)
    ]
    return sorted({*weights, *texts})


def _open_component(folder: Path, index: Mapping[str, Any], name: str) -> Component:
    class_name, stem = WEIGHTED[name]
    _check_component(folder, index, name, class_name)
    read_json(folder / name / "config.json", say("the configuration of {name}", name=name))
    return Component(name, class_name, folder / name, weight_files(folder / name, stem))


def _check_component(folder: Path, index: Mapping[str, Any], name: str, class_name: str) -> None:
    entry = index.get(name)
    found = entry[-1] if isinstance(entry, list) and entry else entry
    _check_class(folder / "model_index.json", found, class_name, name)
    if not (folder / name).is_dir():
        raise CheckpointError(
            folder / name, say("the folder of {name}", name=name), say("no such folder")
        )


def _check_class(file: Path, found: object, expected: str, name: str = "") -> None:
    if found != expected:
        where = say(" for {name}", name=name) if name else ""
        raise CheckpointError(
            file,
            say("the class {expected}{where}", expected=expected, where=where),
            f"{found!r}" if found else say("nothing"),
            say("Choose the folder of a GLM-Image model in diffusers layout."),
        )


@contextmanager
def _complains_of(file: Path) -> Iterator[None]:
    """Values of a JSON file are looked up and converted within; what is wrong is that file's."""
    try:
        yield
    except KeyError as error:
        raise CheckpointError(
            file, say("a value named {error}", error=error), say("none")
        ) from error
    except (TypeError, ValueError, OverflowError) as error:
        raise CheckpointError(file, say("numbers where numbers belong"), str(error)) from error


def _limits(studio: Mapping[str, Any]) -> SizeLimits:
    released = SizeLimits()
    return SizeLimits(
        int(studio.get("min_side", released.min_side)),
        int(studio.get("max_side", released.max_side)),
    )


def _defaults(studio: Mapping[str, Any]) -> Defaults:
    released = Defaults()
    return Defaults(
        size=_size(studio.get("default_size", released.size)),
        steps=int(studio.get("default_steps", released.steps)),
        guidance=float(studio.get("default_guidance", released.guidance)),
        size_presets=tuple(map(_size, studio.get("size_presets", released.size_presets))),
        example_prompts=tuple(map(str, studio.get("example_prompts", ()))),
    )


def _control_tokens(file: Path) -> tuple[str, ...]:
    config = read_json(file, say("the prior's tokenizer"))
    return tuple(str(config[name]) for name in _CONTROL_TOKENS if config.get(name))


def _size(pair: Any) -> tuple[int, int]:
    width, height = pair
    return int(width), int(height)
