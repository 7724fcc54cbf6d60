"""From the command line's words to a running engine; imports torch only when it is called."""

from __future__ import annotations

import os
from pathlib import Path

from engine.api import EngineLike
from glm_studio.resources import calibration_pictures, resource

BUNDLED_MODEL = "nano"

_QUIET = {
    # Weights come from a local folder alone; nothing here may ask a network.
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "DIFFUSERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}


def model_folder(wish: str) -> Path:
    """The folder of a model: the bundled one by its name, any other by its path."""
    return resource("models", BUNDLED_MODEL) if wish == BUNDLED_MODEL else Path(wish).expanduser()


def make_engine(folder: Path, device: str, precision: str) -> EngineLike:
    """An engine over `folder`. Takes seconds the first time, for it imports torch.

    Raises `CheckpointError`, `DeviceError` or `VersionError`.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    from engine.engine import Engine  # noqa: PLC0415 - imports torch

    return Engine(folder, device=device, precision=precision, calibration=calibration_pictures())
