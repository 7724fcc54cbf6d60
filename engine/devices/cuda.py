"""NVIDIA cards, by torch's own CUDA build."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from engine.devices.accelerator import Accelerator, FaultMark
from engine.devices.base import Device
from engine.devices.files import text_of
from engine.devices.monitor import ask, number, short_hash
from engine.devices.pci import NVIDIA, cards_of
from engine.errors import DeviceError, Problem
from engine.hardware import NOTHING_TO_DO, Fingerprint, Kind, Sighting, Telemetry
from engine.texts import say

_VISIBLE = "CUDA_VISIBLE_DEVICES"
_DRIVER = "proc/driver/nvidia/version"
_WINDOWS_DRIVER = "Windows/System32/nvcuda.dll"
_INDEX, _WINDOWS_INDEX = "https://pypi.org/simple", "https://download.pytorch.org/whl/cu130"
"""Where a torch with CUDA is: PyPI's has it for Linux alone."""

_BF16_FROM = (8, 0)
"""Compute capability from which there are bf16 units; older cards compute it step by step."""

_MIB = 2**20

_FIELDS = (
    "uuid", "driver_version", "temperature.gpu", "power.draw", "utilization.gpu",
    "memory.used", "memory.total",
)  # fmt: skip
"""What nvidia-smi is asked for, in this order."""

_ENDED = (
    "an illegal memory access was encountered|the launch timed out and was terminated"
    "|unspecified launch failure|an illegal instruction was encountered|misaligned address"
    "|invalid program counter|hardware stack error|device-side assert triggered"
    "|operation not supported on global/shared address space"
)
_FAULTS = (
    FaultMark(
        "CUDA error: uncorrectable (ECC|NVLink) error",
        "the card's memory or link is damaged",
        "Restart the computer. If it happens again, the card needs its maker: nvidia-smi -q -d ECC",
    ),
    FaultMark(f"CUDA error: ({_ENDED})", "a program on the card ended, and all after it with it"),
    FaultMark("CUDA error: unknown error|fallen off the bus|GPU is lost", "it no longer answers"),
    FaultMark("CU(BLAS|DNN)_STATUS_EXECUTION_FAILED", "a library's program on the card failed"),
)
"""After the texts that the CUDA runtime documents for errors that leave a context unusable."""


@dataclass(frozen=True, slots=True)
class Row:
    """What nvidia-smi says of one card."""

    uuid: str
    driver: str
    telemetry: Telemetry


def read_rows(text: str) -> tuple[Row, ...]:
    """From nvidia-smi's answer about `_FIELDS`, ``csv,noheader,nounits``; what it does not know is
    left out, and so are lines of another shape."""
    rows = []
    for line in text.splitlines():
        fields = [field.strip() for field in line.split(",")]
        if len(fields) == len(_FIELDS):
            heat, power, busy, used, total = map(number, fields[2:])
            told = Telemetry(
                used_bytes=None if used is None else int(used * _MIB),
                total_bytes=None if total is None else int(total * _MIB),
                temperature_c=heat,
                power_w=power,
                utilisation_percent=busy,
            )
            rows.append(Row(fields[0], fields[1], told))
    return tuple(rows)


class CudaDevice(Accelerator):
    """See `engine.devices.base.Device`."""

    kind = Kind.CUDA
    memory_marks = (
        "CUDA out of memory", "CUDA error: out of memory",
        "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED",
    )  # fmt: skip
    fault_marks = _FAULTS

    def __init__(self, index: int, cache_dir: Path | None = None) -> None:
        about = torch.cuda.get_device_properties(index)
        half = ("bf16", "fp16") if (about.major, about.minor) >= _BF16_FROM else ("fp16",)
        super().__init__(index, about.name, candidates=(*half, "fp32"), cache_dir=cache_dir)
        # Torch's number counts the cards that the user has not hidden, nvidia-smi's counts all.
        uuid = getattr(about, "uuid", None)
        self._place = f"GPU-{uuid}" if uuid else str(index)

    def fault_remedy(self) -> str:
        return (
            "Close the program and start it again. If it fails again, see what the driver wrote "
            "to the kernel's log (Xid). Run: sudo dmesg"
        )

    def telemetry(self) -> Telemetry:
        row = self._row()
        return row.telemetry if row else super().telemetry()

    def fingerprint(self) -> Fingerprint:
        row = self._row()
        matmul, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
        return {
            **({"driver": row.driver} if row else {}),
            **super().fingerprint(),
            "tf32 products": str(matmul.allow_tf32).lower(),
            "tf32 convolutions": str(cudnn.allow_tf32).lower(),
            "cudnn benchmark": str(cudnn.benchmark).lower(),
            **({"serial": short_hash(row.uuid)} if row else {}),
        }

    def versions(self) -> Mapping[str, str]:
        told = {
            "CUDA": torch.version.cuda,
            "cuDNN": torch.backends.cudnn.version(),
            "driver": driver_version(),
        }
        return {name: str(version) for name, version in told.items() if version}

    def _row(self) -> Row | None:
        return next(iter(_rows(self._place)), None)


