"""A picture on paper: where it comes to lie, and drawing it there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from engine.errors import EngineError
from engine.texts import Text, say

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MARGIN_MM = 10.0
MM_PER_INCH = 25.4


class Fill(Enum):
    """How large a picture is printed."""

    PAGE = auto()
    """As large as the paper allows."""
    ACTUAL = auto()
    """So many of its pixels on an inch."""


@dataclass(frozen=True, slots=True)
class PrintLayout:
    """One page with one picture; it is turned so that the picture has the most room."""

    paper: QPageSize.PageSizeId = QPageSize.PageSizeId.A4
    fill: Fill = Fill.PAGE
    dpi: int = 300

    def page(self, picture: QSize) -> QPageLayout:
        """The page, turned to suit a picture of this size."""
        wide = picture.width() > picture.height()
        turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        return QPageLayout(QPageSize(self.paper), turned, margins, QPageLayout.Unit.Millimeter)

    def place(self, picture: QSize, page: QPageLayout | None = None) -> QRectF:
        """Where the picture lies on the page, in millimetres from the paper's top left corner.

        On this layout's own page, or on another one that was chosen after all.
        """
        room = room_on(page or self.page(picture))
        if self.fill is Fill.PAGE:
            size = QSizeF(picture).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        else:
            size = QSizeF(picture) * (MM_PER_INCH / self.dpi)
        place = QRectF(room.topLeft(), size)
        place.moveCenter(room.center())
        return place

    def fits(self, picture: QSize) -> bool:
        """Whether all of it is on the paper inside the margins."""
        slack = 0.01  # of a millimetre, for rounding
        room = room_on(self.page(picture)).adjusted(-slack, -slack, slack, slack)
        return room.contains(self.place(picture))

    def printed_dpi(self, picture: QSize) -> float:
        """Pixels of the picture on an inch of the paper."""
        return picture.width() / (self.place(picture).width() / MM_PER_INCH)


def room_on(page: QPageLayout) -> QRectF:
    """The page inside its margins, in millimetres."""
    unit = QPageLayout.Unit.Millimeter
    return page.fullRect(unit).marginsRemoved(page.margins(unit))


def make_printer(layout: PrintLayout, picture: QSize, title: str) -> QPrinter:
    """The default printer with the layout's page."""
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415 - looks for printers

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setPageLayout(layout.page(picture))
    printer.setDocName(title)
    printer.setCreator("GLM Studio")
    return printer


class PrintError(EngineError):
    """A printer takes no page, or the file that is printed into cannot be written."""

    kind = "print"

    def __init__(self, why: Text) -> None:
        super().__init__(
            say("The picture could not be printed."),
            why,
            say("Check the printer, or print into a PDF file in another folder."),
        )


def print_picture(printer: QPrinter, image: QImage, layout: PrintLayout) -> None:
    """Draw the one page. Takes some tenths of a second: off the window's thread.

    Raises `PrintError`.
    """
    file, painter = printer.outputFileName(), QPainter()
    if file and not Path(file).parent.is_dir():
        raise PrintError(say("There is no folder {folder}.", folder=Path(file).parent))
    if not painter.begin(printer):
        raise PrintError(say("{printer} took no page.", printer=file or printer.printerName()))
    page = printer.pageLayout()  # the printer's own dialog may have changed it
    room, place = room_on(page), layout.place(image.size(), page)
    per_mm = printer.resolution() / MM_PER_INCH
    painter.setClipRect(_scaled(room, per_mm))
    painter.drawImage(_scaled(place, per_mm), image)
    painter.end()


def _scaled(rect: QRectF, by: float) -> QRectF:
    return QRectF(rect.topLeft() * by, rect.size() * by)
