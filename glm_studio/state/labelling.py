"""How pictures are labelled and signed, as the preferences say."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import Problem
from glm_studio.library.credentials import Signer, Signing, read_signing
from glm_studio.library.labels import Labelling, read_labelling
from glm_studio.state.failures import FailureState
from glm_studio.state.preferences import (
    CREDENTIALS_PREFERENCES,
    LABEL_PREFERENCES,
    PreferencesState,
)


class LabellingState(QObject):
    """`current` and `signing` are frozen values, replaced as a whole: any thread may read them."""

    changed = Signal()
    _unsigned = Signal(object)
    """A `Problem`, from whatever thread a picture was to be signed on."""

    def __init__(
        self,
        preferences: PreferencesState,
        failures: FailureState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._failures = failures
        self._folder: Path | None = None
        self._shown = (*LABEL_PREFERENCES, *CREDENTIALS_PREFERENCES)
        self._names = frozenset(preference.name for preference in self._shown)
        self.current = Labelling()
        self.signing = Signing(None)
        self._read()
        preferences.changed.connect(self._on_preference)
        self._unsigned.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def open(self, folder: Path) -> None:
        """Pictures can be signed from now on; certificates that are made here go into `folder`."""
        self._folder = folder
        self._read()
        self.changed.emit()

    def _on_preference(self, name: str) -> None:
        if name in self._names:
            self._read()
            self.changed.emit()

    def _read(self) -> None:
        get = self._preferences.get
        saved = {p.name: get(p) for p in self._shown}
        self.signing = read_signing(saved, self._folder)
        signer = None if self._folder is None else Signer(self.signing, self._unsigned.emit)
        self.current = dataclasses.replace(read_labelling(saved), signer=signer)

    def _tell(self, problem: Problem) -> None:
        """The picture is saved; only its credentials are missing."""
        self._failures.show(problem)
