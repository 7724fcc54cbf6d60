"""What a user looks for in the library, and what there is to choose from."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from operator import attrgetter

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
    all be there. `has_reference` is None where it does not matter.
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
    has_reference: bool | None = None
    order: Order = Order.NEWEST

    @property
    def words(self) -> tuple[str, ...]:
        """The parts of `text` that must occur, folded."""
        found = (folded(" ".join((a or b).split())) for a, b in _WORDS.findall(self.text))
        return tuple(dict.fromkeys(word for word in found if word))

    def matches(self, picture: Picture) -> bool:
        """Whether `picture` is to be found."""
        return (
            self._matches_marks(picture)
            and (self.size is None or self.size == (picture.width, picture.height))
            and (self.shape is None or self.shape is shape_of(picture))
            and (self.since is None or picture.created >= self.since)
            and (self.until is None or picture.created < self.until)
            and (self.seed is None or picture.seed == self.seed)
            and (not self.model or picture.model == self.model)
            and (not self.program or picture.program == self.program)
            and (self.has_reference in (None, picture.has_reference))
            and self._matches_text(picture)
        )

    def _matches_marks(self, picture: Picture) -> bool:
        return (
            picture.rating >= self.least_rating
            and set(self.tags) <= set(picture.tags)
            and (not self.board or self.board in picture.boards)
        )

    def _matches_text(self, picture: Picture) -> bool:
        words = self.words
        if not words:
            return True
        text = searched_text(picture)
        return all(word in text for word in words)


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


def arranged(newest_first: Iterable[Picture], order: Order) -> list[Picture]:
    """Pictures in another order."""
    pictures = list(newest_first)
    match order:
        case Order.OLDEST:
            pictures.reverse()
        case Order.BEST_RATED:
            pictures.sort(key=lambda picture: -picture.rating)
        case Order.LARGEST:
            pictures.sort(key=lambda picture: -picture.width * picture.height)
        case Order.PROMPT:
            pictures.sort(key=lambda picture: (not picture.prompt, searched_text(picture)))
    return pictures


def facets_of(pictures: Iterable[Picture]) -> Facets:
    """Count. Takes some tens of milliseconds for 100,000 pictures.

    Each count is one call into C: loops of Python's own would make the window wait for the
    interpreter's lock five times as long.
    """
    some = pictures if isinstance(pictures, Sequence) else list(pictures)
    models = Counter(map(attrgetter("model"), some))
    programs = Counter(map(attrgetter("program"), some))
    times = list(map(attrgetter("created"), some))
    with_reference = sum(map(bool, map(attrgetter("references"), some)))
    del models[""], programs[""]
    return Facets(
        len(some),
        models,
        programs,
        Counter(map(attrgetter("width", "height"), some)),
        Counter(chain.from_iterable(map(attrgetter("tags"), some))),
        Counter(chain.from_iterable(map(attrgetter("boards"), some))),
        Counter(map(attrgetter("rating"), some)),
        with_reference,
        min(times, default=None),
        max(times, default=None),
    )


def shape_of(picture: Picture) -> Shape:
    """Its proportions."""
    if picture.width == picture.height:
        return Shape.SQUARE
    return Shape.LANDSCAPE if picture.width > picture.height else Shape.PORTRAIT


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
