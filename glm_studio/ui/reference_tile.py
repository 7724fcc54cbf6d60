"""The tiles of the reference row: one a picture, and one that adds another."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QSizePolicy, QToolButton

from engine.api import MAX_REFERENCES
from glm_studio.state.references import ReferencesState, Slot
from glm_studio.ui import icons
from glm_studio.ui.controls import quoting_tip, tool_button
from glm_studio.ui.reference_words import concern_text, use_text
from glm_studio.ui.theme import Theme

_SIDE = 60
_LOW = 36
_CROSS = 24


class AddTile(QAbstractButton):
    """A dashed place for another picture; with words as long as there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = True
        self._lit = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Add a reference picture"))
        self.setToolTip(
            self.tr(
                "Pictures that the new one starts from, beside the prompt.\n"
                "Drop up to {n} files here, or click to choose."
            ).format(n=MAX_REFERENCES)
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_words(self, words: bool) -> None:
        """Low and with words, or as high as a tile, with a plus."""
        self._words = words
        self.updateGeometry()
        self.update()

    def light(self, lit: bool) -> None:
        """Whether files are held over it."""
        self._lit = lit
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _LOW if self._words else _SIDE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self._lit or self.underMouse()
        edge = "focus" if self.hasFocus() or self._lit else "border"
        style = Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine
        painter.setPen(QPen(self._theme.colour(edge), 1, style))
        painter.setBrush(self._theme.colour("raised" if lively else "panel"))
        radius = self._theme.tokens.radius["small"]
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        colour = self._theme.tokens.colours["text" if lively else "text_muted"]
        side = self._theme.tokens.size["icon"]
        plus = icons.pixmap("plus", colour, side, self.devicePixelRatioF())
        painter.setPen(self._theme.colour("text" if lively else "text_muted"))
        if not self._words:
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, plus)
            return
        painter.setFont(self._theme.font("label"))
        text = self.tr("Drop pictures, or click")
        gap = self._theme.space("tight")
        room = self.width() - side - 3 * gap
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = side + gap + painter.fontMetrics().horizontalAdvance(text)
        left = (self.width() - width) // 2
        painter.drawPixmap(left, (self.height() - side) // 2, plus)
        beside = self.rect().adjusted(left + side + gap, 0, 0, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class ReferenceTile(QAbstractButton):
    """One reference's thumbnail. Click opens it, to choose a part; drag or the arrow keys move it,
    Delete removes it. `replace_asked` wants another picture in its place."""

    replace_asked = Signal(object)

    def __init__(self, slot: Slot, references: ReferencesState, theme: Theme) -> None:
        super().__init__()
        self._slot, self._references, self._theme = slot, references, theme
        self._place, self._count = 0, 1
        self._concern = False
        self._pressed_at: QPoint | None = None
        self._menu: QMenu | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.cross: QToolButton = tool_button(theme, "x", self.tr("Remove this reference"))
        self.cross.setParent(self)
        self.cross.setObjectName("ReferenceCross")
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete does the same
        self.cross.clicked.connect(lambda: references.remove(slot))
        theme.changed.connect(self.update)

    def show_place(self, place: int, count: int) -> None:
        """Which of how many it is."""
        self._place, self._count = place, count
        name = self._slot.path.name
        use = self._references.use_of(self._slot)
        self._concern = use is not None and use.concern is not None
        self.setAccessibleName(
            self.tr("Reference {i} of {n}: {name}").format(i=place + 1, n=count, name=name)
        )
        lines = [
            name,
            use_text(use),
            concern_text(use),
            self.tr(
                "Click to use a part of it. Drag it, or press left and right, to change the order; "
                "Delete removes it."
            ),
        ]
        self.setAccessibleDescription(concern_text(use))
        self.setToolTip(quoting_tip("\n".join(filter(None, lines))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._references.move(self._slot, -1)
            case Qt.Key.Key_Right:
                self._references.move(self._slot, +1)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._references.remove(self._slot)
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())

    def open_menu(self, at: QPoint) -> None:
        """What the keys do, for the mouse."""
        references, slot = self._references, self._slot
        menu = self._menu = QMenu(self)
        for text, enabled, act in (
            (self.tr("Use a part of it…"), slot.size is not None, self.click),
            (
                self.tr("Use all of it"),
                slot.crop is not None,
                lambda: references.set_crop(slot, None),
            ),
            (self.tr("Choose another…"), True, lambda: self.replace_asked.emit(slot)),
            (self.tr("Move left"), self._place > 0, lambda: references.move(slot, -1)),
            (
                self.tr("Move right"),
                self._place + 1 < self._count,
                lambda: references.move(slot, 1),
            ),
            (self.tr("Remove"), True, lambda: references.remove(slot)),
        ):
            action = menu.addAction(text)
            action.setEnabled(enabled)
            action.triggered.connect(lambda _=False, act=act: act())
        menu.popup(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed_at = event.position().toPoint() if left else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed_at
        moved = (event.position().toPoint() - start).manhattanLength() if start else 0
        if moved < QApplication.startDragDistance():
            super().mouseMoveEvent(event)
            return
        self._pressed_at = None
        self.setDown(False)
        self._drag()

    def _drag(self) -> None:
        """Within the row it changes the order; elsewhere it is the file."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self._slot.path))])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.cross.setGeometry(self.width() - _CROSS - 2, 2, _CROSS, _CROSS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = self._theme.tokens.radius["small"]
        shape = QPainterPath()
        shape.addRoundedRect(box, radius, radius)
        painter.fillPath(shape, self._theme.colour("field"))
        if self._slot.image is not None:
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(box, self._slot.image, _filling_part(self._slot))
            painter.restore()
        focus = self.hasFocus()
        painter.setPen(QPen(self._theme.colour("focus" if focus else "border"), 2 if focus else 1))
        painter.drawPath(shape)
        if self._count > 1:
            self._paint_place(painter)
        if self._concern:
            self._paint_mark(painter, "triangle-alert", "warning", self.width() - 22)
        elif self._slot.crop is not None:
            self._paint_mark(painter, "crop", "text", self.width() - 22)

    def _paint_mark(self, painter: QPainter, icon: str, ink: str, left: int) -> None:
        """At the foot, on a ground that is seen on every picture."""
        plate = QRectF(left, self.height() - 22, 18, 18)
        painter.setPen(self._theme.colour("border"))
        painter.setBrush(self._theme.colour("raised"))
        painter.drawRoundedRect(plate, 5, 5)
        colour = self._theme.tokens.colours[ink]
        pixmap = icons.pixmap(icon, colour, 12, self.devicePixelRatioF())
        painter.drawPixmap(plate.topLeft() + QPointF(3, 3), pixmap)

    def _paint_place(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font("small"))
        badge = QRectF(4, self.height() - 22, 18, 18)
        painter.setPen(self._theme.colour("border"))
        painter.setBrush(self._theme.colour("raised"))
        painter.drawEllipse(badge)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._place + 1))


def _filling_part(slot: Slot) -> QRectF:
    """The middle square of the part that counts, in the thumbnail's pixels."""
    image, size = slot.image, slot.size
    assert image is not None  # noqa: S101 - who paints it has looked
    if slot.crop is None or size is None:
        return filling(image)
    scale = image.width() / size[0]
    left, top, width, height = (side * scale for side in slot.crop)
    side = min(width, height)
    return QRectF(left + (width - side) / 2, top + (height - side) / 2, side, side)


def filling(image: QImage) -> QRectF:
    """The middle square of a picture, which fills a square tile."""
    side = min(image.width(), image.height())
    return QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
