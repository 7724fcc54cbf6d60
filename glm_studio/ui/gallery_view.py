"""The grid of thumbnails: as many even columns as fit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
)

from glm_studio.library.picture import Picture
from glm_studio.state.picture_list import PictureList
from glm_studio.state.thumbnails import ThumbnailState
from glm_studio.ui.drag_picture import drag_picture
from glm_studio.ui.gallery_model import GalleryModel, files_of
from glm_studio.ui.grid_geometry import GridGeometry
from glm_studio.ui.grid_view import GridView, Index
from glm_studio.ui.theme import Theme
from glm_studio.ui.thumbnail_delegate import INSET, ThumbnailDelegate

LEAST_TILE, LARGEST_TILE = 96, 512
_TILE_STEP = 1.2
_SETTLED_MS = 120
_MOST_DRAGGED = 1000
"""Files that a drag carries: more make other programs stand still."""


class GalleryView(GridView):
    """Binds to a list of pictures; smooth with 100,000.

    `chosen` says that a click or an arrow key went to one picture, `opened` that a double click or
    Enter asks for it, `menu_asked` carries a point of the screen.
    """

    chosen = Signal(object)
    opened = Signal(object)
    menu_asked = Signal(QPoint)
    tile_changed = Signal(int)
    _model: GalleryModel

    def __init__(self, gallery: PictureList, thumbnails: ThumbnailState, theme: Theme) -> None:
        super().__init__(GalleryModel(gallery))
        self._gallery = gallery
        self._theme = theme
        self._delegate = ThumbnailDelegate(thumbnails, theme)
        self._tile_px = LEAST_TILE
        self._band: QRect | None = None
        self._pressed: Picture | None = None
        self._seen: Path | None = None
        """The file that was looked at last: it is scrolled to once, not with every change."""
        self._following = True
        """What is marked is being shown, and not being marked."""
        self._configure()
        self.setModel(self._model)
        self._following = False
        self.setItemDelegate(self._delegate)
        # Thumbnails come in flocks: one repaint for all that arrive within a moment.
        self._repaint = QTimer(self)
        self._repaint.setSingleShot(True)
        self._repaint.setInterval(16)
        self._repaint.timeout.connect(self.viewport().update)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._settle)
        thumbnails.ready.connect(self._on_thumbnail)
        thumbnails.away_changed.connect(self.viewport().update)
        # Methods, for Qt forgets its connections to them when the view goes.
        gallery.marked.connect(self._show_marked)
        gallery.rows_read.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)
        self.customContextMenuRequested.connect(self._on_menu)
        self._show_marked()

    @property
    def tile_px(self) -> int:
        """The least width of a tile; tiles grow until their columns fill the view."""
        return self._tile_px

    def set_tile_px(self, side: int) -> None:
        side = min(max(side, LEAST_TILE), LARGEST_TILE)
        if side != self._tile_px:
            self._tile_px = side
            self._arrange()
            self.tile_changed.emit(side)

    def set_whole(self, whole: bool) -> None:
        """Show pictures whole instead of filling their tiles."""
        self._delegate.whole = whole
        self.viewport().update()

    def show_beginning(self) -> None:
        """Scroll to the first picture, or to the one that is looked at."""
        self.verticalScrollBar().setValue(0)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    # Geometry ------------------------------------------------------------------------------------

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """A rubber band marks what it touches; Shift marks all from one picture to another."""
        offset = QPoint(0, self.verticalOffset())
        if self.state() is QAbstractItemView.State.DragSelectingState:
            self._band = rect.normalized().translated(offset)
            spans = self._grid.touched(self._band)
            self.viewport().update()
        else:
            ends = [self._grid.nearest(p + offset) for p in (rect.topLeft(), rect.bottomRight())]
            inside = [min(row, self._grid.count - 1) for row in ends if row >= 0]
            spans = [range(min(inside), max(inside) + 1)] if inside and self._grid.count else []
        self.selectionModel().select(self._selection(spans), command)

    def updateGeometries(self) -> None:
        """Lay the grid out for this width; nothing here depends on how many pictures there are."""
        # The same with and without the scroll bar: tiles must not jump when it comes and goes.
        room = self.width() - self._bar_width() - 1
        self._grid = GridGeometry.fitting(self._model.rowCount(), room, self._tile_px, INSET)
        self._delegate.side_px = self._grid.side
        bar, page = self.verticalScrollBar(), self._page()
        bar.setPageStep(page)
        bar.setSingleStep(max(self._grid.side // 3, 1))
        bar.setRange(0, max(self._grid.height - page, 0))
        self.horizontalScrollBar().setRange(0, 0)

    def _arrange(self) -> None:
        """Anew, with the picture that is looked at, or the upper left one, where it was."""
        current, bar = self.currentIndex(), self.verticalScrollBar()
        seen = current.isValid() and self.viewport().rect().intersects(self.visualRect(current))
        row = current.row() if seen else self._grid.visible(bar.value() + self._grid.side // 2, 1)
        row = row if isinstance(row, int) else (row.start if row else 0)
        at = self._grid.rect(row).top() - bar.value()
        side = self._grid.side
        self.updateGeometries()
        bar.setValue(self._grid.rect(row).top() - at)
        if self._grid.side != side:
            self._delegate.hasty = True
            self._settled.start()
        self.viewport().update()

    def _settle(self) -> None:
        """The tiles have their size for a moment: now they are worth painting well."""
        self._delegate.hasty = False
        self.viewport().update()

    # Qt's events ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turns = event.angleDelta().y() / 120
            self.set_tile_px(round(self._tile_px * _TILE_STEP**turns))
            event.accept()
        else:
            QAbstractItemView.wheelEvent(self, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """One of several that are marked is chosen at the release: they may be dragged away."""
        self._band, self._pressed = None, None
        index = self.indexAt(event.position().toPoint())
        one_of = self._gallery.marked_count > 1 and self.selectionModel().isSelected(index)
        QAbstractItemView.mousePressEvent(self, event)
        plain = event.modifiers() is Qt.KeyboardModifier.NoModifier
        if plain and event.button() is Qt.MouseButton.LeftButton and index.isValid():
            if one_of:
                self._pressed = self._model.picture(index)
            else:
                self.chosen.emit(self._model.picture(index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        QAbstractItemView.mouseMoveEvent(self, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        QAbstractItemView.mouseReleaseEvent(self, event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None:
            self.chosen.emit(pressed)
        self._band = None
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(self._model.picture(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self.opened.emit(self._model.picture(current))
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._gallery.mark_all()
        elif event.text() and event.text().isprintable() and event.key() != Qt.Key.Key_Space:
            event.ignore()  # letters and digits are commands of whoever holds the view
        else:
            row = current.row()
            QAbstractItemView.keyPressEvent(self, event)
            moved = self.currentIndex().row() != row
            if moved and event.modifiers() is Qt.KeyboardModifier.NoModifier:
                self.chosen.emit(self._model.picture(self.currentIndex()))

    def startDrag(self, actions: Qt.DropAction) -> None:
        """All marked pictures as files, under the pointer as a small stack."""
        self._pressed = None
        pictures = self._gallery.marked_pictures()[:_MOST_DRAGGED]
        if not pictures:
            return
        drag = QDrag(self)
        drag.setMimeData(files_of(pictures))
        drag.setPixmap(drag_picture(pictures, self._delegate.thumbnail, self))
        drag.exec(Qt.DropAction.CopyAction)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        top, selection, current = self.verticalOffset(), self.selectionModel(), self.currentIndex()
        hovered = self._hovered()
        self._gallery.show_rows(self._grid.visible(top, self._page()))
        # From the end: what is asked for last is made first, and people begin at the top.
        for row in reversed(self._grid.visible(top + event.rect().top(), event.rect().height())):
            index = self._model.index(row)
            option.rect = self._grid.rect(row).translated(0, -top)
            state = QStyle.StateFlag.State_Enabled
            if selection.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if row == hovered:
                state |= QStyle.StateFlag.State_MouseOver
            if index == current and self.hasFocus():
                state |= QStyle.StateFlag.State_HasFocus
            option.state = state
            self._delegate.paint(painter, option, index)
        if self._band is not None:
            self._paint_band(painter, self._band.translated(0, -top))
        painter.end()

    def _paint_band(self, painter: QPainter, band: QRect) -> None:
        fill = self._theme.colour("accent")
        fill.setAlpha(48)
        painter.fillRect(band, fill)
        painter.setPen(self._theme.colour("accent"))
        painter.drawRect(band.adjusted(0, 0, -1, -1))

    def _hovered(self) -> int:
        if not self.viewport().underMouse():
            return -1
        at = self.viewport().mapFromGlobal(self.cursor().pos())
        return self._grid.row_at(at + QPoint(0, self.verticalOffset()))

    # Binding -------------------------------------------------------------------------------------

    def _configure(self) -> None:
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Gallery"))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        QListView.selectionChanged(self, selected, deselected)
        # Qt takes the model away from a view that goes, which is not to unmark anything. Nor are
        # rows marked by Qt's settling of a Shift selection just before others come in front.
        if not self._following and not self._model.changing and self.model() is self._model:
            parts = self.selectionModel().selection()
            spans = [
                range(part.top(), part.bottom() + 1) for part in map(parts.at, range(parts.size()))
            ]
            self._following = True
            self._gallery.mark(spans, self._looked_at(spans))
            current = self._gallery.selection
            self._seen = current.path if current is not None else None
            self._following = False
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        QListView.currentChanged(self, current, previous)
        self.viewport().update()

    def _looked_at(self, spans: list[range]) -> int:
        current = self.currentIndex().row()
        return current if any(current in span for span in spans) else -1

    def _on_thumbnail(self) -> None:
        if not self._repaint.isActive():
            self._repaint.start()

    def _show_marked(self) -> None:
        """What the list has marked, after it changed by itself or another view marked it."""
        if self._following:
            return
        self._following = True
        replace = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(self._selection(list(self._gallery.spans)), replace)
        current = self._gallery.selection
        row = self._row_looked_at() if current is not None else -1
        path = current.path if current is not None else None
        self._still, self._seen = path == self._seen, path
        keep = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(
            self._model.index(row) if row >= 0 else QModelIndex(), keep
        )
        self._following = self._still = False

    def _row_looked_at(self) -> int:
        """Among the marked rows."""
        current = self._gallery.selection
        if current is None:
            return -1
        return self._gallery.pictures.row_of(current.path, within=self._gallery.spans)

    def _selection(self, spans: list[range]) -> QItemSelection:
        selection = QItemSelection()
        for span in spans:
            if span:
                first, last = self._model.index(span.start), self._model.index(span.stop - 1)
                selection.select(first, last)
        return selection

    def _on_menu(self, at: QPoint) -> None:
        if self.indexAt(at).isValid():
            self.menu_asked.emit(self.viewport().mapToGlobal(at))
