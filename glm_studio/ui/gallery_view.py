"""The grid of thumbnails: as many even columns as fit."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle

from glm_studio.library.picture import Picture
from glm_studio.state.gallery import GalleryState
from glm_studio.state.thumbnails import ThumbnailState
from glm_studio.ui.gallery_model import PICTURE_ROLE, GalleryModel
from glm_studio.ui.theme import Theme
from glm_studio.ui.thumbnail_delegate import ThumbnailDelegate

_LEAST_SIDE = 96
_BATCH = 500


class GalleryView(QListView):
    """Binds to the gallery. Smooth with 100,000 pictures: equal tiles, laid out in batches."""

    chosen = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, gallery: GalleryState, thumbnails: ThumbnailState, theme: Theme) -> None:
        super().__init__()
        self._gallery = gallery
        self._model = GalleryModel(gallery)
        self._delegate = ThumbnailDelegate(thumbnails, theme)
        self._following = False
        self._configure()
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        # Thumbnails come in flocks: one repaint for all that arrive within a moment.
        self._repaint = QTimer(self)
        self._repaint.setSingleShot(True)
        self._repaint.setInterval(16)
        self._repaint.timeout.connect(self.viewport().update)
        thumbnails.ready.connect(self._on_thumbnail)
        gallery.selected.connect(self._show_selected)
        # A method, for Qt forgets its connection when the view goes; of a lambda it would not.
        gallery.changed.connect(self._on_gallery)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.customContextMenuRequested.connect(self._on_menu)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        before = self.currentIndex()
        super().mousePressEvent(event)
        again = before.isValid() and self.indexAt(event.position().toPoint()) == before
        if again and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(before.data(PICTURE_ROLE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The same with and without the scroll bar: tiles must not jump when it comes and goes.
        room = self.width() - self._bar_width() - 1
        columns = max(room // _LEAST_SIDE, 1)
        side = max(room // columns, 1)
        if side != self._delegate.side_px:
            self._delegate.side_px = side
            self.setGridSize(QSize(side, side))
        super().resizeEvent(event)

    def _bar_width(self) -> int:
        """What Qt sets aside for a bar may be more than the style sheet's bar takes."""
        bar = self.verticalScrollBar()
        extent = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, bar)
        return max(bar.sizeHint().width(), extent)

    def _configure(self) -> None:
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setSpacing(0)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Gallery"))

    def _on_current(self, current: QModelIndex) -> None:
        """The arrow keys choose as a click does; our own selecting must not."""
        if current.isValid() and not self._following and self.hasFocus():
            self.chosen.emit(current.data(PICTURE_ROLE))

    def _on_thumbnail(self) -> None:
        if not self._repaint.isActive():
            self._repaint.start()

    def _on_gallery(self) -> None:
        self._show_selected(self._gallery.selection)

    def _show_selected(self, picture: Picture | None) -> None:
        row = self._model.row_of(picture) if picture else -1
        self._following = True
        if row < 0:
            self.clearSelection()
        elif row != self.currentIndex().row() or not self.selectedIndexes():
            index = self._model.index(row)
            select = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, select)
        self._following = False

    def _on_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.menu_asked.emit(index.data(PICTURE_ROLE), self.viewport().mapToGlobal(at))
