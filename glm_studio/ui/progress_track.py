"""The bar of the progress line: one segment a stage, so that the whole way is in sight."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from glm_studio.state.progress import SHARES, Progress
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
        if progress is None or progress.stage not in SHARES:
            return [(1.0, progress.fraction if progress else 0.0)]
        stages = list(SHARES)
        now = stages.index(progress.stage)
        return [
            (share, 1.0 if index < now else progress.fraction if index == now else 0.0)
            for index, share in enumerate(SHARES.values())
        ]
