"""One condition of a search: what it is now, a menu to choose from, and a cross to drop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from glm_studio.ui.controls import dress, menu_words, tool_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number
from glm_studio.words import tr

Fill = Callable[[QMenu], None]


class FilterChip(QFrame):
    """`fill` makes the menu's entries each time it opens; `dropped` is sent by the cross."""

    dropped = Signal()

    def __init__(self, theme: Theme, name: str, tip: str, fill: Fill) -> None:
        super().__init__()
        self.setObjectName("FilterChip")
        self._theme, self._name, self._fill = theme, name, fill
        self.button = QPushButton(name)
        self.button.setProperty("role", "filter")
        self.button.setToolTip(tip)
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow comes last
        self.button.clicked.connect(self.open_menu)
        self.cross = tool_button(theme, "x", tr("Drop this filter: {name}").format(name=name))
        self.cross.setObjectName("FilterCross")
        self.cross.clicked.connect(self.dropped)
        self._menu: QMenu | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button)
        row.addWidget(self.cross)
        self.show_value("")

    def show_value(self, value: str) -> None:
        """Say what is filtered by; empty text says that nothing is."""
        active = bool(value)
        words = tr("{name}: {value}").format(name=self._name, value=value) if active else self._name
        metrics = self.button.fontMetrics()
        self.button.setText(menu_words(metrics.elidedText(words, Qt.TextElideMode.ElideRight, 260)))
        self.button.setAccessibleName(words)
        dress(self._theme, self.button, "chevron-down", "accent_soft_text" if active else "text")
        self.cross.setVisible(active)
        for widget in (self, self.button, self.cross):
            widget.setProperty("active", active)
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def open_menu(self) -> None:
        self._menu = QMenu(self)
        self._menu.aboutToHide.connect(self._menu.deleteLater)
        self._fill(self._menu)
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


def add_choice(
    menu: QMenu, text: str, chosen: bool, act: Callable[[], object], count: int | None = None
) -> QAction:
    """An entry that can be the chosen one, with how many pictures it stands for."""
    words = menu_words(text) + (f"\t{number(count)}" if count is not None else "")
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(chosen)
    action.triggered.connect(lambda _=False: act())
    return action


def add_widget(menu: QMenu, widget: QWidget) -> None:
    """A field inside of a menu."""
    from PySide6.QtWidgets import QWidgetAction  # noqa: PLC0415 - with the first menu that has one

    action = QWidgetAction(menu)
    action.setDefaultWidget(widget)
    menu.addAction(action)
