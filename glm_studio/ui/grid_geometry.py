"""Where tiles of one size lie in a grid: computed, so that 100,000 cost what ten do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect


@dataclass(frozen=True, slots=True)
class GridGeometry:
    """A grid of `count` square tiles in logical pixels, from its own upper left corner on."""

    count: int = 0
    columns: int = 1
    side: int = 128
    gap: int = 4
    """At each edge of a tile: room that belongs to none, where a rubber band can begin."""

    @classmethod
    def fitting(cls, count: int, width: int, wanted: int, gap: int) -> GridGeometry:
        """As many columns of tiles at least as wide as `wanted` as `width` takes."""
        columns = max(width // max(wanted, 1), 1)
        return cls(count, columns, max(width // columns, 1), gap)

    @property
    def height(self) -> int:
        return -(-self.count // self.columns) * self.side

    def rect(self, row: int) -> QRect:
        down, across = divmod(row, self.columns)
        return QRect(across * self.side, down * self.side, self.side, self.side)

    def row_at(self, point: QPoint) -> int:
        """The tile at a point, or -1 in a gap or beside all tiles."""
        row = self.nearest(point)
        if row < 0 or row >= self.count:
            return -1
        tile = self.rect(row).adjusted(self.gap, self.gap, -self.gap, -self.gap)
        return row if tile.contains(point) else -1

    def nearest(self, point: QPoint) -> int:
        """The cell at a point, gaps included; it may have no tile. -1 outside of all columns."""
        across, down = point.x() // self.side, point.y() // self.side
        if down < 0 or not 0 <= across < self.columns:
            return -1
        return down * self.columns + across

    def visible(self, top: int, height: int) -> range:
        """The tiles of which a strip of the grid shows something."""
        first = max(top // self.side, 0) * self.columns
        last = (max(top + height, 0) // self.side + 1) * self.columns
        return range(min(first, self.count), min(last, self.count))

    def touched(self, band: QRect) -> list[range]:
        """The tiles that a rubber band touches, a span for each line of the grid."""
        inner = self.side - 2 * self.gap
        first = max(-(-(band.left() - self.gap - inner + 1) // self.side), 0)
        last = min((band.right() - self.gap) // self.side, self.columns - 1)
        top = max(-(-(band.top() - self.gap - inner + 1) // self.side), 0)
        bottom = min((band.bottom() - self.gap) // self.side, (self.count - 1) // self.columns)
        if first > last:
            return []
        return [
            range(line * self.columns + first, min(line * self.columns + last + 1, self.count))
            for line in range(top, bottom + 1)
        ]
