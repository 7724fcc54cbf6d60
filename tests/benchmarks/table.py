"""Rows of measured figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its unit; `aim` is what it should be, and `met` whether it is."""

    what: str
    value: float
    unit: str
    aim: str = ""
    met: bool | None = None


def show(rows: Iterable[Row]) -> None:
    """Print the table; figures that miss their aim are marked, in words too."""
    table = Table(title="GLM Studio on this machine", title_justify="left")
    for name, justify in (("what", "left"), ("measured", "right"), ("aim", "left")):
        table.add_column(name, justify=justify, no_wrap=True)
    for row in rows:
        verdict = {None: "", True: "", False: "  MISSED"}[row.met]
        table.add_row(row.what, f"{row.value:,.3g} {row.unit}".rstrip(), row.aim + verdict)
    Console(width=110).print(table)
