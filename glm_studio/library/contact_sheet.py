"""A contact sheet: pictures in rows and columns with a few words below each, as PNG or PDF."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.texts import say
from glm_studio.library.atomic import write_file
from glm_studio.library.export import ExportError
from glm_studio.library.formats import XMP_KEY
from glm_studio.library.headers import read_header
from glm_studio.library.labels import ALL_LABELS, Labelling
from glm_studio.library.provenance import Told, read_told, unsealed_labels

MARGIN, GAP = 36, 16
TITLE_PX, HEAD_PX, LINE_PX = 28, 18, 14
"""Sizes of the letters of the title, of the titles of rows and columns, and of cells' lines."""

ROW_TITLE_WIDTH = 160

_LINE_HEIGHT = 1.35
_LONGEST_SIDE = 32_000
"""Pixels that Qt's pictures may have a side."""

_SMALLER = say("Choose fewer or smaller pictures.")
_SMALLER_OR_PDF = say("Choose fewer or smaller pictures, or a PDF.")

_PNG_HEADER = 33
"""Bytes of a PNG's signature and first chunk."""

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

    `cell_px` is the longest side of a picture on the sheet. `labelling` is for what was generated
    of it.
    """

    cells: Sequence[Cell]
    columns: int
    title: str = ""
    row_titles: Sequence[str] = ()
    column_titles: Sequence[str] = ()
    cell_px: int = 320
    labelling: Labelling = ALL_LABELS

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
    packet = _packet(sheet)
    layouts = pages(sheet, _picture_height(sheet), as_pdf)
    longest = max(max(page.width, page.height) for page in layouts)
    if longest > _LONGEST_SIDE:
        why = say("The sheet would be longer than any picture may be.")
        raise ExportError(target, why, _SMALLER if as_pdf else _SMALLER_OR_PDF)
    watch = sheet_painter.Watch(on_progress, cancelled)
    try:
        if as_pdf:
            content = sheet_painter.as_pdf(layouts, watch, packet)
        else:
            content = sheet_painter.as_png(layouts, watch)
    except MemoryError as error:
        why = say("There is not enough memory for it.")
        raise ExportError(target, why, _SMALLER_OR_PDF) from error
    if content is None:
        return False
    if packet and not as_pdf:
        content = _with_packet(content, packet)
    try:
        write_file(target, content)
    except OSError as error:
        raise ExportError.refused(target, error) from error
    return True


def told_of(path: Path) -> Told | None:
    """What a cell's file says of its origin; None if it cannot be read."""
    try:
        return read_told(read_header(path).texts)
    except (OSError, ValueError):
        return None


def _packet(sheet: Sheet) -> str | None:
    """The labels of a sheet, if any picture on it was generated."""
    told = (told_of(cell.path) for cell in sheet.cells if cell.path is not None)
    if not any(one is not None and one.generated for one in told):
        return None
    return unsealed_labels(sheet.labelling, drawn=False).packet


def _with_packet(png: bytes, packet: str) -> bytes:
    """A PNG with a packet of XMP behind its header, which always is of one length."""
    body = XMP_KEY.encode() + b"\0\0\0\0\0" + packet.encode()
    sealed = b"iTXt" + body
    chunk = struct.pack(">I", len(body)) + sealed + struct.pack(">I", zlib.crc32(sealed))
    return png[:_PNG_HEADER] + chunk + png[_PNG_HEADER:]


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
