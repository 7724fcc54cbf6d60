"""Fitted maps are kept in files, so that a checkpoint is fitted once."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save

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
    try:
        _write(file, save(dict(zip(names, fitted, strict=True))))
    except OSError as error:
        log.warning("the next start will fit previews again: %s", error)
    return fitted


def _write(file: Path, data: bytes) -> None:
    """Whole or not at all: two studios may start at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(f".{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
