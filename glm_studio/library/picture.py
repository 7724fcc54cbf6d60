"""What the gallery knows of one picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture on disk. `created` is aware and in UTC; `width` and `height` are in pixels.

    Pictures of other programs may lack anything but a size: empty text or None then.
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

    @property
    def age(self) -> tuple[float, str]:
        """What the gallery sorts by, the largest first."""
        return self.created.timestamp(), self.path.name
