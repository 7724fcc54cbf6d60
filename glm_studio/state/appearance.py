"""Dark, light, or as the desktop has it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication


class Appearance(StrEnum):
    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class AppearanceState(QObject):
    """The chosen appearance, and the one that follows from it now."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = Appearance.SYSTEM
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> Appearance:
        return self._choice

    @property
    def effective(self) -> Appearance:
        """`DARK` or `LIGHT`. A desktop that does not say gets the dark one."""
        if self._choice is not Appearance.SYSTEM:
            return self._choice
        light = self._hints.colorScheme() is Qt.ColorScheme.Light
        return Appearance.LIGHT if light else Appearance.DARK

    def choose(self, choice: Appearance) -> None:
        self._choice = choice
        self.changed.emit()

    def _on_system_changed(self) -> None:
        if self._choice is Appearance.SYSTEM:
            self.changed.emit()
