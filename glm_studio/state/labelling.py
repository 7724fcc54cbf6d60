"""How pictures are labelled, as the preferences say."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from glm_studio.library.labels import Labelling, read_labelling
from glm_studio.state.preferences import LABEL_PREFERENCES, PreferencesState


class LabellingState(QObject):
    """`current` is one frozen value, replaced as a whole: any thread may read it."""

    changed = Signal()

    def __init__(self, preferences: PreferencesState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._names = frozenset(preference.name for preference in LABEL_PREFERENCES)
        self.current = Labelling()
        self._read()
        preferences.changed.connect(self._on_preference)

    def _on_preference(self, name: str) -> None:
        if name in self._names:
            self._read()
            self.changed.emit()

    def _read(self) -> None:
        get = self._preferences.get
        self.current = read_labelling({p.name: get(p) for p in LABEL_PREFERENCES})
