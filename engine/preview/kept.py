"""Fitted maps are kept in files, so that a checkpoint is fitted once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from engine.caches import write_cache

log = logging.getLogger(__name__)


def kept(
    file: Path, names: tuple[str, ...], fit: Callable[[], tuple[torch.Tensor, ...]]
) -> tuple[torch.Tensor, ...]:
    """The tensors `names` in `file`, or new ones from `fit`, kept there if that works."""
    if file.is_file():
        try:
            stored = load_file(file)
            return tuple(stored[name] for name in names)
        except (OSError, KeyError, SafetensorError) as error:
            log.warning("fitting previews anew, for %s is damaged: %s", file, error)
    fitted = fit()
    write_cache(file, save(dict(zip(names, fitted, strict=True))), "fit previews again")
    return fitted
