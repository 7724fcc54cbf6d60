"""The CPU as a device: Kunpeng or any other."""

from __future__ import annotations

import ctypes
import functools
import os
import platform
from contextlib import suppress
from pathlib import Path

import torch

from engine.devices.base import PRECISIONS, Device
from engine.devices.files import text_of
from engine.devices.memory import host_memory
from engine.devices.memory_policy import interleave
from engine.devices.processor import processor_features, processor_name
from engine.devices.sensors import Sensors
from engine.devices.speed import WORTHWHILE, Speeds, measure_speeds, remembered
from engine.devices.threads import choose_threads
from engine.devices.topology import this_machine
from engine.errors import DeviceFaultError
from engine.hardware import Fingerprint, Kind, Sighting, Telemetry

_TELLING = ("model name", "flags", "Features", "CPU implementer", "CPU part", "CPU variant")
"""What `/proc/cpuinfo` calls the kind of a processor, on x86-64 and on aarch64."""

_SETTINGS = ("DNNL_DEFAULT_FPMATH_MODE", "ONEDNN_DEFAULT_FPMATH_MODE", "ONEDNN_MAX_CPU_ISA")
"""The environment's words to oneDNN that change how products round."""


class CpuDevice:
    """See `engine.devices.base.Device`. What was measured is kept in `cache_dir`, if any.

    It computes with so many `threads`; None stands for what the machine and the environment say
    (`engine.devices.threads`).
    """

    name = "cpu"
    kind = Kind.CPU
    torch_device = torch.device("cpu")
    is_asynchronous = False
    saturates = False
    attention = None

    def __init__(self, cache_dir: Path | None = None, threads: int | None = None) -> None:
        self.title = processor_name()
        self._speeds_file = cache_dir / "speeds.json" if cache_dir else None
        self._threads = choose_threads(this_machine(), threads, os.environ)
        self._sensors = Sensors()

    def enter(self) -> None:
        """Set where this thread and those it starts run, and where their memory lies: OpenMP's are
        started by the first thread that computes, and inherit both from it."""
        if self._threads.cpus:
            with suppress(OSError):  # the user has moved the process meanwhile
                os.sched_setaffinity(0, self._threads.cpus)
        if self._threads.nodes:
            interleave(self._threads.nodes)
        if self._threads.count is not None:
            torch.set_num_threads(self._threads.count)

    def usable_precisions(self) -> dict[str, float]:
        """Measured, for on some CPUs fp16 is 200 times slower than fp32."""
        speeds = remembered(self._speeds_file, _machine(), PRECISIONS, _measured)
        least = {name: speeds["fp32"] * (1.0 if name == "fp32" else WORTHWHILE) for name in speeds}
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
        return Telemetry(
            used_bytes=total - free,
            total_bytes=total,
            temperature_c=self._sensors.temperature_c(),
            power_w=self._sensors.power_w(),
            utilisation_percent=self._sensors.utilisation_percent(),
        )

    def fingerprint(self) -> Fingerprint:
        chosen = self._threads
        return {
            "processor": self.title,
            "features": " ".join(processor_features()),
            "kernels": torch.backends.cpu.get_cpu_capability(),
            "threads": str(chosen.count or torch.get_num_threads()),
            "memory nodes": " ".join(map(str, chosen.nodes)) or "nearest",
            "torch": torch.__version__,
            "libraries": " ".join(name for name, is_there in _libraries().items() if is_there),
            "fp32 products": torch.get_float32_matmul_precision(),
            **{name: os.environ[name] for name in _SETTINGS if name in os.environ},
        }


class CpuFamily:
    """See `engine.devices.base.Family`."""

    kind = Kind.CPU

    def sightings(self) -> tuple[Sighting, ...]:
        device = CpuDevice()
        return (Sighting(device.name, self.kind, device.title, device.telemetry()),)

    def open(self, name: str, cache_dir: Path | None, threads: int | None = None) -> Device:
        return CpuDevice(cache_dir, threads)


@functools.cache
def _measured() -> Speeds:
    return measure_speeds()


@functools.cache
def _machine() -> str:
    """All that decides how fast one thread computes, as far as it can be told."""
    lines = text_of(Path("/proc/cpuinfo")).splitlines()
    told = {line.strip() for line in lines if line.partition(":")[0].strip() in _TELLING}
    capability = torch.backends.cpu.get_cpu_capability()
    return "\n".join([platform.machine(), torch.__version__, capability, *sorted(told)])


def _libraries() -> dict[str, bool]:
    """What torch was built with to multiply matrices, by name."""
    backends = torch.backends
    return {
        "oneDNN": backends.mkldnn.is_available() and backends.mkldnn.enabled,
        "MKL": backends.mkl.is_available(),
        "KleidiAI": bool(getattr(torch._C, "_has_kleidiai", False)),
    }


@functools.cache
def _c_library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(None)
    except OSError:
        return None
