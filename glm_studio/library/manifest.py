"""What content credentials say of a picture, before they are signed: a C2PA manifest.

Specification: https://spec.c2pa.org/specifications/, version 2.2, "Actions" and "Ingredients". A
manifest goes along with every later copy, even one without a recipe. So none of ours holds a
prompt, a seed, or a name of a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.recipe import Recipe
from glm_studio import __version__
from glm_studio.library.formats import Format, format_of
from glm_studio.library.picture import OWN_PROGRAM
from glm_studio.library.provenance import GENERATED_SOURCE

_AGENT = {"name": OWN_PROGRAM, "version": __version__}
_PARENT, _MODEL = "parent", "model"
_ANY = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A file that a picture comes from, and what is said about it; its own manifests come along."""

    path: Path
    kind: Format
    says: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`definition` is what c2pa's builder takes."""

    definition: dict[str, Any]
    ingredients: tuple[Ingredient, ...] = ()

    def without_files(self) -> Manifest:
        """The same with the files named alone: no manifest of theirs comes along."""
        named = [{**part.says, "format": part.kind.mime} for part in self.ingredients]
        return Manifest({**self.definition, "ingredients": self.definition["ingredients"] + named})


def made(recipe: Recipe | None) -> Manifest:
    """For a picture that was made here; `recipe` is None for a preview of one.

    Decodes the reference pictures: only one that is still what was used can speak for itself.
    """
    from engine.pictures import is_unchanged  # noqa: PLC0415 - it imports Pillow

    described: list[dict[str, Any]] = []
    if recipe is not None:
        described.append(_model(recipe.model.name, recipe.model.hash))
    files = []
    for number, use in enumerate(recipe.references if recipe else (), 1):
        label = f"reference{number}"
        says = {"title": f"Reference {number}", "relationship": "inputTo", "label": label}
        kind = format_of(use.path)
        if kind is not None and is_unchanged(use):
            files.append(Ingredient(Path(use.path), kind, says))
        else:  # its manifests, if it has any, are none of what was used
            described.append({**says, "format": _ANY})
    labels = [says["label"] for says in (*described, *(file.says for file in files))]
    action = {"action": "c2pa.created", "digitalSourceType": GENERATED_SOURCE}
    return Manifest(_definition([_by_us(action, labels)], described), tuple(files))


def copied(parent: Path, whole: bool, changes: Sequence[str]) -> Manifest:
    """For a copy of a file to which this was done: actions in C2PA's words.

    `whole` takes along all that the file's own manifests say. Else they may say more than the copy
    shall, such as another program's prompt: then it is said that there is an original, no more.
    """
    says = {"title": "Original", "relationship": "parentOf", "label": _PARENT}
    kind = format_of(parent)
    actions = [_by_us({"action": "c2pa.opened"}, [_PARENT])]
    actions += [_by_us({"action": change}, []) for change in changes]
    if kind is None:
        return Manifest(_definition(actions, [{**says, "format": _ANY}]))
    manifest = Manifest(_definition(actions, []), (Ingredient(parent, kind, says),))
    return manifest if whole else manifest.without_files()


def _definition(actions: list[dict[str, Any]], ingredients: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "claim_generator_info": [_AGENT],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
        "ingredients": ingredients,
    }


def _model(name: str, digest: str) -> dict[str, Any]:
    """The model as C2PA has it: something that went in. Its hash is what it is known by."""
    return {
        "title": name,
        "format": _ANY,
        "instance_id": f"sha256:{digest}",
        "relationship": "inputTo",
        "data_types": [{"type": "c2pa.types.model"}],
        "label": _MODEL,
    }


def _by_us(action: dict[str, Any], ingredients: list[str]) -> dict[str, Any]:
    parameters = {"parameters": {"ingredientIds": ingredients}} if ingredients else {}
    return {**action, "softwareAgent": _AGENT, **parameters}
