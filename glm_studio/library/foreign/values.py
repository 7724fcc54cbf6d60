"""Values of JSON that may be of any type, as the types that they should have been."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from engine.parsing import parse_json

_LARGEST = 2**63 - 1
"""What the index can hold; larger seeds are of no use to anyone here."""


def parsed(text: str | None) -> dict[str, Any]:
    """A text that should be a JSON object; an empty one if it is not."""
    if not text:
        return {}
    try:
        data = parse_json(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def within(data: Any, *names: str) -> Any:
    """What stands below these names, None if nothing does."""
    for name in names:
        if not isinstance(data, Mapping):
            return None
        data = data.get(name)
    return data


def first(data: Any, *names: str) -> Any:
    """The value of the first of these names that has one."""
    if isinstance(data, Mapping):
        for name in names:
            if data.get(name) not in (None, ""):
                return data[name]
    return None


def text(value: Any) -> str:
    """A text, of a list the texts in it, with commas; else nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Sequence):
        return ", ".join(part.strip() for part in value if isinstance(part, str) and part.strip())
    return ""


def whole(value: Any) -> int | None:
    """A whole number from 0 on, also where it is written as text."""
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,19}\s*", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= _LARGEST else None


def number(value: Any) -> float | None:
    """A finite number, also where it is written as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        result = float(value)
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def size(width: Any, height: Any) -> tuple[int, int] | None:
    """(width, height), if both are there."""
    sides = whole(width), whole(height)
    return (sides[0], sides[1]) if sides[0] and sides[1] else None


def model_name(value: Any) -> str:
    """A model's file or path as its name alone."""
    name = PurePosixPath(text(value).replace("\\", "/")).name
    for suffix in (".safetensors", ".ckpt", ".gguf", ".sft", ".pt"):
        name = name.removesuffix(suffix)
    return name


def count(value: Any) -> int:
    """How many there are in a list; 0 if it is none."""
    return len(value) if isinstance(value, list) else 0


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects in a list."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, Mapping))
