"""Whether things may move that need not: the user's choice, or else the desktop's."""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import lru_cache

from glm_studio.state.options import Motion
from glm_studio.state.preferences import MOTION, PreferencesState

_PATIENCE_S = 2.0
# Qt 6.11 hears of none of these. Commands: first its words, then what it says when motion is not
# wanted.
_DESKTOPS = (
    (("gsettings", "get", "org.gnome.desktop.interface", "enable-animations"), "false"),
    (("kreadconfig6", "--group", "KDE", "--key", "AnimationDurationFactor"), "0"),
)
_MACOS = ((("defaults", "read", "com.apple.universalaccess", "reduceMotion"), "1"),)
_CLIENT_AREA_ANIMATION = 0x1042
"""Windows' SPI_GETCLIENTAREAANIMATION."""


def reduced(preferences: PreferencesState) -> bool:
    """Whether the user wants things to stand still. Costs nothing; may be asked at any time."""
    chosen = preferences.get(MOTION)
    if chosen == Motion.SYSTEM:
        return _System.instance().reduced
    return chosen == Motion.REDUCED


class _System:
    """The desktop's own setting, asked for once on a thread; motion is wanted until it answers."""

    def __init__(self) -> None:
        self.reduced = False
        threading.Thread(target=self._ask, name="motion", daemon=True).start()

    @staticmethod
    @lru_cache(maxsize=1)
    def instance() -> _System:
        return _System()

    def _ask(self) -> None:
        if sys.platform == "win32":
            self.reduced = _windows_stands_still()
        else:
            asked = _MACOS if sys.platform == "darwin" else _DESKTOPS
            self.reduced = any(_says(command, still) for command, still in asked)


def _says(command: tuple[str, ...], still: str) -> bool:
    try:
        answer = subprocess.run(  # noqa: S603 - its words are ours
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.stdout.strip() == still


def _windows_stands_still() -> bool:
    import ctypes  # noqa: PLC0415

    shown = ctypes.c_int(1)
    windll = getattr(ctypes, "windll")  # noqa: B009 - there is none for the type checker here
    windll.user32.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(shown), 0)
    return not shown.value
