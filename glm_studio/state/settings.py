"""What a picture was made with, as far as the panel can take it over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.api import Adapter, ImageRef
from glm_studio.library.metadata import read_recipe
from glm_studio.library.named_files import may_be_opened
from glm_studio.library.picture import Picture


@dataclass(frozen=True, slots=True)
class Settings:
    """What only a picture's file says; `gone` are files that it names and that are not there, and
    `foreign` those that are not opened unasked."""

    composition_seed: int | None
    references: tuple[ImageRef, ...] = ()
    adapters: tuple[Adapter, ...] = ()
    gone: tuple[Path, ...] = ()
    foreign: tuple[str, ...] = ()
    composed_with: tuple[int, ...] = ()


def read_settings(file: Path) -> Settings:
    """Read a picture's file, and look for those that it names.

    Raises `UnreadablePictureError` for a file without a recipe.
    """
    recipe = read_recipe(file)
    references = [ImageRef(use.path, use.crop) for use in recipe.references]
    adapters = [Adapter(use.path, use.weight) for use in recipe.adapters]
    named = dict.fromkeys((*(r.path for r in references), *(a.path for a in adapters)))
    foreign = tuple(name for name in named if not may_be_opened(name))
    gone = tuple(n for n in named if n not in foreign and not Path(n).is_file())
    return Settings(
        composition_seed=(
            recipe.seed if recipe.composition_seed is None else recipe.composition_seed
        ),
        references=tuple(each for each in references if each.path not in (*gone, *foreign)),
        adapters=tuple(each for each in adapters if each.path not in (*gone, *foreign)),
        gone=tuple(map(Path, gone)),
        foreign=foreign,
        composed_with=recipe.composed_with,
    )


def panel_values(picture: Picture, settings: Settings) -> dict[str, Any]:
    """What `ParametersState.restore` takes, without what the picture does not say."""
    values = {
        "width": picture.width,
        "height": picture.height,
        "steps": picture.steps,
        "guidance": picture.guidance,
        "seed": picture.seed,
        "composition_seed": settings.composition_seed,
        "composed_with": settings.composed_with,
    }
    return {name: value for name, value in values.items() if value is not None}
