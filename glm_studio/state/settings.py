"""What a picture was made with, as far as the panel can take it over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.api import Adapter, ImageRef
from glm_studio.library.metadata import read_recipe
from glm_studio.library.picture import Picture


@dataclass(frozen=True, slots=True)
class Settings:
    """What only a picture's file says; `gone` are files that it names and that are not there."""

    composition_seed: int | None
    references: tuple[ImageRef, ...] = ()
    adapters: tuple[Adapter, ...] = ()
    gone: tuple[Path, ...] = ()
    composed_with: tuple[int, ...] = ()


def read_settings(file: Path) -> Settings:
    """Read a picture's file, and look for those that it names.

    Raises `UnreadablePictureError` for a file without a recipe.
    """
    recipe = read_recipe(file)
    references = [ImageRef(use.path, use.crop) for use in recipe.references]
    adapters = [Adapter(use.path, use.weight) for use in recipe.adapters]
    named = [Path(path) for path in (*(r.path for r in references), *(a.path for a in adapters))]
    gone = {path for path in named if not path.is_file()}
    return Settings(
        recipe.seed if recipe.composition_seed is None else recipe.composition_seed,
        tuple(reference for reference in references if Path(reference.path) not in gone),
        tuple(adapter for adapter in adapters if Path(adapter.path) not in gone),
        tuple(dict.fromkeys(path for path in named if path in gone)),
        recipe.composed_with,
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
