"""Paints two frames in one place: a slider between them, one or the other, their difference."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from glm_studio.state.canvas import Frame
from glm_studio.state.pairing import Mode, Pair, PairingState
from glm_studio.ui.frame_painter import FramePainter
from glm_studio.ui.panes import Pane
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import preview, tr

HANDLE_REACH_PX = 14
"""So near to the slider's line a press takes hold of it."""
_HANDLE_PX = 15


def name_of(frame: Frame) -> str:
    """What a compared frame is called: its file, or what preview it is."""
    if frame.preview is not None:
        return preview(frame.preview, frame.step, frame.total)
    return frame.picture.path.name if frame.picture is not None else tr("New picture")


def slider_x(pane: Pane, split: float) -> float:
    """Where the slider's line is: `split` of what is seen of the picture's width."""
    seen = pane.target.intersected(pane.rect)
    return seen.left() + split * seen.width()


def split_at(pane: Pane, x: float) -> float:
    """The other way round."""
    seen = pane.target.intersected(pane.rect)
    return (x - seen.left()) / seen.width() if seen.width() else 0.5


class ComparePainter:
    """Paints a pair as the pairing's mode says; panes side by side are painted one by one."""

    def __init__(self, pairing: PairingState, frames: FramePainter, theme: Theme) -> None:
        self._pairing = pairing
        self._frames = frames
        self._theme = theme

    def paint(self, painter: QPainter, pane: Pane, pair: Pair) -> None:
        """Both of a pair in one pane."""
        match self._pairing.mode:
            case Mode.SLIDER:
                self._paint_slider(painter, pane, pair)
            case Mode.FLICKER:
                self._paint_flicker(painter, pane, pair)
            case Mode.DIFFERENCE:
                self._paint_difference(painter, pane)
                self._paint_badges(painter, pane.rect, pane.rect, pair)
            case Mode.SIDE_BY_SIDE:
                pass

    def paint_badge(self, painter: QPainter, room: QRectF, letter: str, frame: Frame) -> None:
        """Which of the two this is, in the top left corner of `room`."""
        space = self._theme.space
        painter.setFont(self._theme.font("small"))
        metrics = painter.fontMetrics()
        most = room.width() - 4 * space("small")
        words = f"{letter}  {name_of(frame)}"
        words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, max(round(most), 1))
        width = metrics.horizontalAdvance(words) + 2 * space("small")
        height = metrics.height() + space("small")
        box = QRectF(room.left() + space("small"), room.top() + space("small"), width, height)
        self._paint_box(painter, box, words)

    def paint_words(self, painter: QPainter, room: QRectF, words: str) -> None:
        """A word in the middle, readable on any picture."""
        painter.setFont(self._theme.font("label"))
        metrics, space = painter.fontMetrics(), self._theme.space
        width = metrics.horizontalAdvance(words) + 2 * space("medium")
        box = QRectF(0, 0, width, metrics.height() + 2 * space("small"))
        box.moveCenter(room.center())
        self._paint_box(painter, box, words)

    def _paint_box(self, painter: QPainter, box: QRectF, words: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("border"), 1))
        painter.setBrush(self._theme.colour("raised"))
        radius = self._theme.tokens.radius["small"]
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_slider(self, painter: QPainter, pane: Pane, pair: Pair) -> None:
        x = slider_x(pane, self._pairing.split)
        left, right = QRectF(pane.rect), QRectF(pane.rect)
        left.setRight(x)
        right.setLeft(x)
        for frame, part in ((pair.a, left), (pair.b, right)):
            painter.save()
            painter.setClipRect(part)
            self._paint_frame(painter, pane, frame)
            painter.restore()
        seen = pane.target.intersected(pane.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_line(painter, x, seen)
        self._paint_badges(painter, left, right, pair)

    def _paint_badges(self, painter: QPainter, left: QRectF, right: QRectF, pair: Pair) -> None:
        """A in the left corner of one room, B in the right corner of the other."""
        painter.setFont(self._theme.font("small"))
        words = painter.fontMetrics().horizontalAdvance(f"B  {name_of(pair.b)}")
        most = right.width() / 2 if left == right else right.width()
        wanted = min(words + 4 * self._theme.space("small"), most)
        corner = QRectF(right)
        corner.setLeft(right.right() - wanted)
        rest = QRectF(left)
        rest.setRight(min(left.right(), corner.left()))
        self.paint_badge(painter, rest, "A", pair.a)
        self.paint_badge(painter, corner, "B", pair.b)

    def _paint_line(self, painter: QPainter, x: float, seen: QRectF) -> None:
        """A dark edge around a light line can be seen on any picture."""
        for colour, width in ((QColor(0, 0, 0, 120), 4), (self._theme.colour("accent"), 2)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()))
        middle = QPointF(x, seen.center().y())
        painter.setPen(QPen(self._theme.colour("accent_text"), 2))
        painter.setBrush(self._theme.colour("accent"))
        painter.drawEllipse(middle, _HANDLE_PX, _HANDLE_PX)
        for side in (-1, 1):
            tip = middle + QPointF(9 * side, 0)
            painter.drawPolyline([tip + QPointF(-4 * side, -4), tip, tip + QPointF(-4 * side, 4)])

    def _paint_flicker(self, painter: QPainter, pane: Pane, pair: Pair) -> None:
        second = self._pairing.second
        frame = pair.b if second else pair.a
        self._paint_frame(painter, pane, frame)
        self.paint_badge(painter, pane.rect, "B" if second else "A", frame)

    def _paint_difference(self, painter: QPainter, pane: Pane) -> None:
        found = self._pairing.difference
        if found is None:
            self._paint_frame(painter, pane, pane.frame)
            self.paint_words(painter, pane.rect, tr("Comparing…"))
            return
        self._frames.paint_image(painter, found.image, pane.target, pane.rect)
        self._frames.paint_grid(painter, pane.target, pane.rect, pane.view.zoom)

    def _paint_frame(self, painter: QPainter, pane: Pane, frame: Frame) -> None:
        place = pane.place_of(frame)
        self._frames.paint(painter, frame, place, pane.rect, exact=True)
        self._frames.paint_grid(painter, pane.target, pane.rect, pane.view.zoom)
