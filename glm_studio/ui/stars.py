"""Ratings as stars: painted, and to click on."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from glm_studio.library.picture import HIGHEST_RATING
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import tr

_INNER = 0.45
"""How deep the notches of a star are, of its radius."""


@lru_cache(maxsize=8)
def star_path(side: float) -> QPainterPath:
    """A star in a square of `side` logical pixels."""
    path = QPainterPath()
    centre, outer = side / 2, side / 2
    for corner in range(10):
        radius = outer if corner % 2 == 0 else outer * _INNER
        angle = math.pi * (corner / 5 - 0.5)
        point = QPointF(centre + radius * math.cos(angle), centre + radius * math.sin(angle))
        if corner:
            path.lineTo(point)
        else:
            path.moveTo(point)
    path.closeSubpath()
    return path


@lru_cache(maxsize=32)
def star_plate(rating: int, side: int, ground: str, colour: str, scale: float) -> QPixmap:
    """So many stars on a rounded ground, for the corner of a thumbnail."""
    gap = max(side // 5, 1)
    size = QSize(rating * (side + gap) + 3 * gap, side + 2 * gap)
    made = QPixmap(size * scale)
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setOpacity(0.85)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(QPointF(), size.toSizeF()), size.height() / 2, size.height() / 2)
    painter.setOpacity(1.0)
    painter.setBrush(colour)
    painter.translate(2 * gap, gap)
    for _ in range(rating):
        painter.drawPath(star_path(side))
        painter.translate(side + gap, 0)
    painter.end()
    return made


def said_rating(rating: int) -> str:
    """A rating in words."""
    return tr("%n star(s)", "", rating) if rating else tr("Not rated")


class RatingStars(QWidget):
    """Five stars to choose from; -1 means several pictures of different ratings.

    `rated` carries the new rating; a click on the last star that is lit takes the rating away.
    """

    rated = Signal(int)

    def __init__(self, theme: Theme, side: int = 16) -> None:
        super().__init__()
        self._theme = theme
        self._side = side
        self._rating = 0
        self._hover = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Rate: 1 to 5, 0 takes the rating away"))
        theme.changed.connect(self.update)
        self.set_rating(0)

    @property
    def rating(self) -> int:
        return self._rating

    def set_rating(self, rating: int) -> None:
        """Show a rating; nothing is said."""
        self._rating = rating
        words = self.tr("Different ratings") if rating < 0 else said_rating(rating)
        self.setAccessibleName(self.tr("Rating: {words}").format(words=words))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.update()

    # Qt's events ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        step = self._step()
        return QSize(HIGHEST_RATING * step + 4, step + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover_over(self._star_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_over(0)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover_over(self._star_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        star = self._star_at(event.position())
        if star and event.button() is Qt.MouseButton.LeftButton:
            self._choose(0 if star == self._rating else star)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_0
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if 0 <= digit <= HIGHEST_RATING:
            self._choose(digit)
        elif step:
            self._choose(min(max(self._rating + step, 0), HIGHEST_RATING))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self._hover or self._rating
        star, faint = self._theme.colour("star"), self._theme.colour("text_faint")
        if not self.isEnabled():
            star = faint
        painter.translate(2, (self.height() - self._side) / 2)
        for number in range(1, HIGHEST_RATING + 1):
            painter.setPen(QPen(star if number <= lit else faint, 1))
            painter.setBrush(star if number <= lit else Qt.BrushStyle.NoBrush)
            painter.drawPath(star_path(self._side))
            painter.translate(self._step(), 0)
        if self.hasFocus():
            painter.resetTransform()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _choose(self, rating: int) -> None:
        if rating != self._rating:
            self.set_rating(rating)
            self.rated.emit(rating)

    def _hover_over(self, star: int) -> None:
        if star != self._hover:
            self._hover = star
            self.update()

    def _step(self) -> int:
        return self._side + self._theme.space("tight")

    def _star_at(self, point: QPointF) -> int:
        star = int((point.x() - 2) // self._step()) + 1
        return star if 1 <= star <= HIGHEST_RATING else 0
