"""From a recipe to a request, and from one to a count of them: other layouts or details."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from engine.api import MAX_SEED, Adapter, GenerationRequest, ImageRef
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
        references=tuple(ImageRef(use.path) for use in recipe.references),
        adapters=tuple(Adapter(use.path, use.weight) for use in recipe.adapters),
    )


def series(first: GenerationRequest, count: int, vary: Vary) -> list[GenerationRequest]:
    """`count` requests, whose seeds go up from those of `first`; after the largest comes 0.

    A layout that is given as codes stays as it is.
    """
    composition_seed = first.drawn_composition_seed
    return [
        replace(
            first,
            seed=_after(first.seed, offset * (vary is not Vary.LAYOUT)),
            composition_seed=composition_seed
            if first.prior is not None or composition_seed is None
            else _after(composition_seed, offset * (vary is not Vary.DETAIL)),
        )
        for offset in range(count)
    ]


def _after(seed: int, offset: int) -> int:
    return (seed + offset) % (MAX_SEED + 1)
