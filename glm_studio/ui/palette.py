"""The palette: every command by typing a part of its name."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from glm_studio.state.memory import Memory
from glm_studio.ui.commands import Command, Commands
from glm_studio.ui.group_names import group_name
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_RECENT = 8
"""Commands that stand first because they were used last."""
_MEMORY = "recent_commands"
_ROWS = 10

Index = QModelIndex | QPersistentModelIndex
_COMMAND = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()


def ranked(commands: list[Command], typed: str, recent: list[str]) -> list[Command]:
    """The commands that hold every typed word, the likeliest first.

    A word at the start of another counts more than one inside; then what was used last. What
    cannot be done now stands at the end.
    """
    words = typed.casefold().split()

    def place(command: Command) -> tuple[bool, int, int]:
        said = _said(command)
        inside = sum(not f" {said}".count(f" {word}") for word in words)
        used = recent.index(command.name) if command.name in recent else len(recent)
        return not command.enabled(), inside, used

    found = [command for command in commands if all(word in _said(command) for word in words)]
    return sorted(found, key=place)


def _said(command: Command) -> str:
    """What can be searched for: the words, and the name, which is English in all languages."""
    name = command.name.replace(".", " ").replace("_", " ")
    return f"{command.text} {group_name(command.group)} {name}".casefold()


class Palette(Sheet):
    """Type, choose with the arrow keys, Enter. Remembers what was used."""

    def __init__(self, commands: Commands, memory: Memory, theme: Theme) -> None:
        super().__init__(theme, tr("What do you want to do?"), width=620)
        self._commands = [c for c in commands if not c.name.startswith("palette.")]
        self._memory = memory
        self._recent = [name for name in memory.text(_MEMORY).split() if name]
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Type a part of its name"))
        self.field.setAccessibleName(tr("Search the commands"))
        self.field.installEventFilter(self)
        self._model = _Rows()
        self.list = QListView()
        self.list.setObjectName("PaletteList")
        self.list.setAccessibleName(tr("Commands"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(_RowPainter(theme))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field has the keys for both
        self.list.setMinimumHeight(_RowPainter.HEIGHT * _ROWS)
        self.list.clicked.connect(self._run)
        self.content.addWidget(self.field)
        self.content.addWidget(self.list)
        self.field.textChanged.connect(self._search)
        self._search("")

    def focus_first(self) -> None:
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            if pressed and self._take_key(Qt.Key(event.key())):
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS}
        steps[Qt.Key.Key_PageDown] = _ROWS
        if key in steps:
            self._move(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        else:
            return False
        return True

    def _move(self, rows: int) -> None:
        """Past either end comes the other, but for pages."""
        count = self._model.rowCount()
        if count:
            row = self.list.currentIndex().row() + rows
            row = row % count if abs(rows) == 1 else min(max(row, 0), count - 1)
            self.list.setCurrentIndex(self._model.index(row))

    def _search(self, typed: str) -> None:
        self._model.show(ranked(self._commands, typed, self._recent))
        self.list.setCurrentIndex(self._model.index(0))

    def _run(self, index: QModelIndex) -> None:
        command: Command | None = index.data(_COMMAND)
        if command is None or not command.enabled():
            return
        used = [command.name, *(name for name in self._recent if name != command.name)]
        self._memory.put(_MEMORY, " ".join(used[:_RECENT]))
        self.close_sheet()
        command.run()


class _Rows(QAbstractListModel):
    """Commands as rows."""

    def __init__(self) -> None:
        super().__init__()
        self._commands: list[Command] = []

    def show(self, commands: list[Command]) -> None:
        self.beginResetModel()
        self._commands = commands
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._commands)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        command = self._commands[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return command
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return command.text
        return None


class _RowPainter(QStyledItemDelegate):
    """Words on the left, group and key on the right."""

    HEIGHT = 34

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        command: Command = index.data(_COMMAND)
        option_any: Any = option  # its fields are not in the annotations
        rect: QRect = option_any.rect
        theme, side = self._theme, self._theme.space("medium")
        chosen = bool(option_any.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            radius = theme.tokens.radius["small"]
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), radius, radius)
        room = rect.adjusted(side, 0, -side, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_muted"))
        beside = "   ".join(
            part for part in (group_name(command.group), command.shown_keys) if part
        )
        taken = painter.fontMetrics().horizontalAdvance(beside)
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignRight), beside)
        painter.setFont(theme.font("body"))
        ink = "accent_soft_text" if chosen else "text" if command.enabled() else "text_faint"
        painter.setPen(theme.colour(ink))
        room.setRight(room.right() - taken - side)
        elide = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(command.text, elide, room.width())
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignLeft), text)
        painter.restore()
