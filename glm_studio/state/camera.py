"""What is looked at in a picture. Views that share a camera show the same part."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Signal

_MIDDLE = QPointF(0.5, 0.5)


class Camera(QObject):
    """What is looked at: a point of the picture and a zoom, or all of it. `moved` after changes."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zoom: float | None = None
        self._side = 1
        self._centre = QPointF(_MIDDLE)

    @property
    def fitted(self) -> bool:
        """Whether all of the picture is shown, as large as there is room."""
        return self._zoom is None

    @property
    def centre(self) -> QPointF:
        """What is in the middle, in parts of the picture."""
        return QPointF(self._centre)

    def zoom_for(self, side: int) -> float | None:
        """Screen pixels a pixel of a picture whose longer side is `side`; None fits it."""
        if self._zoom is None or side == self._side:
            return self._zoom
        return self._zoom * self._side / side

    def fit(self) -> None:
        self._zoom, self._centre = None, QPointF(_MIDDLE)
        self.moved.emit()

    def look(self, centre: QPointF, zoom: float | None, side: int) -> None:
        """Look at a point; `zoom` counts for pictures whose longer side is `side` pixels."""
        self._centre, self._zoom, self._side = QPointF(centre), zoom, max(side, 1)
        self.moved.emit()
