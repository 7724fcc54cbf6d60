"""The PCI devices of a maker, as Linux lists them whether they have a driver or not. No torch."""

from __future__ import annotations

from pathlib import Path

from engine.devices.files import text_of

NVIDIA, CAMBRICON = "0x10de", "0xcabc"

_COMPUTING = ("0x03", "0x12")
"""Classes of display controllers and of processing accelerators, by their beginning: a graphics
card also brings sound and USB devices of the same maker."""


def cards_of(maker: str, root: Path = Path("/")) -> int:
    """How many there are; 0 where the system lists none, or nothing at all."""
    devices = (root / "sys/bus/pci/devices").glob("*")
    return sum(
        text_of(device / "vendor") == maker and text_of(device / "class").startswith(_COMPUTING)
        for device in devices
    )
