"""A grid before it is made: its titles, and a place for each picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from glm_studio.ui.theme import Theme

_MOST = 8
"""So many columns and rows are drawn; what is beyond them is said with an ellipsis."""
_HEIGHT = 220
_GAP = 4


class GridPreview(QWidget):
    """Paints titles and outlines of the pictures' shape."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._columns: list[str] = []
        self._rows: list[str] = []
        self._ratio = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def show_titles(
        self, columns: Sequence[str], rows: Sequence[str], width: int, height: int
    ) -> None:
        """No columns at all shows nothing. `width` and `height` give the pictures' shape."""
        self._columns, self._rows = _some(columns), _some(rows) or [""]
        self._ratio = width / height if height else 1.0
        self.setAccessibleName(", ".join([*columns, *filter(None, rows)]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._columns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("small"))
        line = QFontMetricsF(painter.font()).lineSpacing() + _GAP
        left = self._title_width(painter)
        across = (self.width() - left) / len(self._columns)
        down = (self.height() - line) / len(self._rows)
        painter.setPen(self._theme.colour("text_muted"))
        for column, title in enumerate(self._columns):
            box = QRectF(left + column * across, 0, across - _GAP, line)
            self._write(painter, box, title, Qt.AlignmentFlag.AlignCenter)
        for row, title in enumerate(self._rows):
            box = QRectF(0, line + row * down, left - 2 * _GAP, down)
            self._write(painter, box, title, Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QPen(self._theme.colour("border"), 1))
        painter.setBrush(self._theme.colour("field"))
        for row, column in product(range(len(self._rows)), range(len(self._columns))):
            box = QRectF(left + column * across, line + row * down, across - _GAP, down - _GAP)
            painter.drawRoundedRect(self._shape(box), 3, 3)
        painter.end()

    def _title_width(self, painter: QPainter) -> float:
        metrics = QFontMetricsF(painter.font())
        widest = max(metrics.horizontalAdvance(title) for title in self._rows)
        return min(widest + 3 * _GAP, self.width() / 3) if widest else 0.0

    def _write(self, painter: QPainter, box: QRectF, text: str, where: Qt.AlignmentFlag) -> None:
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, where, shown)

    def _shape(self, box: QRectF) -> QRectF:
        """The largest of the pictures' shape within a place."""
        width = min(box.width(), box.height() * self._ratio)
        made = QRectF(0, 0, max(width, 2), max(width / self._ratio, 2))
        made.moveCenter(box.center())
        return made


def _some(titles: Sequence[str]) -> list[str]:
    if len(titles) <= _MOST:
        return list(titles)
    return [*titles[: _MOST - 2], "…", titles[-1]]
