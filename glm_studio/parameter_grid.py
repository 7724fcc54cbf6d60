"""Two parameters against each other: which values, and the request of every cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from engine.adapters import MAX_WEIGHT
from engine.api import MAX_SEED, GenerationRequest
from engine.sizes import SizeLimits
from glm_studio.series import written_together

MOST_VALUES = 40
"""Of one parameter: more columns than that, nobody compares."""
MOST_PICTURES = 400

STEPS = (1, 200)
GUIDANCE = (1.0, 20.0)

Value: TypeAlias = int | float | str | tuple[int, int]


class Kind(StrEnum):
    """What a row or a column changes."""

    STEPS = "steps"
    GUIDANCE = "guidance"
    DETAIL_SEED = "seed"
    LAYOUT_SEED = "composition_seed"
    SIZE = "size"
    WEIGHT = "weight"
    """Of an adapter."""
    PROMPT = "prompt"
    """Words of the prompt, in the place of the first value's."""


class Amiss(StrEnum):
    """What is wrong with values as they were typed."""

    EMPTY = "empty"
    NO_VALUE = "no value"
    OUTSIDE = "outside"
    NOT_IN_PROMPT = "not in the prompt"
    TOO_MANY = "too many"
    TWICE = "twice"


class ValuesError(ValueError):
    """Values that cannot be used: `amiss` says why, `part` is the text that it is about."""

    def __init__(self, amiss: Amiss, part: str = "") -> None:
        super().__init__(f"{amiss}: {part}")
        self.amiss, self.part = amiss, part


@dataclass(frozen=True, slots=True)
class Axis:
    """A parameter with its values; `adapter` is the path of the one whose weight changes."""

    kind: Kind
    values: tuple[Value, ...]
    adapter: str = ""

    def apply(self, request: GenerationRequest, place: int) -> GenerationRequest:
        """The request with the value at `place`."""
        value: Any = self.values[place]
        match self.kind:
            case Kind.SIZE:
                return replace(request, width=value[0], height=value[1], prior=None)
            case Kind.PROMPT:
                prompt = request.prompt.replace(str(self.values[0]), value)
                return replace(request, prompt=prompt, prior=None)
            case Kind.WEIGHT:
                return replace(request, adapters=self._weighted(request, value))
            case Kind.LAYOUT_SEED:
                seeds = [int(seed) for seed in self.values if not isinstance(seed, str | tuple)]
                together = written_together(seeds, place)
                return replace(request, composition_seed=value, composed_with=together, prior=None)
            case _:
                return replace(request, **{self.kind.value: value})

    def _weighted(self, request: GenerationRequest, weight: float) -> tuple[Any, ...]:
        return tuple(
            replace(adapter, weight=weight) if adapter.path == self.adapter else adapter
            for adapter in request.adapters
        )

    def to_json(self) -> dict[str, Any]:
        values = [list(value) if isinstance(value, tuple) else value for value in self.values]
        return {"kind": self.kind.value, "values": values, "adapter": self.adapter}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Axis:
        """Raises KeyError, TypeError or ValueError for what `to_json` did not write."""
        values = tuple(tuple(v) if isinstance(v, list) else v for v in data["values"])
        if not values or not all(isinstance(v, int | float | str | tuple) for v in values):
            raise ValueError("an axis has values")
        return cls(Kind(data["kind"]), values, str(data.get("adapter", "")))


@dataclass(frozen=True, slots=True)
class ParameterGrid:
    """All pictures of `base` with a value of `x` and one of `y` each; without `y` a single row."""

    base: GenerationRequest
    x: Axis
    y: Axis | None = None

    @property
    def columns(self) -> int:
        return len(self.x.values)

    @property
    def rows(self) -> int:
        return len(self.y.values) if self.y else 1

    @property
    def requests(self) -> list[GenerationRequest]:
        """Row by row. What a cell shares with others (its composition) the engine remembers."""
        return [
            self._cell(row, column) for row in range(self.rows) for column in range(self.columns)
        ]

    def _cell(self, row: int, column: int) -> GenerationRequest:
        # Words first: the seeds that are written together must not depend on the order.
        made = self.y.apply(self.base, row) if self.y else self.base
        return self.x.apply(made, column)


