"""`glm-studio show FILE`: what a picture's file says about how it was made, and its labels."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine.hardware import Fingerprint
from engine.recipe import Fit, Recipe, ReferenceUse, plain
from glm_studio.cli_labels import usual_signing
from glm_studio.library.infotext import facts_as_infotext
from glm_studio.library.label_report import Label, Report, State, read_labels
from glm_studio.library.metadata import PictureFile, UnreadablePictureError, read_picture
from glm_studio.library.verdict import Standing, Verdict, report, verify
from glm_studio.show_credentials import credential_lines
from glm_studio.terminal import say

FOUND, NOTHING_FOUND, UNREADABLE = 0, 1, 2
"""The command's exit codes."""


_LABELS = {
    Label.RECIPE: "recipe",
    Label.PARAMETERS: "parameters for other programs",
    Label.SOURCE_TYPE: "source type (IPTC)",
    Label.AIGC: "generated content (GB 45438-2025)",
    Label.VISIBLE: "label that can be seen",
    Label.CREDENTIALS: "content credentials (C2PA)",
}


def show(path: Path, as_json: bool) -> int:
    """Print what the file says, or its recipe and labels as JSON; returns the exit code."""
    try:
        file = read_picture(path)
        verdict = verify(path, usual_signing())
        labels = [*_labels(file), report(verdict)]
    except OSError as error:  # gone since it was read
        say(f"glm-studio: {path}: {error.strerror or error}.", sys.stderr)
        return UNREADABLE
    except UnreadablePictureError as error:
        say(f"glm-studio: {error}", sys.stderr)
        return UNREADABLE
    if as_json:
        return _show_json(file, labels, verdict)
    listed = [*_label_lines(labels), *_listed("Credentials", credential_lines(verdict))]
    if file.recipe:
        say("\n".join([*_lines(file.recipe), *listed]), sys.stdout)
        return FOUND
    told = file.parameters or facts_as_infotext(file.facts)
    parts = [told] if told else []
    if _says_something(labels):
        parts.append("\n".join(listed))
    if parts:
        say("\n\n".join(parts) + "\n", sys.stdout)
    why = _why_no_recipe(file)
    say(why if parts else f"glm-studio: {why}", sys.stderr)
    return FOUND if parts else NOTHING_FOUND


def _show_json(file: PictureFile, labels: list[Report], verdict: Verdict) -> int:
    """ASCII: no terminal or pipe can stumble on it, and every JSON reader gives the same text."""
    listed: dict[str, Any] = {"labels": [plain(one) for one in labels]}
    if verdict.standing is not Standing.NONE:
        listed["credentials"] = plain(verdict)
    if file.recipe is not None:
        say(json.dumps(file.recipe.to_json() | listed), sys.stdout)
        return FOUND
    if _says_something(labels):
        say(json.dumps(listed), sys.stdout)
    say(f"glm-studio: {_why_no_recipe(file)}", sys.stderr)
    return NOTHING_FOUND


def _labels(file: PictureFile) -> list[Report]:
    """Raises `UnreadablePictureError`: the file may have gone since it was read."""
    try:
        return read_labels(file)
    except (OSError, ValueError) as error:
        raise UnreadablePictureError(file.picture.path, f"{error}.") from error


def _says_something(labels: list[Report]) -> bool:
    """Whether there is a label beyond what is shown of a file without one."""
    silent = (Label.RECIPE, Label.PARAMETERS)
    return any(r.state is not State.ABSENT and r.label not in silent for r in labels)


def _label_lines(labels: list[Report]) -> Iterable[str]:
    for number, one in enumerate(labels):
        said = f" ({_one_line(one.said.rstrip('.'))})" if one.said else ""
        line = f"{_LABELS[one.label]}: {one.state}{said}"
        yield f"{'' if number else 'Labels':<12}{line}"


def _lines(recipe: Recipe) -> Iterable[str]:
    grid = recipe.prior.grid
    values = {
        "Size": f"{recipe.width} x {recipe.height} px",
        "Steps": recipe.steps,
        "Guidance": f"{recipe.guidance:g}",
        "Seed": _seeds(recipe),
        "Precision": recipe.precision,
        "Device": recipe.device,
        "Stored": _stored(recipe),
        "Model": recipe.model.name,
        "Model hash": recipe.model.hash,
        "Prior": f"{grid.rows} rows x {grid.columns} columns of codes",
    }
    lists = {
        "References": map(_reference, recipe.references),
        "Adapters": (f"{use.path} at {use.weight:g}" for use in recipe.adapters),
        "Hardware": (_hardware(name, told) for name, told in recipe.hardware.items()),
        "Versions": map(" ".join, recipe.versions.items()),
    }
    yield recipe.prompt
    yield ""
    for name, value in values.items():
        if value != "":
            yield f"{name:<12}{_one_line(str(value))}"
    for name, entries in lists.items():
        yield from _listed(name, entries)


def _listed(name: str, entries: Iterable[str]) -> Iterable[str]:
    for number, entry in enumerate(entries):
        yield f"{'' if number else name:<12}{_one_line(entry)}"


def _stored(recipe: Recipe) -> str:
    """How the weights were stored, since that changes pixels; empty where the file is older."""
    if recipe.plan is None:
        return ""
    kinds: dict[str, list[str]] = {}
    for name, storage in recipe.plan.storage.items():
        kinds.setdefault(storage, []).append(name)
    words = [f"{kind}: {', '.join(names)}" for kind, names in kinds.items()]
    text = "full" if list(kinds) == ["full"] else "; ".join(words)
    return f"{text}; decoded in tiles" if recipe.plan.tiled else text


def _seeds(recipe: Recipe) -> str:
    if recipe.composition_seed == recipe.seed:
        return str(recipe.seed)
    composition = "unknown" if recipe.composition_seed is None else recipe.composition_seed
    return f"{recipe.seed} for the detail, {composition} for the composition"


def _reference(use: ReferenceUse) -> str:
    sizes = f"{use.width} x {use.height} px"
    if use.crop is not None:
        left, top, width, height = use.crop
        sizes += f", of which {width} x {height} from {left}, {top}"
    sizes += f", used {use.fit}"
    if use.fit is not Fit.AS_IT_IS:
        sizes += f" to {use.used_width} x {use.used_height}"
    return f"{use.path} ({sizes})"


def _hardware(name: str, told: Fingerprint) -> str:
    return f"{name}: {', '.join(map(' '.join, told.items()))}"


def _why_no_recipe(file: PictureFile) -> str:
    size = f"{file.picture.width} x {file.picture.height} px"
    if file.complaint:
        return f"{file.picture.path} ({size}): {file.complaint}"
    if file.parameters:
        return (
            f"{file.picture.path} ({size}) holds the parameters that programs exchange, "
            "but no recipe of GLM Studio."
        )
    if file.facts.program:
        return (
            f"{file.picture.path} ({size}) was made with {_one_line(file.facts.program)}, "
            "and holds no recipe of GLM Studio."
        )
    return f"{file.picture.path} ({size}) does not say how it was made."


def _one_line(text: str) -> str:
    return " ".join(text.split())
