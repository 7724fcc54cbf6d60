"""A small window to choose from names, or to write a new one: tags and boards."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from glm_studio.library.query import folded
from glm_studio.ui.controls import quoting_tip
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

LONGEST_NAME = 80
_ROWS = 9
_NEW = Qt.ItemDataRole.UserRole + 1


class NamePicker(QFrame):
    """Lists names with a check mark: whole if all pictures have it, half if some do.

    What is typed narrows the list; Enter takes the row that is marked, or makes a new name of what
    was typed. `turned` carries the name and whether it is to be on. It closes by Escape or a click
    elsewhere, and lives until then.
    """

    turned = Signal(str, bool)

    def __init__(
        self, theme: Theme, title: str, checks: Mapping[str, Qt.CheckState], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._screen = parent.screen()
        self.setObjectName("Popover")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._checks = dict(checks)
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST_NAME)
        self.field.setPlaceholderText(title)
        self.field.setAccessibleName(title)
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.rows = QListWidget()
        self.rows.setAccessibleName(title)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.space("small")] * 4)
        column.setSpacing(theme.space("tight"))
        column.addWidget(self.field)
        column.addWidget(self.rows)
        self.field.textChanged.connect(self._fill)
        self.rows.itemClicked.connect(self._take)
        self._fill()

    def open_at(self, anchor: QRect) -> None:
        """Beside a rectangle of the screen, on the side where there is room."""
        self.adjustSize()
        self.resize(max(self.sizeHint().width(), 260), self._height())
        screen = self._screen.availableGeometry()
        at = QPoint(anchor.left(), anchor.top() - self.height() - 4)
        if at.y() < screen.top():
            at.setY(anchor.bottom() + 4)
        at.setX(max(min(at.x(), screen.right() - self.width()), screen.left()))
        self.move(at)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field, the arrow keys go through the list and Enter takes a row."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step:
            row = self.rows.currentRow() + step
            self.rows.setCurrentRow(min(max(row, 0), self.rows.count() - 1))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.rows.currentRow() < 0:
                self.close()
            else:
                self._take(self.rows.currentItem())
            return True
        return False

    def _height(self) -> int:
        row = max(self.rows.sizeHintForRow(0), self.fontMetrics().height() + 10)
        shown = min(max(self.rows.count(), 3), _ROWS)
        return self.field.sizeHint().height() + shown * row + 30

    def _fill(self) -> None:
        typed = " ".join(self.field.text().split())
        self.rows.clear()
        wanted = folded(typed)
        for name in sorted(self._checks, key=folded):
            if wanted in folded(name):
                self._add(name, name, False)
        if typed and all(folded(typed) != folded(name) for name in self._checks):
            self._add(tr("New: {name}").format(name=typed), typed, True)
        if typed:
            self.rows.setCurrentRow(0)

    def _add(self, text: str, name: str, new: bool) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, name)
        item.setData(_NEW, new)
        item.setToolTip(quoting_tip(name))
        # Not checkable by itself: the whole row is the button.
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        if not new:
            item.setCheckState(self._checks[name])
        self.rows.addItem(item)

    def _take(self, item: QListWidgetItem) -> None:
        name = item.data(Qt.ItemDataRole.UserRole)
        on = item.data(_NEW) or item.checkState() is not Qt.CheckState.Checked
        self._checks[name] = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        self.turned.emit(name, on)
        if self.field.text():
            self.field.clear()
        else:
            item.setCheckState(self._checks[name])
