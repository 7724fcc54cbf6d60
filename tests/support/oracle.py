"""What a search has to find and to count, said once more without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from glm_studio.library.picture import Picture
from glm_studio.library.query import Facets, Order, Query, Shape, searched_text

_PREFIX = 64
"""So much of a prompt is compared where prompts are the order."""


def found(pictures: Iterable[Picture], query: Query) -> list[Picture]:
    """The pictures that `query` finds, in its order."""
    newest_first = sorted(pictures, key=lambda picture: picture.created, reverse=True)
    return _arranged([p for p in newest_first if matches(query, p)], query.order)


def matches(query: Query, picture: Picture) -> bool:
    """Whether `picture` is to be found."""
    text = searched_text(picture)
    return (
        picture.rating >= query.least_rating
        and set(query.tags) <= set(picture.tags)
        and (not query.board or query.board in picture.boards)
        and (query.folder is None or query.folder in picture.path.parents)
        and (query.size is None or query.size == (picture.width, picture.height))
        and (query.shape is None or query.shape is _shape_of(picture))
        and (query.since is None or picture.created >= query.since)
        and (query.until is None or picture.created < query.until)
        and (query.seed is None or picture.seed == query.seed)
        and (not query.model or picture.model == query.model)
        and (not query.program or picture.program == query.program)
        and (query.has_reference in (None, picture.has_reference))
        and all(word in text for word in query.words)
    )


def _arranged(newest_first: list[Picture], order: Order) -> list[Picture]:
    pictures = list(newest_first)
    match order:
        case Order.OLDEST:
            pictures.reverse()
        case Order.BEST_RATED:
            pictures.sort(key=lambda picture: -picture.rating)
        case Order.LARGEST:
            pictures.sort(key=lambda picture: -picture.width * picture.height)
        case Order.PROMPT:
            pictures.sort(key=lambda p: (not p.prompt, searched_text(p)[:_PREFIX]))
    return pictures


def counted(pictures: Sequence[Picture]) -> Facets:
    """What there is to filter by."""
    models, programs = Counter(p.model for p in pictures), Counter(p.program for p in pictures)
    del models[""], programs[""]
    times = [picture.created for picture in pictures]
    return Facets(
        len(pictures),
        models,
        programs,
        Counter((picture.width, picture.height) for picture in pictures),
        Counter(chain.from_iterable(picture.tags for picture in pictures)),
        Counter(chain.from_iterable(picture.boards for picture in pictures)),
        Counter(picture.rating for picture in pictures),
        sum(picture.has_reference for picture in pictures),
        min(times, default=None),
        max(times, default=None),
    )


def _shape_of(picture: Picture) -> Shape:
    if picture.width == picture.height:
        return Shape.SQUARE
    return Shape.LANDSCAPE if picture.width > picture.height else Shape.PORTRAIT
