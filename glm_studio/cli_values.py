"""What the words of the command line stand for; raises argparse's own error for others."""

from __future__ import annotations

import argparse
import math
import re

from engine.api import MAX_REFERENCES
from engine.plan import GIB


def size(text: str) -> tuple[int, int]:
    sides = re.fullmatch(r"(\d{1,5})\s*[xX×*]\s*(\d{1,5})", text.strip())
    if sides is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT, for example 1024x768")
    return int(sides[1]), int(sides[2])


def whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None


def number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None


def gib(text: str) -> int:
    """Bytes of a number of GiB."""
    try:
        gib = float(text)
    except ValueError:
        gib = math.nan
    if not 0 < gib < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of GiB above 0")
    return int(gib * GIB)


def references(text: str) -> int:
    if not text.isdecimal() or int(text) > MAX_REFERENCES:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a whole number from 0 to {MAX_REFERENCES}"
        )
    return int(text)


def count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 10000")
    return int(text)
