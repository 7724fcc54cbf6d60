"""The film strip under the canvas: the run's previews side by side, to be scrubbed through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.api import PreviewKind
from glm_studio.state.studio import StudioState
from glm_studio.ui.code_grid import cover_rest
from glm_studio.ui.frame_painter import Shrinker
from glm_studio.ui.strip_layout import StripLayout
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import preview

_HEIGHT = 56
_MARK = 3
"""Height of the line that says what a still was made from."""
_SHAPES = (0.5, 2.0)
"""Stills narrower or wider than this are cut, so that none fills the strip."""
_COLOURS = {
    PreviewKind.CODES: "text_faint",
    PreviewKind.COMPOSITION: "warning",
    PreviewKind.LATENTS: "accent",
}


class FilmStripView(QWidget):
    """Each still has its slot; the one that is looked at is shown whole. At the end stands the
    picture itself, or what is newest."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._film = states.film
        self._canvas = states.canvas
        self._theme = theme
        self._shrinker = Shrinker(states.background, self)
        self._tiles: tuple[tuple[object, ...], QPixmap] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(80)
        self.setAccessibleName(self.tr("Previews of this picture"))
        for signal in (self._film.changed, self._film.moved, states.canvas.changed):
            signal.connect(self._on_changed)
        self._shrinker.ready.connect(self.update)
        theme.changed.connect(self.update)
        self._on_changed()

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT + 2 * self._theme.space("tight"))

    @property
    def count(self) -> int:
        """The stills and the picture at the end; none of either without stills."""
        return len(self._film.stills) + 1 if self._film.stills else 0

    @property
    def strip_layout(self) -> StripLayout:
        frame = self._canvas.picture_frame
        shape = frame.width / frame.height if frame.height else 1.0
        whole = _HEIGHT * min(max(shape, _SHAPES[0]), _SHAPES[1])
        room = QRectF(1, self._theme.space("tight"), self.width() - 2, _HEIGHT)
        return StripLayout(room, self.count, whole)

    def slot(self, index: int) -> QRectF:
        """Where a still is now."""
        return self.strip_layout.slot(index, self._film.position)

    # Qt's events ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.count:
            QToolTip.showText(
                event.globalPos(), self._words(self.strip_layout.index_at(event.x())), self
            )
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.count:
            self._film.look_at(self.strip_layout.index_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self.count:
            self._film.look_at(self.strip_layout.index_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Comma: -1}
        steps |= {Qt.Key.Key_Period: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        key = Qt.Key(event.key())
        if key in steps:
            self._film.step(steps[key])
        elif key == Qt.Key.Key_Home:
            self._film.look_at(0)
        elif key == Qt.Key.Key_End:
            self._film.look_at(self.count)
        elif key == Qt.Key.Key_Space:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def toggle(self) -> None:
        """Play the previews, or stop."""
        if self._film.playing:
            self._film.stop()
        else:
            self._film.play()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self.count:
            self._paint_nothing(painter)
            return
        layout, looked_at = self.strip_layout, self._film.position
        if layout.dense:
            painter.drawPixmap(0, 0, self._tiled(layout))
        else:
            for index in range(layout.count):
                self._paint_still(painter, layout.slot(index, looked_at), index)
            self._paint_marks(painter, layout)
        slot = layout.slot(looked_at, looked_at)
        self._paint_still(painter, slot, looked_at)
        self._paint_frame(painter, slot)

    # Painting ------------------------------------------------------------------------------------

    def _tiled(self, layout: StripLayout) -> QPixmap:
        """All tiles; painted once, since they stay as they are while the strip is scrubbed."""
        scale, last = self.devicePixelRatioF(), self._last()
        shown = (self._film.stills, layout, scale, self._theme.tokens.scheme, _key(last))
        if self._tiles is None or self._tiles[0] != shown:
            made = QPixmap(self.size() * scale)
            made.setDevicePixelRatio(scale)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for tile in layout.tiles():
                self._paint_still(painter, tile, layout.index_at(tile.center().x()))
            self._paint_marks(painter, layout)
            painter.end()
            self._tiles = shown, made
        return self._tiles[1]

    def _paint_still(self, painter: QPainter, slot: QRectF, index: int) -> None:
        stills = self._film.stills
        frame = stills[index].frame if index < len(stills) else self._canvas.picture_frame
        image = stills[index].thumbnail if index < len(stills) else self._last()
        place = slot.adjusted(0, 0, 0, -_MARK - 1)
        if image is None:
            return
        part = _middle(image, place)
        painter.drawImage(place, image, part)
        if frame.grid is not None:  # what is not known is not shown as if it were
            across, down = place.width() / part.width(), place.height() / part.height()
            corner = place.topLeft() - QPointF(part.left() * across, part.top() * down)
            whole = QRectF(corner, QSizeF(image.width() * across, image.height() * down))
            painter.save()
            painter.setClipRect(place)
            cover_rest(
                painter, whole, frame.grid, frame.written, frame.sketched, self._theme, cells=False
            )
            painter.restore()

    def _paint_marks(self, painter: QPainter, layout: StripLayout) -> None:
        """Below the stills, what they were made from."""
        stills, looked_at = self._film.stills, self._film.position
        for index in range(layout.count):
            kind = stills[index].frame.preview if index < len(stills) else None
            slot = layout.mark(index) if layout.dense else layout.slot(index, looked_at)
            slot.setTop(slot.bottom() - _MARK)
            painter.fillRect(slot, self._theme.colour(_COLOURS[kind] if kind else "text"))

    def _last(self) -> QImage | None:
        """The picture, small; while it is being made, what is newest of it."""
        image = self._canvas.picture_frame.image
        if image is None or image.width() <= _HEIGHT * 2:
            return image
        height = round(_HEIGHT * self.devicePixelRatioF())
        width = max(round(image.width() * height / image.height()), 1)
        if image.height() <= height:
            return image
        return self._shrinker.shrunk(image, QSize(width, height)) or self._film.stills[-1].thumbnail

    def _paint_frame(self, painter: QPainter, slot: QRectF) -> None:
        """Around what is looked at; in the focus' colour where the keyboard is here."""
        colour = "focus" if self.hasFocus() else "text"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("ground"), 4))
        painter.drawRect(slot.adjusted(0, 0, 0, 0))
        painter.setPen(QPen(self._theme.colour(colour), 2))
        painter.drawRect(slot.adjusted(0, 0, 0, 0))

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("text_faint"))
        room = QRectF(self.rect())
        words = painter.fontMetrics().elidedText(
            self._nothing(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        if self.hasFocus():
            self._paint_frame(painter, room.adjusted(1, 1, -1, -1))

    def _nothing(self) -> str:
        if self._film.coming:
            return ""
        if self._canvas.picture_frame.picture is None:
            return self.tr("Previews gather here while the picture is made.")
        return self.tr("There are no previews of this picture from this session.")

    def _words(self, index: int) -> str:
        stills = self._film.stills
        if index < len(stills):
            frame = stills[index].frame
            assert frame.preview is not None  # noqa: S101 - stills are previews
            return preview(frame.preview, frame.step, frame.total)
        return self.tr("The picture") if self._film.finished else self.tr("Now")

    def _on_changed(self) -> None:
        said = self._words(self._film.position) if self.count else self._nothing()
        self.setAccessibleDescription(said)
        self.update()


def _key(image: QImage | None) -> int:
    return image.cacheKey() if image is not None else 0


def _middle(image: QImage, place: QRectF) -> QRectF:
    """The part of an image that fills a place of another shape."""
    shape = place.width() / max(place.height(), 1)
    width = min(image.width(), image.height() * shape)
    height = min(image.height(), image.width() / max(shape, 0.01))
    corner = QPointF((image.width() - width) / 2, (image.height() - height) / 2)
    return QRectF(corner.x(), corner.y(), width, height)
