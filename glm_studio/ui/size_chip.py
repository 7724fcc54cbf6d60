"""A size to choose, drawn in its shape."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy

from glm_studio.state.sizes import Size
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import dimensions, number, ratio

_SHAPE_SIDE = 24
_PAD = 4
_SIDE_PAD = 3


class SizeChip(QAbstractButton):
    """A preset: its shape, to scale with the others, and the name of its ratio.

    One of the user's own can be removed, by its menu or the Delete key.
    """

    removed = Signal(object)
    """Its size."""

    def __init__(self, size: Size, largest_side: int, theme: Theme, is_own: bool) -> None:
        super().__init__()
        width, height = size
        self.size_px = size
        self._is_own = is_own
        self._menu: QMenu | None = None
        self._theme = theme
        self._scale = _SHAPE_SIDE / largest_side
        self.setText(ratio(width, height))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(dimensions(width, height))
        tip = self.tr("{size} pixels, {megapixels} megapixels").format(
            size=dimensions(width, height), megapixels=number(width * height / 1e6, 1)
        )
        if is_own:
            tip += "\n" + self.tr("One of your own; Delete removes it.")
        self.setToolTip(tip)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        heading, small = self._metrics()
        across = max(
            heading.horizontalAdvance(self.text()), small.horizontalAdvance(self._caption())
        )
        down = heading.height() + small.height() + _SHAPE_SIDE
        # Four presets stand side by side in the panel; every pixel of a chip counts.
        return QSize(across + 2 * _SIDE_PAD, down + 3 * _PAD)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_own and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.size_px)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._is_own:
            menu = self._menu = QMenu(self)
            remove = menu.addAction(self.tr("Remove this size"))
            remove.triggered.connect(lambda: self.removed.emit(self.size_px))
            menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_plate(painter)
        ink = "accent_soft_text" if self.isChecked() else "text"
        self._paint_shape(painter, ink)
        heading, small = self._metrics()
        middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        top = _SHAPE_SIDE + 2 * _PAD
        painter.setFont(self._theme.font("label"))
        painter.setPen(self._theme.colour(ink))
        painter.drawText(QRectF(0, top, self.width(), heading.height()), middle, self.text())
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("accent_soft_text" if self.isChecked() else "text_muted"))
        line = QRectF(0, top + heading.height(), self.width(), small.height())
        painter.drawText(line, middle, self._caption())

    def _paint_plate(self, painter: QPainter) -> None:
        hover = self.underMouse() and not self.isChecked()
        fill = "accent_soft" if self.isChecked() else "raised_hover" if hover else "raised"
        edge = "focus" if self.hasFocus() else "accent" if self.isChecked() else "border"
        painter.setBrush(self._theme.colour(fill))
        painter.setPen(QPen(self._theme.colour(edge), 2 if self.hasFocus() else 1))
        radius = self._theme.tokens.radius["small"]
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def _paint_shape(self, painter: QPainter, ink: str) -> None:
        width, height = (side * self._scale for side in self.size_px)
        left, top = (self.width() - width) / 2, _PAD + (_SHAPE_SIDE - height) / 2
        colour = self._theme.colour(ink)
        painter.setPen(QPen(colour, 1.4))
        colour.setAlphaF(0.18)
        painter.setBrush(colour)
        if self._is_own:
            painter.setPen(QPen(painter.pen().color(), 1.4, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(QRectF(left, top, width, height), 2, 2)

    def _caption(self) -> str:
        width, height = self.size_px
        return f"{width}×{height}"

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(self._theme.font("label")), QFontMetrics(self._theme.font("small"))
