"""Paints one picture of the gallery."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from glm_studio.library.picture import Picture
from glm_studio.state.thumbnails import ThumbnailState
from glm_studio.ui import icons
from glm_studio.ui.gallery_model import PICTURE_ROLE
from glm_studio.ui.theme import Theme

_INSET = 4


class ThumbnailDelegate(QStyledItemDelegate):
    """A tile of one size for all pictures, whatever their shape."""

    def __init__(self, thumbnails: ThumbnailState, theme: Theme) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._theme = theme
        self.side_px = 128

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(self.side_px, self.side_px)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        picture: Picture = index.data(PICTURE_ROLE)
        tile = QRectF(option.rect).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        image = self._thumbnails.image(picture.path)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if image is not None:
            self._paint_image(painter, tile, image)
        else:
            self._paint_placeholder(painter, tile, picture)
        self._paint_edge(painter, tile, option.state)
        painter.restore()

    def _paint_image(self, painter: QPainter, tile: QRectF, image: QImage) -> None:
        """Fill the tile: a strip is cut at its sides, for a calm grid of equal tiles."""
        side = min(image.width(), image.height())
        source = QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
        clip = QPainterPath()
        radius = self._theme.tokens.radius["small"]
        clip.addRoundedRect(tile, radius, radius)
        painter.setClipPath(clip)
        painter.drawImage(tile, image, source)
        painter.setClipping(False)

    def _paint_placeholder(self, painter: QPainter, tile: QRectF, picture: Picture) -> None:
        radius = self._theme.tokens.radius["small"]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("field"))
        painter.drawRoundedRect(tile, radius, radius)
        if self._thumbnails.broken(picture.path):
            side = 24
            colour = self._theme.tokens.colours["text_faint"]
            mark = icons.pixmap("warning", colour, side, painter.device().devicePixelRatio())
            painter.drawPixmap(tile.center() - QRectF(0, 0, side, side).center(), mark)

    def _paint_edge(self, painter: QPainter, tile: QRectF, state: QStyle.StateFlag) -> None:
        """The selected picture is framed; with the keyboard here the frame is brighter."""
        if not state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        name = "accent" if selected else "border"
        if selected and state & QStyle.StateFlag.State_HasFocus:
            name = "focus"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour(name), 3 if selected else 1))
        radius = self._theme.tokens.radius["small"]
        painter.drawRoundedRect(tile.adjusted(-1, -1, 1, 1), radius + 1, radius + 1)
