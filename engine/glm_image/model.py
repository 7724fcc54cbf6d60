"""An opened checkpoint: its parts on a device, its identity, its preview map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from engine.api import ModelIdentity
from engine.checkpoint import Checkpoint, hash_file, identify
from engine.devices.base import Device
from engine.devices.discover import choose_precision
from engine.glm_image.decode import round_trip
from engine.glm_image.load import Models, load_models
from engine.preview import LatentMap

OnProgress = Callable[[str, int, int], None]
"""Hears the component, the bytes done and the bytes in all. May raise to stop loading."""


@dataclass(slots=True)
class Model:
    """All that the stages need. `latent_map` is None where no pictures to fit it on were given."""

    checkpoint: Checkpoint
    device: Device
    precision: str
    parts: Models
    identity: ModelIdentity
    latent_map: LatentMap | None


def open_model(
    checkpoint: Checkpoint,
    device: Device,
    precision: str,
    calibration: Sequence[Path],
    cache_dir: Path,
    on_progress: OnProgress,
) -> Model:
    """Load a checkpoint onto a device. The files are hashed beside the loading, on a thread."""
    done = 0

    def on_bytes(component: str, size: int) -> None:
        nonlocal done
        done += size
        on_progress(component, done, checkpoint.bytes)

    name, dtype = choose_precision(device, precision)
    with ThreadPoolExecutor(1, thread_name_prefix="engine-hash") as hashing:
        identity: Future[ModelIdentity] = hashing.submit(identify, checkpoint)
        parts = load_models(checkpoint, device.torch_device, dtype, on_bytes)
        latent_map = _latent_map(checkpoint, parts, calibration, cache_dir)
        return Model(checkpoint, device, name, parts, identity.result(), latent_map)


def _latent_map(
    checkpoint: Checkpoint, parts: Models, calibration: Sequence[Path], cache_dir: Path
) -> LatentMap | None:
    if not calibration:
        return None
    vae = "-".join(hash_file(file.path)[:32] for file in checkpoint.component("vae").files)
    file = cache_dir / "previews" / f"{vae}.safetensors"
    return LatentMap.cached(file, calibration, lambda picture: round_trip(parts, picture))
