"""Presets of the panel: draft, normal and fine from the model's defaults, and the user's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from glm_studio.state.memory import Memory
from glm_studio.state.parameters import GUIDANCE, STEPS, ParametersState
from glm_studio.state.undo import Change
from glm_studio.words import tr

_MEMORY = "presets"
_MOST = 50
_LONGEST_NAME = 40


class Grade(StrEnum):
    """How long the painting takes. All leave the size alone: another size is another layout, while
    a layout that pleased as a draft is remembered, and becomes fine in the time of painting."""

    DRAFT = "draft"
    NORMAL = "normal"
    FINE = "fine"

    @property
    def part(self) -> float:
        """Of the model's own steps."""
        return {Grade.DRAFT: 0.4, Grade.NORMAL: 1.0, Grade.FINE: 5 / 3}[self]


@dataclass(frozen=True, slots=True)
class Preset:
    """What a preset sets. `size` is (width, height) in pixels, None where it stays."""

    name: str
    steps: int
    guidance: float
    size: tuple[int, int] | None = None

    def values(self) -> dict[str, Any]:
        """By the names of `Parameters`."""
        size = {} if self.size is None else {"width": self.size[0], "height": self.size[1]}
        return {"steps": self.steps, "guidance": self.guidance, **size}


class PresetsState(QObject):
    """Which presets there are, and which one the panel was last set to."""

    changed = Signal()

    def __init__(
        self,
        parameters: ParametersState,
        memory: Memory,
        undo: QUndoStack,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parameters, self._memory, self._undo = parameters, memory, undo
        self._own: tuple[Preset, ...] = ()
        self._chosen: str = Grade.NORMAL
        parameters.changed.connect(self.changed)
        parameters.model_changed.connect(self.changed)

    @property
    def own(self) -> tuple[Preset, ...]:
        """The user's, in their order."""
        return self._own

    @property
    def chosen(self) -> Preset | None:
        """What the panel was last set to; None once that preset is gone."""
        if self._chosen in list(Grade):
            return self.graded(Grade(self._chosen))
        return self.find(self._chosen)

    @property
    def grade(self) -> Grade | None:
        """The chosen one of the built-in presets."""
        return Grade(self._chosen) if self._chosen in list(Grade) else None

    @property
    def differs(self) -> bool:
        """Whether the panel has been changed since, in what the preset sets."""
        preset = self.chosen
        return preset is None or self._differing(preset)

    def graded(self, grade: Grade) -> Preset:
        """A built-in preset, for the model that is there."""
        defaults = self._parameters.defaults
        steps = min(max(round(defaults.steps * grade.part), 2), STEPS[1])
        return Preset(grade.value, steps, defaults.guidance)

    def find(self, name: str) -> Preset | None:
        return next((preset for preset in self._own if preset.name == name), None)

    def apply(self, preset: Preset) -> None:
        """Set the panel to it."""
        self._chosen = preset.name
        self._parameters.change(tr("Use a preset"), **preset.values())
        self.changed.emit()

    # The user's own ------------------------------------------------------------------------------

    def problem_with(self, name: str, but: Preset | None = None) -> str:
        """Why a preset cannot be called so, in words; empty if it can."""
        if not name.strip():
            return tr("Give it a name.")
        taken = {preset.name.casefold() for preset in self._own if preset is not but}
        if name.strip().casefold() in taken | set(Grade):
            return tr("There is a preset with this name.")
        if but is None and len(self._own) >= _MOST:
            return tr("There are {n} presets already; delete one first.").format(n=_MOST)
        return ""

    def save(self, name: str, with_size: bool) -> None:
        """Keep what the panel shows under a name that `problem_with` has nothing against."""
        preset = self._of_panel(name.strip()[:_LONGEST_NAME], with_size)
        self._chosen = preset.name
        self._put(tr("Save a preset"), (*self._own, preset))

    def update(self, preset: Preset) -> None:
        """Let a preset be what the panel shows; one without a size stays without."""
        new = self._of_panel(preset.name, preset.size is not None)
        self._chosen = new.name
        self._put(tr("Update a preset"), [new if p is preset else p for p in self._own])

    def rename(self, preset: Preset, name: str) -> None:
        new = dataclasses.replace(preset, name=name.strip()[:_LONGEST_NAME])
        if self._chosen == preset.name:
            self._chosen = new.name
        self._put(tr("Rename a preset"), [new if p is preset else p for p in self._own])

    def delete(self, preset: Preset) -> None:
        self._put(tr("Delete a preset"), [p for p in self._own if p is not preset])

    def move(self, preset: Preset, by: int) -> None:
        """Exchange places with the preset that is `by` places further; none there, and it stays."""
        order = list(self._own)
        here = order.index(preset)
        if 0 <= here + by < len(order):
            order[here], order[here + by] = order[here + by], order[here]
            self._put(tr("Move a preset"), order)

    # Memory --------------------------------------------------------------------------------------

    def recall(self) -> None:
        """Take over what was remembered; what cannot be used is forgotten."""
        kept = self._memory.group(_MEMORY)
        listed = kept.get("own")
        read = [_read(each) for each in listed] if isinstance(listed, list) else []
        own = {preset.name: preset for preset in read if preset is not None}
        self._own = tuple(own.values())[:_MOST]
        chosen = kept.get("chosen")
        self._chosen = chosen if isinstance(chosen, str) else Grade.NORMAL
        self.changed.emit()

    def remember(self) -> None:
        own = [dataclasses.asdict(preset) for preset in self._own]
        self._memory.put(_MEMORY, {"own": own, "chosen": str(self._chosen)})

    def _put(self, text: str, own: Sequence[Preset]) -> None:
        before, after = self._own, tuple(own)

        def put(presets: tuple[Preset, ...]) -> None:
            self._own = presets
            self.remember()
            self._memory.write_soon()
            self.changed.emit()

        put(after)
        self._undo.push(Change(text, lambda: put(after), lambda: put(before)))

    def _of_panel(self, name: str, with_size: bool) -> Preset:
        value = self._parameters.value
        size = (value.width, value.height) if with_size else None
        return Preset(name, value.steps, value.guidance, size)

    def _differing(self, preset: Preset) -> bool:
        value = self._parameters.value
        return any(getattr(value, name) != wanted for name, wanted in preset.values().items())


def _read(data: Any) -> Preset | None:
    """A preset from JSON; None for what is none."""
    try:
        name, steps, guidance = str(data["name"]), int(data["steps"]), float(data["guidance"])
        size = data.get("size")
        size = None if size is None else (int(size[0]), int(size[1]))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
        return None
    good = STEPS[0] <= steps <= STEPS[1] and GUIDANCE[0] <= guidance <= GUIDANCE[1]
    return Preset(name[:_LONGEST_NAME], steps, guidance, size) if name and good else None
