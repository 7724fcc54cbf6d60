"""A picture in small, inside a sheet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from glm_studio.state.background import Background
from glm_studio.ui.frame_painter import FramePainter, Shrinker
from glm_studio.ui.theme import Theme


class PicturePreview(QWidget):
    """As large as fits, on the canvas' ground."""

    def __init__(self, image: QImage, background: Background, theme: Theme, height: int) -> None:
        super().__init__()
        self._image = image
        self._theme = theme
        shrinker = Shrinker(background, self)
        shrinker.ready.connect(self.update)
        self._painter = FramePainter(shrinker, theme)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(height)

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("ground"))
        space = self._theme.space("small")
        room = QRectF(self.rect()).adjusted(space, space, -space, -space)
        size = QSizeF(self._image.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(room.topLeft(), size)
        target.moveCenter(room.center())
        self._painter.paint_image(painter, self._image, target, room, exact=False)
