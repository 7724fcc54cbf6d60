"""The language of the window: chosen, or as the desktop has it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, Signal

from glm_studio.state.options import Language
from glm_studio.state.preferences import LANGUAGE, PreferencesState


class LanguageState(QObject):
    """The chosen language, and the one that follows from it."""

    changed = Signal()

    def __init__(self, preferences: PreferencesState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        preferences.changed.connect(self._on_preference)

    @property
    def choice(self) -> Language:
        return Language(self._preferences.get(LANGUAGE))

    @property
    def effective(self) -> Language:
        """Never `SYSTEM`: the first of the desktop's languages that the studio speaks."""
        if self.choice is not Language.SYSTEM:
            return self.choice
        for name in QLocale.system().uiLanguages():
            for language in (Language.ENGLISH, Language.CHINESE, Language.RUSSIAN):
                if name.replace("-", "_").startswith(language.value[:2]):
                    return language
        return Language.ENGLISH

    def choose(self, choice: Language) -> None:
        self._preferences.set(LANGUAGE, choice.value)

    def _on_preference(self, name: str) -> None:
        if name == LANGUAGE.name:
            self.changed.emit()
