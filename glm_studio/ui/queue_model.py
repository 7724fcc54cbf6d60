"""The queue's pictures as rows: those under way, then those that are over, sets under a heading."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from glm_studio.state.entry import Entry, JobSet
from glm_studio.state.finish_times import Forecast
from glm_studio.state.queue import QueueState
from glm_studio.state.queue_edits import QueueEdits
from glm_studio.ui.controls import quoting_tip
from glm_studio.ui.queue_words import member_title, set_title, set_words, standing, title

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
_MIME = "application/x-glm-studio-queue"
_NO_PARENT = QModelIndex()
_NOTHING = Forecast({}, None)


class RowKind(Enum):
    ENTRY = auto()
    SET = auto()
    """The heading of a set, or of a part of one that stands together."""
    OVER = auto()
    """The heading over those that are over."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `entries` are those that it stands for, `indented` one of a set's."""

    kind: RowKind
    entries: tuple[Entry, ...] = ()
    indented: bool = False

    @property
    def entry(self) -> Entry:
        return self.entries[0]

    @property
    def group(self) -> JobSet:
        return self.entries[0].group


class QueueModel(QAbstractListModel):
    """Rows of a `QueueState`, as they were at the latest `refresh`. What they say is read when it
    is shown: who shows them asks for it again."""

    def __init__(self, queue: QueueState, edits: QueueEdits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue, self._edits = queue, edits
        self._rows: list[Row] = []
        self.forecast = _NOTHING

    def refresh(self) -> None:
        """Take over which pictures there are, and their order."""
        rows = rows_of(self._queue.entries, self._queue.over)
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    @property
    def rows(self) -> list[Row]:
        return list(self._rows)

    def row_of(self, entry: Entry) -> int:
        """The row that shows an entry, itself or among its set; -1 if none does."""
        found = (n for n, row in enumerate(self._rows) if entry in row.entries)
        own = (n for n, row in enumerate(self._rows) if row.entries == (entry,))
        return next(own, next(found, -1))

    def set_unfolded(self, row: Row, unfolded: bool) -> None:
        """Show each of a set, or its heading alone."""
        row.group.unfolded = unfolded
        self.refresh()

    # Qt's model ----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row)
            case Qt.ItemDataRole.ToolTipRole:
                return self._told(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        row = self._rows[index.row()]
        if row.kind is RowKind.OVER:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if any(not entry.begun and entry.over is None for entry in row.entries):
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        entries = entries_of(self._rows[index.row()] for index in indexes)
        mime = QMimeData()
        mime.setData(_MIME, " ".join(str(entry.number) for entry in entries).encode())
        return mime

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """False in any case: the queue moves its entries, the view is not to remove rows."""
        numbers = {int(text) for text in bytes(data.data(_MIME).data()).split()}
        moving = [entry for entry in self._queue.pending if entry.number in numbers]
        below = parent.row() if parent.isValid() else row
        following = itertools.chain.from_iterable(
            row.entries for row in (self._rows[below:] if below >= 0 else ())
        )
        pending = set(self._queue.pending)
        self._edits.move(moving, next((entry for entry in following if entry in pending), None))
        return False

    def _spoken(self, row: Row) -> str:
        if row.kind is RowKind.OVER:
            return self.tr("Finished")
        if row.kind is RowKind.SET:
            return f"{set_title(row.group)}, {set_words(row.group)}"
        name = member_title(row.entry) if row.indented else title(row.entry)
        return f"{name}, {standing(row.entry, self.forecast.left_s.get(row.entry))}"

    def _told(self, row: Row) -> str:
        if row.kind is not RowKind.ENTRY:
            return quoting_tip(row.entry.request.prompt) if row.entries else ""
        problem = row.entry.problem
        return quoting_tip(row.entry.request.prompt if problem is None else str(problem))


def rows_of(under_way: Iterable[Entry], over: Sequence[Entry]) -> list[Row]:
    """Those under way in their order, then those that are over; of a folded set its heading."""
    rows = [row for part in _together(under_way) for row in part]
    if over:
        rows.append(Row(RowKind.OVER))
        rows += [row for part in _together(over) for row in part]
    return rows


def entries_of(rows: Iterable[Row]) -> list[Entry]:
    """What rows stand for, each once."""
    return list(dict.fromkeys(entry for row in rows for entry in row.entries))


def _together(entries: Iterable[Entry]) -> Iterable[list[Row]]:
    """The rows of those of one set that follow each other."""
    for _, run in itertools.groupby(entries, key=lambda entry: id(entry.group)):
        members = tuple(run)
        if len(members[0].group.entries) == 1:
            yield [Row(RowKind.ENTRY, members)]
            continue
        rows = [Row(RowKind.SET, members)]
        if members[0].group.unfolded:
            rows += [Row(RowKind.ENTRY, (entry,), indented=True) for entry in members]
        yield rows
