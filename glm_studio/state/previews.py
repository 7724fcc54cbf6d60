"""Which previews pictures are made with, as the preferences say."""

from __future__ import annotations

from engine.api import PreviewPolicy
from glm_studio.state.options import EarlyPicture
from glm_studio.state.preferences import EARLY_PICTURE, PREVIEWS, PreferencesState

_COMPOSITION = {EarlyPicture.AUTO: None, EarlyPicture.ALWAYS: True, EarlyPicture.NEVER: False}


def preview_policy(preferences: PreferencesState) -> PreviewPolicy:
    """What a request is sent with."""
    return PreviewPolicy(
        enabled=preferences.get(PREVIEWS),
        composition=_COMPOSITION[EarlyPicture(preferences.get(EARLY_PICTURE))],
    )
