"""Pictures that were made at any time, put into rows and columns by what differs in them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from engine.api import GenerationRequest
from glm_studio.parameter_grid import Axis, Kind, ParameterGrid, Value


class NoGridError(ValueError):
    """Pictures that differ in nothing, or in more than two parameters: in `kinds`."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        super().__init__(f"they differ in {len(kinds)} parameters")
        self.kinds = tuple(kinds)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The cells' files row by row, None where there is no picture with those values."""

    x: Axis
    y: Axis | None
    cells: tuple[Path | None, ...]

    @property
    def rows(self) -> int:
        return len(self.y.values) if self.y else 1


@dataclass(frozen=True, slots=True)
class _Differing:
    """A parameter in which pictures differ: the value of each."""

    kind: Kind
    of: Mapping[Path, Value]
    adapter: str = ""

    @property
    def axis(self) -> Axis:
        values = list(dict.fromkeys(self.of.values()))
        if self.kind is not Kind.PROMPT:
            values.sort(key=lambda value: value if isinstance(value, tuple) else (value,))
        return Axis(self.kind, tuple(values), self.adapter)


def of_grid(grid: ParameterGrid, files: Sequence[Path | None]) -> Arrangement:
    """The pictures of a grid that was asked for as one, row by row."""
    return Arrangement(grid.x, grid.y, tuple(files))


def arrange(pictures: Mapping[Path, GenerationRequest]) -> Arrangement:
    """Find the one or two parameters that differ. Raises `NoGridError`.

    What changes together (both seeds of a series) counts as one. Of two pictures with the same
    values the first is taken; the longer axis becomes the columns.
    """
    found = _independent(_differing(pictures))
    if not 1 <= len(found) <= 2:
        raise NoGridError([each.kind for each in found])
    found.sort(key=lambda each: -len(each.axis.values))
    x, y = found[0], found[1] if len(found) > 1 else None
    places: dict[tuple[Value, Value | None], Path] = {}
    for path in pictures:
        places.setdefault((x.of[path], y.of[path] if y else None), path)
    rows: tuple[Value | None, ...] = y.axis.values if y else (None,)
    cells = tuple(places.get((column, row)) for row in rows for column in x.axis.values)
    return Arrangement(x.axis, y.axis if y else None, cells)


def _differing(pictures: Mapping[Path, GenerationRequest]) -> list[_Differing]:
    readers: list[tuple[Kind, str, Callable[[GenerationRequest], Value | None]]] = [
        (Kind.PROMPT, "", lambda request: request.prompt),
        (Kind.SIZE, "", lambda request: (request.width, request.height)),
        (Kind.STEPS, "", lambda request: request.steps),
        (Kind.GUIDANCE, "", lambda request: request.guidance),
        (Kind.LAYOUT_SEED, "", lambda request: request.drawn_composition_seed),
        (Kind.DETAIL_SEED, "", lambda request: request.seed),
        *((Kind.WEIGHT, path, _weight_of(path)) for path in _adapters(pictures.values())),
    ]
    found = []
    for kind, adapter, read in readers:
        of = {path: read(request) for path, request in pictures.items()}
        known = {path: value for path, value in of.items() if value is not None}
        if len(known) == len(of) and len(set(known.values())) > 1:
            found.append(_Differing(kind, known, adapter))
    return found


def _independent(found: Iterable[_Differing]) -> list[_Differing]:
    """Without those whose value follows from another's, one to one."""
    kept = list(found)
    for first, second in combinations(list(kept), 2):
        pairs = {(first.of[path], second.of[path]) for path in first.of}
        alike = len(pairs) == len(set(first.of.values())) == len(set(second.of.values()))
        if alike and second in kept and first in kept:
            kept.remove(second)
    return kept


def _adapters(requests: Iterable[GenerationRequest]) -> list[str]:
    """Paths of all adapters, each once."""
    return list(dict.fromkeys(use.path for request in requests for use in request.adapters))


def _weight_of(path: str) -> Callable[[GenerationRequest], Value | None]:
    """An adapter's weight in a request; one that is not used counts nothing."""
    return lambda request: next((a.weight for a in request.adapters if a.path == path), 0.0)


def differing_words(prompts: Sequence[str]) -> list[str]:
    """What is each prompt's own: without the words that all begin and end with."""
    if len(prompts) < 2:
        return list(prompts)
    words = [prompt.split() for prompt in prompts]
    shortest = min(len(each) for each in words)
    start = next((n for n in range(shortest) if len({each[n] for each in words}) > 1), shortest)
    end = next(
        (n for n in range(shortest - start) if len({each[-1 - n] for each in words}) > 1),
        shortest - start,
    )
    return [" ".join(each[start : len(each) - end]) or "–" for each in words]
