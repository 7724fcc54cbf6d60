"""The canvas' panes: one, or two beside each other, each a view of one frame."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from glm_studio.state.camera import Camera
from glm_studio.state.canvas import Frame
from glm_studio.state.difference import fitted
from glm_studio.state.pairing import Mode, Pair
from glm_studio.ui.viewport import Viewport


@dataclass(frozen=True, slots=True, eq=False)
class Pane:
    """A part of the canvas. The viewport's points count from the top left corner of `rect`."""

    rect: QRectF
    view: Viewport
    frame: Frame

    @property
    def target(self) -> QRectF:
        """Where its picture is, on the canvas."""
        return self.view.target().translated(self.rect.topLeft())

    def inside(self, point: QPointF) -> QPointF:
        """A point of the canvas as the viewport counts."""
        return point - self.rect.topLeft()

    def place_of(self, other: Frame) -> QRectF:
        """Where another frame is laid over this one: as large as fits, in the middle."""
        target, size = self.target, self.view.picture
        if size.isEmpty() or not other.width or not other.height:
            return target
        whole = QSizeF(other.width, other.height).toSize()
        if whole == size:
            return target
        inside = fitted(whole, size)
        across, down = target.width() / size.width(), target.height() / size.height()
        corner = target.topLeft() + QPointF(inside.left() * across, inside.top() * down)
        return QRectF(corner, QSizeF(inside.width() * across, inside.height() * down))


class Panes:
    """Keeps the views, so that zoom and place outlast a change of their number."""

    def __init__(self, camera: Camera, margin: int) -> None:
        self._views = Viewport(camera, margin), Viewport(camera, margin)

    def arrange(
        self, rect: QRectF, scale: float, frame: Frame, pair: Pair | None, mode: Mode
    ) -> list[Pane]:
        """The canvas' own frame alone, or both of a pair where they show most."""
        if pair is None or mode is not Mode.SIDE_BY_SIDE:
            return [self._pane(0, rect, scale, frame)]
        one, other = _halves(rect, frame)
        return [self._pane(0, one, scale, pair.a), self._pane(1, other, scale, pair.b)]

    def _pane(self, index: int, rect: QRectF, scale: float, frame: Frame) -> Pane:
        view = self._views[index]
        view.set_room(rect.size(), scale)
        view.set_picture(frame.width, frame.height)
        return Pane(rect, view, frame)


def _halves(rect: QRectF, frame: Frame) -> tuple[QRectF, QRectF]:
    """Beside or above each other, whichever shows the pictures larger; a line between them."""
    width, height = max(frame.width, 1), max(frame.height, 1)
    beside = min(rect.width() / 2 / width, rect.height() / height)
    stacked = min(rect.width() / width, rect.height() / 2 / height)
    size = rect.size()
    if beside >= stacked:
        half = round((size.width() - 1) / 2)
        left = QRectF(rect.left(), rect.top(), half, size.height())
        start = left.right() + 1
        return left, QRectF(start, rect.top(), rect.right() - start, size.height())
    half = round((size.height() - 1) / 2)
    top = QRectF(rect.left(), rect.top(), size.width(), half)
    start = top.bottom() + 1
    return top, QRectF(rect.left(), start, size.width(), rect.bottom() - start)
