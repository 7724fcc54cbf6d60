"""A line about what just happened, with one thing that can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """Shown for some seconds; `action` are the button's words, already translated."""

    text: str
    action: str
    run: Callable[[], object]
