"""Printing for people and pipes, so that it can neither steer a terminal nor fail."""

from __future__ import annotations

import unicodedata
from typing import TextIO

from engine.texts import TURNS


def say(text: str, stream: TextIO) -> None:
    """Print a line; strangers' control characters are left out, what has no encoding is escaped."""
    encoding = stream.encoding or "utf-8"
    safe = printable(text).encode(encoding, "backslashreplace").decode(encoding)
    print(safe, file=stream, flush=True)


def printable(text: str) -> str:
    """Without control characters, by which a stranger's text could steer a terminal or turn what
    stands behind it."""
    return "".join(
        char
        for char in text
        if char in "\n\t" or (unicodedata.category(char) != "Cc" and char not in TURNS)
    )
