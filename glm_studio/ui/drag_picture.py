"""What hangs under the pointer while pictures are dragged: some of them, and how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from glm_studio.library.picture import Picture
from glm_studio.ui.wording import number

_SIDE, _STEP, _SHOWN = 96, 8, 3


def drag_picture(
    pictures: Sequence[Picture], thumbnail: Callable[[Picture], QImage | None], widget: QWidget
) -> QPixmap:
    """A stack of the first thumbnails in the colours of `widget`, with a number if several."""
    shown = pictures[:_SHOWN]
    side = _SIDE + _STEP * (len(shown) - 1)
    scale = widget.devicePixelRatioF()
    made = QPixmap(QSize(side, side) * scale)
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for depth, picture in reversed(list(enumerate(shown))):
        _paint_one(painter, QPointF(depth * _STEP, depth * _STEP), thumbnail(picture), widget)
    if len(pictures) > 1:
        _paint_count(painter, len(pictures), widget)
    painter.end()
    return made


def _paint_one(painter: QPainter, at: QPointF, image: QImage | None, widget: QWidget) -> None:
    frame = QRectF(at.x(), at.y(), _SIDE, _SIDE)
    painter.setPen(widget.palette().color(widget.foregroundRole()))
    painter.setBrush(widget.palette().base())
    painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
    if image is not None:
        side = min(image.width(), image.height())
        left, top = (image.width() - side) / 2, (image.height() - side) / 2
        painter.drawImage(frame.adjusted(1, 1, -1, -1), image, QRectF(left, top, side, side))


def _paint_count(painter: QPainter, count: int, widget: QWidget) -> None:
    text = number(count)
    metrics = widget.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 14, metrics.height() + 4
    badge = QRectF(4, 4, max(width, height), height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(widget.palette().highlight())
    painter.drawRoundedRect(badge, height / 2, height / 2)
    painter.setPen(widget.palette().color(widget.palette().ColorRole.HighlightedText))
    painter.setFont(widget.font())
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
