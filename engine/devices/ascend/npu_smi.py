"""What ``npu-smi`` tells: the driver's own tool. Reading its tables is pure; calling it never
raises and never waits for long, for with a broken driver it hangs.

A chip has two lines, each of three cells. What stands in the cells differs from card to card and
from version to version, so they are read by the names in the table's head.
"""

from __future__ import annotations

import functools
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.devices.calls import Call
from engine.hardware import Telemetry

_MIB = 2**20
_TIMEOUT_S = 6.0
_FRESH_S = 1.0
"""All cards of the machine are in one answer, so eight cards cost one call a second."""

_SILENT_S = 60.0
"""How long a tool that did not answer in time is left alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One chip. `npu` and `chip` are its numbers in npu-smi's own commands; `health` is npu-smi's
    word: OK, Warning, Alarm, Critical or UNKNOWN. None stands for what is not told (``NA``, ``-``).
    """

    npu: int
    chip: int
    name: str
    health: str
    bus_id: str | None = None
    power_w: float | None = None
    temperature_c: float | None = None
    utilisation_percent: float | None = None
    used_bytes: int | None = None
    total_bytes: int | None = None

    @property
    def telemetry(self) -> Telemetry:
        return Telemetry(
            self.used_bytes,
            self.total_bytes,
            self.temperature_c,
            self.power_w,
            self.utilisation_percent,
            self.health,
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """The chips in npu-smi's order, which is that of their logical numbers. Without any,
    `complaint` says why, in npu-smi's words where it has some."""

    rows: tuple[Row, ...] = ()
    version: str | None = None
    complaint: str = ""


def read_listing(text: str) -> Listing:
    """From the output of ``npu-smi info``; the table of processes below it is passed over."""
    version = re.search(r"npu-smi\s+(\d\S*)", text)
    rows = tuple(_rows(text))
    complaint = "" if rows else _complaint(text)
    return Listing(rows, version.group(1) if version else None, complaint)


def _rows(text: str) -> list[Row]:
    rows: list[Row] = []
    heads: list[list[str]] = []
    first: list[str] | None = None
    for cells in _cells(text):
        words = cells[0].split()
        if words[:2] == ["NPU", "Name"] or words[:1] == ["Chip"]:
            heads = heads[-1:] if words[0] == "Chip" else []
            heads.append(cells[2].split())
        elif re.fullmatch(r"\d+\s+.*[A-Za-z].*", cells[0]):
            first = cells
        elif first is not None and words[:1] and words[0].isdigit() and len(heads) == 2:
            rows.append(_row(first, cells, heads))
            first = None
    return rows


def _cells(text: str) -> list[list[str]]:
    """Lines of three cells; those of the table of processes have one or four."""
    lines = [line.strip() for line in text.splitlines()]
    split = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    return [[cell.strip() for cell in cells] for cells in split if len(cells) == 3]


def _row(first: list[str], second: list[str], heads: list[list[str]]) -> Row:
    told = _named(heads[0], first[2]) | _named(heads[1], second[2])
    npu, name = first[0].split(maxsplit=1)
    used, total = _memory(told)
    return Row(
        npu=int(npu),
        chip=int(second[0].split()[0]),
        name=name,
        health=first[1],
        bus_id=second[1] if ":" in second[1] else None,
        power_w=_number(told.get("power")),
        temperature_c=_number(told.get("temp")),
        utilisation_percent=_number(told.get("aicore")),
        used_bytes=used,
        total_bytes=total,
    )


def _named(head: list[str], cell: str) -> dict[str, str]:
    """Values by their column's name, without its unit; ``3369 / 65536`` is one value."""
    values = re.findall(r"\d+\s*/\s*\d+|\S+", cell)
    return {
        name.partition("(")[0].lower(): value for name, value in zip(head, values, strict=False)
    }


def _memory(told: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Used and total bytes of the memory that tensors live in: HBM where the chip has some. The
    other is the memory of the chip's own processors there, and all there is on a 310P."""
    for column in ("hbm-usage", "memory-usage"):
        pair = re.fullmatch(r"(\d+)\s*/\s*(\d+)", told.get(column, ""))
        if pair and int(pair.group(2)) > 0:
            return int(pair.group(1)) * _MIB, int(pair.group(2)) * _MIB
    return None, None


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:  # NA, -
        return None


def _complaint(text: str) -> str:
    lines = [line.strip(" |+-=\t") for line in text.splitlines()]
    return next((line for line in lines if line and not line.startswith("npu-smi")), "")


def read_board(text: str) -> dict[str, str]:
    """From the output of ``npu-smi info -t board``: lines of a name, a colon and a value."""
    pairs = [line.partition(":") for line in text.splitlines()]
    return {name.strip(): value.strip() for name, colon, value in pairs if colon and value.strip()}


# Calls ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Last:
    lock: threading.Lock = field(default_factory=threading.Lock)
    listing: Listing = Listing()
    until: float = 0.0


_last = _Last()


def listing() -> Listing:
    """The cards now, at most a second old. Takes up to a second on a machine of eight cards."""
    with _last.lock:
        if time.monotonic() >= _last.until:
            _last.listing, fresh_s = _ask_for_listing()
            _last.until = time.monotonic() + fresh_s
        return _last.listing


def _ask_for_listing() -> tuple[Listing, float]:
    try:
        text = _call("info")
    except FileNotFoundError:
        return Listing(complaint="npu-smi is not installed"), _SILENT_S
    except OSError as error:
        return Listing(complaint=f"npu-smi cannot be run: {error.strerror}"), _SILENT_S
    if text is None:
        return Listing(complaint=f"npu-smi did not answer in {_TIMEOUT_S:g} s"), _SILENT_S
    return read_listing(text), _FRESH_S


@functools.cache
def board(npu: int, chip: int) -> Mapping[str, str]:
    """Serial number, firmware and so on, of the board and of the chip; empty if nobody tells."""
    told: dict[str, str] = {}
    for which in (["-c", str(chip)], []):
        try:
            text = _call("info", "-t", "board", "-i", str(npu), *which)
        except OSError:
            return told
        told |= read_board(text or "")
    return told


def _call(*arguments: str) -> str | None:
    """All that it says, for it complains on either stream; None if it does not answer in time."""
    outcome = Call(["npu-smi", *arguments]).finish(_TIMEOUT_S)
    return None if outcome.code is None else outcome.text
