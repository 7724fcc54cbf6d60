"""Paints contact sheets. Qt's painting works on any thread, and has the fonts of all scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from glm_studio.library.contact_sheet import (
    GAP,
    HEAD_PX,
    LINE_PX,
    MARGIN,
    ROW_TITLE_WIDTH,
    TITLE_PX,
    Cell,
    Layout,
    line_height,
    told_of,
)
from glm_studio.library.decode import decode_small
from glm_studio.library.labels import VisibleLabel
from glm_studio.library.provenance import draws
from glm_studio.library.visible_label import labelled

_PDF_DPI = 150
_SHARPER = 2
"""A PDF has so many times as many pixels a side as its layout, for it will be enlarged."""

_PAPER, _INK, _FAINT, _EMPTY = "#ffffff", "#16181d", "#5d6470", "#e9ebef"


@dataclass(slots=True)
class Watch:
    """Hears how many pictures are done, and says whether to go on."""

    on_progress: Callable[[int], None]
    cancelled: Callable[[], bool]
    done: int = 0

    def next(self) -> None:
        """One more is done."""
        self.done += 1
        self.on_progress(self.done)


def as_png(layouts: Sequence[Layout], watch: Watch) -> bytes | None:
    """The first page as a file's bytes; None if cancelled. Raises MemoryError."""
    layout = layouts[0]
    image = QImage(layout.width, layout.height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise MemoryError(f"no memory for {layout.width}x{layout.height} pixels")
    painter = QPainter(image)
    try:
        finished = _paint(painter, layout, watch, 1)
    finally:
        painter.end()
    if not finished:
        return None
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def as_pdf(layouts: Sequence[Layout], watch: Watch, packet: str | None) -> bytes | None:
    """All pages as a file's bytes, with a packet of XMP if there is one; None if cancelled."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(layouts[0].sheet.title)
    if packet:
        writer.setDocumentXmpMetadata(packet.encode())
    writer.setPageSize(_page_size(layouts[0]))
    painter = QPainter(writer)
    try:
        for number, layout in enumerate(layouts):
            if number:
                writer.setPageSize(_page_size(layout))
                writer.newPage()
            if not _paint(painter, layout, watch, _SHARPER):
                return None
    finally:
        painter.end()
    return bytes(buffer.data().data())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _page_size(layout: Layout) -> QPageSize:
    size = QSizeF(layout.width, layout.height) * (72 / _PDF_DPI)
    return QPageSize(size, QPageSize.Unit.Point)


def _paint(painter: QPainter, layout: Layout, watch: Watch, sharper: int) -> bool:
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(QRectF(0, 0, layout.width, layout.height), QColor(_PAPER))
    _paint_titles(painter, layout)
    cell_px = layout.sheet.cell_px
    for x, y, cell in _cells(layout):
        if watch.cancelled():
            return False
        box = QRectF(x, y, cell_px, layout.picture_height)
        _paint_picture(painter, cell, box, sharper, layout.sheet.labelling.visible)
        top = y + layout.picture_height + GAP // 2
        for number, line in enumerate(cell.lines):
            box = QRectF(x, top + number * line_height(LINE_PX), cell_px, line_height(LINE_PX))
            _write(painter, line, box, LINE_PX, _FAINT if number else _INK)
        watch.next()
    return True


def _paint_titles(painter: QPainter, layout: Layout) -> None:
    sheet = layout.sheet
    if layout.title:
        box = QRectF(MARGIN, MARGIN, layout.width - 2 * MARGIN, line_height(TITLE_PX))
        _write(painter, layout.title, box, TITLE_PX, _INK)
    heads = layout.top - line_height(HEAD_PX) - GAP // 2
    for column, title in enumerate(sheet.column_titles[: sheet.columns]):
        x = layout.corner(layout.rows.start, column)[0]
        box = QRectF(x, heads, sheet.cell_px, line_height(HEAD_PX))
        _write(painter, title, box, HEAD_PX, _INK, Qt.AlignmentFlag.AlignHCenter)
    _choose_font(painter, HEAD_PX, _INK)
    for row, title in enumerate(sheet.row_titles[: layout.rows.stop]):
        y = layout.corner(row, 0)[1]
        box = QRectF(MARGIN, y, ROW_TITLE_WIDTH, layout.picture_height)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, flags | Qt.TextFlag.TextWordWrap, title)


def _cells(layout: Layout) -> Iterator[tuple[int, int, Cell]]:
    columns = layout.sheet.columns
    for row in layout.rows:
        for column, cell in enumerate(layout.sheet.cells[row * columns : (row + 1) * columns]):
            x, y = layout.corner(row, column)
            yield x, y, cell


def _paint_picture(
    painter: QPainter, cell: Cell, box: QRectF, sharper: int, visible: VisibleLabel
) -> None:
    image = _load(cell.path, round(box.width()) * sharper, visible) if cell.path else None
    if image is None:
        painter.fillRect(box, QColor(_EMPTY))
        return
    size = QSizeF(image.size())
    if max(size.width(), size.height()) > box.width():
        size.scale(box.width(), box.width(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, size.width(), size.height())
    place.moveCenter(box.center())
    painter.drawImage(place, image)


def _load(path: Path, side_px: int, visible: VisibleLabel) -> QImage | None:
    """None for a picture that cannot be read: its place stays empty."""
    try:
        small = decode_small(path, side_px)
        told = told_of(path)
        if told is not None and draws(visible, told):
            small = labelled(small, visible)
    except Exception:  # noqa: BLE001 - a broken file may break Pillow in any way
        return None
    data, width, height = small.tobytes(), small.width, small.height
    image = QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.copy()  # with bytes of its own


def _write(
    painter: QPainter,
    text: str,
    box: QRectF,
    size_px: int,
    ink: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line, with an ellipsis where there is no more room."""
    font = _choose_font(painter, size_px, ink)
    plain = " ".join(text.split())
    shown = QFontMetricsF(font).elidedText(plain, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _choose_font(painter: QPainter, size_px: int, ink: str) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(size_px)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    return font
