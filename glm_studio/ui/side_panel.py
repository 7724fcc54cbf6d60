"""The right panel: a few lists under tabs, of which one is shown."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glm_studio.ui.controls import text_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number


class SidePanel(QFrame):
    """Tabs with a number beside their names where there is something to count."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("RightPanel")
        self._names: dict[QWidget, str] = {}
        self._buttons: dict[QWidget, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._tabs = QHBoxLayout()
        side = theme.space("medium")
        self._tabs.setContentsMargins(side, theme.space("small"), side, theme.space("tight"))
        self._tabs.setSpacing(theme.space("tight"))
        self._tabs.addStretch(1)
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._tabs)
        column.addWidget(self._pages, 1)

    def add_tab(self, widget: QWidget, name: str, tip: str) -> None:
        """Put a list under a tab of its own; the first one is shown."""
        button = text_button(name, tip)
        button.setObjectName("Tab")
        button.setCheckable(True)
        button.setChecked(not self._buttons)
        button.clicked.connect(lambda: self.show_tab(widget))
        self._group.addButton(button)
        self._tabs.insertWidget(len(self._buttons), button)
        self._names[widget], self._buttons[widget] = name, button
        self._pages.addWidget(widget)

    def show_tab(self, widget: QWidget) -> None:
        self._buttons[widget].setChecked(True)
        self._pages.setCurrentWidget(widget)

    def count(self, widget: QWidget, things: int) -> None:
        """Say beside a tab's name how many things it lists; nothing for none."""
        name = self._names[widget]
        self._buttons[widget].setText(f"{name}  {number(things)}" if things else name)
