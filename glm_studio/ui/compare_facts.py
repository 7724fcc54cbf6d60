"""What compared pictures have in common, and in what they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from engine.recipe import Recipe
from glm_studio.library.picture import Picture
from glm_studio.ui.wording import facts, tr

_LONGEST_PROMPT = 600


@dataclass(frozen=True, slots=True)
class Fact:
    """A parameter of one picture; empty where it does not say."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Differences:
    """`shared` holds for all; `own` is a list for each picture, all of the same names."""

    shared: tuple[Fact, ...]
    own: tuple[tuple[Fact, ...], ...]
    same_prompt: bool


def differences(pictures: Sequence[Picture], recipes: Sequence[Recipe | None]) -> Differences:
    """Compare what is said about pictures; the time at which they were made is no parameter."""
    made = tr("Made")
    told = [dict(facts(p, r)) for p, r in zip(pictures, recipes, strict=True)]
    names = [name for name in dict.fromkeys(n for one in told for n in one) if name != made]
    differing = [name for name in names if len({one.get(name, "") for one in told}) > 1]
    shared = tuple(Fact(name, told[0][name]) for name in names if name not in differing)
    own = tuple(tuple(Fact(name, one.get(name, "")) for name in differing) for one in told)
    return Differences(shared, own, len({picture.prompt for picture in pictures}) == 1)


def marked_prompt(prompt: str, others: Sequence[str], colour: str) -> str:
    """Rich text in which the words stand out that not all the others have."""
    shared = set.intersection(*(set(_words(other)) for other in others)) if others else set()
    words = prompt[:_LONGEST_PROMPT].split()
    made = [
        escape(word)
        if _bare(word) in shared
        else f'<span style="color:{colour}">{escape(word)}</span>'
        for word in words
    ]
    return " ".join(made) + ("…" if len(prompt) > _LONGEST_PROMPT else "")


def _words(prompt: str) -> list[str]:
    return [_bare(word) for word in prompt[:_LONGEST_PROMPT].split()]


def _bare(word: str) -> str:
    return word.strip(".,;:!?()\"'“”").casefold()
