"""A picture with a frame around the part of it that is to be used."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.recipe import Box
from glm_studio.ui.cropping import Handle, dragged, moved, shaped
from glm_studio.ui.theme import Theme

_HEIGHT = 380
_HANDLE = 9
_REACH = 14
"""Logical pixels around an edge in which it is taken hold of."""

_STEP, _FINE = 16, 1
_VEIL = 150

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CURSORS = {
    (0, 0): Qt.CursorShape.SizeAllCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
}


class CropView(QWidget):
    """Drag the frame, its edges or corners. Arrow keys move it, with Shift they change its size,
    with Ctrl by single pixels. `changed` tells each new part, in pixels of the picture."""

    changed = Signal(object)

    def __init__(self, size: tuple[int, int], box: Box, theme: Theme) -> None:
        super().__init__()
        self._size, self._box, self._theme = size, box, theme
        self._image: QImage | None = None
        self._ratio: float | None = None
        self._held: tuple[Handle, QPointF, Box] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(_HEIGHT)
        self.setAccessibleName(self.tr("The part of the picture that is used"))
        self.setToolTip(
            self.tr(
                "Drag the frame or its edges. Arrow keys move it, with Shift they change its "
                "size, with Ctrl by single pixels."
            )
        )

    @property
    def box(self) -> Box:
        return self._box

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def set_box(self, box: Box) -> None:
        if box != self._box:
            self._box = box
            self.update()
            self.changed.emit(box)

    def set_ratio(self, ratio: float | None) -> None:
        """Keep width to height from now on; None leaves them free."""
        self._ratio = ratio
        if ratio is not None:
            self.set_box(shaped(self._box, ratio, self._size))

    def sizeHint(self) -> QSize:
        return QSize(480, _HEIGHT)

    # Qt's events ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle = self._handle_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and handle is not None:
            self._held = handle, self._pixel(event.position()), self._box

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            handle = self._handle_at(event.position())
            self.setCursor(_CURSORS.get(handle or (9, 9), Qt.CursorShape.ArrowCursor))
            return
        handle, start, box = self._held
        here = self._pixel(event.position())
        by = here.x() - start.x(), here.y() - start.y()
        if handle == (0, 0):
            self.set_box(moved(box, by, self._size))
            return
        left, top, width, height = box
        edge = left + width * (handle[0] > 0) + by[0], top + height * (handle[1] > 0) + by[1]
        self.set_box(dragged(box, handle, edge, self._size, self._ratio))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is None:
            super().keyPressEvent(event)
            return
        held = event.modifiers()
        step = _FINE if held & Qt.KeyboardModifier.ControlModifier else _STEP
        by = arrow[0] * step, arrow[1] * step
        if not held & Qt.KeyboardModifier.ShiftModifier:
            self.set_box(moved(self._box, by, self._size))
            return
        left, top, width, height = self._box
        handle = abs(arrow[0]), abs(arrow[1])
        to = left + width + by[0], top + height + by[1]
        self.set_box(dragged(self._box, handle, to, self._size, self._ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shown, frame = self._shown(), self._frame()
        painter.fillRect(shown, self._theme.colour("field"))
        if self._image is not None:
            painter.drawImage(shown, self._image)
        veil = QColor(0, 0, 0, _VEIL)
        for box in _around(shown, frame):
            painter.fillRect(box, veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(255, 255, 255, 90), 1))
        for third in (1 / 3, 2 / 3):
            x, y = frame.left() + frame.width() * third, frame.top() + frame.height() * third
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        # A frame that is seen on every picture: light within dark.
        ink = self._theme.colour("focus") if self.hasFocus() else QColor("white")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 160), 4.0), (ink, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(frame)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
        painter.setBrush(ink)
        for x in (frame.left(), frame.right()):
            for y in (frame.top(), frame.bottom()):
                corner = QRectF(0, 0, _HANDLE, _HANDLE)
                corner.moveCenter(QPointF(x, y))
                painter.drawRoundedRect(corner, 2, 2)

    # Places --------------------------------------------------------------------------------------

    def _shown(self) -> QRectF:
        """Where the whole picture is, with room for the corners around it."""
        room = QRectF(self.rect()).adjusted(_HANDLE, _HANDLE, -_HANDLE, -_HANDLE)
        width, height = self._size
        scale = min(room.width() / width, room.height() / height)
        box = QRectF(0, 0, width * scale, height * scale)
        box.moveCenter(room.center())
        return box

    def _frame(self) -> QRectF:
        shown = self._shown()
        scale = shown.width() / self._size[0]
        left, top, width, height = (side * scale for side in self._box)
        return QRectF(shown.left() + left, shown.top() + top, width, height)

    def _pixel(self, at: QPointF) -> QPointF:
        shown = self._shown()
        scale = self._size[0] / shown.width()
        return QPointF((at.x() - shown.left()) * scale, (at.y() - shown.top()) * scale)

    def _handle_at(self, at: QPointF) -> Handle | None:
        frame = self._frame()
        if not frame.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(at):
            return None
        across = _side(at.x(), frame.left(), frame.right())
        return across, _side(at.y(), frame.top(), frame.bottom())


def _side(at: float, low: float, high: float) -> int:
    """Of a small frame a third is left to take it as a whole."""
    reach = min(_REACH, (high - low) / 3)
    if at < low + reach:
        return -1
    return 1 if at > high - reach else 0


def _around(whole: QRectF, hole: QRectF) -> list[QRectF]:
    """The four boxes of `whole` that are not `hole`."""
    return [
        QRectF(whole.left(), whole.top(), whole.width(), hole.top() - whole.top()),
        QRectF(whole.left(), hole.bottom(), whole.width(), whole.bottom() - hole.bottom()),
        QRectF(whole.left(), hole.top(), hole.left() - whole.left(), hole.height()),
        QRectF(hole.right(), hole.top(), whole.right() - hole.right(), hole.height()),
    ]