def suggestion(kind: Kind, base: GenerationRequest) -> str:
    """Values to begin with, around those of `base`, as people write them; no words for prompts."""
    match kind:
        case Kind.STEPS:
            near = {max(base.steps // 2, STEPS[0]), base.steps, min(base.steps * 2, STEPS[1])}
            return ", ".join(map(str, sorted(near)))
        case Kind.GUIDANCE:
            around = {GUIDANCE[0], base.guidance, min(base.guidance * 2, GUIDANCE[1])}
            return ", ".join(f"{value:g}" for value in sorted(around))
        case Kind.DETAIL_SEED | Kind.LAYOUT_SEED:
            return "x4"
        case Kind.WEIGHT:
            return "0, 0.5, 1"
        case Kind.SIZE:
            sizes = dict.fromkeys([(base.width, base.height), (base.height, base.width)])
            return ", ".join(f"{width}x{height}" for width, height in sizes)
        case Kind.PROMPT:
            return ""


def parse(
    kind: Kind,
    text: str,
    base: GenerationRequest,
    limits: SizeLimits,
    roll: Callable[[], int],
) -> tuple[Value, ...]:
    """The values of a parameter as they are typed. Raises `ValuesError`.

    A list with commas, or with semicolons where a comma is a decimal one. Of numbers also ranges,
    `1..5` or `1..5 step 0.5`, and of seeds `x4` (four that count up from the present one) or
    `x4 random`. Sizes are `1024x768`. Words of a prompt are parted by semicolons or lines: the
    first are those that the others take the place of.
    """
    parts = _parts(kind, text)
    if not parts:
        raise ValuesError(Amiss.EMPTY)
    values: list[Value] = []
    for part in parts:
        values += _READERS[kind](part, base, limits, roll)
        if len(values) > MOST_VALUES:
            raise ValuesError(Amiss.TOO_MANY, part)
    for place, value in enumerate(values):
        if value in values[:place]:
            raise ValuesError(Amiss.TWICE, words_of(value))
    if kind is Kind.PROMPT and parts[0] not in base.prompt:
        raise ValuesError(Amiss.NOT_IN_PROMPT, parts[0])
    return tuple(values)


def _parts(kind: Kind, text: str) -> list[str]:
    wide = kind is Kind.PROMPT or re.search(_SEMICOLONS, text)
    parts = [part.strip() for part in re.split(_SEMICOLONS if wide else _COMMAS, text)]
    if wide and kind in (Kind.GUIDANCE, Kind.WEIGHT):
        parts = [part.replace(",", ".") for part in parts]
    return [part for part in parts if part]


def words_of(value: Value) -> str:
    """A value as it is typed."""
    if isinstance(value, tuple):
        return f"{value[0]}x{value[1]}"
    return f"{value:g}" if isinstance(value, float) else str(value)


_COMMAS, _SEMICOLONS = r"[,，、\n]", r"[;；\n]"
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:\.\.|…)\s*{_NUMBER}(?:\s*(?:step|шаг|步长|:)\s*{_NUMBER})?")
_TIMES = re.compile(r"[x×хX](\d+)\s*(random|случайных|случайные|随机)?")
_SIZE = re.compile(r"(\d+)\s*[x×хX*]\s*(\d+)")

_Reader: TypeAlias = Callable[
    [str, GenerationRequest, SizeLimits, Callable[[], int]], Sequence[Value]
]


def _decimals(part: str) -> list[Decimal]:
    """One number, or all of a range; without a step it counts by one."""
    if (found := _RANGE.fullmatch(part)) is None:
        try:
            number = Decimal(part)
        except InvalidOperation:
            raise ValuesError(Amiss.NO_VALUE, part) from None
        if not number.is_finite():
            raise ValuesError(Amiss.NO_VALUE, part)
        return [number]
    first, last, step = (Decimal(group or 1) for group in found.groups())
    if step <= 0:
        raise ValuesError(Amiss.NO_VALUE, part)
    count = int(abs(last - first) / step) + 1
    if count > MOST_VALUES:
        raise ValuesError(Amiss.TOO_MANY, part)
    return [first + n * (step if last >= first else -step) for n in range(count)]


def _whole(least: int, most: int) -> _Reader:
    def read(part: str, *_: Any) -> list[Value]:
        numbers = [_within(number, least, most, part) for number in _decimals(part)]
        if any(number != int(number) for number in numbers):
            raise ValuesError(Amiss.NO_VALUE, part)
        return [int(number) for number in numbers]

    return read


def _fraction(least: float, most: float) -> _Reader:
    def read(part: str, *_: Any) -> list[Value]:
        return [float(_within(number, least, most, part)) for number in _decimals(part)]

    return read


def _seeds(own: Callable[[GenerationRequest], int | None]) -> _Reader:
    def read(
        part: str, base: GenerationRequest, _: SizeLimits, roll: Callable[[], int]
    ) -> Sequence[Value]:
        if (found := _TIMES.fullmatch(part)) is None:
            return _whole(0, MAX_SEED)(part, base, _, roll)
        count, random = min(int(found[1]), MOST_VALUES + 1), bool(found[2])
        first = own(base) or 0
        return [roll() if random else (first + n) % (MAX_SEED + 1) for n in range(count)]

    return read


def _size(part: str, _: GenerationRequest, limits: SizeLimits, __: object) -> list[Value]:
    if (found := _SIZE.fullmatch(part)) is None:
        raise ValuesError(Amiss.NO_VALUE, part)
    width, height = int(found[1]), int(found[2])
    if limits.complaint(width, height) is not None:
        raise ValuesError(Amiss.OUTSIDE, part)
    return [(width, height)]


def _within(number: Decimal, least: float, most: float, part: str) -> Decimal:
    if not least <= number <= most:
        raise ValuesError(Amiss.OUTSIDE, part)
    return number


_READERS: dict[Kind, _Reader] = {
    Kind.STEPS: _whole(*STEPS),
    Kind.GUIDANCE: _fraction(*GUIDANCE),
    Kind.DETAIL_SEED: _seeds(lambda base: base.seed),
    Kind.LAYOUT_SEED: _seeds(lambda base: base.drawn_composition_seed),
    Kind.SIZE: _size,
    Kind.WEIGHT: _fraction(-MAX_WEIGHT, MAX_WEIGHT),
    Kind.PROMPT: lambda part, *_: [part],
}


def adapter_name(path: str) -> str:
    """An adapter as people call it."""
    return Path(path).stem
