"""The parameters of the next pictures, always within what the model can draw."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from engine.api import MAX_SEED, GenerationRequest
from engine.checkpoint import Checkpoint, Defaults
from engine.sizes import SizeLimits
from glm_studio.series import Vary, series
from glm_studio.state.undo import Change
from glm_studio.words import tr

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
    """What the panel shows. A locked seed is kept for the next pictures.

    `vary` is what several pictures have of their own. `composed_with` are the seeds that the
    layout's was written with when its picture was made; see `GenerationRequest`.
    """

    width: int
    height: int
    steps: int
    guidance: float
    seed: int
    composition_seed: int
    seed_locked: bool = False
    composition_seed_locked: bool = False
    count: int = 1
    vary: Vary = Vary.ALL
    composed_with: tuple[int, ...] = ()

    def seed_of(self, draw: Draw) -> int:
        return self.composition_seed if draw is Draw.LAYOUT else self.seed

    def locked(self, draw: Draw) -> bool:
        return self.composition_seed_locked if draw is Draw.LAYOUT else self.seed_locked


class Part(Enum):
    """What of the parameters is reset together: a section of the panel."""

    SIZE = ("width", "height")
    QUALITY = ("steps", "guidance")
    CHANCE = ("seed_locked", "composition_seed_locked", "count", "vary")


class ParametersState(QObject):
    """The panel's values, and the limits and presets that the model gives them.

    What is set as a whole (a part that is reset, a preset) can be taken back on `undo`.
    """

    changed = Signal()
    model_changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        roll: Callable[[], int] = lambda: random.randrange(_ROLLED_SEEDS),
        undo: QUndoStack | None = None,
    ) -> None:
        super().__init__(parent)
        self.roll = roll
        """Draws a seed."""
        self._undo = undo
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
    def defaults(self) -> Defaults:
        """What the model draws best with."""
        return self._defaults

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

    def restore(self, remembered: Mapping[str, Any], text: str = "") -> None:
        """Set what `remembered` holds under the names of `Parameters`; skip what is unusable. With
        a `text` it can be taken back."""
        known = {
            name: value
            for name, value in remembered.items()
            if isinstance(value, int | float) and name in _NUMBERS
        }
        if not all(abs(value) <= MAX_SEED for value in known.values()):  # nor inf, nor nan
            return
        kinds = {name: type(getattr(self._value, name)) for name in known}
        new = dataclasses.replace(self._value, **{n: kinds[n](value) for n, value in known.items()})
        together = remembered.get("composed_with", ())
        if isinstance(together, list | tuple) and all(isinstance(seed, int) for seed in together):
            new = dataclasses.replace(new, composed_with=tuple(together))
        if (vary := remembered.get("vary")) in list(Vary):
            new = dataclasses.replace(new, vary=Vary(str(vary)))
        if text:
            self.change(text, **dataclasses.asdict(new))
        else:
            self._put(new)

    def remembered(self) -> dict[str, Any]:
        """What `restore` takes."""
        return dataclasses.asdict(self._value)

    # Setting -------------------------------------------------------------------------------------

    def set_size(self, width: int, height: int) -> None:
        self._put(dataclasses.replace(self._value, width=width, height=height))

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
        """Keep a seed for the next pictures, or not. Who keeps one of the two means several
        pictures to differ in the other, until `set_vary` says otherwise."""
        new = (
            dataclasses.replace(self._value, composition_seed_locked=locked)
            if draw is Draw.LAYOUT
            else dataclasses.replace(self._value, seed_locked=locked)
        )
        vary = Vary.LAYOUT if new.seed_locked else Vary.DETAIL
        if new.seed_locked is new.composition_seed_locked:
            vary = Vary.ALL
        self._put(dataclasses.replace(new, vary=vary))

    def set_count(self, count: int) -> None:
        self._put(dataclasses.replace(self._value, count=count))

    def set_vary(self, vary: Vary) -> None:
        self._put(dataclasses.replace(self._value, vary=vary))

    # Resetting -----------------------------------------------------------------------------------

    def is_default(self, part: Part) -> bool:
        """Whether a part is as the model has it."""
        usual = self._usual()
        return all(getattr(self._value, name) == usual[name] for name in part.value)

    def reset(self, *parts: Part) -> None:
        """These parts, or all of them, as the model has them; seeds stay what they are."""
        usual = self._usual()
        names = [name for part in parts or tuple(Part) for name in part.value]
        self.change(tr("Reset settings"), **{name: usual[name] for name in names})

    def change(self, text: str, **values: Any) -> None:
        """Set several values at once, which can be taken back under the name `text`."""
        before, names = self._value, tuple(values)
        self._put(dataclasses.replace(before, **values))
        after = self._value
        if self._undo is None or after == before:
            return

        def put(source: Parameters) -> None:
            wanted = {name: getattr(source, name) for name in names}
            self._put(dataclasses.replace(self._value, **wanted))

        self._undo.push(Change(text, lambda: put(after), lambda: put(before)))

    # Making requests -----------------------------------------------------------------------------

    def planned(self, prompt: str) -> list[GenerationRequest]:
        """One request a picture, with seeds that count up; nothing changes."""
        value = self._value
        first = GenerationRequest(
            prompt=prompt,
            width=value.width,
            height=value.height,
            steps=value.steps,
            guidance=value.guidance,
            seed=value.seed,
            composition_seed=value.composition_seed,
            composed_with=value.composed_with,
        )
        return series(first, value.count, value.vary)

    def requests(self, prompt: str) -> list[GenerationRequest]:
        """What was `planned`; seeds that are not locked are drawn anew for the next pictures."""
        planned = self.planned(prompt)
        for draw in Draw:
            if not self._value.locked(draw):
                self.roll_seed(draw)
        return planned

    def _usual(self) -> dict[str, Any]:
        """The model's own values of all that can be reset."""
        width, height = self._defaults.size
        return {
            "width": width,
            "height": height,
            "steps": self._defaults.steps,
            "guidance": self._defaults.guidance,
            "seed_locked": False,
            "composition_seed_locked": False,
            "count": 1,
            "vary": Vary.ALL,
        }

    def _default_parameters(self) -> Parameters:
        return Parameters(**self._usual(), seed=self.roll(), composition_seed=self.roll())

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
        if value.composition_seed not in value.composed_with:  # another layout, from other passes
            value = dataclasses.replace(value, composed_with=())
        unchanged = value == self._value
        self._value = value
        # A field that was typed outside its limits must fall back, even if nothing else changes.
        if not unchanged or value != wanted:
            self.changed.emit()


_NUMBERS = tuple(
    field.name
    for field in dataclasses.fields(Parameters)
    if field.name not in ("vary", "composed_with")
)


def _within(value: int, limits: tuple[int, int]) -> int:
    return min(max(value, limits[0]), limits[1])
