"""Copies of pictures for others: under other names, in other formats, smaller, without texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from glm_studio.library.edits import Failure
from glm_studio.library.formats import Format
from glm_studio.library.picture import Picture

FIELDS = (
    "date", "time", "prompt", "seed", "model", "width", "height", "steps", "guidance", "rating",
    "board", "name", "n",
)  # fmt: skip
"""What a naming pattern may hold in braces; `{n:04}` counts with four digits."""

DEFAULT_PATTERN = "{date}_{prompt}_{seed}"


@dataclass(frozen=True, slots=True)
class Export:
    """How copies are made. `quality` is 1 to 100, `longest_side` in px or None for as it is."""

    folder: Path
    pattern: str = DEFAULT_PATTERN
    kind: Format = Format.PNG
    quality: int = 90
    metadata: bool = True
    longest_side: int | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that were made, in order, and what failed; `cancelled` if it was stopped."""

    files: tuple[Path, ...] = ()
    failed: tuple[Failure, ...] = ()
    cancelled: bool = False


class PatternError(ValueError):
    """A naming pattern names what there is not, or is malformed; `field` is the word, if any."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


def check_pattern(pattern: str) -> None:
    """Raise `PatternError` unless names can be made by it."""
    raise NotImplementedError


def file_names(pictures: Sequence[Picture], export: Export) -> list[str]:
    """The names that `run` would give now: no two the same, and none that the folder has.

    Raises `PatternError`. Looks into the folder: call it off the window's thread.
    """
    raise NotImplementedError


def run(
    pictures: Sequence[Picture],
    export: Export,
    on_progress: Callable[[int], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Exported:
    """Export; blocks, so call it off the window's thread. `on_progress` hears how many are done.

    Never overwrites. Raises `PatternError`, and `ExportError` if the folder takes no files.
    """
    raise NotImplementedError
