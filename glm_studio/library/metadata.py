"""The texts in a picture's file: our full recipe, and the parameters that other programs read.

`docs/files.md` documents them for readers of the files.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sys import intern
from typing import Any

from engine.adapters import MAX_WEIGHT
from engine.api import MAX_SEED, ImageReady
from engine.errors import EngineError
from engine.parsing import parse_json
from engine.recipe import Recipe
from engine.texts import say
from glm_studio.library import manifest, provenance
from glm_studio.library.credentials import signed
from glm_studio.library.facts import Facts
from glm_studio.library.foreign.readers import read_foreign
from glm_studio.library.formats import (
    CREATED_KEY,
    DEFAULT_QUALITY,
    JOB_KEY,
    PARAMETERS_KEY,
    RECIPE_KEY,
    SOFTWARE_KEY,
    XMP_KEY,
    Format,
)
from glm_studio.library.headers import read_header
from glm_studio.library.infotext import write_infotext
from glm_studio.library.labels import ALL_LABELS, Keep, Labelling
from glm_studio.library.picture import OWN_PROGRAM, Picture
from glm_studio.library.png import Header, PngError
from glm_studio.library.visible_label import labelled

_LONGEST_SIDE = 2**20
"""Pixels of a recipe's sides: far above what any model draws or any reference may have."""
_LARGEST_CODE = 2**31 - 1
_MOST_STEPS = 10_000
_STRONGEST_GUIDANCE = 1000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnreadablePictureError(EngineError):
    """A file is missing, or is not a whole picture."""

    kind = "picture"

    def __init__(self, path: Path, why: str, remedy: str = "") -> None:
        self.path = path
        super().__init__(
            say("This picture cannot be read: {path}.", path=path),
            why,
            remedy or say("Choose another picture."),
        )


@dataclass(frozen=True, slots=True)
class PictureFile:
    """All that a file says: `parameters` is the text for other programs, empty if there is none.

    `facts` are what is known of other programs' pictures as well. Where `recipe` is None although
    the file holds one, `complaint` says why it cannot be used.
    """

    picture: Picture
    recipe: Recipe | None
    parameters: str
    complaint: str = ""
    facts: Facts = field(default_factory=Facts)


def encode_png(image: ImageReady, created: datetime | None = None) -> bytes:
    """The whole file; `created` is now unless told. Takes 0.1 s a megapixel."""
    return encode_picture(image, created=created)


def encode_picture(
    image: ImageReady,
    kind: Format = Format.PNG,
    quality: int = DEFAULT_QUALITY,
    created: datetime | None = None,
    labelling: Labelling = ALL_LABELS,
    keep: Keep = Keep.EVERYTHING,
) -> bytes:
    """A picture that was made here as a whole file. Call it off the window's thread.

    `quality` is 1 to 100, for formats that have one; `created` is now unless told. Takes 0.1 s a
    megapixel as PNG.
    """
    from PIL import Image  # noqa: PLC0415 - the window opens without Pillow

    pixels = image.pixels
    picture = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.data)
    drawn = provenance.draws(labelling.visible, None, saved=True)
    if drawn:
        picture = labelled(picture, labelling.visible)
    labels = provenance.new_labels(labelling, keep, kind, drawn)
    texts = {XMP_KEY: labels.packet} if labels.packet else {}
    if keep is Keep.EVERYTHING:
        texts |= texts_of(image.recipe, created or datetime.now(UTC), labelling)
        texts[JOB_KEY] = image.job_id
    content = provenance.encode_labelled(picture, kind, quality, texts, labels.sealing)
    return signed(content, kind, labelling.keeping(keep), lambda: manifest.made(image.recipe))


def texts_of(
    recipe: Recipe, created: datetime, labelling: Labelling = ALL_LABELS
) -> dict[str, str]:
    """All that a file says about how it was made, by keyword."""
    texts = {
        CREATED_KEY: created.astimezone(UTC).isoformat(),
        SOFTWARE_KEY: provenance.SOFTWARE,
    }
    if labelling.parameters:
        texts[PARAMETERS_KEY] = _encodable(write_infotext(recipe))
    if labelling.recipe:
        texts[RECIPE_KEY] = _recipe_json(recipe)
    return texts


