"""What changed between a picture and the same recipe carried out once more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.api import Pixels
from engine.recipe import PriorCodes, Recipe

if TYPE_CHECKING:
    from PIL.Image import Image


class Step(StrEnum):
    """Where two runs can part, in the order in which a picture is made."""

    WEIGHTS = "weights"
    REFERENCES = "references"
    ADAPTERS = "adapters"
    CODES = "codes"
    LATENTS = "latents"
    DECODE = "decode"
    FILE = "file"
    """The run is the same, but the file's pixels were changed after it was made."""


@dataclass(frozen=True, slots=True)
class PixelDifference:
    """`different` of `total` pixels; `largest` and `mean` difference of a channel, 0 to 255."""

    different: int
    total: int
    largest: int
    mean: float


@dataclass(frozen=True, slots=True)
class CodeDifference:
    """`different` of `total` codes; the first one's row and column, from 0, row by row."""

    different: int
    total: int
    first: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`first` is where the two runs part; None if the pixels are the same all along.

    `codes` and `latents_step` say more where that is known: `latents_step` is the first step after
    which the latents differ, 0 stands for the noise. `changed` maps what was different around the
    runs (a library, the device, its driver, the precision) to (then, now).
    """

    first: Step | None
    codes: CodeDifference | None
    codes_drawn: bool
    latents_step: int | None
    pixels: PixelDifference | None
    changed: dict[str, tuple[str, str]]

    @property
    def same(self) -> bool:
        """Whether the pixels are, which other codes or weights hardly ever lead to."""
        return self.pixels is None


def compare(
    then: Recipe, now: Recipe, drawn: PriorCodes | None, before: Image, after: Pixels
) -> Comparison:
    """Compare a file's recipe and pixels with a run from its codes.

    `drawn` are the codes that the prior has drawn anew, None if it was not asked to. The pictures
    have the same size.
    """
    codes = compare_codes(then.prior, drawn) if drawn else None
    pixels = compare_pixels(before, after)
    step = _latents_step(then, now)
    return Comparison(
        first=_first(then, now, codes, step, pixels),
        codes=codes,
        codes_drawn=drawn is not None,
        latents_step=step,
        pixels=pixels,
        changed=_surroundings(then, now),
    )


def _first(
    then: Recipe,
    now: Recipe,
    codes: CodeDifference | None,
    latents_step: int | None,
    pixels: PixelDifference | None,
) -> Step | None:
    parted = {
        Step.WEIGHTS: then.model.hash != now.model.hash,
        Step.REFERENCES: [use.sha256 for use in then.references]
        != [use.sha256 for use in now.references],
        Step.ADAPTERS: [(use.sha256, use.weight) for use in then.adapters]
        != [(use.sha256, use.weight) for use in now.adapters],
        Step.CODES: codes is not None,
        Step.LATENTS: latents_step is not None,
        Step.DECODE: pixels is not None and _made_other_pixels(then, now),
        Step.FILE: pixels is not None,
    }
    return next((step for step, differs in parted.items() if differs), None)


def compare_codes(then: PriorCodes, now: PriorCodes) -> CodeDifference | None:
    """None if they are the same; both grids have one size."""
    places = [n for n, (a, b) in enumerate(zip(then.codes, now.codes, strict=True)) if a != b]
    if not places:
        return None
    return CodeDifference(len(places), len(then.codes), divmod(places[0], then.grid.columns))


def compare_pixels(before: Image, after: Pixels) -> PixelDifference | None:
    """None if all are the same. Raises ValueError for pictures of two sizes."""
    from PIL import Image, ImageChops, ImageStat  # noqa: PLC0415 - only a comparison needs it

    size = (after.width, after.height)
    if before.size != size:
        raise ValueError(f"{before.size} and {size} cannot be compared")
    difference = ImageChops.difference(before, Image.frombytes("RGB", size, after.data))
    channels = difference.split()
    largest = ImageChops.lighter(ImageChops.lighter(*channels[:2]), channels[2])
    histogram = largest.histogram()
    total, unchanged = after.width * after.height, histogram[0]
    if unchanged == total:
        return None
    statistics = ImageStat.Stat(difference)
    return PixelDifference(
        different=total - unchanged,
        total=total,
        largest=max(value for value, count in enumerate(histogram) if count),
        mean=sum(statistics.mean) / 3,
    )


def _latents_step(then: Recipe, now: Recipe) -> int | None:
    if then.trace is None or now.trace is None:
        return None
    pairs = zip(then.trace.latents, now.trace.latents, strict=False)
    return next((step for step, (a, b) in enumerate(pairs) if a != b), None)


def _made_other_pixels(then: Recipe, now: Recipe) -> bool:
    """Whether the runs differ, not only the file: what is not recorded counts as the run's."""
    return then.trace is None or now.trace is None or then.trace.pixels != now.trace.pixels


def _surroundings(then: Recipe, now: Recipe) -> dict[str, tuple[str, str]]:
    def told(recipe: Recipe) -> dict[str, str]:
        plan = recipe.plan
        stored = (
            {f"storage of {name}": str(how) for name, how in plan.storage.items()} if plan else {}
        )
        tiled = {"decoded in tiles": "yes" if plan.tiled else "no"} if plan else {}
        basic = {"device": recipe.device, "precision": recipe.precision}
        facts = _facts(recipe) if comparable else {}
        return {**basic, **stored, **tiled, **facts, **recipe.versions}

    # Of devices of two kinds everything differs, and nothing can be learnt from it.
    comparable = bool(then.hardware and now.hardware) and _kinds(then) == _kinds(now)

    before, after = told(then), told(now)
    return {
        name: (before.get(name, "nothing"), after.get(name, "nothing"))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }


def _kinds(recipe: Recipe) -> list[str]:
    """What each part of the picture was done on."""
    return [name.partition(":")[0] for name in recipe.hardware]


def _facts(recipe: Recipe) -> dict[str, str]:
    """What the devices were; named by their part where two shared the picture, for the same part
    may have been done by another device."""
    parts = ("composing", "drawing") if len(recipe.hardware) > 1 else ("",)
    return {
        f"{name} ({part})" if part else name: value
        for part, facts in zip(parts, recipe.hardware.values(), strict=False)
        for name, value in facts.items()
    }
