"""One of the compared pictures: the part of it that all show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from glm_studio.library.picture import Picture
from glm_studio.state.comparison import ComparisonState
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import tr

_WHEEL_STEP = 1.2
_PAN_STEP_PX = 60
_SMOOTH_AFTER_MS = 120
_CROSS_PX = 9


class ComparePane(QWidget):
    """Binds to the comparison; wheel, drag, double click and keys move all panes alike."""

    def __init__(self, comparison: ComparisonState, picture: Picture, theme: Theme) -> None:
        super().__init__()
        self._comparison, self.picture, self._theme = comparison, picture, theme
        self._drag_from: QPointF | None = None
        self._moving = QTimer(self)
        """Runs while the part that is shown changes: it is painted fast first, then smoothly."""
        self._moving.setSingleShot(True)
        self._moving.setInterval(_SMOOTH_AFTER_MS)
        self._moving.timeout.connect(self.update)
        self._cross: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(80, 60)
        self.setAccessibleName(picture.prompt[:200] or picture.path.name)
        self.setToolTip("")
        comparison.moved.connect(self._on_moved)
        comparison.loaded.connect(self._on_loaded)
        comparison.pointed.connect(self._on_pointed)
        theme.changed.connect(self.update)

    @property
    def zoom(self) -> float:
        """Screen pixels a pixel of this picture."""
        zoom = self._comparison.zoom
        return self._fit_zoom() if zoom is None else zoom * self._size_ratio()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom all, so that what is under `at` stays there."""
        middle = QRectF(self.rect()).center()
        at = at or middle
        held, size = self._part_at(at), self._shown_size(zoom)
        centre = QPointF(
            held.x() - (at.x() - middle.x()) / size.width(),
            held.y() - (at.y() - middle.y()) / size.height(),
        )
        self._comparison.look(zoom / self._size_ratio(), centre)

    # Qt's events ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if turns:
            self.zoom_to(self.zoom * _WHEEL_STEP**turns, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._drag_from is not None:
            by, self._drag_from = here - self._drag_from, here
            self._pan(by)
        else:
            self._comparison.point(self.picture, self._part_at(here))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._comparison.zoom is None:
            self.zoom_to(1.0, event.position())
        else:
            self._comparison.look(None, QPointF())

    def leaveEvent(self, event: QEvent) -> None:
        self._comparison.point(self.picture, None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: QPointF(1, 0),
            Qt.Key.Key_Right: QPointF(-1, 0),
            Qt.Key.Key_Up: QPointF(0, 1),
            Qt.Key.Key_Down: QPointF(0, -1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._comparison.zoom is None:
            super().keyPressEvent(event)
        else:
            self._pan(step * _PAN_STEP_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("ground"))
        compared = self._comparison.compared(self.picture)
        if compared is None:
            self._say(painter, tr("Opening…"))
        elif not compared.levels:
            self._say(painter, tr("This file cannot be read."))
        else:
            self._paint_picture(painter, QRectF(event.rect()))
        if self._cross is not None:
            self._paint_cross(painter, self._point_of(self._cross))
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    # Painting ------------------------------------------------------------------------------------

    def _paint_picture(self, painter: QPainter, dirty: QRectF) -> None:
        """Only what is seen of it, from the level that has a pixel for each of the screen."""
        compared = self._comparison.compared(self.picture)
        if compared is None:
            return
        image, target = compared.level(self.zoom), self._target()
        seen = target.intersected(dirty)
        if seen.isEmpty():
            return
        across, down = image.width() / target.width(), image.height() / target.height()
        source = QRectF(
            (seen.x() - target.x()) * across,
            (seen.y() - target.y()) * down,
            seen.width() * across,
            seen.height() * down,
        )
        # Beyond 2:1 whoever looks wants to see pixels.
        smooth = self.zoom <= 2 and not self._moving.isActive()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(seen, image, source)

    def _paint_cross(self, painter: QPainter, at: QPointF) -> None:
        """Where the pointer is in another pane: dark and light, so that it is seen on anything."""
        for colour, width in (("plate", 3), ("accent", 1)):
            painter.setPen(QPen(self._theme.colour(colour), width))
            painter.drawLine(at - QPointF(_CROSS_PX, 0), at + QPointF(_CROSS_PX, 0))
            painter.drawLine(at - QPointF(0, _CROSS_PX), at + QPointF(0, _CROSS_PX))

    def _say(self, painter: QPainter, words: str) -> None:
        painter.setFont(self._theme.font("label"))
        painter.setPen(self._theme.colour("text_muted"))
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(self.rect().adjusted(8, 8, -8, -8), flags, words)

    # Geometry ------------------------------------------------------------------------------------

    def _on_moved(self) -> None:
        self._moving.start()
        self.update()

    def _on_loaded(self, picture: Picture) -> None:
        if picture.path == self.picture.path:
            self.update()

    def _on_pointed(self, picture: Picture, part: QPointF | None) -> None:
        """Repaint only around the cross: moving it is to cost next to nothing."""
        new = part if picture.path != self.picture.path else None
        for cross in (self._cross, new):
            if cross is not None:
                at = self._point_of(cross).toPoint()
                side = _CROSS_PX + 3
                self.update(at.x() - side, at.y() - side, 2 * side, 2 * side)
        self._cross = new

    def _pan(self, by: QPointF) -> None:
        if self._comparison.zoom is None:
            return
        size, centre = self._shown_size(self.zoom), self._comparison.centre
        moved = centre - QPointF(by.x() / size.width(), by.y() / size.height())
        self._comparison.look(self._comparison.zoom, moved)

    def _size_ratio(self) -> float:
        """Smaller pictures are shown as large as the largest."""
        own = max(self.picture.width, self.picture.height, 1)
        return self._comparison.longest_px / own

    def _fit_zoom(self) -> float:
        scale = self.devicePixelRatioF()
        across = self.width() * scale / max(self.picture.width, 1)
        down = self.height() * scale / max(self.picture.height, 1)
        return max(min(across, down), 0.01)

    def _shown_size(self, zoom: float) -> QSizeF:
        factor = zoom / self.devicePixelRatioF()
        return QSizeF(max(self.picture.width, 1), max(self.picture.height, 1)) * factor

    def _target(self) -> QRectF:
        size = self._shown_size(self.zoom)
        centre = self._comparison.centre
        left = self.width() / 2 - centre.x() * size.width()
        top = self.height() / 2 - centre.y() * size.height()
        return QRectF(QPointF(left, top), size)

    def _part_at(self, point: QPointF) -> QPointF:
        """A point of the pane in parts of the picture."""
        target = self._target()
        return QPointF(
            (point.x() - target.x()) / target.width(), (point.y() - target.y()) / target.height()
        )

    def _point_of(self, part: QPointF) -> QPointF:
        target = self._target()
        return QPointF(
            target.x() + part.x() * target.width(), target.y() + part.y() * target.height()
        )
