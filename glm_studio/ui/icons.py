"""Icons: line drawings in SVG, painted in the theme's colours at the screen's resolution."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from glm_studio.resources import resource

_SCALES = (1, 2)
"""Device pixels a logical one; fractional scales use the larger and shrink it."""


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")


def svg(name: str, colour: str) -> bytes:
    """An icon's drawing in a colour like ``#aabbcc``."""
    return _source(name).replace("currentColor", colour).encode()


def pixmap(name: str, colour: str, side: int, scale: float = 1.0) -> QPixmap:
    """An icon of `side` logical pixels for a screen with `scale` device pixels each."""
    device = round(side * scale)
    made = QPixmap(QSize(device, device))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter, QRectF(0, 0, device, device))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


@lru_cache(maxsize=512)
def icon(name: str, colour: str, disabled: str, side: int = 18) -> QIcon:
    """An icon with its disabled look, crisp at one and two device pixels a logical one.

    Drawn once: a window has hundreds, and each takes a quarter of a millisecond.
    """
    made = QIcon()
    for scale in _SCALES:
        drawn = pixmap(name, colour, side, scale)
        made.addPixmap(drawn, QIcon.Mode.Normal)
        made.addPixmap(_in_colour(drawn, disabled), QIcon.Mode.Disabled)
    return made


def _in_colour(drawn: QPixmap, colour: str) -> QPixmap:
    """The same shape in one colour, for less than drawing it takes."""
    made = QPixmap(drawn)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(made.rect(), QColor(colour))
    painter.end()
    return made
