"""The CPU as a device: Kunpeng or any other."""

from __future__ import annotations

import ctypes
import functools
import platform
from pathlib import Path

import torch

from engine.devices.base import PRECISIONS, Device
from engine.devices.memory import host_memory
from engine.devices.speed import Speeds, measure_speeds, remembered
from engine.errors import DeviceFaultError
from engine.hardware import Fingerprint, Kind, Sighting, Telemetry

_WORTHWHILE = 1.2
"""A precision below fp32 must be this much faster, or its rounding buys nothing."""

_TELLING = ("model name", "flags", "Features", "CPU implementer", "CPU part", "CPU variant")
"""What `/proc/cpuinfo` calls the kind of a processor, on x86-64 and on aarch64."""


class CpuDevice:
    """See `engine.devices.base.Device`. What was measured is kept in `cache_dir`, if any."""

    name = "cpu"
    kind = Kind.CPU
    title = "CPU"
    torch_device = torch.device("cpu")
    is_asynchronous = False
    saturates = False
    attention = None

    def __init__(self, cache_dir: Path | None = None) -> None:
        self._speeds_file = cache_dir / "speeds.json" if cache_dir else None

    def enter(self) -> None:
        """Every thread computes here already."""

    def usable_precisions(self) -> dict[str, float]:
        """Measured, for on some CPUs fp16 is 200 times slower than fp32."""
        speeds = remembered(self._speeds_file, _machine(), PRECISIONS, _measured)
        least = {name: speeds["fp32"] * (1.0 if name == "fp32" else _WORTHWHILE) for name in speeds}
        usable = {name: speed for name, speed in speeds.items() if speed >= least[name]}
        return dict(sorted(usable.items(), key=lambda item: -item[1]))

    def memory(self) -> tuple[int, int]:
        """Free and total bytes of the machine, or of the container that this process is in."""
        return host_memory()

    def release_caches(self) -> None:
        """Ask the C library to return free pages. No collecting of garbage: it stops all threads
        for a tenth of a second, the window's too, and tensors are not left in cycles."""
        trim = getattr(_c_library(), "malloc_trim", None)
        if trim is not None:
            trim(0)

    def synchronise(self) -> None:
        """What was asked of it is done when the call returns."""

    def is_out_of_memory(self, error: BaseException) -> bool:
        return isinstance(error, MemoryError) or "can't allocate memory" in str(error)

    def fault_of(self, error: BaseException) -> DeviceFaultError | None:
        """A processor that fails takes the program with it."""
        return None

    def telemetry(self) -> Telemetry:
        free, total = self.memory()
        return Telemetry(used_bytes=total - free, total_bytes=total)

    def fingerprint(self) -> Fingerprint:
        return {}


class CpuFamily:
    """See `engine.devices.base.Family`."""

    kind = Kind.CPU

    def sightings(self) -> tuple[Sighting, ...]:
        device = CpuDevice()
        return (Sighting(device.name, self.kind, device.title, device.telemetry()),)

    def open(self, name: str, cache_dir: Path | None) -> Device:
        return CpuDevice(cache_dir)


@functools.cache
def _measured() -> Speeds:
    return measure_speeds()


@functools.cache
def _machine() -> str:
    """All that decides how fast this process computes, as far as it can be told."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    told = {line.strip() for line in lines if line.partition(":")[0].strip() in _TELLING}
    threads = torch.get_num_threads()
    capability = torch.backends.cpu.get_cpu_capability()
    return "\n".join(
        [platform.machine(), torch.__version__, capability, str(threads), *sorted(told)]
    )


@functools.cache
def _c_library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(None)
    except OSError:
        return None
