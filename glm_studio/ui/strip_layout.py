"""Where the stills of a film strip are: pure geometry."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

_LEAST_TILE = 0.4
"""Of a still's own width: narrower ones cannot be made out."""


@dataclass(frozen=True, slots=True)
class StripLayout:
    """`count` stills within `room`. The one that is looked at is `whole` wide, the others as wide
    as there is room for."""

    room: QRectF
    count: int
    whole: float

    @property
    def narrow(self) -> float:
        """The width of a still that is not looked at."""
        return min(self.whole, (self.room.width() - self.whole) / max(self.count - 1, 1))

    @property
    def width(self) -> float:
        """Of all of them together."""
        return self.whole + self.narrow * (self.count - 1)

    @property
    def dense(self) -> bool:
        """Whether there are too many to make each of them out: fewer, wider tiles are shown."""
        return self.narrow < _LEAST_TILE * self.whole and self.count > 2

    def slot(self, index: int, looked_at: int) -> QRectF:
        """Where a still is."""
        left = self.room.left() + index * self.narrow
        if index > looked_at:
            left += self.whole - self.narrow
        width = self.whole if index == looked_at else self.narrow
        return QRectF(left, self.room.top(), width, self.room.height())

    def tiles(self) -> list[QRectF]:
        """What is painted where they are dense."""
        number = max(round(self.width / (_LEAST_TILE * self.whole)), 1)
        return [self._span(n, number) for n in range(number)]

    def mark(self, index: int) -> QRectF:
        """A still's even share of the width, whichever is looked at."""
        return self._span(index, self.count)

    def index_at(self, x: float) -> int:
        """The still at a distance from the left; shares are even, so that scrubbing is, too."""
        part = (x - self.room.left()) / max(self.width, 1)
        return min(max(int(part * self.count), 0), self.count - 1)

    def _span(self, index: int, of: int) -> QRectF:
        width = self.width / of
        left = self.room.left() + index * width
        return QRectF(left, self.room.top(), width, self.room.height())
