"""A popover with a list that is searched as one types: the history of prompts, the snippets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from glm_studio.ui.controls import label, quoting_tip, tool_button
from glm_studio.ui.popover import Popover
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_WIDTH, _HEIGHT = 460, 420
_DETAIL = Qt.ItemDataRole.UserRole + 2

Index: TypeAlias = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """What one entry shows."""

    title: str
    detail: str
    tip: str


def _no_words(_thing: object) -> Row:
    return Row("", "", "")


class _Rows(QAbstractListModel):
    """Things, of which only those in sight are put into words."""

    renamed = Signal(object, str)

    def __init__(self, parent: QObject, can_rename: bool) -> None:
        super().__init__(parent)
        self._things: Sequence[object] = ()
        self._words: Callable[[Any], Row] = _no_words
        self._can_rename = can_rename

    def show(self, things: Sequence[object], words: Callable[[Any], Row]) -> None:
        self.beginResetModel()
        self._things, self._words = things, words
        self.endResetModel()

    def thing(self, row: int) -> object | None:
        return self._things[row] if 0 <= row < len(self._things) else None

    def row_of(self, thing: object) -> int:
        return self._things.index(thing) if thing in self._things else -1

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._things)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._words(self._things[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:
                return quoting_tip(row.tip)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.title}, {row.detail}"
            case _:
                return row.detail if role == _DETAIL else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.renamed.emit(self._things[index.row()], str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._can_rename else flags


class _Delegate(QStyledItemDelegate):
    """A title over a smaller line, both elided."""

    def __init__(self, parent: QObject, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        body = option.fontMetrics.lineSpacing()
        return QSize(120, 2 * body + 2 * self._theme.space("small"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        chosen = index.row() == self._view_row()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setBrush(theme.colour("accent_soft"))
            painter.setPen(Qt.PenStyle.NoPen)
            radius = theme.tokens.radius["small"]
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
        gap = theme.space("small")
        inside = rect.adjusted(gap, gap, -gap, -gap)
        half = inside.height() // 2
        lines = (
            (index.data(), "body", "accent_soft_text" if chosen else "text", inside.top()),
            (
                index.data(_DETAIL),
                "small",
                "accent_soft_text" if chosen else "text_muted",
                inside.top() + half,
            ),
        )
        for text, role, colour, top in lines:
            painter.setFont(theme.font(role))
            painter.setPen(theme.colour(colour))
            line = QRect(inside.left(), top, inside.width(), half)
            shown = painter.fontMetrics().elidedText(
                str(text or ""), Qt.TextElideMode.ElideRight, line.width()
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _view_row(self) -> int:
        view = self.parent()
        return view.currentIndex().row() if isinstance(view, QListView) else -1


class ListPopover(Popover):
    """Typing searches, arrows choose, Enter takes, Shift+Delete deletes, F2 renames."""

    taken = Signal(object)
    delete_asked = Signal(object)
    renamed = Signal(object, str)

    def __init__(self, theme: Theme, name: str, placeholder: str, can_rename: bool = False) -> None:
        super().__init__(theme, _WIDTH, _HEIGHT)
        self.setAccessibleName(name)
        self._can_rename = can_rename
        self.field = QLineEdit()
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(placeholder)
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self._rows = _Rows(self, can_rename)
        self.list = QListView()
        self.list.setAccessibleName(name)
        self.list.setModel(self._rows)
        delegate = _Delegate(self.list, theme)
        delegate.closeEditor.connect(self._on_renamed)
        self.list.setItemDelegate(delegate)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field moves through it
        self.empty = label("", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.foot = QHBoxLayout()
        self._lay_out(name)
        self.field.textChanged.connect(self.refresh_if_open)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        # Later: the field in which the name was typed is still open.
        self._rows.renamed.connect(self.renamed, Qt.ConnectionType.QueuedConnection)

    def show_things(
        self, things: Sequence[object], words: Callable[[Any], Row], empty: str
    ) -> None:
        """Show what was found, or say why there is nothing. The chosen row stays near."""
        row = max(self.list.currentIndex().row(), 0)
        thing = self._rows.thing(row)
        self._rows.show(things, words)
        again = self._rows.row_of(thing) if thing is not None else -1
        self._choose(again if again >= 0 else min(row, len(things) - 1))
        self.list.setVisible(bool(things))
        self.empty.setText(empty)
        self.empty.setVisible(not things)

    def focus_first(self) -> None:
        self.field.clear()
        self.refresh()
        self._choose(0)
        self.field.setFocus()

    def refresh(self) -> None:
        """Look again: what is listed has changed, or what was typed. Who lists says how."""
        raise NotImplementedError

    def refresh_if_open(self) -> None:
        """What nobody sees is looked for when it is opened."""
        if self.isVisible():
            self.refresh()

    @property
    def chosen(self) -> object | None:
        """What the chosen row stands for."""
        return self._rows.thing(self.list.currentIndex().row())

    def delete_chosen(self) -> None:
        if self.chosen is not None:
            self.delete_asked.emit(self.chosen)

    def rename_chosen(self) -> None:
        if self._can_rename and self.chosen is not None:
            self.list.edit(self.list.currentIndex())

    # Qt's events ---------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = watched is self.field and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and self._on_key(event):
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        row, shift = self.list.currentIndex().row(), Qt.KeyboardModifier.ShiftModifier
        page = max(self.list.height() // max(self.list.sizeHintForRow(0), 1) - 1, 1)
        match event.key():
            case Qt.Key.Key_Up:
                self._choose(row - 1)
            case Qt.Key.Key_Down:
                self._choose(row + 1)
            case Qt.Key.Key_PageUp:
                self._choose(row - page)
            case Qt.Key.Key_PageDown:
                self._choose(row + page)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take(row)
            case Qt.Key.Key_Delete if event.modifiers() & shift:
                self.delete_chosen()
            case Qt.Key.Key_F2:
                self.rename_chosen()
            case _:
                return False
        return True

    def _on_renamed(self) -> None:
        self.field.setFocus()

    def _choose(self, row: int) -> None:
        row = min(max(row, 0), self._rows.rowCount() - 1)
        self.list.setCurrentIndex(self._rows.index(row, 0))

    def _take(self, row: int) -> None:
        thing = self._rows.thing(row)
        if thing is not None:
            self.close_popover()
            self.taken.emit(thing)

    def _lay_out(self, name: str) -> None:
        space = self._theme.space
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space("medium")] * 4)
        column.setSpacing(space("small"))
        column.addWidget(label(name, "section"))
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.foot.setSpacing(space("tight"))
        column.addLayout(self.foot)
        if self._can_rename:
            rename = tool_button(self._theme, "pencil", tr("Rename the chosen one (F2)"))
            rename.clicked.connect(self.rename_chosen)
            self.foot.addWidget(rename)
        delete = tool_button(self._theme, "trash-2", tr("Delete the chosen one (Shift+Delete)"))
        delete.clicked.connect(self.delete_chosen)
        self.foot.addWidget(delete)
        self.foot.addStretch(1)
