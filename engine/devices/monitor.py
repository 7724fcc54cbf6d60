"""The makers' own programs that say how their cards are doing. No torch."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess

_TIMEOUT_S = 3.0

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def ask(*command: str) -> str:
    """What a program prints; empty where it is not there, fails, or takes more than seconds."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        result = subprocess.run(  # noqa: S603 - our own command
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout if result.returncode == 0 else ""


def number(text: str) -> float | None:
    """The number that a field begins with; None for ``N/A``, ``[Not Supported]`` and the like."""
    found = _NUMBER.match(text.strip())
    return float(found.group()) if found else None


def short_hash(serial: str) -> str:
    """A card is known again by it, and its serial number stays with its owner."""
    return hashlib.sha256(serial.encode()).hexdigest()[:16]
