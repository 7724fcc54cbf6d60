"""A contact sheet: pictures in rows and columns with a few words below each, as PNG or PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.texts import say
from glm_studio.library.atomic import write_file
from glm_studio.library.export import ExportError
from glm_studio.library.headers import read_header

MARGIN, GAP = 36, 16
TITLE_PX, HEAD_PX, LINE_PX = 28, 18, 14
"""Sizes of the letters of the title, of the titles of rows and columns, and of cells' lines."""

ROW_TITLE_WIDTH = 160

_LINE_HEIGHT = 1.35
_LONGEST_SIDE = 32_000
"""Pixels that Qt's pictures may have a side."""

_SMALLER = say("Choose fewer or smaller pictures.")
_SMALLER_OR_PDF = say("Choose fewer or smaller pictures, or a PDF.")

_PAGE_RATIO = 2**0.5
"""A page's height by its width, of ISO's paper sizes."""


def line_height(size_px: int) -> int:
    """Of a line in letters of this size."""
    return round(size_px * _LINE_HEIGHT)


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

    @property
    def rows(self) -> int:
        """How many, the last one perhaps not full."""
        return -(-len(self.cells) // self.columns)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is on a page, in pixels from its top left."""

    sheet: Sheet
    rows: range
    """Those of the sheet that are on this page."""

    picture_height: int

    @property
    def left(self) -> int:
        """Of the first column."""
        return MARGIN + (ROW_TITLE_WIDTH + GAP if self.sheet.row_titles else 0)

    @property
    def top(self) -> int:
        """Of the first row: below the title, which is on the first page alone, and the columns'."""
        title = line_height(TITLE_PX) + GAP if self._has_title else 0
        heads = line_height(HEAD_PX) + GAP // 2 if self.sheet.column_titles else 0
        return MARGIN + title + heads

    @property
    def row_height(self) -> int:
        """Of a picture and its lines."""
        lines = max((len(cell.lines) for cell in self.sheet.cells), default=0)
        return self.picture_height + lines * line_height(LINE_PX) + GAP // 2

    @property
    def width(self) -> int:
        columns = self.sheet.columns
        return self.left + columns * self.sheet.cell_px + (columns - 1) * GAP + MARGIN

    @property
    def height(self) -> int:
        rows = len(self.rows)
        return self.top + rows * self.row_height + (rows - 1) * GAP + MARGIN

    def corner(self, row: int, column: int) -> tuple[int, int]:
        """The top left of a cell."""
        x = self.left + column * (self.sheet.cell_px + GAP)
        return x, self.top + (row - self.rows.start) * (self.row_height + GAP)

    @property
    def _has_title(self) -> bool:
        return bool(self.sheet.title) and self.rows.start == 0

    @property
    def title(self) -> str:
        """What stands above all."""
        return self.sheet.title if self._has_title else ""


def pages(sheet: Sheet, picture_height: int, paged: bool) -> list[Layout]:
    """One page; or, if `paged`, as many as keep to the proportions of paper.

    A grid with titles at its rows is not torn apart.
    """
    whole = Layout(sheet, range(sheet.rows), picture_height)
    if not paged or sheet.row_titles:
        return [whole]
    found: list[Layout] = []
    start = 0
    while start < sheet.rows:
        end = start + 1
        while end < sheet.rows:
            longer = Layout(sheet, range(start, end + 1), picture_height)
            if longer.height > longer.width * _PAGE_RATIO:
                break
            end += 1
        found.append(Layout(sheet, range(start, end), picture_height))
        start = end
    return found or [whole]


def write_sheet(
    sheet: Sheet,
    target: Path,
    on_progress: Callable[[int], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Write `target`, a PDF or else a PNG by its name; False if cancelled, and nothing is written.

    Blocks: call it off the window's thread. Needs a QGuiApplication, which has the fonts of all
    scripts. `on_progress` hears how many pictures are done. Overwrites. Raises `ExportError`.
    """
    from glm_studio.library import sheet_painter  # noqa: PLC0415 - the library does without Qt

    as_pdf = target.suffix.lower() == ".pdf"
    layouts = pages(sheet, _picture_height(sheet), as_pdf)
    longest = max(max(page.width, page.height) for page in layouts)
    if longest > _LONGEST_SIDE:
        why = say("The sheet would be longer than any picture may be.")
        raise ExportError(target, why, _SMALLER if as_pdf else _SMALLER_OR_PDF)
    paint = sheet_painter.as_pdf if as_pdf else sheet_painter.as_png
    try:
        content = paint(layouts, sheet_painter.Watch(on_progress, cancelled))
    except MemoryError as error:
        why = say("There is not enough memory for it.")
        raise ExportError(target, why, _SMALLER_OR_PDF) from error
    if content is None:
        return False
    try:
        write_file(target, content)
    except OSError as error:
        raise ExportError.refused(target, error) from error
    return True


def _picture_height(sheet: Sheet) -> int:
    """The height of the highest picture on the sheet; that of a square if none can be read."""
    heights = []
    for cell in sheet.cells:
        if cell.path is not None:
            try:
                header = read_header(cell.path)
            except (OSError, ValueError):
                continue
            longest = max(header.width, header.height)
            heights.append(round(header.height * min(1.0, sheet.cell_px / longest)))
    return max(heights, default=sheet.cell_px)
