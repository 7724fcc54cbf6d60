"""The canvas: the picture on a neutral ground, with zoom and pan."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from glm_studio.state.background import Background
from glm_studio.state.canvas import CanvasState, Frame, Kind
from glm_studio.ui.code_grid import cover_rest, paint_codes
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said

MAX_ZOOM = 16.0
_WHEEL_STEP = 1.2
_PAN_STEP_PX = 60


class Canvas(QWidget):
    """Paints the shown frame. Zoom 1 is one picture pixel on one pixel of the screen."""

    zoom_changed = Signal()

    def __init__(self, canvas: CanvasState, background: Background, theme: Theme) -> None:
        super().__init__()
        self._canvas = canvas
        self._background = background
        self._theme = theme
        self._zoom: float | None = None
        """None fits the picture into the canvas."""
        self._centre = QPointF(0.5, 0.5)
        """What is in the middle of the canvas, in parts of the picture."""
        self._drag_from: QPoint | None = None
        self._smooth: tuple[Frame, QSize, QImage] | None = None
        self._smoothing: tuple[Frame, QSize] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Picture"))
        theme.changed.connect(self.update)
        canvas.changed.connect(self._on_frame)
        self._frame = canvas.frame

    @property
    def fitted(self) -> bool:
        return self._zoom is None

    @property
    def zoom(self) -> float:
        """Screen pixels a picture pixel."""
        return self._fit_zoom() if self._zoom is None else self._zoom

    def fit(self) -> None:
        self._zoom, self._centre = None, QPointF(0.5, 0.5)
        self._moved()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the point of the picture under `at` stays where it is."""
        if not self._frame.width:
            return
        at = at or QRectF(self.rect()).center()
        before = self._target()
        held = QPointF(
            (at.x() - before.x()) / before.width(), (at.y() - before.y()) / before.height()
        )
        self._zoom = min(max(zoom, min(self._fit_zoom(), 1.0) / 2), MAX_ZOOM)
        size = self._shown_size()
        middle = QRectF(self.rect()).center()
        self._centre = QPointF(
            held.x() - (at.x() - middle.x()) / size.width(),
            held.y() - (at.y() - middle.y()) / size.height(),
        )
        self._moved()

    def zoom_in(self) -> None:
        self.zoom_to(self.zoom * _WHEEL_STEP**2)

    def zoom_out(self) -> None:
        self.zoom_to(self.zoom / _WHEEL_STEP**2)

    # Qt's events ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._moved()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if turns:
            self.zoom_to(self.zoom * _WHEEL_STEP**turns, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag_from = event.position().toPoint()
            if not self.fitted:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None and not self.fitted:
            here = event.position().toPoint()
            self._pan(here - self._drag_from)
            self._drag_from = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.fitted:
            self.zoom_to(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: QPoint(1, 0),
            Qt.Key.Key_Right: QPoint(-1, 0),
            Qt.Key.Key_Up: QPoint(0, 1),
            Qt.Key.Key_Down: QPoint(0, -1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or self.fitted:
            super().keyPressEvent(event)
        else:
            self._pan(step * _PAN_STEP_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("ground"))
        if self._frame.image is not None:
            self._paint_image(painter, self._frame.image)
        if self._frame.kind is Kind.COMPOSING:
            self._paint_grid(painter)
        elif self._frame.kind is Kind.UNREADABLE:
            self._paint_complaint(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    # Painting ------------------------------------------------------------------------------------

    def _paint_image(self, painter: QPainter, image: QImage) -> None:
        target = self._target()
        size = self._device_size()
        smooth = self._smooth
        if smooth is not None and smooth[0] is self._frame and smooth[1] == size:
            painter.drawImage(target, smooth[2])
            return
        # Enlarged beyond 2:1 whoever looks wants to see pixels, except of a small preview.
        pixels = self.zoom > 2 and image.width() >= self._frame.width
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not pixels)
        painter.drawImage(target, image)
        if size.width() < image.width():
            self._ask_smooth(image, size)

    def _ask_smooth(self, image: QImage, size: QSize) -> None:
        """Shrinking well takes tens of milliseconds: it is done elsewhere and painted later."""
        wish = (self._frame, size)
        if self._smoothing == wish:
            return
        self._smoothing = wish
        frame = self._frame

        def shrink() -> QImage | None:
            """Of the many sizes on the way to another window size only the last is wanted."""
            if self._smoothing != wish:
                return None
            ratio = Qt.AspectRatioMode.IgnoreAspectRatio
            return image.scaled(size, ratio, Qt.TransformationMode.SmoothTransformation)

        def show(copy: QImage | None) -> None:
            if copy is not None and self._smoothing == wish:
                self._smooth, self._smoothing = (frame, size, copy), None
                self.update()

        self._background.run(shrink, show, owner=self)

    def _paint_grid(self, painter: QPainter) -> None:
        """The prior's codes as cells, or over a preview of them those that are to come."""
        frame, target = self._frame, self._target()
        if frame.grid is None:
            return
        if frame.image is None:
            paint_codes(painter, target, frame.grid, frame.written, self._theme)
        else:
            cover_rest(painter, target, frame.grid, frame.written, frame.sketched, self._theme)

    def _paint_complaint(self, painter: QPainter) -> None:
        """In the place of a picture: what is wrong with its file, and where that was looked for."""
        side = self._theme.space("huge")
        room = self.rect().adjusted(side, side, -side, -side)
        above, below = room.adjusted(0, 0, 0, -room.height() // 2), room
        below.setTop(above.bottom() + self._theme.space("small"))
        across = int(Qt.AlignmentFlag.AlignHCenter)
        painter.setFont(self._theme.font("heading"))
        painter.setPen(self._theme.colour("text"))
        foot = int(Qt.AlignmentFlag.AlignBottom)
        painter.drawText(above, across | foot, said(self._frame.complaint))
        painter.setFont(self._theme.font("label"))
        painter.setPen(self._theme.colour("text_muted"))
        head = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWrapAnywhere)
        picture = self._frame.picture
        painter.drawText(below, across | head, str(picture.path) if picture else "")

    # Geometry ------------------------------------------------------------------------------------

    def _on_frame(self) -> None:
        frame = self._canvas.frame
        another_size = (frame.width, frame.height) != (self._frame.width, self._frame.height)
        self._frame = frame
        self.setAccessibleDescription(said(frame.complaint))
        if another_size:
            self.fit()
        self._moved()

    def _moved(self) -> None:
        size = self._shown_size()
        for set_part, part, shown, room in (
            (self._centre.setX, self._centre.x(), size.width(), self.width()),
            (self._centre.setY, self._centre.y(), size.height(), self.height()),
        ):
            # A picture larger than the canvas cannot be pushed out of it; a smaller one is centred.
            half = room / shown / 2 if shown > room else 0.5
            set_part(min(max(part, half), 1 - half))
        self.update()
        self.zoom_changed.emit()

    def _pan(self, by: QPoint) -> None:
        size = self._shown_size()
        self._centre -= QPointF(by.x() / size.width(), by.y() / size.height())
        self._moved()

    def _fit_zoom(self) -> float:
        if not self._frame.width:
            return 1.0
        margin = 2 * self._theme.space("large")
        scale = self.devicePixelRatioF()
        across = (self.width() - margin) * scale / self._frame.width
        down = (self.height() - margin) * scale / self._frame.height
        return max(min(across, down, MAX_ZOOM / 4), 0.01)

    def _shown_size(self) -> QSizeF:
        """The picture's size on the canvas, in logical pixels."""
        factor = self.zoom / self.devicePixelRatioF()
        return QSizeF(max(self._frame.width, 1), max(self._frame.height, 1)) * factor

    def _device_size(self) -> QSize:
        return (
            QSizeF(self._frame.width * self.zoom, self._frame.height * self.zoom)
            .toSize()
            .expandedTo(QSize(1, 1))
        )

    def _target(self) -> QRectF:
        """Where the picture is, on whole device pixels so that 1:1 stays sharp."""
        size, scale = self._shown_size(), self.devicePixelRatioF()
        left = self.width() / 2 - self._centre.x() * size.width()
        top = self.height() / 2 - self._centre.y() * size.height()
        return QRectF(QPointF(round(left * scale) / scale, round(top * scale) / scale), size)
