"""The pixel under the pointer, in a corner of the canvas: where it is and its colours."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from glm_studio.state.canvas import Frame
from glm_studio.ui.theme import Theme

READOUT_FROM = 4.0
"""Screen pixels a picture pixel, from which on one can point at a single one."""


@dataclass(frozen=True, slots=True)
class Readout:
    """A pixel: where, and its colour in each of the shown frames."""

    at: QPoint
    colours: tuple[QColor, ...]

    def words(self) -> list[str]:
        """The place, then each colour as red, green, blue and in the web's way."""
        return [
            f"{self.at.x()}, {self.at.y()}",
            *(f"{c.red()} {c.green()} {c.blue()}  {c.name()}" for c in self.colours),
        ]


def colour_at(frame: Frame, place: QRectF, point: QPointF) -> QColor | None:
    """The colour under a point where a frame fills `place`; None where it does not reach."""
    image = frame.image
    if image is None or place.isEmpty():
        return None
    x = math.floor((point.x() - place.left()) / place.width() * image.width())
    y = math.floor((point.y() - place.top()) / place.height() * image.height())
    return image.pixelColor(x, y) if image.valid(x, y) else None


def paint_readout(painter: QPainter, room: QRectF, readout: Readout, theme: Theme) -> None:
    """A swatch and its numbers for each colour, one row a colour, in the bottom left corner."""
    space = theme.space("small")
    painter.setFont(theme.font("small"))
    metrics = painter.fontMetrics()
    place, *colours = readout.words()
    rows = [f"{place}   {colours[0]}", *colours[1:]] if colours else [place]
    side = metrics.height() - 2
    width = max(metrics.horizontalAdvance(row) for row in rows) + side + 3 * space
    height = len(rows) * (metrics.height() + 2) + space
    box = QRectF(room.left() + space, room.bottom() - space - height, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("border"), 1))
    painter.setBrush(theme.colour("raised"))
    painter.drawRoundedRect(box, theme.tokens.radius["small"], theme.tokens.radius["small"])
    top = box.top() + space / 2
    for row, colour in zip(rows, readout.colours, strict=False):
        painter.fillRect(QRectF(box.left() + space, top + 2, side, side - 2), colour)
        painter.setPen(theme.colour("text"))
        line = QRectF(box.left() + 2 * space + side, top, width, metrics.height())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), row)
        top += metrics.height() + 2
