"""What the preferences choose between. The values are written into files."""

from __future__ import annotations

from enum import StrEnum


class Appearance(StrEnum):
    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Language(StrEnum):
    """What the window is written in; the values are Qt's names of locales."""

    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"
    RUSSIAN = "ru"


class Motion(StrEnum):
    """Whether things may move that need not."""

    SYSTEM = "system"
    FULL = "full"
    REDUCED = "reduced"


class EarlyPicture(StrEnum):
    """When a quick picture of the layout is made before the layout is whole."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Resume(StrEnum):
    """When the queue of the last session goes on by itself at the start."""

    ALWAYS = "always"
    AFTER_CRASH = "after a crash"
    NEVER = "never"
