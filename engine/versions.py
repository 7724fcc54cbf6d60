"""Which library versions the engine is made for. Read from metadata; imports none of them."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, version

from engine.errors import VersionError
from engine.texts import say

SUPPORTED = {
    "diffusers": ((0, 42), (0, 43)),
    "transformers": ((5, 14), (5, 24)),
    "torch": ((2, 10), (2, 14)),
}
"""Library: first version that works, and the first that has not been tried."""

RECORDED = ("torch", "diffusers", "transformers", "safetensors", "numpy", "glm-studio")
"""Libraries whose versions go into every recipe."""


def installed() -> dict[str, str]:
    """The versions that a recipe records; a library that is not installed is left out."""
    found = {name: version_of(name) for name in RECORDED}
    return {name: text for name, text in found.items() if text is not None}


def require_supported() -> None:
    """Raise `VersionError` unless every library is within the supported range."""
    for name in SUPPORTED:
        if (error := complaint(name)) is not None:
            raise error


def complaint(name: str) -> VersionError | None:
    """What is wrong with the version of a library that `SUPPORTED` names; None if it fits."""
    low, high = SUPPORTED[name]
    text = version_of(name)
    if text is not None and low <= _parts(text) < high:
        return None
    wanted = requirement(name)
    return VersionError(
        say("{name} {text} does not fit this program.", name=name, text=text)
        if text
        else say("{name} is not installed.", name=name),
        say("It is made for {wanted}.", wanted=wanted),
        say(
            "Run: {executable} -m pip install '{wanted}'", executable=sys.executable, wanted=wanted
        ),
    )


def requirement(name: str) -> str:
    """What pip is to be asked for: a library that `SUPPORTED` names, in its range."""
    low, high = SUPPORTED[name]
    return f"{name}>={_dotted(low)},<{_dotted(high)}"


def version_of(name: str) -> str | None:
    """The version of a library that is installed; None if it is not."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _parts(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)[:2]))


def _dotted(parts: tuple[int, ...]) -> str:
    return ".".join(map(str, parts))
