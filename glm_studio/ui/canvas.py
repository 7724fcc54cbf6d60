"""The canvas: the picture on a neutral ground, with zoom and pan, alone or beside another."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from glm_studio.state.canvas import Kind
from glm_studio.state.pairing import Mode
from glm_studio.state.studio import StudioState
from glm_studio.ui.canvas_keys import CanvasKeys
from glm_studio.ui.compare_painter import (
    HANDLE_REACH_PX,
    ComparePainter,
    slider_x,
    split_at,
)
from glm_studio.ui.frame_painter import FramePainter, Shrinker
from glm_studio.ui.panes import Pane, Panes
from glm_studio.ui.readout import READOUT_FROM, Readout, colour_at, paint_readout
from glm_studio.ui.theme import Theme
from glm_studio.ui.viewport import Viewport
from glm_studio.ui.wording import said

_WHEEL_STEP = 1.2


class Canvas(QWidget):
    """Paints the shown frame, or the two that are compared."""

    zoom_changed = Signal()
    menu_asked = Signal(QPoint)
    drag_asked = Signal(object)
    """The frame that is to be dragged out as a file."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._canvas = states.canvas
        self._pairing = states.pairing
        self._theme = theme
        self._panes = Panes(states.canvas.camera, theme.space("large"))
        shrinker = Shrinker(states.background, self)
        self._frames = FramePainter(shrinker, theme)
        self._pairs = ComparePainter(states.pairing, self._frames, theme)
        self._keys = CanvasKeys(self, states)
        self._pressed: QPoint | None = None
        self._panned: QPointF | None = None
        self._sliding = False
        self._hand = False
        """Space is held: every drag pans."""
        self._pointer: QPointF | None = None
        self._frame = states.canvas.frame
        self._configure()
        shrinker.ready.connect(self.update)
        theme.changed.connect(self.update)
        states.canvas.changed.connect(self._on_frame)
        states.canvas.camera.moved.connect(self._on_moved)
        states.pairing.changed.connect(self._on_moved)
        states.pairing.measured.connect(self.update)

    # Looking -------------------------------------------------------------------------------------

    @property
    def panes(self) -> list[Pane]:
        """What is shown where, now."""
        rect, compared = QRectF(self.rect()), self._pairing
        scale = self.devicePixelRatioF()
        return self._panes.arrange(rect, scale, self._frame, compared.pair, compared.mode)

    @property
    def view(self) -> Viewport:
        """The geometry of the first pane."""
        return self.panes[0].view

    @property
    def fitted(self) -> bool:
        return self._canvas.camera.fitted

    @property
    def zoom(self) -> float:
        """Screen pixels a picture pixel."""
        return self.view.zoom

    def fit(self) -> None:
        self._canvas.camera.fit()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the point of the picture under `at`, of the canvas, stays where it is."""
        pane = self._pane_at(at)
        pane.view.zoom_to(zoom, None if at is None else pane.inside(at))

    def zoom_in(self) -> None:
        self.view.zoom_in()

    def zoom_out(self) -> None:
        self.view.zoom_out()

    def pan(self, by: QPointF) -> None:
        self.view.pan(by)

    @property
    def readout(self) -> Readout | None:
        """The pixel under the pointer, where pixels are large enough to point at."""
        if self._pointer is None or self.zoom < READOUT_FROM:
            return None
        pane = self._pane_at(self._pointer)
        at = pane.view.pixel_at(pane.inside(self._pointer))
        if at is None:
            return None
        pair, beside = self._pairing.pair, len(self.panes) > 1
        frames = (pair.a, pair.b) if pair is not None else (self._frame,)
        # Beside each other, both are looked at in the same part of themselves.
        places = (pane.target if beside else pane.place_of(frame) for frame in frames)
        colours = (
            colour_at(frame, place, self._pointer)
            for frame, place in zip(frames, places, strict=True)
        )
        return Readout(at, tuple(colour for colour in colours if colour is not None))

    # Qt's events ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._on_moved()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and self._on_native_gesture(event):
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = QPointF(self.mapFromGlobal(pinch.hotSpot().toPoint()))
                self.zoom_to(self._pane_at(at).view.zoom * pinch.scaleFactor(), at)
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        by, turns = event.pixelDelta(), event.angleDelta().y() / 120
        pad = event.device().type() is QPointingDevice.DeviceType.TouchPad
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if pad and plain and not by.isNull() and not self.fitted:
            self.pan(QPointF(by))
        elif turns:
            view = self._pane_at(event.position()).view
            self.zoom_to(view.zoom * _WHEEL_STEP**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._pressed, self._panned = event.position().toPoint(), event.position()
        left = event.button() is Qt.MouseButton.LeftButton
        if left and not self._hand and self._on_slider(event.position()):
            self._sliding = True
        elif not self.fitted and not _wants_file(event):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        self._point_at(here)
        if self._pressed is None or self._panned is None:
            self._show_cursor(here)
        elif self._sliding:
            self._pairing.slide(split_at(self.panes[0], here.x()))
        elif (self.fitted or _wants_file(event)) and not self._hand:
            self._drag_out(self._pressed, here.toPoint(), event.buttons())
        else:
            self.pan(here - self._panned)
            self._panned = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._panned, self._sliding = None, None, False
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._on_slider(event.position()):
            self._pairing.slide(0.5)
        elif self.fitted:
            self.zoom_to(1.0, event.position())
        else:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.hold_hand(True)
        elif not self._keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.hold_hand(False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hold_hand(False)  # its release would be somebody else's
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("ground"))
        pair, panes = self._pairing.pair, self.panes
        if pair is not None and len(panes) == 1:
            self._pairs.paint(painter, panes[0], pair)
        else:
            for letter, pane in zip("AB", panes, strict=False):
                self._paint_pane(painter, pane, letter if len(panes) > 1 else "")
        readout = self.readout
        if readout is not None:
            paint_readout(painter, QRectF(self.rect()), readout, self._theme)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(self._theme.colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    # Inner ---------------------------------------------------------------------------------------

    def _configure(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Picture"))

    def hold_hand(self, held: bool) -> None:
        """While it is held, every drag moves the picture."""
        self._hand = held
        self._show_cursor(self._pointer)

    def _paint_pane(self, painter: QPainter, pane: Pane, letter: str) -> None:
        painter.save()
        painter.setClipRect(pane.rect)
        if pane.frame.kind is Kind.UNREADABLE:
            self._frames.paint_complaint(painter, pane.frame, pane.rect)
        exact = bool(letter) or not self.fitted
        self._frames.paint(painter, pane.frame, pane.target, pane.rect, exact)
        if pane.frame.image is not None:
            self._frames.paint_grid(painter, pane.target, pane.rect, pane.view.zoom)
        if letter:
            self._pairs.paint_badge(painter, pane.rect, letter, pane.frame)
        painter.restore()

    def _on_frame(self) -> None:
        before, self._frame = self._frame, self._canvas.frame
        self.setAccessibleDescription(said(self._frame.complaint))
        if (before.width, before.height) != (self._frame.width, self._frame.height):
            self.fit()
        self._on_moved()

    def _on_moved(self) -> None:
        self.update()
        self.zoom_changed.emit()

    def _on_native_gesture(self, event: QNativeGestureEvent) -> bool:
        match event.gestureType():
            case Qt.NativeGestureType.ZoomNativeGesture:
                view = self._pane_at(event.position()).view
                self.zoom_to(view.zoom * (1 + event.value()), event.position())
            case Qt.NativeGestureType.SmartZoomNativeGesture:
                if self.fitted:
                    self.zoom_to(1.0, event.position())
                else:
                    self.fit()
            case _:
                return False
        return True

    def _pane_at(self, at: QPointF | None) -> Pane:
        panes = self.panes
        if at is None:
            return panes[0]
        return next((pane for pane in panes if pane.rect.contains(at)), panes[0])

    def _drag_out(self, start: QPoint, here: QPoint, buttons: Qt.MouseButton) -> None:
        far = (here - start).manhattanLength() >= QApplication.startDragDistance()
        if far and buttons & Qt.MouseButton.LeftButton:
            self._pressed = None
            self.drag_asked.emit(self._pane_at(QPointF(start)).frame)

    def _on_slider(self, at: QPointF) -> bool:
        if self._pairing.pair is None or self._pairing.mode is not Mode.SLIDER:
            return False
        return abs(at.x() - slider_x(self.panes[0], self._pairing.split)) <= HANDLE_REACH_PX

    def _point_at(self, at: QPointF | None) -> None:
        self._pointer = at
        if self.zoom >= READOUT_FROM:
            self.update()

    def _show_cursor(self, at: QPointF | None) -> None:
        if self._hand:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif at is not None and self._on_slider(at):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()


def _wants_file(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
