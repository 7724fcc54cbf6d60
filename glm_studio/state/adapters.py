"""The LoRA adapters of the next pictures: files with a weight each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QUndoStack

from engine.adapters import MAX_ADAPTERS, MAX_WEIGHT
from engine.api import Adapter
from glm_studio.state.undo import Change

WEIGHT = (-MAX_WEIGHT, MAX_WEIGHT)


@dataclass(eq=False, slots=True)
class AdapterSlot:
    """One adapter; the same file may stand in two."""

    path: Path
    weight: float = 1.0


class AdaptersState(QObject):
    """At most `MAX_ADAPTERS` slots. Whether a file fits the model is said when it is used."""

    changed = Signal()

    def __init__(self, undo: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo = undo
        self._slots: tuple[AdapterSlot, ...] = ()

    @property
    def slots(self) -> tuple[AdapterSlot, ...]:
        return self._slots

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        """What a request takes, in order."""
        return tuple(Adapter(str(slot.path), slot.weight) for slot in self._slots)

    def add(self, paths: Iterable[Path]) -> int:
        """Append files that are not there yet, as far as there is room; returns how many found
        none."""
        present = {slot.path for slot in self._slots}
        wanted = [path.absolute() for path in paths if path.absolute() not in present]
        taken = wanted[: MAX_ADAPTERS - len(self._slots)]
        self._put((*self._slots, *map(AdapterSlot, taken)), _tr("Add adapters"))
        return len(wanted) - len(taken)

    def replace_all(self, adapters: Iterable[Adapter]) -> None:
        """These adapters instead of the present ones."""
        slots = tuple(AdapterSlot(Path(adapter.path), adapter.weight) for adapter in adapters)
        self._put(slots[:MAX_ADAPTERS], _tr("Use adapters"))

    def set_weight(self, slot: AdapterSlot, weight: float) -> None:
        slot.weight = min(max(weight, WEIGHT[0]), WEIGHT[1])
        self.changed.emit()

    def remove(self, slot: AdapterSlot) -> None:
        left = tuple(other for other in self._slots if other is not slot)
        self._put(left, _tr("Remove an adapter"))

    def _put(self, slots: tuple[AdapterSlot, ...], text: str) -> None:
        before = self._slots
        if slots == before:
            return

        def put(wanted: tuple[AdapterSlot, ...]) -> None:
            self._slots = wanted
            self.changed.emit()

        put(slots)
        self._undo.push(Change(text, lambda: put(slots), lambda: put(before)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("AdaptersState", text)
