"""The last seeds with their pictures, the selected picture's seed, and the clipboard's."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from engine.api import MAX_SEED
from glm_studio.state.parameters import Draw
from glm_studio.state.seed_history import SeedUse
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import paragraph, push_button, quoting_tip
from glm_studio.ui.popover import Popover
from glm_studio.ui.reference_tile import filling
from glm_studio.ui.theme import Theme

_THUMBNAIL = 40
_ROW = 48
_ROWS = 6
_WIDTH = 320
_BESIDE = 100
"""Height of what stands under the list."""
_USE = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class SeedPopover(Popover):
    """Choosing one takes it for its draw and closes. It is made anew each time that it opens."""

    def __init__(self, states: StudioState, draw: Draw, theme: Theme) -> None:
        uses = states.seeds.uses(draw)
        rows = min(max(len(uses), 1), _ROWS)
        super().__init__(theme, _WIDTH, _ROW * rows + _BESIDE)
        self._states, self._draw = states, draw
        self.view = QListView()
        self.view.setModel(_Uses(uses, draw, self))
        self.view.setItemDelegate(_Rows(states, theme, self))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("Seeds of the last pictures"))
        self.view.setVisible(bool(uses))
        self._none = paragraph("muted")
        self._none.setText(self.tr("The seeds of the pictures that you make appear here."))
        self._none.setVisible(not uses)
        self.selected = push_button(theme, self.tr("From the selected picture"), icon_name="image")
        self.selected.setEnabled(self._selected_seed() is not None)
        self.copy = push_button(theme, self.tr("Copy"), icon_name="copy")
        self.paste = push_button(theme, self.tr("Paste"), icon_name="clipboard-paste")
        self.paste.setEnabled(self._pasted() is not None)
        self._lay_out()
        self.view.activated.connect(self._on_activated)
        self.view.clicked.connect(self._on_activated)
        self.selected.clicked.connect(lambda: self._take(self._selected_seed()))
        self.paste.clicked.connect(lambda: self._take(self._pasted()))
        self.copy.clicked.connect(self._copy)
        self.closed.connect(self.deleteLater)
        states.thumbnails.ready.connect(self._on_thumbnail)

    def focus_first(self) -> None:
        (self.view if self.view.isVisibleTo(self) else self.copy).setFocus()

    def _lay_out(self) -> None:
        gap = self._theme.space("small")
        pair = QHBoxLayout()
        pair.setSpacing(gap)
        pair.addWidget(self.copy, 1)
        pair.addWidget(self.paste, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(gap)
        column.addWidget(self.view, 1)
        column.addWidget(self._none)
        column.addWidget(self.selected)
        column.addLayout(pair)

    def _on_activated(self, index: QModelIndex) -> None:
        use: SeedUse = index.data(_USE)
        self._take(use.seed_of(self._draw))

    def _take(self, seed: int | None) -> None:
        if seed is not None:
            self._states.parameters.set_seed(seed, self._draw)
        self.close_popover()

    def _copy(self) -> None:
        seed = self._states.parameters.value.seed_of(self._draw)
        QGuiApplication.clipboard().setText(str(seed))
        self.close_popover()

    def _pasted(self) -> int | None:
        """The first number in the clipboard that can be a seed."""
        text = QGuiApplication.clipboard().text()[:1000]
        numbers = (int(found) for found in re.findall(r"(?<![\w.])\d{1,16}(?![\w.])", text))
        return next((number for number in numbers if number <= MAX_SEED), None)

    def _selected_seed(self) -> int | None:
        """Of the layout only where the file has been read, for the gallery's list has it not."""
        picture, recipe = self._states.gallery.selection, self._states.stage.recipe
        if picture is None:
            return None
        if self._draw is Draw.DETAIL:
            return picture.seed
        return recipe.composition_seed if recipe is not None else None

    def _on_thumbnail(self) -> None:
        self.view.viewport().update()


class _Uses(QAbstractListModel):
    """A few dozen rows that never change while they are shown."""

    def __init__(self, uses: list[SeedUse], draw: Draw, parent: QWidget) -> None:
        super().__init__(parent)
        self._uses, self._draw = uses, draw

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._uses)

    def data(self, index: Index, role: int = 0) -> Any:
        use = self._uses[index.row()]
        if role == _USE:
            return use
        if role == Qt.ItemDataRole.DisplayRole:
            return str(use.seed_of(self._draw))
        return quoting_tip(use.prompt) if role == Qt.ItemDataRole.ToolTipRole else None


class _Rows(QStyledItemDelegate):
    """A thumbnail if there is one, the number, and the beginning of the prompt."""

    def __init__(self, states: StudioState, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._states, self._theme = states, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(_THUMBNAIL, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        use: SeedUse = index.data(_USE)
        rect: QRect = option.rect
        state = option.state
        lit = state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape, gap = QPainterPath(), (_ROW - _THUMBNAIL) // 2
        if lit:
            shape.addRoundedRect(QRectF(rect), 6, 6)
            painter.fillPath(shape, self._theme.colour("accent_soft"))
        self._paint_picture(painter, use, QRectF(rect.left() + gap, rect.top() + gap,
                                                 _THUMBNAIL, _THUMBNAIL))  # fmt: skip
        beside = rect.adjusted(_THUMBNAIL + 3 * gap, gap, -gap, -gap)
        half = beside.height() // 2
        ink = "accent_soft_text" if lit else "text"
        self._write(painter, beside.adjusted(0, 0, 0, -half), "label", ink, index.data())
        muted = "accent_soft_text" if lit else "text_muted"
        self._write(painter, beside.adjusted(0, half, 0, 0), "small", muted, use.prompt)
        painter.restore()

    def _paint_picture(self, painter: QPainter, use: SeedUse, box: QRectF) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(box, 4, 4)
        painter.fillPath(shape, self._theme.colour("field"))
        image = self._states.thumbnails.image(use.path) if use.path is not None else None
        if image is not None:
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(box, image, filling(image))
            painter.restore()

    def _write(self, painter: QPainter, box: QRect, font: str, ink: str, text: str) -> None:
        painter.setFont(self._theme.font(font))
        painter.setPen(self._theme.colour(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(
            box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown
        )
