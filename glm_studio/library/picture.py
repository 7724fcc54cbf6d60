"""What the gallery knows of one picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

OWN_PROGRAM = "GLM Studio"
"""`Picture.program` of pictures that this program made."""

HIGHEST_RATING = 5


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture on disk. `created` is aware and in UTC; `width` and `height` are in pixels.

    Pictures of other programs may lack anything but a size: empty text or None then. `references`
    counts the reference pictures it was made from. `rating` is 0 (none) to 5; `tags` and `boards`
    are sorted, each name once.
    """

    path: Path
    created: datetime
    width: int
    height: int
    prompt: str
    seed: int | None
    steps: int | None
    guidance: float | None
    model: str
    references: int | None = None
    program: str = ""
    rating: int = 0
    tags: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()

    @classmethod
    def gone(cls) -> Picture:
        """In the place of a picture that was deleted while a list with it was shown."""
        return cls(Path(), datetime.fromtimestamp(0, UTC), 1, 1, "", None, None, None, "")

    @property
    def has_reference(self) -> bool:
        """Whether it says that it was made from reference pictures."""
        return bool(self.references)
