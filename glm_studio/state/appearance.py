"""Dark, light, or as the desktop has it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from glm_studio.state.options import Appearance
from glm_studio.state.preferences import APPEARANCE, PreferencesState


class AppearanceState(QObject):
    """The chosen appearance, and the one that follows from it now."""

    changed = Signal()

    def __init__(self, preferences: PreferencesState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        preferences.changed.connect(self._on_preference)

    @property
    def choice(self) -> Appearance:
        return Appearance(self._preferences.get(APPEARANCE))

    @property
    def effective(self) -> Appearance:
        """`DARK` or `LIGHT`. A desktop that does not say gets the dark one."""
        if self.choice is not Appearance.SYSTEM:
            return self.choice
        light = self._hints.colorScheme() is Qt.ColorScheme.Light
        return Appearance.LIGHT if light else Appearance.DARK

    def choose(self, choice: Appearance) -> None:
        self._preferences.set(APPEARANCE, choice.value)

    def _on_preference(self, name: str) -> None:
        if name == APPEARANCE.name:
            self.changed.emit()

    def _on_system_changed(self) -> None:
        if self.choice is Appearance.SYSTEM:
            self.changed.emit()
