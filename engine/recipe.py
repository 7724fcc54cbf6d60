"""What makes a picture again, and what a file says about it. Frozen, no torch.

`docs/files.md` documents the JSON's names, which are stable.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from engine.hardware import Fingerprint
from engine.plan import PlanUse
from engine.sizes import Grid

NOT_IN_JSON = {"json": False}
"""Metadata of a field that `plain` leaves out."""


@dataclass(frozen=True, slots=True)
class PriorCodes:
    """The composition that the prior wrote: `codes` are the big grid's, row by row."""

    grid: Grid
    codes: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which weights: `hash` is the SHA-256 over all files that decide the pixels."""

    name: str
    hash: str


class Fit(StrEnum):
    """What was done to a reference picture, so that both encoders see the same size."""

    AS_IT_IS = "as it is"
    CROPPED = "cropped"
    """Less than 32 pixels a side were cut off at the edges; the rest is untouched."""

    SCALED = "scaled"
    """Resampled, then cropped."""


Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


@dataclass(frozen=True, slots=True)
class ReferenceUse:
    """A reference picture as it was used: sizes in pixels, of the file and as the model saw it.

    `crop` is the part of the upright picture that was taken, None for all of it. `sha256` is over
    the width, the height and the RGB bytes of what was taken, however the file is encoded.
    """

    path: str
    sha256: str
    width: int
    height: int
    used_width: int
    used_height: int
    fit: Fit
    crop: Box | None = None


@dataclass(frozen=True, slots=True)
class AdapterUse:
    """An adapter as it was used; `sha256` is the file's."""

    path: str
    sha256: str
    weight: float


@dataclass(frozen=True, slots=True)
class Trace:
    """Short hashes of what a run computed, so that another run can say where it first differs.

    `latents` are those of the noise and then after each step, `pixels` that of the RGB bytes.
    """

    latents: tuple[str, ...]
    pixels: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that makes a picture again. `docs/files.md` documents the JSON's names.

    `composition_seed` is None where the codes came from elsewhere and nobody knows their seed;
    `composed_with` are the seeds whose codes were written in the same passes, if not alone.
    `versions` maps library names to versions, `hardware` the names of the devices to what they are.
    """

    prompt: str
    width: int
    height: int
    steps: int
    guidance: float
    seed: int
    precision: str
    device: str
    model: ModelIdentity
    prior: PriorCodes
    versions: Mapping[str, str]
    composition_seed: int | None = None
    references: tuple[ReferenceUse, ...] = ()
    adapters: tuple[AdapterUse, ...] = ()
    trace: Trace | None = None
    plan: PlanUse | None = None
    composed_with: tuple[int, ...] = ()
    hardware: Mapping[str, Fingerprint] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The recipe with its documented, stable names."""
        recipe: dict[str, Any] = plain(self)
        return recipe

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Recipe:
        """Read what `to_json` wrote. Raises KeyError, TypeError or ValueError on anything else.

        A recipe of version 0.1 has one seed for both draws, no references, adapters, trace or plan.
        """
        rows, columns = map(_whole, _list(data["prior"]["grid"]))
        codes = tuple(map(_whole, _list(data["prior"]["codes"])))
        if len(codes) != rows * columns:
            raise ValueError(f"the prior holds {len(codes)} codes for {rows}x{columns}")
        return cls(
            prompt=_text(data["prompt"]),
            width=_whole(data["width"]),
            height=_whole(data["height"]),
            steps=_whole(data["steps"]),
            guidance=_number(data["guidance"]),
            seed=_whole(data["seed"]),
            precision=_text(data["precision"]),
            device=_text(data["device"]),
            model=ModelIdentity(_text(data["model"]["name"]), _text(data["model"]["hash"])),
            prior=PriorCodes(Grid(rows, columns), codes),
            versions={_text(k): _text(v) for k, v in _object(data["versions"]).items()},
            composition_seed=_whole_or_none(data.get("composition_seed", data["seed"])),
            references=tuple(map(_reference, _list(data.get("references", [])))),
            adapters=tuple(map(_adapter, _list(data.get("adapters", [])))),
            trace=_trace(data.get("trace")),
            plan=_plan(data.get("plan")),
            composed_with=tuple(map(_whole, _list(data.get("composed_with", [])))),
            hardware={
                _text(name): {_text(k): _text(v) for k, v in _object(said).items()}
                for name, said in _object(data.get("hardware", {})).items()
            },
        )


def plain(value: Any) -> Any:
    """Dataclasses, mappings and sequences as JSON's own types. A grid is [rows, columns]."""
    if isinstance(value, Grid):
        return [value.rows, value.columns]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [f for f in dataclasses.fields(value) if f.metadata.get("json", True)]
        return {f.name: plain(getattr(value, f.name)) for f in fields}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def _reference(data: Mapping[str, Any]) -> ReferenceUse:
    return ReferenceUse(
        path=_text(data["path"]),
        sha256=_text(data["sha256"]),
        width=_whole(data["width"]),
        height=_whole(data["height"]),
        used_width=_whole(data["used_width"]),
        used_height=_whole(data["used_height"]),
        fit=Fit(data["fit"]),
        crop=_box(data.get("crop")),
    )


def _box(data: Any) -> Box | None:
    if data is None:
        return None
    left, top, width, height = map(_whole, _list(data))
    return left, top, width, height


def _adapter(data: Mapping[str, Any]) -> AdapterUse:
    return AdapterUse(_text(data["path"]), _text(data["sha256"]), _number(data["weight"]))


def _trace(data: Mapping[str, Any] | None) -> Trace | None:
    if data is None:
        return None
    return Trace(tuple(map(_text, _list(data["latents"]))), _text(data["pixels"]))


def _plan(data: Any) -> PlanUse | None:
    """None for a recipe without one, and for one that this version cannot read: a plan says more
    about a picture, but the picture can be made again without it."""
    try:
        return PlanUse.from_json(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected a whole number, found {value!r:.40}")
    return value


def _number(value: Any) -> float:
    """JSON has no NaN, but Python's reader takes one; text and truth values are no numbers."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"expected a number, found {value!r:.40}")
    if not math.isfinite(value):
        raise ValueError(f"expected a number, found {value!r:.40}")
    return float(value)


def _object(value: Any) -> Mapping[str, Any]:
    """A list of pairs would make a mapping as well."""
    if not isinstance(value, Mapping):
        raise TypeError(f"expected an object, found {value!r:.40}")
    return value


def _list(value: Any) -> Sequence[Any]:
    """An object, or a text, would do for a loop as well, and give its names or letters."""
    if not isinstance(value, list | tuple):
        raise TypeError(f"expected a list, found {value!r:.40}")
    return value


def _whole_or_none(value: Any) -> int | None:
    return None if value is None else _whole(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, found {value!r:.40}")
    return value
