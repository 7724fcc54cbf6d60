"""A list whose items are tiles of one size, in even columns."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle

from glm_studio.ui.grid_geometry import GridGeometry

Index = QModelIndex | QPersistentModelIndex


class GridView(QListView):
    """Tiles lie where arithmetic says, so that nothing depends on how many there are.

    A list view for those who read the screen aloud; its own layout, which measures every item, is
    not used.
    """

    def __init__(self, model: QAbstractListModel) -> None:
        super().__init__()
        self._model = model
        """Also when Qt has taken it away from a view that goes."""
        self._grid = GridGeometry()
        self._still = False
        """It is not to be scrolled now."""

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        return self._grid.rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._grid.row_at(point + QPoint(0, self.verticalOffset()))
        return self._model.index(row) if row >= 0 else QModelIndex()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid() or self._still:
            return
        rect, bar, page = self._grid.rect(index.row()), self.verticalScrollBar(), self._page()
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(rect.center().y() - page // 2)
        elif hint is QAbstractItemView.ScrollHint.PositionAtTop or rect.top() < bar.value():
            bar.setValue(rect.top())
        elif rect.bottom() > bar.value() + page:  # of one that is taller than the page, its top
            bar.setValue(min(rect.bottom() + 1 - page, rect.top()))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        row, count, columns = self.currentIndex().row(), self._grid.count, self._grid.columns
        if not count:
            return QModelIndex()
        if row < 0:
            return self._model.index(0)
        lines = max(self._page() // self._grid.side, 1) * columns
        step = {
            QAbstractItemView.CursorAction.MoveLeft: -1,
            QAbstractItemView.CursorAction.MoveRight: 1,
            QAbstractItemView.CursorAction.MoveUp: -columns,
            QAbstractItemView.CursorAction.MoveDown: columns,
            QAbstractItemView.CursorAction.MovePageUp: -lines,
            QAbstractItemView.CursorAction.MovePageDown: lines,
            QAbstractItemView.CursorAction.MoveHome: -row,
            QAbstractItemView.CursorAction.MoveEnd: count - 1 - row,
        }.get(action, 0)
        return self._model.index(self._step(row, step))

    def _step(self, row: int, step: int) -> int:
        """Up and down stay in their column, but the last line may be short."""
        count, columns = self._grid.count, self._grid.columns
        to = row + step
        if to < 0:
            return row % columns if abs(step) > 1 and step != -row else max(to, 0)
        if to >= count:
            short_line = to // columns == (count - 1) // columns
            return count - 1 if short_line or abs(step) != columns else row
        return to

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """All: Qt would measure each of 100,000 pictures to repaint less."""
        return QRegion(self.viewport().rect())

    def _page(self) -> int:
        return self.viewport().height()

    def _bar_width(self) -> int:
        """What Qt sets aside for a bar may be more than the style sheet's bar takes."""
        bar = self.verticalScrollBar()
        extent = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, bar)
        return max(bar.sizeHint().width(), extent)