def read_picture(path: Path) -> PictureFile:
    """Read a file's texts and size, not its pixels. Raises `UnreadablePictureError`."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadablePictureError(path, say("It is a folder or a device, not a file."))
        header = read_header(path)
    except PngError as error:
        raise UnreadablePictureError(path, error.args[0]) from error
    except FileNotFoundError as error:
        raise UnreadablePictureError(path, say("There is no such file.")) from error
    except (OSError, ValueError) as error:
        why = say("{cause}.", cause=getattr(error, "strerror", None) or error)
        raise UnreadablePictureError(path, why, say("Check the file and its folder.")) from error
    recipe, complaint = _read_recipe(header.texts.get(RECIPE_KEY))
    facts = _told(recipe) if recipe else read_foreign(header.texts)
    picture = _picture(path, header, facts, status.st_mtime_ns)
    return PictureFile(picture, recipe, header.texts.get(PARAMETERS_KEY, ""), complaint, facts)


def read_recipe(path: Path) -> Recipe:
    """A file's recipe. Raises `UnreadablePictureError` for a file without one as well."""
    file = read_picture(path)
    if file.recipe is None:
        raise UnreadablePictureError(
            path,
            file.complaint or say("It holds no recipe of GLM Studio."),
            say("Choose a picture that was made with this program."),
        )
    return file.recipe


def _picture(path: Path, header: Header, facts: Facts, mtime_ns: int) -> Picture:
    return Picture(
        path=path,
        created=_created(header.texts.get(CREATED_KEY, ""), mtime_ns),
        width=header.width,
        height=header.height,
        prompt=_encodable(facts.prompt),
        seed=facts.seed,
        steps=facts.steps,
        guidance=facts.guidance,
        model=intern(_encodable(facts.model)),
        references=facts.references,
        program=intern(_encodable(facts.program)),
    )


def _told(recipe: Recipe) -> Facts:
    return Facts(
        prompt=recipe.prompt,
        seed=recipe.seed,
        steps=recipe.steps,
        guidance=recipe.guidance,
        model=recipe.model.name,
        size=(recipe.width, recipe.height),
        references=len(recipe.references),
        program=OWN_PROGRAM,
    )


def _created(text: str, mtime_ns: int) -> datetime:
    """The time in the file, which outlasts copying; else the file's own."""
    try:
        told = datetime.fromisoformat(text)
        return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    try:
        return _EPOCH + timedelta(microseconds=mtime_ns // 1000)
    except OverflowError:
        return _EPOCH


def _recipe_json(recipe: Recipe) -> str:
    """Halves of broken surrogate pairs, which have no UTF-8, become JSON's own escapes."""
    text = json.dumps(recipe.to_json(), ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _read_recipe(text: str | None) -> tuple[Recipe | None, str]:
    if text is None:
        return None, ""
    try:
        recipe = Recipe.from_json(_object(parse_json(text)))
        _check_ranges(recipe)
    except KeyError as error:
        return None, say("Its recipe lacks {error}.", error=error)
    except (ValueError, TypeError, OverflowError) as error:
        return None, say("Its recipe is not understood: {error}.", error=error)
    return recipe, ""


def _object(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise TypeError("expected a JSON object")
    return data


def _check_ranges(recipe: Recipe) -> None:
    """Raise ValueError on numbers that no recipe of ours holds and databases would stumble on."""
    grid = recipe.prior.grid
    sides = [recipe.width, recipe.height, grid.rows, grid.columns]
    for use in recipe.references:
        sides += [use.width, use.height, use.used_width, use.used_height]
    seeds = (recipe.seed, recipe.composition_seed or 0, *recipe.composed_with)
    _check_range("seed", seeds, 0, MAX_SEED)
    _check_range("number of steps", (recipe.steps,), 1, _MOST_STEPS)
    _check_range("guidance scale", (recipe.guidance,), 0, _STRONGEST_GUIDANCE)
    _check_range("side", sides, 1, _LONGEST_SIDE)
    _check_range("code", recipe.prior.codes, 0, _LARGEST_CODE)
    _check_range("adapter's weight", [u.weight for u in recipe.adapters], -MAX_WEIGHT, MAX_WEIGHT)


def _check_range(name: str, values: Iterable[float], low: float, high: float) -> None:
    for value in values:
        if not low <= value <= high:
            raise ValueError(f"a {name} of {value!r:.40} is out of its range")


def _encodable(text: str) -> str:
    """The text with '?' for what neither chunks nor databases hold: NULs, halves of surrogates."""
    return text.replace("\0", "?").encode("utf-8", "replace").decode("utf-8")
