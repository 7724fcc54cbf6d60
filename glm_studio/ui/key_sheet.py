"""The list of all keys, made from the commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from glm_studio.ui.commands import Command, Commands, Group
from glm_studio.ui.controls import label
from glm_studio.ui.group_names import group_name
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_COLUMNS = 2


class KeySheet(Sheet):
    """Groups in two columns; a search leaves those that say the words or the key."""

    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__(theme, tr("Keys"), width=860)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search by key or by what it does"))
        self.field.setAccessibleName(tr("Search the keys"))
        self.rows: list[tuple[Command, tuple[QWidget, ...]]] = []
        self._groups: dict[Group, QWidget] = {}
        self.content.addWidget(self.field)
        self.content.addLayout(self._columns(commands))
        self.content.addStretch(1)
        self.field.textChanged.connect(self._filter)

    def _columns(self, commands: Commands) -> QHBoxLayout:
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        heights = [0] * _COLUMNS
        for group in Group:
            members = [c for c in commands if c.group is group and c.shown_keys]
            if not members:
                continue
            shortest = heights.index(min(heights))
            heights[shortest] += len(members) + 2
            self._groups[group] = self._group(group, members)
            columns[shortest].addWidget(self._groups[group])
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(self._theme.space("huge"))
        for column in columns:
            column.addStretch(1)
            side_by_side.addLayout(column, 1)
        return side_by_side

    def _group(self, group: Group, members: list[Command]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        space = self._theme.space
        grid.setContentsMargins(0, 0, 0, space("medium"))
        grid.setHorizontalSpacing(space("medium"))
        grid.setVerticalSpacing(space("tight"))
        grid.addWidget(label(group_name(group), "section"), 0, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        for row, command in enumerate(members, start=1):
            said, key = label(command.text, "value"), label(_all_keys(command), "key")
            said.setWordWrap(True)
            grid.addWidget(said, row, 0)
            grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
            self.rows.append((command, (said, key)))
        return box

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        shown = set()
        for command, widgets in self.rows:
            text = f"{command.text} {_all_keys(command)}".casefold()
            fits = all(word in text for word in words)
            if fits:
                shown.add(command.group)
            for widget in widgets:
                widget.setVisible(fits)
        for group, box in self._groups.items():
            box.setVisible(group in shown)


def _all_keys(command: Command) -> str:
    keys = command.keys or (command.hint,)
    native = QKeySequence.SequenceFormat.NativeText
    return "  ".join(QKeySequence(key).toString(native) for key in keys)
