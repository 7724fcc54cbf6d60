"""The makers' own programs that say how their cards are doing. No torch."""

from __future__ import annotations

import hashlib
import re

from engine.devices.calls import Call

_TIMEOUT_S = 3.0

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def ask(*command: str) -> str:
    """What a program prints; empty where it is not there, fails, or takes more than seconds."""
    try:
        outcome = Call(command).finish(_TIMEOUT_S)
    except OSError:
        return ""
    return outcome.text if outcome.code == 0 else ""


def number(text: str) -> float | None:
    """The number that a field begins with; None for ``N/A``, ``[Not Supported]`` and the like."""
    found = _NUMBER.match(text.strip())
    return float(found.group()) if found else None


def short_hash(serial: str) -> str:
    """A card is known again by it, and its serial number stays with its owner."""
    return hashlib.sha256(serial.encode()).hexdigest()[:16]
