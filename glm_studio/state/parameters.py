"""The parameters of the next pictures, always within what the model can draw."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.api import MAX_SEED, GenerationRequest
from engine.checkpoint import Checkpoint, Defaults
from engine.sizes import SizeLimits
from glm_studio.series import Vary, series

STEPS = (1, 200)
GUIDANCE = (1.0, 20.0)
COUNT = (1, 64)

_ROLLED_SEEDS = 2**32
"""Rolled seeds stay below this: short enough to read out and type in again."""


class Draw(Enum):
    """The two draws of chance, each with a seed of its own."""

    LAYOUT = auto()
    DETAIL = auto()


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the panel shows. A locked seed is kept for the next pictures."""

    width: int
    height: int
    steps: int
    guidance: float
    seed: int
    composition_seed: int
    seed_locked: bool = False
    composition_seed_locked: bool = False
    count: int = 1

    def seed_of(self, draw: Draw) -> int:
        return self.composition_seed if draw is Draw.LAYOUT else self.seed

    def locked(self, draw: Draw) -> bool:
        return self.composition_seed_locked if draw is Draw.LAYOUT else self.seed_locked

    @property
    def vary(self) -> Vary:
        """What several pictures differ in: what is not locked, or all if both seeds are."""
        if self.seed_locked is self.composition_seed_locked:
            return Vary.ALL
        return Vary.LAYOUT if self.seed_locked else Vary.DETAIL


class ParametersState(QObject):
    """The panel's values, and the limits and presets that the model gives them."""

    changed = Signal()
    model_changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        roll: Callable[[], int] = lambda: random.randrange(_ROLLED_SEEDS),
    ) -> None:
        super().__init__(parent)
        self.roll = roll
        """Draws a seed."""
        self._limits = SizeLimits()
        self._defaults = Defaults()
        self._value = self._default_parameters()

    @property
    def value(self) -> Parameters:
        return self._value

    @property
    def limits(self) -> SizeLimits:
        return self._limits

    @property
    def presets(self) -> tuple[tuple[int, int], ...]:
        return self._defaults.size_presets

    def adopt(self, checkpoint: Checkpoint, remembered: dict[str, Any]) -> None:
        """Take a model's limits, presets and defaults, then what was `remembered` for it."""
        self._limits, self._defaults = checkpoint.limits, checkpoint.defaults
        self._value = self._default_parameters()
        self.model_changed.emit()
        self.changed.emit()
        self.restore(remembered)

    def restore(self, remembered: dict[str, Any]) -> None:
        """Set what `remembered` holds under the names of `Parameters`; skip what is unusable."""
        known: dict[str, Any] = {
            name: value
            for name, value in remembered.items()
            if isinstance(value, int | float) and name in Parameters.__dataclass_fields__
        }
        if not all(abs(value) <= MAX_SEED for value in known.values()):  # nor inf, nor nan
            return
        new = dataclasses.replace(self._value, **known)
        self._put(
            dataclasses.replace(
                new,
                steps=int(new.steps),
                guidance=float(new.guidance),
                seed=int(new.seed),
                composition_seed=int(new.composition_seed),
                seed_locked=bool(new.seed_locked),
                composition_seed_locked=bool(new.composition_seed_locked),
                count=int(new.count),
            )
        )

    def remembered(self) -> dict[str, Any]:
        """What `restore` takes."""
        return dataclasses.asdict(self._value)

    def set_size(self, width: int, height: int) -> None:
        self._put(dataclasses.replace(self._value, width=width, height=height))

    def swap_sides(self) -> None:
        self.set_size(self._value.height, self._value.width)

    def set_steps(self, steps: int) -> None:
        self._put(dataclasses.replace(self._value, steps=steps))

    def set_guidance(self, guidance: float) -> None:
        self._put(dataclasses.replace(self._value, guidance=guidance))

    def set_seed(self, seed: int, draw: Draw = Draw.DETAIL) -> None:
        value = self._value
        self._put(
            dataclasses.replace(value, composition_seed=seed)
            if draw is Draw.LAYOUT
            else dataclasses.replace(value, seed=seed)
        )

    def roll_seed(self, draw: Draw = Draw.DETAIL) -> None:
        self.set_seed(self.roll(), draw)

    def lock_seed(self, locked: bool, draw: Draw = Draw.DETAIL) -> None:
        value = self._value
        self._put(
            dataclasses.replace(value, composition_seed_locked=locked)
            if draw is Draw.LAYOUT
            else dataclasses.replace(value, seed_locked=locked)
        )

    def set_count(self, count: int) -> None:
        self._put(dataclasses.replace(self._value, count=count))

    def request(self, prompt: str) -> GenerationRequest:
        """One picture of what the panel shows."""
        value = self._value
        return GenerationRequest(
            prompt=prompt,
            width=value.width,
            height=value.height,
            steps=value.steps,
            guidance=value.guidance,
            seed=value.seed,
            composition_seed=value.composition_seed,
        )

    def requests(self, prompt: str) -> list[GenerationRequest]:
        """One request a picture, with seeds that count up. Rolls new ones unless locked."""
        value, first = self._value, self.request(prompt)
        for draw in Draw:
            if not value.locked(draw):
                self.roll_seed(draw)
        return series(first, value.count, value.vary)

    def _default_parameters(self) -> Parameters:
        width, height = self._defaults.size
        return Parameters(
            width,
            height,
            self._defaults.steps,
            self._defaults.guidance,
            seed=self.roll(),
            composition_seed=self.roll(),
        )

    def _put(self, wanted: Parameters) -> None:
        width, height = self._limits.nearest(int(wanted.width), int(wanted.height))
        value = dataclasses.replace(
            wanted,
            width=width,
            height=height,
            steps=_within(wanted.steps, STEPS),
            guidance=round(min(max(wanted.guidance, GUIDANCE[0]), GUIDANCE[1]), 2),
            seed=_within(wanted.seed, (0, MAX_SEED)),
            composition_seed=_within(wanted.composition_seed, (0, MAX_SEED)),
            count=_within(wanted.count, COUNT),
        )
        unchanged = value == self._value
        self._value = value
        # A field that was typed outside its limits must fall back, even if nothing else changes.
        if not unchanged or value != wanted:
            self.changed.emit()


def _within(value: int, limits: tuple[int, int]) -> int:
    return min(max(value, limits[0]), limits[1])
