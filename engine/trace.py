"""Short hashes that tell whether two runs computed the same, without keeping what they computed."""

from __future__ import annotations

import hashlib

_DIGITS = 16
"""64 bits: enough to tell the values of two runs apart, short enough for every step of a recipe."""


def digest(data: bytes) -> str:
    """Hexadecimal digits of the SHA-256 of raw values."""
    return hashlib.sha256(data).hexdigest()[:_DIGITS]
