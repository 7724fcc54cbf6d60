"""Zoom and pan as geometry alone: which part of a picture a view shows, and where.

A `Camera` says what is looked at; a `Viewport` maps one view's pixels to one picture's. Views that
share a camera move together: they show the same part of their pictures, each fitted to its own.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF

from glm_studio.state.camera import Camera

__all__ = ["MAX_ZOOM", "Camera", "Viewport"]

MAX_ZOOM = 32.0
"""Screen pixels a picture pixel."""
_MOST_FITTED = 4.0
"""A picture that is smaller than its view is not enlarged further by fitting it."""
_SMALLEST = 0.01
_LADDER = (0.0625, 0.125, 0.25, 1 / 3, 0.5, 2 / 3, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""Where the zoom buttons and keys stop."""


class Viewport:
    """One view of one picture. Points are the view's, in logical pixels from its top left corner.

    Zoom 1 is one picture pixel on one pixel of the screen, whatever the screen's scale.
    """

    def __init__(self, camera: Camera, margin: int = 0) -> None:
        self._camera = camera
        self._margin = margin
        self._room = QSizeF(1, 1)
        self._scale = 1.0
        self._picture = QSize()

    @property
    def picture(self) -> QSize:
        """The picture's size in its own pixels."""
        return QSize(self._picture)

    @property
    def empty(self) -> bool:
        return self._picture.isEmpty()

    @property
    def fitted(self) -> bool:
        return self._camera.fitted

    @property
    def zoom(self) -> float:
        """Screen pixels a picture pixel."""
        zoom = self._camera.zoom_for(self._side)
        return self._fit_zoom() if zoom is None else zoom

    def set_picture(self, width: int, height: int) -> None:
        self._picture = QSize(width, height)

    def set_room(self, size: QSize | QSizeF, scale: float) -> None:
        """The view's size in logical pixels, and screen pixels a logical one."""
        self._room, self._scale = QSizeF(size.width(), size.height()), scale

    def fit(self) -> None:
        self._camera.fit()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the point of the picture under `at` stays where it is."""
        if self.empty:
            return
        middle = self._middle
        at = middle if at is None else at
        before = self.target()
        held_x = (at.x() - before.x()) / before.width()
        held_y = (at.y() - before.y()) / before.height()
        least = min(self._fit_zoom(), 1.0) / 2
        zoom = min(max(zoom, least), MAX_ZOOM)
        size = self._size_at(zoom)
        centre = QPointF(
            held_x - (at.x() - middle.x()) / size.width(),
            held_y - (at.y() - middle.y()) / size.height(),
        )
        self._camera.look(self._clamped(centre, size), zoom, self._side)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        self.zoom_to(self.zoom * factor, at)

    def zoom_in(self, at: QPointF | None = None) -> None:
        """To the next larger round zoom."""
        step = bisect_right(_LADDER, self.zoom * 1.001)
        self.zoom_to(_LADDER[min(step, len(_LADDER) - 1)], at)

    def zoom_out(self, at: QPointF | None = None) -> None:
        """To the next smaller round zoom."""
        step = bisect_left(_LADDER, self.zoom / 1.001) - 1
        self.zoom_to(_LADDER[max(step, 0)], at)

    def pan(self, by: QPointF) -> None:
        """Move the picture by so many logical pixels, as far as there is more of it to see."""
        if self.empty or self.fitted:
            return
        size = self._shown_size()
        centre = self._centre() - QPointF(by.x() / size.width(), by.y() / size.height())
        self._camera.look(self._clamped(centre, size), self.zoom, self._side)

    def target(self) -> QRectF:
        """Where the picture is, on whole screen pixels so that 1:1 stays sharp."""
        size, centre = self._shown_size(), self._centre()
        left = self._middle.x() - centre.x() * size.width()
        top = self._middle.y() - centre.y() * size.height()
        return QRectF(QPointF(self._snapped(left), self._snapped(top)), size)

    def to_picture(self, point: QPointF) -> QPointF:
        """A point of the view in the picture's pixels; outside of it, outside of its size."""
        target, factor = self.target(), self._factor
        return QPointF((point.x() - target.x()) / factor, (point.y() - target.y()) / factor)

    def to_view(self, point: QPointF) -> QPointF:
        """Where a point of the picture is in the view."""
        target, factor = self.target(), self._factor
        return QPointF(target.x() + point.x() * factor, target.y() + point.y() * factor)

    def pixel_at(self, point: QPointF) -> QPoint | None:
        """The picture's pixel under a point of the view; None beside the picture."""
        there = self.to_picture(point)
        pixel = QPoint(math.floor(there.x()), math.floor(there.y()))
        return pixel if QRect(QPoint(), self._picture).contains(pixel) else None

    def visible(self) -> QRect:
        """The picture's pixels that can be seen, if only in part."""
        start = self.to_picture(QPointF(0, 0))
        end = self.to_picture(QPointF(self._room.width(), self._room.height()))
        left, top = math.floor(start.x()), math.floor(start.y())
        seen = QRect(left, top, math.ceil(end.x()) - left, math.ceil(end.y()) - top)
        return seen.intersected(QRect(QPoint(), self._picture))

    # Measures ------------------------------------------------------------------------------------

    @property
    def _side(self) -> int:
        return max(self._picture.width(), self._picture.height(), 1)

    @property
    def _middle(self) -> QPointF:
        return QPointF(self._room.width() / 2, self._room.height() / 2)

    @property
    def _factor(self) -> float:
        """Logical pixels a picture pixel."""
        return self.zoom / self._scale

    def _size_at(self, zoom: float) -> QSizeF:
        factor = zoom / self._scale
        width, height = max(self._picture.width(), 1), max(self._picture.height(), 1)
        return QSizeF(width * factor, height * factor)

    def _shown_size(self) -> QSizeF:
        return self._size_at(self.zoom)

    def _snapped(self, length: float) -> float:
        return round(length * self._scale) / self._scale

    def _fit_zoom(self) -> float:
        if self.empty:
            return 1.0
        across = (self._room.width() - 2 * self._margin) * self._scale / self._picture.width()
        down = (self._room.height() - 2 * self._margin) * self._scale / self._picture.height()
        return max(min(across, down, _MOST_FITTED), _SMALLEST)

    def _centre(self) -> QPointF:
        """The camera's, as far as this view can follow it: views may have other shapes."""
        return self._clamped(self._camera.centre, self._shown_size())

    def _clamped(self, centre: QPointF, size: QSizeF) -> QPointF:
        """A picture larger than the view cannot be pushed out of it; a smaller one is centred."""
        return QPointF(
            _clamped(centre.x(), size.width(), self._room.width()),
            _clamped(centre.y(), size.height(), self._room.height()),
        )


def _clamped(part: float, shown: float, room: float) -> float:
    half = room / shown / 2 if shown > room else 0.5
    return min(max(part, half), 1 - half)
