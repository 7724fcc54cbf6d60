"""Cambricon cards, by their maker's extension torch_mlu. Has never met one."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import torch

from engine.devices.accelerator import Accelerator, FaultMark
from engine.devices.base import Device
from engine.devices.monitor import ask, number
from engine.devices.pci import CAMBRICON, cards_of
from engine.errors import DeviceError, Problem
from engine.hardware import NOTHING_TO_DO, Fingerprint, Kind, Sighting, Telemetry
from engine.texts import say
from engine.versions import version_of

log = logging.getLogger(__name__)

_EXTENSION = "torch_mlu"
_VISIBLE = "MLU_VISIBLE_DEVICES"
_DRIVER = "dev/cambricon_ctl"
_MIB = 2**20

_PRECISIONS = ("bf16", "fp16", "fp32")
"""Not every series has units for bf16: the measurement decides."""

_FAULTS = (
    FaultMark(r"CN_\w*ERROR_\w+", "the driver's own error"),
    FaultMark(r"CNRT error: (?!invalid|out of memory)([^.(\n]+)", "the runtime's own words"),
)
"""The runtime tells errors by words alone; which of them leave a card usable is not documented, so
all but a wrong argument count as a fault."""


@dataclass(frozen=True, slots=True)
class Row:
    """What cnmon says of one card."""

    card: int
    name: str
    driver: str
    telemetry: Telemetry


def read_rows(text: str) -> tuple[Row, ...]:
    """From cnmon's table: two lines a card, whose columns moved from version 4 to 5."""
    driver = found.group(1) if (found := re.search(r"Driver v([\d.]+)", text)) else ""
    rows = []
    lines = text.splitlines()
    for first, second in pairwise(lines):
        card = re.match(r"\|\s*(\d+)\s+\S+\s+(MLU\S+)", first)
        memory = re.search(r"(\d+)\s*MiB\s*/\s*(\d+)\s*MiB", second)
        if card is None or memory is None:
            continue
        busy = re.search(r"\|\s*(\d+)\s*%", first)
        heat = re.search(r"(\d+)\s*C\b", second)
        power = re.search(r"([\d.]+)\s*W\s*/", second)
        own = re.search(r"\bO(?:n|ff)\s+v([\d.]+)", first)
        told = Telemetry(
            used_bytes=int(memory.group(1)) * _MIB,
            total_bytes=int(memory.group(2)) * _MIB,
            temperature_c=number(heat.group(1)) if heat else None,
            power_w=number(power.group(1)) if power else None,
            utilisation_percent=number(busy.group(1)) if busy else None,
        )
        rows.append(Row(int(card.group(1)), card.group(2), own.group(1) if own else driver, told))
    return tuple(rows)


class MluDevice(Accelerator):
    """See `engine.devices.base.Device`."""

    kind = Kind.MLU
    memory_marks = ("MLU out of memory", "CNRT error: out of memory")
    fault_marks = _FAULTS

    def __init__(self, index: int, cache_dir: Path | None = None) -> None:
        super().__init__(index, _title(index), cache_dir=cache_dir, candidates=_PRECISIONS)

    def fault_remedy(self) -> str:
        return (
            "Close the program and start it again. If it fails again, see whether the card is "
            "well. Run: cnmon info"
        )

    def telemetry(self) -> Telemetry:
        row = self._row()
        return row.telemetry if row else super().telemetry()

    def fingerprint(self) -> Fingerprint:
        row = self._row()
        return {**super().fingerprint(), **({"driver": row.driver} if row else {})}

    def versions(self) -> Mapping[str, str]:
        """No file is known that tells the driver's."""
        extension = version_of(_EXTENSION)
        return {_EXTENSION: extension} if extension else {}

    def _row(self) -> Row | None:
        """Cards that the user has hidden from torch are counted by cnmon all the same."""
        places = [int(word) for word in re.findall(r"\d+", os.environ.get(_VISIBLE, ""))]
        place = places[self.index] if self.index < len(places) else self.index
        return next((row for row in read_rows(ask("cnmon")) if row.card == place), None)


class MluFamily:
    """See `engine.devices.base.Family`."""

    kind = Kind.MLU

    def sightings(self) -> tuple[Sighting, ...]:
        problem = missing()
        if problem is not None:
            return (Sighting(self.kind.value, self.kind, "Cambricon", problem=problem),)
        module = torch.get_device_module(self.kind.value)
        return tuple(
            Sighting(f"{self.kind}:{index}", self.kind, _title(index))
            for index in range(module.device_count())
        )

    def open(self, name: str, cache_dir: Path | None, threads: int | None = None) -> Device:
        return MluDevice(int(name.partition(":")[2]), cache_dir)


def missing(root: Path = Path("/")) -> Problem | None:
    """The first thing that keeps torch from a Cambricon card, if anything does."""
    installed = importlib.util.find_spec(_EXTENSION) is not None
    if not cards_of(CAMBRICON, root) and not (root / _DRIVER).exists():
        return DeviceError(
            say("No Cambricon card was found."), say("The system lists none."), NOTHING_TO_DO
        ).problem
    if not (root / _DRIVER).exists():
        return DeviceError(
            say("The Cambricon card has no driver."),
            say("The system lists the card, but /{driver} is not there.", driver=_DRIVER),
            say("Install Cambricon's driver, or pass the device into the container."),
        ).problem
    if not installed:
        return DeviceError(
            say("The Cambricon card cannot be used by torch alone."),
            say(
                "{extension} is not installed; its maker hands it out with the SDK, not on PyPI.",
                extension=_EXTENSION,
            ),
            say(
                "Get the {extension} for torch {version} from developer.cambricon.com, "
                "or start the program in one of their containers.",
                extension=_EXTENSION,
                version=torch.__version__.partition("+")[0],
            ),
        ).problem
    complaint = _import()
    if complaint:
        return DeviceError(
            say("{extension} cannot be used.", extension=_EXTENSION),
            f"{complaint}.",
            say(
                "Install the {extension} that was built for torch {version} and the SDK "
                "that it names.",
                extension=_EXTENSION,
                version=torch.__version__,
            ),
        ).problem
    return None


@functools.cache
def _import() -> str:
    """Import the extension; what it said instead of showing a card, or nothing if it works."""
    taken = torch._C._get_privateuse1_backend_name()
    if taken not in ("privateuseone", Kind.MLU.value):
        return f"Torch takes one such extension, and has {taken}"
    try:
        importlib.import_module(_EXTENSION)
        module = torch.get_device_module(Kind.MLU.value)
        if module.is_available() and module.device_count():
            return ""
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        log.warning("%s cannot be imported", _EXTENSION, exc_info=True)
        return " ".join(f"It said: {error}".split()).rstrip(".")
    hidden = os.environ.get(_VISIBLE)
    return f"It sees no card; {_VISIBLE} is {hidden!r}" if hidden else "It sees no card"


def _title(index: int) -> str:
    name = str(torch.get_device_module(Kind.MLU.value).get_device_name(index))
    return name if name.startswith("Cambricon") else f"Cambricon {name}"
