"""Whether things may move that need not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from glm_studio.state.options import Motion
from glm_studio.state.preferences import MOTION, PreferencesState


def reduced(preferences: PreferencesState) -> bool:
    """Whether the user, or else the desktop, wants things to stand still.

    Of desktops those are heard that turn effects off for all programs, as Windows and KDE do.
    """
    chosen = preferences.get(MOTION)
    if chosen == Motion.SYSTEM:
        return not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    return chosen == Motion.REDUCED
