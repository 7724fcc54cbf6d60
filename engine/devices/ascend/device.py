"""One Ascend card, or one die of a card that has two: whatever torch counts."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.ascend_toolkit import toolkit_folder, toolkit_version
from engine.devices.accelerator import Accelerator
from engine.devices.ascend import npu_smi
from engine.devices.ascend.chips import chip_of, short_name, title_of
from engine.devices.ascend.faults import FAULT_MARKS, MEMORY_MARKS
from engine.devices.ascend.installation import driver_version
from engine.devices.ascend.settings import QUEUE, SEGMENTS
from engine.devices.monitor import short_hash
from engine.hardware import Fingerprint, Kind, Telemetry
from engine.versions import version_of

_SATURATING = "INF_NAN_MODE_FORCE_DISABLE"
"""Set to 1, newer chips saturate like the old ones do."""


class AscendDevice(Accelerator):
    """See `engine.devices.base.Device`.

    `index` is torch's, `row` what npu-smi lists of it, if it does: their numbers are not the same.
    `chip` is torch's name of the chip.
    """

    kind = Kind.NPU
    memory_marks = MEMORY_MARKS
    fault_marks = FAULT_MARKS

    def __init__(
        self, index: int, row: npu_smi.Row | None, chip: str, cache_dir: Path | None = None
    ) -> None:
        about = chip_of(chip)
        super().__init__(
            index,
            title_of(chip),
            candidates=about.candidates,
            saturates=about.saturates or os.environ.get(_SATURATING) == "1",
            attention=about.attention,
            cache_dir=cache_dir,
        )
        self._chip = chip
        self._numbers = (row.npu, row.chip) if row else None

    def fault_remedy(self) -> str:
        which = "-i <NPU> -c <Chip> (its numbers by: npu-smi info)"
        if self._numbers:
            which = "-i {} -c {}".format(*self._numbers)
        return (
            "Close the program and start it again. If it fails again, restart the card, which "
            f"nothing may use meanwhile. Run: sudo npu-smi set -t reset {which}"
        )

    def telemetry(self) -> Telemetry:
        """From npu-smi, which takes up to a second the first time in a second; memory from torch
        where npu-smi is not at hand, as in many containers."""
        row = self._row()
        told = row.telemetry if row else Telemetry()
        if told.total_bytes:
            return told
        memory = super().telemetry()
        return replace(told, used_bytes=memory.used_bytes, total_bytes=memory.total_bytes)

    def fingerprint(self) -> Fingerprint:
        versions, serial = self.versions(), self._board().get("Serial Number")
        told = {
            "chip": short_name(self._chip),
            "driver": versions.get("driver") or npu_smi.listing().version,
            "firmware": self._board().get("Firmware Version"),
            "serial": short_hash(serial) if serial else None,
            "internal format": "off",
            "allocator": os.environ.get("PYTORCH_ALLOC_CONF") or os.environ.get(SEGMENTS),
            "task queue": os.environ.get(QUEUE, "1"),
        }
        known = {name: text for name, text in told.items() if text is not None}
        return {**super().fingerprint(), **known, **self._switches()}

    def versions(self) -> Mapping[str, str]:
        return {name: text for name, text in _software().items() if text is not None}

    def _row(self) -> npu_smi.Row | None:
        """What npu-smi says now; None for a card that it does not list, or no longer."""
        rows = npu_smi.listing().rows
        return next((row for row in rows if (row.npu, row.chip) == self._numbers), None)

    def _board(self) -> Mapping[str, str]:
        return npu_smi.board(*self._numbers) if self._numbers else {}

    def _switches(self) -> dict[str, str]:
        """Of torch_npu, as far as this release has them and says."""
        told = {}
        for name, ask in _SWITCHES.items():
            with suppress(AttributeError, RuntimeError):
                told[name] = "on" if ask(self.torch_module) else "off"
        return told


_SWITCHES: Mapping[str, Callable[[Any], bool]] = {
    "jit_compile": lambda npu: not npu.is_jit_compile_false(),
    # Products in fp32 are rounded to 11 bits on the way where these are on.
    "hf32 in products": lambda npu: npu.matmul.allow_hf32,
    "hf32 in convolutions": lambda npu: npu.conv.allow_hf32,
}


@functools.cache
def _software() -> dict[str, str | None]:
    folder = toolkit_folder(os.environ)
    return {
        "torch_npu": version_of("torch_npu"),
        "CANN": toolkit_version(folder) if folder else None,
        "driver": driver_version(),
    }
