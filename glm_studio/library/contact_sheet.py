"""A contact sheet: pictures in rows and columns with a few words below each, as PNG or PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cell:
    """A picture's file, None for an empty place, and the lines below it."""

    path: Path | None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells row by row. Titles of rows and columns are those of a grid of variations.

    `cell_px` is the longest side of a picture on the sheet.
    """

    cells: Sequence[Cell]
    columns: int
    title: str = ""
    row_titles: Sequence[str] = ()
    column_titles: Sequence[str] = ()
    cell_px: int = 320


def write_sheet(
    sheet: Sheet,
    target: Path,
    on_progress: Callable[[int], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Write `target`, a PDF or else a PNG by its name; False if cancelled, and nothing is written.

    Blocks: call it off the window's thread. Needs a QGuiApplication, which has the fonts of all
    scripts. Overwrites. Raises `ExportError`.
    """
    raise NotImplementedError
