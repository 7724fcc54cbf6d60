"""Small drawings of numbers: how one went lately, and how full something is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from glm_studio.ui.theme import Theme

_LINE_HEIGHT = 30
_METER_HEIGHT = 8
_FULL = 0.9
"""From here on a meter warns."""


class Sparkline(QWidget):
    """The latest values, the newest at the right edge; `room` of them fill the width."""

    def __init__(self, theme: Theme, room: int) -> None:
        super().__init__()
        self._theme, self._room = theme, room
        self._values: list[float] = []
        self._low, self._high = 0.0, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_values(self, values: Sequence[float], low: float, high: float) -> None:
        """`low` and `high` are the values at the lower and the upper edge."""
        self._values, self._low, self._high = list(values), low, max(high, low + 1e-9)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(60, _LINE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self.height() - 0.5
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
        points = self._points()
        if len(points) < 2:
            return
        line = QPainterPath(points[0])
        for point in points[1:]:
            line.lineTo(point)
        area = QPainterPath(line)
        area.lineTo(points[-1].x(), base)
        area.lineTo(points[0].x(), base)
        accent = self._theme.colour("accent")
        soft = QColor(accent)
        soft.setAlphaF(0.16)
        painter.fillPath(area, soft)
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(line)

    def _points(self) -> list[QPointF]:
        step = self.width() / max(self._room - 1, 1)
        height = self.height() - 4
        right = self.width() - 1
        points = []
        for age, value in enumerate(reversed(self._values)):
            part = (value - self._low) / (self._high - self._low)
            points.append(QPointF(right - age * step, 2 + height * (1 - min(max(part, 0), 1))))
        return points[::-1]


class Meter(QWidget):
    """A bar that is full at 1; above nine tenths it warns, unless it is good to be full. What it
    shows stands beside it as text, too."""

    def __init__(self, theme: Theme, warns: bool = True) -> None:
        super().__init__()
        self._theme, self._warns = theme, warns
        self._part = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_part(self, part: float) -> None:
        self._part = min(max(part, 0.0), 1.0)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, _METER_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(0, 0, self.width(), self.height())
        round_by = self.height() / 2
        painter.setBrush(self._theme.colour("border"))
        painter.drawRoundedRect(bar, round_by, round_by)
        full = self._warns and self._part > _FULL
        if self._part > 0:
            bar.setWidth(max(bar.width() * self._part, self.height()))
            painter.setBrush(self._theme.colour("warning" if full else "accent"))
            painter.drawRoundedRect(bar, round_by, round_by)
