"""The prior's codes as a grid of cells: what is written, what is not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPen

from engine.sizes import Grid
from glm_studio.ui.theme import Theme

_TRAIL = 24
"""How many of the newest cells glow."""

_VEIL = 0.45
"""How much of the ground lies over what is only sketched."""


def paint_codes(painter: QPainter, target: QRectF, grid: Grid, written: int, theme: Theme) -> None:
    """Fill `written` cells of `grid` inside `target`, where there is no preview of them.

    Whole rows are painted at once and the gaps drawn over them: thousands of single cells would
    take longer than a frame.
    """
    cell = QSizeF(target.width() / grid.columns, target.height() / grid.rows)
    rows, rest = divmod(written, grid.columns)
    painter.fillRect(target, theme.colour("window"))
    colour = theme.colour("accent")
    colour.setAlphaF(0.22)
    painter.fillRect(_block(target, cell, 0, 0, grid.columns, rows), colour)
    painter.fillRect(_block(target, cell, 0, rows, rest, 1), colour)
    for index in range(max(written - _TRAIL, 0), written):
        row, column = divmod(index, grid.columns)
        colour.setAlphaF(0.5 * (1 - (written - index) / _TRAIL))
        painter.fillRect(_block(target, cell, column, row, 1, 1), colour)
    _paint_gaps(painter, target, grid, theme)


def cover_rest(
    painter: QPainter,
    target: QRectF,
    grid: Grid,
    written: int,
    sketched: bool,
    theme: Theme,
    cells: bool = True,
) -> None:
    """Over a preview inside `target`: veil the cells that are only sketched, hide the unknown.

    Without `cells` no lines are drawn between those, as in a thumbnail.
    """
    cell = QSizeF(target.width() / grid.columns, target.height() / grid.rows)
    row, column = divmod(written, grid.columns)
    colour = theme.colour("ground" if sketched else "window")
    colour.setAlphaF(_VEIL if sketched else 1.0)
    rest_of_row = _block(target, cell, column, row, grid.columns - column, 1)
    rows_below = _block(target, cell, 0, row + 1, grid.columns, grid.rows - row - 1)
    for rest in (rest_of_row, rows_below) if row < grid.rows else ():
        painter.fillRect(rest, colour)
        if cells and not sketched:
            painter.save()
            painter.setClipRect(rest)
            _paint_gaps(painter, target, grid, theme)
            painter.restore()


def _block(target: QRectF, cell: QSizeF, column: int, row: int, columns: int, rows: int) -> QRectF:
    corner = QPointF(target.x() + column * cell.width(), target.y() + row * cell.height())
    return QRectF(corner, QSizeF(columns * cell.width(), rows * cell.height()))


def _paint_gaps(painter: QPainter, target: QRectF, grid: Grid, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("line"), 1))
    for column in range(grid.columns + 1):
        x = target.x() + target.width() * column / grid.columns
        painter.drawLine(QPointF(x, target.top()), QPointF(x, target.bottom()))
    for row in range(grid.rows + 1):
        y = target.y() + target.height() * row / grid.rows
        painter.drawLine(QPointF(target.left(), y), QPointF(target.right(), y))
