"""`glm-studio doctor`: the examination as one page for people, or as JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engine.examination import (
    Check,
    Examination,
    Expectation,
    Measurement,
    Question,
    State,
    decimals,
)
from engine.hardware import Fingerprint
from glm_studio import __version__
from glm_studio.launch import examine
from glm_studio.reporters import duration
from glm_studio.terminal import printable

_SIGNS = {
    State.GOOD: ("✓", "+", "green"),
    State.NOTE: ("i", "i", "cyan"),
    State.MISSING: ("!", "!", "yellow"),
    State.BROKEN: ("✗", "x", "red"),
}
"""Each state's sign, the same in ASCII, and its colour; the state's word stands beside it."""

TITLES = {
    "program": "Program and libraries",
    "model": "Model",
    "devices": "Devices",
    "speeds": "Speeds",
    "plan": "Memory plan",
    "times": "Time for a picture",
    "disk": "Disks",
    "display": "Display",
}


def doctor(question: Question, as_json: bool) -> int:
    """Examine this machine and print what was found; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file's name may hold anything
    waiting = Console(stderr=True, highlight=False)
    with waiting.status("Looking …") as status:
        found = examine(question, lambda what: status.update(f"Looking at the {what} …"))
    if as_json:
        print(json.dumps(found.to_json()))
    else:
        show(found, Console(highlight=False, markup=False))
    return found.verdict.code


def show(found: Examination, console: Console) -> None:
    """Print the page; 80 columns are enough for it."""
    console.print(f"GLM Studio {__version__}")
    for section in found.sections:
        _title(TITLES[section.name], console)
        for check in section.checks:
            _show_check(check, console)
        if section.name == "devices":
            _show_devices(found, console)
    if found.expectations:
        _title("Time for a picture (an estimate, once the model is in memory)", console)
        console.print(_padded(_times(found.expectations)))
    console.print()
    console.print(Text(found.verdict.text, "bold"))


def _title(text: str, console: Console) -> None:
    console.print()
    console.print(Text(text, "bold"))


def _show_check(check: Check, console: Console) -> None:
    sign, plain, colour = _SIGNS[check.state]
    line = Table.grid(padding=(0, 1))
    line.add_column(width=9, no_wrap=True)
    line.add_column(overflow="fold")
    word = Text(f"{plain if _is_ascii(console) else sign} {check.state}", colour)
    line.add_row(word, printable(check.says))
    console.print(_padded(line))
    if check.mends:  # in one piece, so that a command can be copied
        arrow = "->" if _is_ascii(console) else "→"
        mends = Text(f"{' ' * 12}{arrow} {printable(check.mends)}", "bold")
        console.print(mends, soft_wrap=True)


def _is_ascii(console: Console) -> bool:
    return not console.encoding.lower().startswith("utf")


def _show_devices(found: Examination, console: Console) -> None:
    if found.measurements:
        console.print()
        console.print(_padded(_speeds(found.measurements)))
    for names, told in _alike(found.fingerprints):
        console.print()
        console.print(_padded(_fingerprint(names, told)))


def _alike(fingerprints: Mapping[str, Fingerprint]) -> Iterator[tuple[str, Fingerprint]]:
    """Devices of one fingerprint are named together."""
    told: list[Fingerprint] = []
    for fingerprint in fingerprints.values():
        if fingerprint and fingerprint not in told:
            told.append(fingerprint)
    for each in told:
        yield ", ".join(name for name, own in fingerprints.items() if own == each), each


def _speeds(measurements: tuple[Measurement, ...]) -> Table:
    table = _table("device", "precision", "TFLOP/s", "weights GB/s", "copies GB/s", "us a call")
    for measured in measurements:
        rates = measured.rates
        table.add_row(
            measured.device,
            measured.precision + (" (auto)" if measured.chosen else ""),
            _figure(rates.product_flops / 1e12),
            _figure(rates.read_bytes / 1e9),
            _figure(rates.copy_bytes / 1e9),
            _figure(rates.operator_s * 1e6),
        )
    return table


def _times(expectations: tuple[Expectation, ...]) -> Table:
    table = _table("picture", "device", "about", "composing", "painting", "finishing")
    for each in expectations:
        picture = f"{each.model}, {each.width}x{each.height}, {each.steps} steps"
        stages = each.stages
        seconds = (each.total_s, stages.prior_s, stages.denoise_s, stages.decode_s)
        table.add_row(picture, each.device, *map(_about, seconds))
    return table


def _fingerprint(devices: str, told: Fingerprint) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(devices, no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in told.items():
        table.add_row(name, printable(value))
    return table


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        is_text = name in ("device", "precision", "picture")
        table.add_column(name, justify="left" if is_text else "right")
    return table


def _padded(table: Table) -> Padding:
    return Padding(table, (0, 0, 0, 2))


def _figure(value: float) -> str:
    return f"{value:.{decimals(value)}f}"


def _about(seconds: float) -> str:
    return duration(seconds) if seconds >= 1 else "< 1 s"


def as_text(found: Examination, width: int = 80) -> str:
    """The page without colours, to be copied."""
    page = io.StringIO()
    show(found, Console(file=page, width=width, no_color=True, highlight=False, markup=False))
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())
