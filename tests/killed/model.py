"""The tiny model that the rounds are played with."""

from __future__ import annotations

import json
from pathlib import Path

_LIMITS = {"name": "tiny", "min_side": 64, "max_side": 512, "default_size": [64, 64],
           "default_steps": 2}  # fmt: skip


def write_model(folder: Path) -> Path:
    """A model of the real classes that makes a picture of 64x64 in half a second."""
    from support.checkpoints import write_checkpoint

    write_checkpoint(folder, layers=1)
    (folder / "studio.json").write_text(json.dumps(_LIMITS))
    return folder
