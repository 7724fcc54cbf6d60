"""An opened checkpoint: its parts on a device, its identity, its preview map."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from engine.api import Stage
from engine.checkpoint import Checkpoint, identify
from engine.devices.base import PRECISIONS, Device
from engine.errors import OutOfMemoryError
from engine.glm_image.compositions import Compositions
from engine.glm_image.early_picture import Costs
from engine.glm_image.load import Models, OnLoading, open_models
from engine.glm_image.preview_maps import PreviewMaps
from engine.hardware import Fingerprint
from engine.hashes import KnownHashes
from engine.jobs import Cancelled
from engine.plan import GIB, Plan
from engine.planner import PRIOR, VAE
from engine.preview import CodeColours, LatentMap
from engine.recipe import ModelIdentity
from engine.texts import say

Check = Callable[[], None]
"""Asked again and again while loading; raises to stop it."""

_POLL_S = 0.1

_NOTICEABLE_BYTES = 1 << 30
"""Below that, hashing is over before anyone could read about it."""


@dataclass(slots=True)
class Model:
    """All that the stages need.

    `latent_map` and `code_colours` are None where no pictures to fit them on were given.
    """

    checkpoint: Checkpoint
    device: Device
    precision: str
    plan: Plan
    parts: Models
    identity: ModelIdentity
    hashes: KnownHashes
    fingerprint: Fingerprint
    latent_map: LatentMap | None
    code_colours: CodeColours | None = None
    costs: Costs | None = None
    """Those of the last run."""
    compositions: Compositions = field(default_factory=Compositions)

    @property
    def held_bytes(self) -> int:
        """What its weights take that are in memory now."""
        return self.parts.held_bytes

    def require_room(self, stage: Stage) -> None:
        """Raise `OutOfMemoryError` where the stage needs more than is free by now.

        A system that promises more memory than it has, as Linux does, ends the whole program when
        the promise is called in. Where the user allowed more than is free, the user's word counts.
        """
        need = self.plan.need(stage).peak_bytes - self.held_bytes
        free, _ = self.device.memory()
        if need > free and self.plan.budget_bytes <= self.plan.free_bytes:
            raise OutOfMemoryError(
                say("There is too little memory left for the stage {stage}.", stage=stage),
                say(
                    "It needs {need:.1f} GiB more, and {free:.1f} GiB are free by now.",
                    need=need / GIB,
                    free=free / GIB,
                ),
                say("Close programs that use much memory, or make a smaller picture."),
            )

    def follow(self, plan: Plan, on_loading: OnLoading) -> None:
        """Make the next picture by another plan; weights move only where it asks for it."""
        moved = not plan.same_weights(self.plan)
        if moved:
            self.parts.put_away()
            self.parts = open_models(self.checkpoint, self.device, self.parts.dtype, plan)
            # Other codes come from a prior that is stored otherwise, and at another speed.
            self.compositions, self.costs = Compositions(), None
        # Before loading, which may be cancelled: what is missing then is loaded for its stage.
        self.plan = plan
        if moved:
            self.parts.load_residents(on_loading)


def open_model(
    checkpoint: Checkpoint,
    device: Device,
    plan: Plan,
    calibration: Sequence[Path],
    cache_dir: Path,
    on_loading: OnLoading,
    check: Check,
    hashes: KnownHashes,
) -> Model:
    """Load a checkpoint, or a share of it, onto a device. The files are hashed beside the loading,
    on a thread."""

    def on_checked(component: str, done: int, total: int) -> None:
        check()
        on_loading(component, done, total)

    dtype = PRECISIONS[plan.precision]
    with _hashed(checkpoint, hashes, on_checked, check) as identity:
        parts = open_models(checkpoint, device, dtype, plan)
        try:
            parts.load_residents(on_checked)
            name, who = plan.precision, identity()
            maps = PreviewMaps(checkpoint, hashes, parts, calibration, cache_dir, on_checked, check)
            latent_map = maps.latent_map() if parts.has(VAE) else None
            colours = maps.code_colours() if parts.has(PRIOR) else None
            return Model(
                checkpoint, device, name, plan, parts, who, hashes, device.fingerprint(),
                latent_map, colours,
            )  # fmt: skip
        except BaseException:
            parts.put_away()
            raise


@contextmanager
def _hashed(
    checkpoint: Checkpoint, hashes: KnownHashes, on_loading: OnLoading, check: Check
) -> Iterator[Callable[[], ModelIdentity]]:
    """Hash the files on a thread; yields a function that waits for the result and tells how far.

    35 GB take a minute: whoever leaves early must not wait for the rest of them.
    """
    abandoned = threading.Event()
    done = 0

    def on_bytes(size: int) -> None:
        nonlocal done
        done += size
        if abandoned.is_set():
            raise Cancelled

    def wait() -> ModelIdentity:
        while not (finished := futures.wait([future], _POLL_S).done):
            check()
            if checkpoint.bytes > _NOTICEABLE_BYTES:
                on_loading("hash", min(done, checkpoint.bytes), checkpoint.bytes)
        return finished.pop().result()

    with futures.ThreadPoolExecutor(1, thread_name_prefix="engine-hash") as hashing:
        future = hashing.submit(identify, checkpoint, on_bytes, hashes.of)
        try:
            yield wait
        finally:
            abandoned.set()
