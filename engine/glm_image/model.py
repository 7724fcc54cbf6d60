"""An opened checkpoint: its parts on a device, its identity, its preview map."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import torch

from engine.api import ModelIdentity
from engine.checkpoint import Checkpoint, hash_file, identify
from engine.devices.base import Device
from engine.devices.discover import choose_precision
from engine.glm_image.compositions import Compositions, Gang
from engine.glm_image.decode import round_trip
from engine.glm_image.load import Models, load_models
from engine.jobs import Cancelled
from engine.preview import LatentMap

log = logging.getLogger(__name__)

OnProgress = Callable[[str, int, int], None]
"""Hears the component, the bytes done and the bytes in all."""

Check = Callable[[], None]
"""Asked again and again while loading; raises to stop it."""

_POLL_S = 0.1


@dataclass(slots=True)
class Model:
    """All that the stages need. `latent_map` is None where no pictures to fit it on were given."""

    checkpoint: Checkpoint
    device: Device
    precision: str
    parts: Models
    identity: ModelIdentity
    latent_map: LatentMap | None
    compositions: Compositions = field(default_factory=Compositions)
    gang: Gang = field(default_factory=Gang)


def open_model(
    checkpoint: Checkpoint,
    device: Device,
    precision: str,
    calibration: Sequence[Path],
    cache_dir: Path,
    on_progress: OnProgress,
    check: Check,
) -> Model:
    """Load a checkpoint onto a device. The files are hashed beside the loading, on a thread."""
    done = 0

    def on_bytes(component: str, size: int) -> None:
        nonlocal done
        check()
        done += size
        on_progress(component, done, checkpoint.bytes)

    name, dtype = choose_precision(device, precision)
    with _hashed(checkpoint, check) as identity:
        parts = load_models(checkpoint, device.torch_device, dtype, on_bytes)
        latent_map = _latent_map(checkpoint, parts, calibration, cache_dir, check)
        return Model(checkpoint, device, name, parts, identity(), latent_map)


@contextmanager
def _hashed(checkpoint: Checkpoint, check: Check) -> Iterator[Callable[[], ModelIdentity]]:
    """Hash the files on a thread; yields a function that waits for the result.

    35 GB take a minute: whoever leaves early must not wait for the rest of them.
    """
    abandoned = threading.Event()

    def on_bytes(_size: int) -> None:
        if abandoned.is_set():
            raise Cancelled

    def wait() -> ModelIdentity:
        while not (finished := futures.wait([future], _POLL_S).done):
            check()
        return finished.pop().result()

    with futures.ThreadPoolExecutor(1, thread_name_prefix="engine-hash") as hashing:
        future = hashing.submit(identify, checkpoint, on_bytes)
        try:
            yield wait
        finally:
            abandoned.set()


def _latent_map(
    checkpoint: Checkpoint,
    parts: Models,
    calibration: Sequence[Path],
    cache_dir: Path,
    check: Check,
) -> LatentMap | None:
    """None, which means no previews, where there is nothing to fit it on or it cannot be fitted."""
    if not calibration:
        return None

    def encode(picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        check()
        both: tuple[torch.Tensor, torch.Tensor] = round_trip(parts, picture)
        return both

    try:
        return LatentMap.cached(_map_file(checkpoint, calibration, cache_dir), calibration, encode)
    except Cancelled:
        raise
    except Exception:
        log.exception("there will be no previews")
        return None


def _map_file(checkpoint: Checkpoint, calibration: Sequence[Path], cache_dir: Path) -> Path:
    """Named by the hash of all that the map depends on: the VAE's weights, and the pictures."""
    files = [file.path for file in checkpoint.component("vae").files]
    both = hashlib.sha256("".join(map(hash_file, [*files, *calibration])).encode())
    return cache_dir / "previews" / f"{both.hexdigest()[:40]}.safetensors"
