"""What a user looks for in the library, and what there is to choose from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from glm_studio.library.picture import Picture

_WORDS = re.compile(r'"([^"]*)"?|([^\s"]+)')
"""A phrase need not be closed: it is looked for while it is typed."""

_GIVEN_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{6}(_[a-z0-9-]+)?_seed[0-9]+(_[0-9]+)?")


class Order(StrEnum):
    """How what was found is sorted; within equals, the newest first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    BEST_RATED = "best rated"
    LARGEST = "largest"
    PROMPT = "prompt"


class Shape(StrEnum):
    """A picture's proportions, whatever its size."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions must hold; the default finds everything, newest first.

    `text` is words, or phrases in double quotes, each of which must occur in the prompt, a tag or
    a name that the user gave the file: anywhere, also inside of words, whatever the case. `size` is
    (width, height) in px. `since` and `until` are aware; `until` itself is too late. `tags` must
    all be there. `folder` is for pictures in it and its subfolders. `has_reference` is None where
    it does not matter.
    """

    text: str = ""
    size: tuple[int, int] | None = None
    shape: Shape | None = None
    since: datetime | None = None
    until: datetime | None = None
    seed: int | None = None
    model: str = ""
    program: str = ""
    least_rating: int = 0
    tags: tuple[str, ...] = ()
    board: str = ""
    folder: Path | None = None
    has_reference: bool | None = None
    order: Order = Order.NEWEST

    @property
    def words(self) -> tuple[str, ...]:
        """The parts of `text` that must occur, folded."""
        found = (folded(" ".join((a or b).split())) for a, b in _WORDS.findall(self.text))
        return tuple(dict.fromkeys(word for word in found if word))


@dataclass(frozen=True, slots=True)
class Facets:
    """What the library's pictures have in common: each value with the number of its pictures.

    `first` and `last` are the times of the oldest and the newest picture.
    """

    pictures: int = 0
    models: Mapping[str, int] = field(default_factory=dict)
    programs: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[tuple[int, int], int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    boards: Mapping[str, int] = field(default_factory=dict)
    ratings: Mapping[int, int] = field(default_factory=dict)
    with_reference: int = 0
    first: datetime | None = None
    last: datetime | None = None


def folded(text: str) -> str:
    """Text as it is compared: without case, and with one form for every letter."""
    return unicodedata.normalize("NFKC", text).casefold()


def searched_text(picture: Picture) -> str:
    """Where a query's words must occur: a line for the prompt, for each tag, for the file name.

    Names that the studio gave are left out: *seed* would find all of them.
    """
    name = picture.path.stem.encode("utf-8", "replace").decode("utf-8")
    names = () if _GIVEN_NAME.fullmatch(name) else (name,)
    return folded("\n".join((" ".join(picture.prompt.split()), *picture.tags, *names)))
