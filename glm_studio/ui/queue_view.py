"""The queue's list: drag and keys put it into order, a row's own button cancels or tries again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from glm_studio.state.entry import Entry
from glm_studio.state.queue_edits import QueueEdits
from glm_studio.state.thumbnails import ThumbnailState
from glm_studio.ui.queue_delegate import Act, QueueDelegate, act_of
from glm_studio.ui.queue_model import ROW_ROLE, QueueModel, Row, RowKind, entries_of
from glm_studio.ui.theme import Theme


class QueueView(QListView):
    """Binds to a model of the queue; acts through `QueueEdits`."""

    activated_row = Signal(object)
    """A `Row` on which Enter was pressed, or that was clicked twice."""
    chosen = Signal()
    """Other rows are selected, or they say something else."""
    menu_asked = Signal(QPoint)
    forget_asked = Signal(object)
    """Entries that are over and shall be listed no longer."""

    def __init__(
        self, model: QueueModel, edits: QueueEdits, thumbnails: ThumbnailState, theme: Theme
    ) -> None:
        super().__init__()
        self._model, self._edits = model, edits
        self._delegate = QueueDelegate(model, thumbnails, theme)
        self._kept: tuple[list[tuple[object, ...]], tuple[object, ...] | None, int] = ([], None, 0)
        self._configure()
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        thumbnails.ready.connect(self._on_thumbnail)
        theme.changed.connect(self.viewport().update)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.doubleClicked.connect(self._on_double_click)
        self.customContextMenuRequested.connect(self._on_menu)

    @property
    def selected(self) -> list[Row]:
        """The selected rows, from the top."""
        indexes = sorted(self.selectedIndexes(), key=QModelIndex.row)
        return [index.data(ROW_ROLE) for index in indexes]

    def choose(self, entry: Entry) -> None:
        """Select an entry's row, and no other."""
        row = self._model.row_of(entry)
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._model.index(row), flag)

    # Qt's events ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that act here alone; `QueuePanel.commands` lists them."""
        if not self._act_on(event):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self._row_of_button(index, event.position())
        if row is not None and event.button() is Qt.MouseButton.LeftButton:
            self._press(row)
            return
        super().mouseReleaseEvent(event)
        if index.isValid() and event.position().x() < self._delegate.arrow_right:
            self._fold(index.data(ROW_ROLE))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self.viewport().update()
        return super().viewportEvent(event)

    # Acting --------------------------------------------------------------------------------------

    def cancel_selected(self) -> None:
        """Stop what is under way of the selected, and list no longer what is over.

        The next one is selected then, so that the key may be pressed again.
        """
        entries = entries_of(self.selected)
        under_way = [entry for entry in entries if entry.over is None]
        following = self._following(under_way or entries)
        if under_way:
            self._edits.cancel(under_way)
        else:
            self.forget_asked.emit(entries)
        if following is not None:
            self.choose(following)

    def _following(self, entries: Sequence[Entry]) -> Entry | None:
        """Of the row after these in the same part of the list, else of the one before them."""
        rows = [row for row in self._model.rows if row.entries]
        taken = [place for place, row in enumerate(rows) if set(row.entries) & set(entries)]
        if not taken:
            return None
        others = [*rows[taken[-1] + 1 :], *reversed(rows[: taken[0]])]
        under_way = entries[0].over is None
        return next((row.entry for row in others if (row.entry.over is None) == under_way), None)

    def shift_selected(self, by: int) -> None:
        self._edits.shift(entries_of(self.selected), by)

    def retry_selected(self) -> None:
        self._edits.retry(entries_of(self.selected))

    def _act_on(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alt, none = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
        keys: dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]] = {
            (Qt.Key.Key_Delete, none): self.cancel_selected,
            (Qt.Key.Key_Backspace, none): self.cancel_selected,
            (Qt.Key.Key_Up, alt): lambda: self.shift_selected(-1),
            (Qt.Key.Key_Down, alt): lambda: self.shift_selected(+1),
            (Qt.Key.Key_Home, alt): lambda: self._edits.to_front(entries_of(self.selected)),
            (Qt.Key.Key_End, alt): lambda: self._edits.to_back(entries_of(self.selected)),
            (Qt.Key.Key_R, none): self.retry_selected,
            (Qt.Key.Key_Return, none): self._activate_current,
            (Qt.Key.Key_Enter, none): self._activate_current,
            (Qt.Key.Key_Left, none): lambda: self._unfold_current(False),
            (Qt.Key.Key_Right, none): lambda: self._unfold_current(True),
        }
        act = keys.get((key, held))
        if act is not None:
            act()
        return act is not None

    def _activate_current(self) -> None:
        if self.currentIndex().isValid():
            self.activated_row.emit(self.currentIndex().data(ROW_ROLE))

    def _unfold_current(self, unfolded: bool) -> None:
        index = self.currentIndex()
        row: Row | None = index.data(ROW_ROLE) if index.isValid() else None
        if row is None or not row.entries or len(row.group.entries) < 2:
            return
        self._model.set_unfolded(row, unfolded)
        if not unfolded and row.indented:  # its row is gone: the heading stands for it
            self.choose(row.entry)

    def _fold(self, row: Row) -> None:
        if row.kind is RowKind.SET:
            self._model.set_unfolded(row, not row.group.unfolded)

    def _press(self, row: Row) -> None:
        match act_of(row):
            case Act.CANCEL:
                self._edits.cancel(row.entries)
            case Act.RETRY:
                self._edits.retry(row.entries)
            case Act.FORGET:
                self.forget_asked.emit(list(row.entries))
            case None:
                pass

    def _row_of_button(self, index: QModelIndex, at: QPointF) -> Row | None:
        if not index.isValid():
            return None
        row: Row = index.data(ROW_ROLE)
        box = self._delegate.button_rect(QRectF(self.visualRect(index)))
        return row if act_of(row) is not None and box.contains(at) else None

    def _on_double_click(self, index: QModelIndex) -> None:
        self.activated_row.emit(index.data(ROW_ROLE))

    def _on_menu(self, at: QPoint) -> None:
        if self.selected:
            self.menu_asked.emit(self.viewport().mapToGlobal(at))

    # Staying where it was ------------------------------------------------------------------------

    def _keep(self) -> None:
        current = self.currentIndex()
        self._kept = (
            [_key(row) for row in self.selected],
            _key(current.data(ROW_ROLE)) if current.isValid() else None,
            self.verticalScrollBar().value(),
        )

    def _restore(self) -> None:
        keys, current, scrolled = self._kept
        model, selection = self._model, self.selectionModel()
        places = {_key(row): n for n, row in enumerate(model.rows)}
        if current in places:
            none = QItemSelectionModel.SelectionFlag.NoUpdate
            selection.setCurrentIndex(model.index(places[current]), none)
        for key in keys:
            if key in places:
                selection.select(model.index(places[key]), QItemSelectionModel.SelectionFlag.Select)
        self.verticalScrollBar().setValue(scrolled)
        self.chosen.emit()

    def _on_selected(self) -> None:
        self.chosen.emit()

    def _on_thumbnail(self) -> None:
        self.viewport().update()

    def _configure(self) -> None:
        self.setObjectName("QueueView")
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Queue"))


def _key(row: Row) -> tuple[object, ...]:
    """What a row is, whatever it says now."""
    if row.kind is RowKind.ENTRY:
        return (row.kind, row.entry.number)
    if row.kind is RowKind.SET:
        return (row.kind, id(row.group), row.entry.over is None)
    return (row.kind,)