class CudaFamily:
    """See `engine.devices.base.Family`."""

    kind = Kind.CUDA

    def sightings(self) -> tuple[Sighting, ...]:
        if not torch.cuda.is_available():
            return (Sighting(self.kind.value, self.kind, "NVIDIA", problem=missing()),)
        return tuple(_sighting(index) for index in range(torch.cuda.device_count()))

    def open(self, name: str, cache_dir: Path | None, threads: int | None = None) -> Device:
        return CudaDevice(int(name.partition(":")[2]), cache_dir)


def driver_version(root: Path = Path("/")) -> str | None:
    """Of the kernel module, as it tells itself; None where it does not."""
    if version := text_of(root / "sys/module/nvidia/version"):
        return version
    found = re.search(r"Kernel Module(?: for \S+)?\s+(\d[\d.]*)", text_of(root / _DRIVER))
    return found.group(1) if found else None


def missing(
    root: Path = Path("/"), build: str | None = torch.version.cuda, system: str = sys.platform
) -> Problem:
    """The first thing that keeps torch from an NVIDIA card. `build` is torch's CUDA, if any."""
    driver = root / (_WINDOWS_DRIVER if system == "win32" else _DRIVER)
    if not cards_of(NVIDIA, root) and not driver.exists():
        return DeviceError(
            say("No NVIDIA card was found."), say("The system lists none."), NOTHING_TO_DO
        ).problem
    if not driver.exists():
        return DeviceError(
            say("The NVIDIA card has no driver."),
            say("The system lists the card, but /{driver} is not there.", driver=_DRIVER),
            say("Install NVIDIA's driver, then restart the computer."),
        ).problem
    if build is None:
        release = torch.__version__.partition("+")[0]
        return DeviceError(
            say("The NVIDIA card cannot be used by this torch."),
            say("torch {version} was built without CUDA.", version=torch.__version__),
            say(
                "Run: {executable} -m pip install --force-reinstall torch=={release} "
                "--index-url {index}",
                executable=sys.executable,
                release=release,
                index=_WINDOWS_INDEX if system == "win32" else _INDEX,
            ),
        ).problem
    hidden = os.environ.get(_VISIBLE)
    if hidden is not None:
        return DeviceError(
            say("All NVIDIA cards are hidden from this program."),
            say("{visible} is {hidden!r}.", visible=_VISIBLE, hidden=hidden),
            say("Run: unset {visible}, then start the program again.", visible=_VISIBLE),
        ).problem
    return DeviceError(
        say("The NVIDIA card does not answer."),
        say("CUDA says: {complaint}.", complaint=_complaint()),
        say("Update the driver to one for this CUDA, or see what is wrong: nvidia-smi"),
    ).problem


def _complaint() -> str:
    try:
        torch.cuda.init()
    except (RuntimeError, AssertionError) as error:
        return " ".join(str(error).split()).rstrip(".")
    return "there is no card"


def _sighting(index: int) -> Sighting:
    name = f"{Kind.CUDA}:{index}"
    try:
        about = torch.cuda.get_device_properties(index)
    except (RuntimeError, AssertionError) as error:
        problem = DeviceError(
            say("The card {name} does not answer.", name=name),
            say("CUDA says: {split}.", split=" ".join(str(error).split()).rstrip(".")),
            say("See what is wrong with it: nvidia-smi"),
        ).problem
        return Sighting(name, Kind.CUDA, "NVIDIA", problem=problem)
    old = too_old(about.name, (about.major, about.minor), torch.cuda.get_arch_list())
    return Sighting(name, Kind.CUDA, about.name, Telemetry(total_bytes=about.total_memory), old)


def too_old(title: str, capability: tuple[int, int], built_for: list[str]) -> Problem | None:
    """A card that this torch has no programs for. `built_for` is torch's list (``sm_75``, …)."""
    names = [name.removeprefix("sm_").rstrip("af") for name in built_for]
    oldest = min((int(name) for name in names if name.isdigit()), default=0)
    major, minor = capability
    if 10 * major + minor >= oldest:
        return None
    return DeviceError(
        say("The {title} is too old for this torch.", title=title),
        say(
            "It has compute capability {major}.{minor}; torch {version} begins with {oldest}.",
            major=major,
            minor=minor,
            version=torch.__version__,
            oldest=f"{oldest // 10}.{oldest % 10}",
        ),
        say("Install a torch that was built for an older CUDA, or use --device cpu."),
    ).problem


def _rows(place: str) -> tuple[Row, ...]:
    fields = ",".join(_FIELDS)
    return read_rows(
        ask("nvidia-smi", f"--id={place}", f"--query-gpu={fields}", "--format=csv,noheader,nounits")
    )
