"""Paints frames of the canvas: pixels as they are, shrunk well, previews smooth."""

from __future__ import annotations

import math
from collections import OrderedDict

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen

from glm_studio.state.background import Background
from glm_studio.state.canvas import Frame, Kind
from glm_studio.ui.code_grid import cover_rest, paint_codes
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said

PIXEL_GRID_FROM = 12.0
"""Screen pixels a picture pixel, from which on lines between them help more than they hide."""

_KEPT = 3
"""Shrunk copies: two that are compared and their difference."""
_SMOOTH_UP_TO = 2.0
"""A picture that is enlarged to fit the canvas may look soft up to here; then blocks are more
honest."""


class Shrinker(QObject):
    """Shrinking well takes tens of milliseconds: it is done elsewhere, and `ready` says when."""

    ready = Signal()

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._copies: OrderedDict[int, tuple[QSize, QImage]] = OrderedDict()
        self._wishes: dict[int, QSize] = {}

    def shrunk(self, image: QImage, size: QSize) -> QImage | None:
        """A copy of that size if it is there already; otherwise it is asked for."""
        key = image.cacheKey()
        found = self._copies.get(key)
        if found is not None and found[0] == size:
            self._copies.move_to_end(key)
            return found[1]
        if self._wishes.get(key) != size:
            self._wishes[key] = size
            self._ask(image, size)
        return None

    def _ask(self, image: QImage, size: QSize) -> None:
        key = image.cacheKey()

        def shrink() -> QImage | None:
            """Of the many sizes on the way to another window size only the last is wanted."""
            if self._wishes.get(key) != size:
                return None
            ratio = Qt.AspectRatioMode.IgnoreAspectRatio
            return image.scaled(size, ratio, Qt.TransformationMode.SmoothTransformation)

        def take(copy: QImage | None) -> None:
            if copy is None or self._wishes.get(key) != size:
                return
            del self._wishes[key]
            self._copies[key] = (size, copy)
            self._copies.move_to_end(key)
            while len(self._copies) > _KEPT:
                self._copies.popitem(last=False)
            self.ready.emit()

        self._background.run(shrink, take, owner=self)


class FramePainter:
    """Paints a frame into a place of a view; of a frame in large only what is seen."""

    def __init__(self, shrinker: Shrinker, theme: Theme) -> None:
        self._shrinker = shrinker
        self._theme = theme

    def paint(
        self, painter: QPainter, frame: Frame, target: QRectF, seen: QRectF, exact: bool
    ) -> None:
        """The whole frame would fill `target`; of that, `seen` is on the screen.

        `exact` enlarges pixels to blocks from 1:1 on.
        """
        if frame.image is not None:
            whole = frame.image.width() >= frame.width
            self.paint_image(painter, frame.image, target, seen, exact and whole, whole)
        if frame.grid is None or frame.kind is not Kind.COMPOSING:
            return
        if frame.image is None:
            paint_codes(painter, target, frame.grid, frame.written, self._theme)
        else:
            cover_rest(painter, target, frame.grid, frame.written, frame.sketched, self._theme)

    def paint_image(
        self,
        painter: QPainter,
        image: QImage,
        target: QRectF,
        seen: QRectF,
        exact: bool = True,
        blocks: bool = True,
    ) -> None:
        """Pixels alone. Without `blocks` they are never shown as such, as of a small preview."""
        scale = painter.device().devicePixelRatio()
        zoom = target.width() * scale / image.width()
        if zoom < 1:
            size = QSize(round(target.width() * scale), round(target.height() * scale))
            copy = self._shrinker.shrunk(image, size.expandedTo(QSize(1, 1)))
            if copy is not None:
                painter.drawImage(target, copy)
                return
        as_blocks = blocks and zoom > (1.0 if exact else _SMOOTH_UP_TO)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not as_blocks)
        painter.drawImage(*_part(image, target, seen))

    def paint_grid(self, painter: QPainter, target: QRectF, seen: QRectF, zoom: float) -> None:
        """Lines between the pixels of a picture that is `zoom` screen pixels a pixel."""
        if zoom < PIXEL_GRID_FROM:
            return
        step = zoom / painter.device().devicePixelRatio()
        part = target.intersected(seen)
        left, right = _steps(part.left() - target.left(), part.right() - target.left(), step)
        top, bottom = _steps(part.top() - target.top(), part.bottom() - target.top(), step)
        lines = [
            QLineF(target.left() + x * step, part.top(), target.left() + x * step, part.bottom())
            for x in range(left, right)
        ] + [
            QLineF(part.left(), target.top() + y * step, part.right(), target.top() + y * step)
            for y in range(top, bottom)
        ]
        colour = self._theme.colour("border")
        colour.setAlphaF(0.4)
        pen = QPen(colour, 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawLines(lines)

    def paint_complaint(self, painter: QPainter, frame: Frame, room: QRectF) -> None:
        """In the place of a picture: what is wrong with its file, and where that was looked for."""
        side = self._theme.space("huge")
        room = room.adjusted(side, side, -side, -side)
        above, below = QRectF(room), QRectF(room)
        above.setBottom(room.center().y())
        below.setTop(above.bottom() + self._theme.space("small"))
        across = int(Qt.AlignmentFlag.AlignHCenter)
        painter.setFont(self._theme.font("heading"))
        painter.setPen(self._theme.colour("text"))
        foot = int(Qt.AlignmentFlag.AlignBottom)
        painter.drawText(above, across | foot, said(frame.complaint))
        painter.setFont(self._theme.font("label"))
        painter.setPen(self._theme.colour("text_muted"))
        head = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWrapAnywhere)
        painter.drawText(below, across | head, str(frame.picture.path) if frame.picture else "")


def _part(image: QImage, target: QRectF, seen: QRectF) -> tuple[QRectF, QImage, QRectF]:
    """Where to draw which pixels: the seen ones, and one more on every side to blend with."""
    across, down = target.width() / image.width(), target.height() / image.height()
    part = target.intersected(seen)
    left = max(math.floor((part.left() - target.left()) / across) - 1, 0)
    top = max(math.floor((part.top() - target.top()) / down) - 1, 0)
    right = min(math.ceil((part.right() - target.left()) / across) + 1, image.width())
    bottom = min(math.ceil((part.bottom() - target.top()) / down) + 1, image.height())
    source = QRectF(left, top, max(right - left, 0), max(bottom - top, 0))
    corner = QPointF(target.left() + left * across, target.top() + top * down)
    place = QRectF(corner.x(), corner.y(), source.width() * across, source.height() * down)
    return place, image, source


def _steps(start: float, end: float, step: float) -> tuple[int, int]:
    return math.ceil(start / step), math.floor(end / step) + 1
