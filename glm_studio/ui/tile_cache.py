"""Thumbnails cut and rounded as they are painted: scaling them takes most of the time."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

_KEPT_BYTES = 64 << 20
"""More than a large screen shows."""


class Look(NamedTuple):
    """How tiles are painted: logical pixels, device pixels for each, the corners' radius."""

    side: float
    scale: float
    whole: bool
    radius: float


class TileCache:
    """One tile an image, in the look in which it was asked for last."""

    def __init__(self) -> None:
        self._tiles: OrderedDict[int, tuple[Look, QPixmap]] = OrderedDict()
        self._bytes = 0

    def tile(self, image: QImage, look: Look, hasty: bool = False) -> QPixmap:
        """The tile; if `hasty`, one of another size does for the moment."""
        key = image.cacheKey()
        known = self._tiles.get(key)
        if known is not None and (known[0] == look or (hasty and known[0].whole == look.whole)):
            self._tiles.move_to_end(key)
            return known[1]
        made = _make(image, look)
        if known is not None:
            self._bytes -= _bytes_of(known[1])
        self._tiles[key] = look, made
        self._tiles.move_to_end(key)
        self._bytes += _bytes_of(made)
        while self._bytes > _KEPT_BYTES and len(self._tiles) > 1:
            self._bytes -= _bytes_of(self._tiles.popitem(last=False)[1][1])
        return made


def _make(image: QImage, look: Look) -> QPixmap:
    """Filled to the edges: a strip is cut at its sides, for a calm grid of equal tiles.

    Where pictures are wanted whole, the strip lies in the middle of its tile.
    """
    size = QSizeF(look.side, look.side)
    side = min(image.width(), image.height())
    source = QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
    target = QRectF(QPointF(), size)
    if look.whole:
        source = QRectF(image.rect())
        shown = QRectF(QPointF(), source.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
        shown.moveCenter(target.center())
        target = shown
    made = QPixmap((size * look.scale).toSize())
    made.setDevicePixelRatio(look.scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    clip = QPainterPath()
    clip.addRoundedRect(target, look.radius, look.radius)
    painter.setClipPath(clip)
    painter.drawImage(target, image, source)
    painter.end()
    return made


def _bytes_of(tile: QPixmap) -> int:
    return tile.width() * tile.height() * 4
