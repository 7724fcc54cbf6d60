"""Apple's own graphics, by torch's Metal backend. Has never met a Mac."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import torch

from engine.devices.accelerator import Accelerator, FaultMark
from engine.devices.base import Device
from engine.errors import DeviceError, Problem
from engine.hardware import NOTHING_TO_DO, Kind, Sighting, Telemetry
from engine.texts import say

_OLDEST = 14
"""The macOS from which torch's Metal backend has bf16."""

_FAULTS = (
    FaultMark(
        r"kIOGPUCommandBufferCallbackError(?!OutOfMemory)\w+", "the system ended what ran on it"
    ),
)


class MpsDevice(Accelerator):
    """See `engine.devices.base.Device`. It shares the processor's memory, and there is one."""

    kind = Kind.MPS
    memory_marks = ("MPS backend out of memory", "kIOGPUCommandBufferCallbackErrorOutOfMemory")
    fault_marks = _FAULTS

    def __init__(self, cache_dir: Path | None = None) -> None:
        super().__init__(0, _title(), cache_dir=cache_dir, candidates=("bf16", "fp16", "fp32"))

    def enter(self) -> None:
        """There is no other one to choose."""

    @contextmanager
    def _as_current(self) -> Iterator[None]:
        yield

    def memory(self) -> tuple[int, int]:
        """What Metal recommends at most, less what tensors take; what other programs use of the
        shared memory is not told."""
        total = int(self.torch_module.recommended_max_memory())
        return max(total - int(self.torch_module.current_allocated_memory()), 0), total

    def synchronise(self) -> None:
        self.torch_module.synchronize()

    def telemetry(self) -> Telemetry:
        """Memory alone, of this program; heat and power are told to root."""
        total = int(self.torch_module.recommended_max_memory())
        return Telemetry(
            used_bytes=int(self.torch_module.driver_allocated_memory()), total_bytes=total
        )

    def versions(self) -> Mapping[str, str]:
        return {"macOS": platform.mac_ver()[0]}


class MpsFamily:
    """See `engine.devices.base.Family`."""

    kind = Kind.MPS

    def sightings(self) -> tuple[Sighting, ...]:
        problem = missing(
            sys.platform, platform.mac_ver()[0], torch.backends.mps.is_built(),
            torch.backends.mps.is_available(),
        )  # fmt: skip
        if problem is not None:
            return (Sighting(self.kind.value, self.kind, "Apple", problem=problem),)
        return (Sighting(f"{self.kind}:0", self.kind, _title()),)

    def open(self, name: str, cache_dir: Path | None, threads: int | None = None) -> Device:
        return MpsDevice(cache_dir)


def missing(system: str, macos: str, is_built: bool, is_available: bool) -> Problem | None:
    """The first thing that keeps torch from Apple's graphics, if anything does."""
    if system != "darwin":
        return DeviceError(
            say("No Apple graphics was found."), say("This is no Mac."), NOTHING_TO_DO
        ).problem
    major = macos.partition(".")[0]
    if major.isdigit() and int(major) < _OLDEST:
        return DeviceError(
            say("Apple's graphics cannot be used on this system."),
            say(
                "This is macOS {macos}, which has no bf16 for them; {oldest} is the "
                "first that has.",
                macos=macos,
                oldest=_OLDEST,
            ),
            say("Update macOS, or use --device cpu."),
        ).problem
    if not is_built:
        return DeviceError(
            say("Apple's graphics cannot be used by this torch."),
            say(
                "torch {version} was built without Metal, or for Intel's processors.",
                version=torch.__version__,
            ),
            say("Run the program with a Python for Apple's processors, not through Rosetta."),
        ).problem
    if not is_available:
        return DeviceError(
            say("Apple's graphics does not answer."),
            say("torch finds no Metal device, as in most virtual machines."),
            say("Use --device cpu."),
        ).problem
    return None


def _title() -> str:
    return f"Apple graphics ({platform.processor() or platform.machine()})"
