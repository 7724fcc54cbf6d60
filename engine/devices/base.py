"""What a device must answer."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import torch

from engine.errors import DeviceFaultError
from engine.hardware import Fingerprint, Kind, Sighting, Telemetry

PRECISIONS = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
"""The names that users write, and what torch calls them."""


class Device(Protocol):
    """One place where tensors live and models run."""

    @property
    def name(self) -> str:
        """What the user writes to choose this device: ``cpu``, ``npu:0``."""

    @property
    def kind(self) -> Kind: ...

    @property
    def title(self) -> str:
        """The maker's name of it, for people."""

    @property
    def torch_device(self) -> torch.device:
        """With its index, if it is one of several."""

    @property
    def is_asynchronous(self) -> bool:
        """Whether an operator returns before it is done."""

    @property
    def saturates(self) -> bool:
        """Whether infinity becomes the largest number here and not-a-number 0, without a word."""

    @property
    def attention(self) -> str | None:
        """The fused attention of diffusers' dispatcher for this device, which takes fp16 and bf16
        alone; None for its own choice."""

    def enter(self) -> None:
        """Make it the current device of the calling thread; each thread that computes does."""

    def usable_precisions(self) -> dict[str, float]:
        """Precision names and their measured speed in GFLOP/s: first the one to take, which is the
        fastest or as good as that, then by speed.

        The same answer at each call and at each start on the same machine. Raises `DeviceError` if
        there is none, and whatever goes wrong on a device that fails.
        """

    def memory(self) -> tuple[int, int]:
        """Free and total bytes; free is what may be taken now without anyone else losing theirs."""

    def release_caches(self) -> None:
        """Give unused memory back to the system."""

    def synchronise(self) -> None:
        """Wait until all that was asked of it is done; raises what went wrong meanwhile."""

    def is_out_of_memory(self, error: BaseException) -> bool:
        """Whether this exception is how the device says that memory ran out."""

    def fault_of(self, error: BaseException) -> DeviceFaultError | None:
        """The fault that this exception tells of, after which the device cannot be used by this
        process any more; None for an exception that leaves it as it was."""

    def telemetry(self) -> Telemetry:
        """How it is doing; never raises, and may take a tenth of a second."""

    def fingerprint(self) -> Fingerprint:
        """Driver, firmware, toolkit, kernel flags and a hash of the serial number; never raises."""


class Family(Protocol):
    """One kind of device: how its devices are found, and how one of them is opened."""

    @property
    def kind(self) -> Kind: ...

    def sightings(self) -> tuple[Sighting, ...]:
        """Every device of this kind that is here, usable or refused with the reason; where there is
        none, one sighting named after the kind says what is missing. Never raises, and measures
        nothing.

        Takes a fraction of a second where all is well. The driver's own tool is waited for, up to
        six seconds, and then left alone for a minute; an extension of torch is tried in another
        process the first time, which takes as long as importing it, and a minute at most."""

    def open(self, name: str, cache_dir: Path | None, threads: int | None = None) -> Device:
        """The device of a usable sighting. What it measures is kept in `cache_dir`; `threads` is
        how many the processor computes with, which is nothing to a card. Raises `DeviceError` if
        it has gone meanwhile."""
