"""Paints one row of the queue."""

from __future__ import annotations

from collections import OrderedDict
from enum import Enum, auto

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from glm_studio.state.canvas import to_image
from glm_studio.state.entry import Entry, Standing
from glm_studio.state.thumbnails import ThumbnailState
from glm_studio.ui import icons
from glm_studio.ui.queue_model import ROW_ROLE, QueueModel, Row, RowKind
from glm_studio.ui.queue_words import member_title, set_title, set_words, standing, title
from glm_studio.ui.theme import Theme

_SIDE = 44
"""Of a row's picture."""
_INDENT = 14
_BAR = 3
_BUTTON = 24
_KEPT = 300

Index = QModelIndex | QPersistentModelIndex


class Act(Enum):
    """What a click on a row's own button does."""

    CANCEL = auto()
    RETRY = auto()
    FORGET = auto()


_ICONS = {Act.CANCEL: "x", Act.RETRY: "rotate-ccw", Act.FORGET: "x"}


def act_of(row: Row) -> Act | None:
    """What can be done with a row at once."""
    if row.kind is not RowKind.ENTRY:
        return Act.CANCEL if any(e.over is None for e in row.entries) else None
    match row.entry.standing:
        case Standing.WAITING | Standing.RUNNING:
            return None if row.entry.cancelling else Act.CANCEL
        case Standing.FAILED | Standing.CANCELLED:
            return Act.RETRY
        case Standing.DONE:
            return Act.FORGET
        case _:
            return None


