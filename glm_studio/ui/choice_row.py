"""A row of buttons of which one is chosen: formats, modes, papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from glm_studio.ui.controls import text_button, tool_button
from glm_studio.ui.theme import Theme

Value = TypeVar("Value")


class ChoiceRow(QWidget, Generic[Value]):
    """`choices` are a value, its words or icon, and a tip each; arrow keys go from one to the next.

    The group's `idToggled` signal is for whoever wants more than `on_chosen`.
    """

    def __init__(
        self, name: str, choices: Sequence[tuple[Value, str, str]], icons: Theme | None = None
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.values = [value for value, _, _ in choices]
        self.group = QButtonGroup(self)
        self.group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for index, (_, look, tip) in enumerate(choices):
            button: QToolButton = (
                text_button(look, tip) if icons is None else tool_button(icons, look, tip)
            )
            button.setCheckable(True)
            button.setProperty("role", "choice")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.group.addButton(button, index)
            row.addWidget(button)
        row.addStretch(1)

    def choose(self, value: Value) -> None:
        """Show a value as the chosen one; nobody is told."""
        self.button(value).setChecked(True)

    def button(self, value: Value) -> QAbstractButton:
        return self.group.button(self.values.index(value))

    def value_of(self, index: int) -> Value:
        """The value of a button that `group.idClicked` names."""
        return self.values[index]
