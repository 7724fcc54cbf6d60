"""The vocabulary of the memory plan: what is stored how and where, and what each stage needs.

Frozen, no torch, JSON by `engine.api.to_json`. `engine/planner.py` makes plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

GIB = 2**30


class Place(StrEnum):
    """Where a component's weights are."""

    RESIDENT = "resident"
    """In the device's memory from the first picture to the last."""

    SWAPPED = "swapped"
    """Brought in for its stage, and given back after it."""

    STREAMED = "streamed"
    """Layer by layer while the stage computes: two layers are in memory at a time."""


class Storage(StrEnum):
    """How the matrices of a component's layers are stored. All compute in the same precision."""

    FULL = "full"
    """In the precision of the computation."""

    FILE = "file"
    """As in the file, half as large, and widened layer by layer: the same pixels."""

    INT8 = "int8"
    """Eight bits and a scale an output: other pixels, nearly the same picture."""

    INT4 = "int4"
    """Four bits, a scale and a zero for 32 inputs: the picture may differ."""


class Share(StrEnum):
    """What one device does of a picture."""

    ALL = "all"

    COMPOSE = "compose"
    """Writes the codes; another device draws."""

    DRAW = "draw"
    """Turns codes that another device wrote into a picture."""


AUTO = "auto"


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What the user wants of a plan. `memory_bytes` stands for what is free, less the reserve.

    `place` and `storage` hold for the prior and the transformer; ``auto`` leaves them open. `like`
    asks for a plan with the pixels of a picture that was made by it.
    """

    memory_bytes: int | None = None
    place: str = AUTO
    storage: str = AUTO
    like: PlanUse | None = None


NO_WISH = PlanWish()


@dataclass(frozen=True, slots=True)
class ComponentPlan:
    """A component's storage and place. `weight_bytes` are all its weights as they are stored,
    `held_bytes` the most of them that is in memory at a time."""

    name: str
    storage: Storage
    place: Place
    file_bytes: int
    weight_bytes: int
    held_bytes: int


@dataclass(frozen=True, slots=True)
class StageNeed:
    """The most that a stage needs; `stage` is a value of `engine.api.Stage`. Bytes."""

    stage: str
    weight_bytes: int
    activation_bytes: int
    cache_bytes: int

    @property
    def peak_bytes(self) -> int:
        return self.weight_bytes + self.activation_bytes + self.cache_bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """A better plan that does not fit: it needs `peak_bytes` in `stage`."""

    plan: str
    stage: str
    peak_bytes: int

    def __str__(self) -> str:
        return f"{self.plan}: {self.peak_bytes / GIB:.1f} GiB in the stage {self.stage}"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a picture of this size is made within `budget_bytes`. `refused` were better, best first.

    `tiled` says that the last stage decodes in overlapping tiles, which changes pixels a little.
    """

    name: str
    precision: str
    width: int
    height: int
    references: int
    components: tuple[ComponentPlan, ...]
    stages: tuple[StageNeed, ...]
    tiled: bool
    free_bytes: int
    budget_bytes: int
    refused: tuple[Refusal, ...] = ()

    @property
    def peak_bytes(self) -> int:
        return self.dearest.peak_bytes

    @property
    def dearest(self) -> StageNeed:
        """The stage that needs most."""
        return max(self.stages, key=lambda need: need.peak_bytes)

    def need(self, stage: str) -> StageNeed:
        return next(need for need in self.stages if need.stage == stage)

    def component(self, name: str) -> ComponentPlan:
        return next(c for c in self.components if c.name == name)

    def has(self, name: str) -> bool:
        """Whether the component is on this device at all; see `Share`."""
        return any(c.name == name for c in self.components)

    def use(self) -> PlanUse:
        """What of the plan decides pixels, and where the rest was, for the recipe."""
        return PlanUse(
            {part.name: part.storage for part in self.components},
            {part.name: part.place for part in self.components},
            self.tiled,
        )

    def same_weights(self, other: Plan) -> bool:
        """Whether weights that are in memory for one plan serve the other as they are."""
        return (self.components, self.precision) == (other.components, other.precision)


@dataclass(frozen=True, slots=True)
class PlanUse:
    """How a picture's model was stored and placed, by component. Places do not change pixels."""

    storage: Mapping[str, Storage]
    places: Mapping[str, Place]
    tiled: bool

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PlanUse:
        """Raises KeyError, TypeError, ValueError or AttributeError on what is no plan."""
        if not isinstance(data["tiled"], bool):
            raise TypeError("expected true or false")
        return cls(
            {str(name): Storage(value) for name, value in data["storage"].items()},
            {str(name): Place(value) for name, value in data["places"].items()},
            data["tiled"],
        )
