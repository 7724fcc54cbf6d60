"""Names of exported files, made by a pattern such as `{date}_{prompt}_{seed}`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

from glm_studio.library.picture import Picture
from glm_studio.library.query import folded
from glm_studio.library.sidecar import JOINERS

FIELDS = (
    "date", "time", "prompt", "seed", "model", "width", "height", "steps", "guidance", "rating",
    "board", "name", "n",
)  # fmt: skip
"""What a pattern may hold in braces; `{n:04}` counts with four digits."""

DEFAULT_PATTERN = "{date}_{prompt}_{seed}"

_DIGITS = re.compile(r"0?[0-9]{0,2}")
_FORBIDDEN = re.compile(r'[<>:"|?*\\/\x00-\x1f\x7f]')
"""In names on one system or another."""

_REPEATED = re.compile(r"([ _-])\1+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_LONGEST_VALUE = 60
_LONGEST_BYTES = 130
"""Encrypted home folders take 143, of which a sidecar and a number need some."""
_UNNAMED = "picture"


class PatternError(ValueError):
    """A naming pattern names what there is not, or is malformed; `field` is the word, if any."""

    def __init__(self, field: str = "") -> None:
        self.field = field
        super().__init__(f"unknown field {field}" if field else "malformed pattern")


def names(pictures: Sequence[Picture], pattern: str, suffix: str) -> list[str]:
    """A name for each, in order, `/` between folders where the pattern has it. May repeat.

    Raises `PatternError`.
    """
    parts = list(_parts(pattern))
    return [
        _name(parts, picture, number) + suffix for number, picture in enumerate(pictures, start=1)
    ]


def free_names(wished: Sequence[str], folder: Path) -> list[str]:
    """The same names, with numbers behind those that repeat or that `folder` has already."""
    given: list[str] = []
    taken: set[str] = set()
    for name in wished:
        free = next(n for n in numbered(name) if folded(n) not in taken and not _is_in(folder, n))
        taken.add(folded(free))
        given.append(free)
    return given


def numbered(name: str) -> Iterator[str]:
    """The name, then the same with `_2`, `_3`, … before its suffix."""
    yield name
    stem, dot, suffix = name.rpartition(".")
    number = 2
    while True:
        yield f"{stem}_{number}{dot}{suffix}"
        number += 1


def _is_in(folder: Path, name: str) -> bool:
    return os.path.lexists(folder / name)


def _parts(pattern: str) -> Iterator[tuple[str, str, str]]:
    """Text, then a field and how its number is written, both empty at the end."""
    try:
        for text, field, digits, conversion in Formatter().parse(pattern):
            if field is not None and field not in FIELDS:
                raise PatternError(field or "{}")
            if conversion or not _DIGITS.fullmatch(digits or ""):
                raise PatternError(field or "")
            yield text, field or "", digits or ""
    except ValueError as error:
        raise error if isinstance(error, PatternError) else PatternError from None


def _name(parts: list[tuple[str, str, str]], picture: Picture, number: int) -> str:
    values = _values(picture, number)
    made = "".join(text + _written(values.get(field), digits) for text, field, digits in parts)
    folders = [part for part in map(_safe, made.split("/")) if part]
    return "/".join(folders) or _UNNAMED


def _values(picture: Picture, number: int) -> dict[str, str | int | float | None]:
    made = picture.created.astimezone()
    return {
        "date": made.strftime("%Y-%m-%d"),
        "time": made.strftime("%H%M%S"),
        "prompt": _words(picture.prompt),
        "seed": picture.seed,
        "model": picture.model,
        "width": picture.width,
        "height": picture.height,
        "steps": picture.steps,
        "guidance": picture.guidance,
        "rating": picture.rating,
        "board": picture.boards[0] if picture.boards else "",
        "name": picture.path.stem,
        "n": number,
    }


def _written(value: str | float | None, digits: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _FORBIDDEN.sub("-", value)[:_LONGEST_VALUE]
    return format(value, digits) if isinstance(value, int) else f"{value:g}"


def _words(prompt: str) -> str:
    """The beginning of a prompt, in whatever script, with lines for what is no letter."""
    words = re.sub(r"[^\w]+", "-", prompt[: 4 * _LONGEST_VALUE].casefold()).strip("-_")
    if len(words) <= _LONGEST_VALUE:
        return words
    return words[: _LONGEST_VALUE + 1].rpartition("-")[0] or words[:_LONGEST_VALUE]


def _safe(part: str) -> str:
    """A name that every file system takes, and none understands as a way out of the folder."""
    plain = "".join(c if c.isprintable() or c in JOINERS else "-" for c in part)
    plain = _REPEATED.sub(r"\1", _FORBIDDEN.sub("-", plain)).strip(" ._-")
    while len(plain.encode()) > _LONGEST_BYTES:
        plain = plain[:-1].rstrip(" ._-")
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain
