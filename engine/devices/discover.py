"""From what the user writes (``auto``, ``cpu``, …) to a device and a precision."""

from __future__ import annotations

from pathlib import Path

import torch

from engine.devices.base import PRECISIONS, Device
from engine.devices.cpu import CpuDevice
from engine.errors import DeviceError

AUTO = "auto"


def find_device(wish: str, cache_dir: Path | None = None) -> Device:
    """The device that the user wishes for; what it measures is kept in `cache_dir`.

    Raises `DeviceError` if it is not here.
    """
    if wish in (AUTO, CpuDevice.name):
        return CpuDevice(cache_dir)
    raise DeviceError(
        f"There is no device {wish!r}.",
        f"This version finds: {CpuDevice.name}.",
        f"Use --device {AUTO} or --device {CpuDevice.name}.",
    )


def choose_precision(device: Device, wish: str) -> tuple[str, torch.dtype]:
    """The precision's name and torch type; ``auto`` takes the fastest that was measured.

    A precision that the user names is taken even if it is slow. Raises `DeviceError` on others.
    """
    require_precision(wish)
    if wish == AUTO:
        wish = next(iter(device.usable_precisions()))
    return wish, PRECISIONS[wish]


def require_precision(wish: str) -> None:
    """Raise `DeviceError` unless `wish` is a name that `choose_precision` takes; measures none."""
    if wish != AUTO and wish not in PRECISIONS:
        raise DeviceError(
            f"There is no precision {wish!r}.",
            f"Known: {AUTO}, {', '.join(PRECISIONS)}.",
            f"Use --precision {AUTO}.",
        )
