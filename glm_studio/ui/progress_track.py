"""The bar of the progress line: one segment a stage, so that the whole way is in sight."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.api import Stage
from glm_studio.state.progress import Progress
from glm_studio.ui.theme import Theme

_HEIGHT = 4
_GAP = 3


class ProgressTrack(QWidget):
    """Paints a `Progress`; None is an empty track."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._progress: Progress | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_progress(self, progress: Progress | None) -> None:
        self._progress = progress
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left, full = 0.0, self.width() - _GAP * (len(self._fills()) - 1)
        for share, fill in self._fills():
            segment = QRectF(left, 0, full * share, self.height())
            self._paint(painter, segment, "border")
            if fill > 0:
                segment.setWidth(max(segment.width() * fill, self.height()))
                self._paint(painter, segment, "accent")
            left += full * share + _GAP

    def _paint(self, painter: QPainter, segment: QRectF, colour: str) -> None:
        painter.setBrush(self._theme.colour(colour))
        painter.drawRoundedRect(segment, self.height() / 2, self.height() / 2)

    def _fills(self) -> list[tuple[float, float]]:
        """Share of the width and filled part of every segment."""
        progress = self._progress
        if progress is None:
            return [(1.0, 0.0)]
        if progress.stage is Stage.LOAD and not (progress.reached or progress.with_references):
            return [(1.0, progress.fraction)]  # nothing of a picture is made yet
        fills, rest = [], progress.whole_fraction
        for share in progress.shares.values():
            fills.append((share, min(max(rest / share, 0.0), 1.0)))
            rest -= share
        return fills
