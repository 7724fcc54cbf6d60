"""From a recipe to a request, and from one to a count of them: other layouts or details."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from engine.api import MAX_SEED, MOST_TOGETHER, Adapter, GenerationRequest, ImageRef
from engine.recipe import Recipe


class Vary(StrEnum):
    """What each picture of a series has of its own."""

    ALL = "all"
    LAYOUT = "layout"
    DETAIL = "detail"


def request_of(recipe: Recipe, keep_layout: bool) -> GenerationRequest:
    """What makes a recipe's picture again, from its codes or with codes drawn anew."""
    return GenerationRequest(
        prompt=recipe.prompt,
        width=recipe.width,
        height=recipe.height,
        steps=recipe.steps,
        guidance=recipe.guidance,
        seed=recipe.seed,
        composition_seed=recipe.composition_seed,
        prior=recipe.prior if keep_layout else None,
        composed_with=recipe.composed_with,
        references=tuple(ImageRef(use.path, use.crop) for use in recipe.references),
        adapters=tuple(Adapter(use.path, use.weight) for use in recipe.adapters),
    )


def series(first: GenerationRequest, count: int, vary: Vary) -> list[GenerationRequest]:
    """`count` requests, whose seeds go up from those of `first`; after the largest comes 0.

    Layouts are written together, a few in the same passes. One that is given as codes stays, and so
    does a single one, with those that it was written with.
    """
    details = [_after(first.seed, n * (vary is not Vary.LAYOUT)) for n in range(count)]
    layout = first.drawn_composition_seed
    if count == 1 or first.prior is not None or layout is None or vary is Vary.DETAIL:
        together = first.composed_with if layout in first.composed_with else ()
        first = replace(first, composition_seed=layout, composed_with=together)
        return [replace(first, seed=seed) for seed in details]
    layouts = [_after(layout, n) for n in range(count)]
    return [
        replace(first, seed=seed, composition_seed=own, composed_with=written_together(layouts, n))
        for n, (seed, own) in enumerate(zip(details, layouts, strict=True))
    ]


def anew(request: GenerationRequest, seed: int, composition_seed: int) -> GenerationRequest:
    """The same wish with other draws; a composition that was given as codes stays."""
    if request.prior is not None:
        return replace(request, seed=seed)
    return replace(request, seed=seed, composition_seed=composition_seed, composed_with=())


def written_together(seeds: list[int], place: int) -> tuple[int, ...]:
    """The seeds that are written with the one at `place`; none for one that is alone."""
    first = place // MOST_TOGETHER * MOST_TOGETHER
    group = tuple(seeds[first : first + MOST_TOGETHER])
    return group if len(group) > 1 else ()


def _after(seed: int, offset: int) -> int:
    return (seed + offset) % (MAX_SEED + 1)
