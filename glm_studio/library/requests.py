"""Requests as JSON, and back: what was asked for outlasts the program."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

from engine.api import GenerationRequest
from engine.recipe import plain
from engine.sizes import Grid

Kind = TypeVar("Kind")


def request_to_json(request: GenerationRequest) -> dict[str, Any]:
    """A request in JSON's own types, by the names of its fields."""
    made: dict[str, Any] = plain(request)
    return made


def request_from_json(data: object) -> GenerationRequest:
    """Read what `request_to_json` wrote, in this version or an older one.

    Fields that are missing have their defaults, those that nobody knows are passed over. Raises
    ValueError for anything else.
    """
    try:
        return _read(GenerationRequest, data)
    except (TypeError, LookupError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"not a request: {error}") from error


def _read(kind: type[Kind], data: object) -> Kind:
    """A dataclass from an object, by the types of its fields."""
    if not isinstance(data, Mapping):
        raise ValueError(f"expected an object, found {data!r:.40}")
    hints = _fields(kind)  # type: ignore[arg-type] # a class, which can be hashed
    return kind(**{name: _value(hints[name], data[name]) for name in hints if name in data})


@functools.cache
def _fields(kind: type[Any]) -> dict[str, Any]:
    """The types of a dataclass's fields, by name: a queue may hold thousands of requests."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _value(hint: Any, data: Any) -> Any:
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        if data is None and type(None) in parts:
            return None
        (hint,) = (part for part in parts if part is not type(None))
        return _value(hint, data)
    if origin is tuple:
        return _tuple(parts, data)
    if hint is Grid:
        rows, columns = _tuple((int, int), data)
        return Grid(rows, columns)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _read(hint, data)
    return _plain(hint, data)


def _tuple(parts: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise ValueError(f"expected a list, found {data!r:.40}")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_value(parts[0], item) for item in data)
    return tuple(_value(part, item) for part, item in zip(parts, data, strict=True))


def _plain(hint: type[Any], data: Any) -> Any:
    """JSON writes a whole number where a fraction may stand; a truth value is no number."""
    if hint is float and type(data) is int:
        return float(data)
    if type(data) is not hint:
        raise ValueError(f"expected {hint.__name__}, found {data!r:.40}")
    return data
