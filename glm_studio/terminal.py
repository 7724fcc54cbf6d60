"""Printing for people and pipes, so that it can neither steer a terminal nor fail."""

from __future__ import annotations

import unicodedata
from typing import TextIO


def say(text: str, stream: TextIO) -> None:
    """Print a line; strangers' control characters are left out, what has no encoding is escaped."""
    safe = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")
    encoding = stream.encoding or "utf-8"
    print(safe.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
