"""An opened checkpoint: its parts on a device, its identity, its preview map."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from engine.api import ModelIdentity
from engine.checkpoint import Checkpoint, identify
from engine.devices.base import Device
from engine.devices.discover import choose_precision
from engine.glm_image.composition import Costs
from engine.glm_image.compositions import Compositions, Gang
from engine.glm_image.load import Models, load_models
from engine.glm_image.preview_maps import PreviewMaps
from engine.jobs import Cancelled
from engine.preview import CodeColours, LatentMap

OnProgress = Callable[[str, int, int], None]
"""Hears the component, the bytes done and the bytes in all."""

Check = Callable[[], None]
"""Asked again and again while loading; raises to stop it."""

_POLL_S = 0.1


@dataclass(slots=True)
class Model:
    """All that the stages need.

    `latent_map` and `code_colours` are None where no pictures to fit them on were given.
    """

    checkpoint: Checkpoint
    device: Device
    precision: str
    parts: Models
    identity: ModelIdentity
    latent_map: LatentMap | None
    code_colours: CodeColours | None = None
    costs: Costs | None = None
    """Those of the last run."""
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
        maps = PreviewMaps(checkpoint, parts, calibration, cache_dir, check)
        latent_map, code_colours = maps.latent_map(), maps.code_colours()
        return Model(checkpoint, device, name, parts, identity(), latent_map, code_colours)


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
