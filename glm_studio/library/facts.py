"""How a picture was made, as far as its file says: what all programs have in common."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty text or None for what the file does not say.

    `size` is (width, height) in px as it was asked for, which need not be the file's. `references`
    counts the pictures that it was made from; `program` is the name of what made it.
    """

    prompt: str = ""
    negative: str = ""
    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    model: str = ""
    size: tuple[int, int] | None = None
    references: int | None = None
    program: str = ""
