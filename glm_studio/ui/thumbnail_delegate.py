"""Paints one picture of the gallery."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from glm_studio.library.picture import Picture
from glm_studio.state.thumbnails import ThumbnailState
from glm_studio.ui import icons
from glm_studio.ui.gallery_model import PICTURE_ROLE
from glm_studio.ui.stars import star_plate
from glm_studio.ui.theme import Theme
from glm_studio.ui.tile_cache import Look, TileCache

INSET = 4
_STAR_SIDE = 11


class ThumbnailDelegate(QStyledItemDelegate):
    """A tile of one size for all pictures, whatever their shape."""

    def __init__(self, thumbnails: ThumbnailState, theme: Theme) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._theme = theme
        self.side_px = 128
        self.whole = False
        """Show pictures whole, not filling their tiles."""
        self.hasty = False
        """Tiles of another size do for the moment."""
        self._tiles = TileCache()

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
        picture: Picture | None = index.data(PICTURE_ROLE)
        tile = QRectF(option.rect).adjusted(INSET, INSET, -INSET, -INSET)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if picture is None:  # it is being read
            self._paint_ground(painter, tile)
        else:
            self._paint_picture(painter, tile, picture)
        self._paint_edge(painter, tile, option.state)
        painter.restore()

    def _paint_picture(self, painter: QPainter, tile: QRectF, picture: Picture) -> None:
        scale = painter.device().devicePixelRatio()
        image = self.thumbnail(picture, scale)
        if image is not None:
            look = Look(tile.width(), scale, self.whole, self._theme.tokens.radius["small"])
            shown = self._tiles.tile(image, look, self.hasty)
            painter.drawPixmap(tile, shown, QRectF(shown.rect()))
        else:
            self._paint_placeholder(painter, tile, picture)
        if picture.rating:
            self._paint_rating(painter, tile, picture.rating)
        if self._thumbnails.away(picture.path):
            self._paint_away(painter, tile)

    def thumbnail(self, picture: Picture, scale: float = 1.0) -> QImage | None:
        """A picture's thumbnail for tiles as they are now, if it is here."""
        return self._thumbnails.image(picture.path, round(self.side_px * scale))

    def _paint_ground(self, painter: QPainter, tile: QRectF) -> None:
        radius = self._theme.tokens.radius["small"]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("field"))
        painter.drawRoundedRect(tile, radius, radius)

    def _paint_placeholder(self, painter: QPainter, tile: QRectF, picture: Picture) -> None:
        self._paint_ground(painter, tile)
        if self._thumbnails.broken(picture.path) and not self._thumbnails.away(picture.path):
            side = 24
            colour = self._theme.tokens.colours["text_faint"]
            mark = icons.pixmap("triangle-alert", colour, side, painter.device().devicePixelRatio())
            painter.drawPixmap(tile.center() - QRectF(0, 0, side, side).center(), mark)

    def _paint_rating(self, painter: QPainter, tile: QRectF, rating: int) -> None:
        """Stars on a plain ground, in the lower left corner: readable on any picture."""
        colours, scale = self._theme.tokens.colours, painter.device().devicePixelRatio()
        plate = star_plate(rating, _STAR_SIDE, colours["plate"], colours["star"], scale)
        gap = self._theme.space("tight")
        down = plate.height() / scale + gap
        painter.drawPixmap(QPointF(tile.left() + gap, tile.bottom() - down), plate)

    def _paint_away(self, painter: QPainter, tile: QRectF) -> None:
        """A broken link in the upper right corner: the picture is shown from memory."""
        colours, scale = self._theme.tokens.colours, painter.device().devicePixelRatio()
        gap, side = self._theme.space("tight"), self._theme.tokens.size["icon"]
        plate = QRectF(0, 0, side + 2 * gap, side + 2 * gap)
        plate.moveTopRight(tile.topRight() + QPointF(-gap, gap))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours["plate"]))
        radius = self._theme.tokens.radius["small"]
        painter.drawRoundedRect(plate, radius, radius)
        mark = icons.pixmap("link-2-off", colours["star"], side, scale)
        painter.drawPixmap(plate.topLeft() + QPointF(gap, gap), mark)

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
