"""A field for each kind of preference. All bind to the preference they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from glm_studio.state.preferences import Kind, Preference, PreferencesState
from glm_studio.ui.controls import push_button, tool_button
from glm_studio.ui.preference_texts import texts_of
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_LINES = 5


class FlagField(QCheckBox):
    """On or off."""

    def __init__(self, state: PreferencesState, preference: Preference[bool]) -> None:
        super().__init__()
        self._state, self._preference = state, preference
        self.toggled.connect(lambda on: state.set(preference, on))
        self.show_value()

    def show_value(self) -> None:
        with QSignalBlocker(self):
            self.setChecked(self._state.get(self._preference))
        self.setText(tr("On") if self.isChecked() else tr("Off"))


class ChoiceField(QComboBox):
    """One of a few."""

    def __init__(self, state: PreferencesState, preference: Preference[str]) -> None:
        super().__init__()
        self._state, self._preference = state, preference
        words = texts_of(preference).choices
        for choice in preference.choices:
            self.addItem(words[choice], choice)
        self.activated.connect(lambda row: state.set(preference, self.itemData(row)))
        self.show_value()

    def show_value(self) -> None:
        self.setCurrentIndex(self.findData(self._state.get(self._preference)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # whoever scrolls the page means the page


class NumberField(QDoubleSpinBox):
    """A number within the preference's limits, whole if its default is."""

    def __init__(self, state: PreferencesState, preference: Preference[Any]) -> None:
        super().__init__()
        self._state, self._preference = state, preference
        whole = preference.kind is Kind.WHOLE
        self.setDecimals(0 if whole else 2)
        self.setSingleStep(1 if whole else 0.1)
        self.setRange(*preference.limits)
        self.setSuffix(_suffix(preference))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        kind = type(preference.default)
        self.valueChanged.connect(lambda value: state.set(preference, kind(value)))
        self.show_value()

    def show_value(self) -> None:
        with QSignalBlocker(self):
            self.setValue(self._state.get(self._preference))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TextField(QLineEdit):
    """One line; taken over when it is left or Enter is pressed."""

    def __init__(self, state: PreferencesState, preference: Preference[str]) -> None:
        super().__init__()
        self._state, self._preference = state, preference
        if preference.kind is Kind.SECRET:
            self.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.editingFinished.connect(lambda: state.set(preference, self.text().strip()))
        self.show_value()

    def show_value(self) -> None:
        if self.text() != self._state.get(self._preference):
            self.setText(self._state.get(self._preference))


class LinesField(QPlainTextEdit):
    """Several lines; taken over when it is left."""

    def __init__(self, state: PreferencesState, preference: Preference[str]) -> None:
        super().__init__()
        self._state, self._preference = state, preference
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 28)
        self.show_value()

    def show_value(self) -> None:
        if self.toPlainText() != self._state.get(self._preference):
            self.setPlainText(self._state.get(self._preference))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._state.set(self._preference, self.toPlainText().strip())


class PathField(QWidget):
    """A folder or a file: typed or chosen."""

    def __init__(self, state: PreferencesState, preference: Preference[str], theme: Theme) -> None:
        super().__init__()
        self._state, self._preference = state, preference
        self._line = TextField(state, preference)
        folder = preference.kind is Kind.FOLDER
        self._line.setPlaceholderText(tr("The usual place") if folder else tr("None"))
        choose = push_button(theme, tr("Choose…"), icon_name="folder-open")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line, 1)
        row.addWidget(choose)
        self.setFocusProxy(self._line)

    def show_value(self) -> None:
        self._line.show_value()

    def setAccessibleName(self, name: str) -> None:
        self._line.setAccessibleName(name)

    def _choose(self) -> None:
        title = texts_of(self._preference).label
        if self._preference.kind is Kind.FOLDER:
            chosen = QFileDialog.getExistingDirectory(self, title, self._line.text())
        else:
            chosen, _filter = QFileDialog.getOpenFileName(self, title, self._line.text())
        if chosen:
            self._state.set(self._preference, chosen)


Field = FlagField | ChoiceField | NumberField | TextField | LinesField | PathField


_FIELDS: dict[Kind, Callable[[PreferencesState, Preference[Any]], Field]] = {
    Kind.FLAG: FlagField,
    Kind.CHOICE: ChoiceField,
    Kind.WHOLE: NumberField,
    Kind.NUMBER: NumberField,
    Kind.TEXT: TextField,
    Kind.SECRET: TextField,
    Kind.LINES: LinesField,
}


def field_for(state: PreferencesState, preference: Preference[Any], theme: Theme) -> Field:
    """The field that a preference is shown in."""
    if preference.kind in (Kind.FOLDER, Kind.FILE):
        return PathField(state, preference, theme)
    return _FIELDS[preference.kind](state, preference)


def reset_button(theme: Theme, reset: Callable[[], None], name: str) -> QWidget:
    """The arrow that puts a preference back to its default."""
    made = tool_button(theme, "rotate-ccw", tr("Back to the default: {name}").format(name=name))
    made.clicked.connect(reset)
    keeps = made.sizePolicy()
    keeps.setRetainSizeWhenHidden(True)  # the rows must not jump
    made.setSizePolicy(keeps)
    return made


def _suffix(preference: Preference[Any]) -> str:
    unit = texts_of(preference).unit
    return f" {unit}" if unit else ""