class QueueDelegate(QStyledItemDelegate):
    """A picture or its shape, its title, where it is, and how far."""

    def __init__(self, model: QueueModel, thumbnails: ThumbnailState, theme: Theme) -> None:
        super().__init__(model)
        self._model, self._thumbnails, self._theme = model, thumbnails, theme
        self._tiles: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._lines: dict[str, float] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW_ROLE)
        gap = self._theme.space("small")
        lines = self._line("body") + self._line("small")
        if row.kind is RowKind.OVER:
            return QSize(0, round(self._line("label") + 2 * gap))
        if row.kind is RowKind.SET:
            return QSize(0, round(lines + 2 * gap))
        return QSize(0, round(max(_SIDE, lines + _BAR + gap) + gap))

    @property
    def arrow_right(self) -> float:
        """Up to where a set's arrow reaches."""
        return self._theme.space("medium") + 16 + self._theme.space("tight")

    def button_rect(self, rect: QRectF) -> QRectF:
        """Where a row's own button is."""
        gap = self._theme.space("small")
        top = rect.center().y() - _BUTTON / 2
        return QRectF(rect.right() - gap - _BUTTON, top, _BUTTON, _BUTTON)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind is RowKind.OVER:
            self._paint_over(painter, rect)
        else:
            self._paint_ground(painter, rect, option.state)
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            inside = self._inside(rect, row, hovered)
            if row.kind is RowKind.SET:
                self._paint_set(painter, inside, row)
            else:
                self._paint_entry(painter, inside, row)
            if hovered:
                self._paint_button(painter, rect, row)
        painter.restore()

    # Parts of a row ------------------------------------------------------------------------------

    def _inside(self, rect: QRectF, row: Row, hovered: bool) -> QRectF:
        """Without the margins, and without the button's place where one is shown."""
        side, gap = self._theme.space("medium"), self._theme.space("tight")
        left = side + (_INDENT if row.indented else 0)
        right = self._theme.space("small")
        if hovered and act_of(row) is not None:
            right += _BUTTON + gap
        return rect.adjusted(left, gap, -right, -gap)

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        """The row that the keyboard is at has a ring, selected or not."""
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if not selected and not focused and not state & QStyle.StateFlag.State_MouseOver:
            return
        gap = self._theme.space("tight")
        box, radius = rect.adjusted(gap, 1, -gap, -1), self._theme.tokens.radius["small"]
        painter.setPen(Qt.PenStyle.NoPen)
        if focused:
            painter.setPen(QPen(self._colour("focus"), 1.5))
        ground = "accent_soft" if selected else "raised"
        painter.setBrush(self._colour(ground))
        painter.drawRoundedRect(box, radius, radius)

    def _paint_over(self, painter: QPainter, rect: QRectF) -> None:
        side = self._theme.space("medium")
        painter.setPen(self._colour("line"))
        top = rect.top() + 1
        painter.drawLine(QLineF(rect.left() + side, top, rect.right() - side, top))
        text = rect.adjusted(side, self._theme.space("small"), -side, 0)
        self._write(painter, text, self.tr("Finished"), "label", "text_muted")

    def _paint_set(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        arrow = "chevron-down" if row.group.unfolded else "chevron-right"
        side = 16
        mark = icons.pixmap(arrow, self._name("text_muted"), side, self._scale(painter))
        painter.drawPixmap(rect.topLeft().toPoint(), mark)
        text = rect.adjusted(side + self._theme.space("tight"), 0, 0, 0)
        below = self._write(painter, text, set_title(row.group), "body", "text")
        self._write(painter, below, set_words(row.group), "small", "text_muted")
        if not row.group.is_over:
            made = row.group.count(Standing.DONE) / len(row.group.entries)
            self._paint_bar(painter, text, made)

    def _paint_entry(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        entry = row.entry
        tile = QRectF(rect.left(), rect.center().y() - _SIDE / 2, _SIDE, _SIDE)
        self._paint_tile(painter, tile, entry)
        running = entry.standing is Standing.RUNNING and entry.progress is not None
        height = self._line("body") + self._line("small")
        height += _BAR + self._theme.space("tight") if running else 0
        text = QRectF(tile.right() + self._theme.space("small"), 0, 0, height)
        text.setRight(rect.right())
        text.moveTop(rect.center().y() - height / 2)
        faded = entry.standing in (Standing.CANCELLED, Standing.WAITING)
        name = member_title(entry) if row.indented else title(entry)
        below = self._write(painter, text, name, "body", "text_muted" if faded else "text")
        failed = entry.standing in (Standing.FAILED, Standing.UNSAVED)
        said = standing(entry, self._model.forecast.left_s.get(entry))
        self._write(painter, below, said, "small", "danger" if failed else "text_muted")
        if running and entry.progress is not None:
            self._paint_bar(painter, text, entry.progress.whole_fraction)

    def _write(self, painter: QPainter, rect: QRectF, text: str, role: str, colour: str) -> QRectF:
        """One line at the top of `rect`; returns what is left below it."""
        font = self._theme.font(role)
        metrics = QFontMetricsF(font)
        line = QRectF(rect.left(), rect.top(), rect.width(), metrics.lineSpacing())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.setFont(font)
        painter.setPen(self._colour(colour))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return rect.adjusted(0, line.height(), 0, 0)

    def _paint_bar(self, painter: QPainter, rect: QRectF, fraction: float) -> None:
        track = QRectF(rect.left(), rect.bottom() - _BAR, rect.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("border"))
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        track.setWidth(max(track.width() * fraction, _BAR))
        painter.setBrush(self._colour("accent"))
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)

    def _paint_button(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        act = act_of(row)
        if act is None:
            return
        box, side = self.button_rect(rect), 16
        radius = self._theme.tokens.radius["small"]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("raised_hover"))
        painter.drawRoundedRect(box, radius, radius)
        mark = icons.pixmap(_ICONS[act], self._name("text"), side, self._scale(painter))
        inset = (_BUTTON - side) / 2
        painter.drawPixmap(box.topLeft().toPoint() + _offset(inset), mark)

    # A row's picture -----------------------------------------------------------------------------

    def _paint_tile(self, painter: QPainter, tile: QRectF, entry: Entry) -> None:
        failed = entry.standing is Standing.FAILED
        made = None if failed else self._tile(entry, self._scale(painter))
        if made is not None:
            painter.drawPixmap(tile.topLeft(), made)
            return
        radius = self._theme.tokens.radius["small"]
        if failed:
            self._paint_mark(painter, tile, "triangle-alert", "danger", "danger_soft")
        elif entry.standing is Standing.CANCELLED:
            self._paint_mark(painter, tile, "circle-x", "text_faint", "field")
        else:  # the shape that the picture will have
            painter.setPen(QPen(self._colour("border"), 1))
            painter.setBrush(self._colour("field"))
            painter.drawRoundedRect(_shape(tile, entry), radius / 2, radius / 2)

    def _paint_mark(
        self, painter: QPainter, tile: QRectF, icon: str, colour: str, ground: str
    ) -> None:
        radius, side = self._theme.tokens.radius["small"], 18
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(ground))
        painter.drawRoundedRect(tile, radius, radius)
        mark = icons.pixmap(icon, self._name(colour), side, self._scale(painter))
        painter.drawPixmap(tile.topLeft().toPoint() + _offset((_SIDE - side) / 2), mark)

    def _tile(self, entry: Entry, scale: float) -> QPixmap | None:
        """The newest that is known of a picture, as it is painted."""
        image: QImage | None = None
        key: tuple[object, ...] = ()
        if entry.picture is not None:
            image = self._thumbnails.image(entry.picture.path)
            key = (image.cacheKey() if image else 0, scale)
        elif entry.preview is not None:
            shown = entry.preview
            key = (entry.number, shown.kind, shown.step, scale)
            image = None if key in self._tiles else to_image(shown.pixels)
        if key in self._tiles:
            self._tiles.move_to_end(key)
            return self._tiles[key]
        if image is None:
            return None
        self._tiles[key] = self._make_tile(image, scale)
        while len(self._tiles) > _KEPT:
            self._tiles.popitem(last=False)
        return self._tiles[key]

    def _make_tile(self, image: QImage, scale: float) -> QPixmap:
        """The middle of a picture, with round corners."""
        device = round(_SIDE * scale)
        filled = image.scaled(
            QSize(device, device),
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        left, top = (filled.width() - device) // 2, (filled.height() - device) // 2
        made = QPixmap(device, device)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip, radius = QPainterPath(), self._theme.tokens.radius["small"] * scale
        clip.addRoundedRect(QRectF(0, 0, device, device), radius, radius)
        painter.setClipPath(clip)
        painter.drawImage(-left, -top, filled)
        painter.end()
        made.setDevicePixelRatio(scale)
        return made

    # The theme -----------------------------------------------------------------------------------

    def _line(self, role: str) -> float:
        """A line's height; asked for once a row, of which there may be thousands."""
        if role not in self._lines:
            self._lines[role] = QFontMetricsF(self._theme.font(role)).lineSpacing()
        return self._lines[role]

    def _colour(self, name: str) -> QColor:
        return self._theme.colour(name)

    def _name(self, name: str) -> str:
        return self._theme.tokens.colours[name]

    @staticmethod
    def _scale(painter: QPainter) -> float:
        return painter.device().devicePixelRatioF()


def _shape(tile: QRectF, entry: Entry) -> QRectF:
    """A picture's outline within its tile."""
    width, height = entry.request.width, entry.request.height
    longest = max(width, height)
    across, down = tile.width() * width / longest, tile.height() * height / longest
    made = QRectF(0, 0, across, down)
    made.moveCenter(tile.center())
    return made.adjusted(0.5, 0.5, -0.5, -0.5)


def _offset(by: float) -> QPoint:
    return QPoint(round(by), round(by))
