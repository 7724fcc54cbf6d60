"""The seeds of the last pictures, to go back to one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.api import MAX_SEED, GenerationRequest
from glm_studio.library.picture import Picture
from glm_studio.state.memory import Memory
from glm_studio.state.parameters import Draw
from glm_studio.state.queue import Entry, QueueState

_MEMORY = "seeds"
_MOST = 60
_LONGEST_PROMPT = 200


@dataclass(frozen=True, slots=True)
class SeedUse:
    """The seeds of a picture that was asked for; `path` once it is on disk."""

    layout: int | None
    detail: int
    prompt: str
    path: Path | None = None

    def seed_of(self, draw: Draw) -> int | None:
        return self.layout if draw is Draw.LAYOUT else self.detail


class SeedHistory(QObject):
    """Newest first. Those of a picture that was cancelled stay: they may be wanted all the same."""

    changed = Signal()

    def __init__(self, queue: QueueState, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._uses: list[SeedUse] = []
        queue.added.connect(self._on_added)
        queue.saved.connect(self._on_saved)

    def uses(self, draw: Draw) -> list[SeedUse]:
        """Each seed of this draw once, with the newest picture that has it on disk."""
        by_seed: dict[int, SeedUse] = {}
        for use in self._uses:
            seed = use.seed_of(draw)
            if seed is not None:
                known = by_seed.setdefault(seed, use)
                if known.path is None and use.path is not None:
                    by_seed[seed] = use
        return list(by_seed.values())

    def clear(self) -> None:
        self._uses = []
        self.changed.emit()

    def recall(self) -> None:
        listed = self._memory.group(_MEMORY).get("last")
        read = [_read(each) for each in listed] if isinstance(listed, list) else []
        self._uses = [use for use in read if use is not None][:_MOST]
        self.changed.emit()

    def remember(self) -> None:
        self._memory.put(_MEMORY, {"last": [_told(use) for use in self._uses]})

    def _on_added(self, entry: Entry) -> None:
        self._uses = [_use_of(entry.request), *self._uses][:_MOST]
        self.changed.emit()

    def _on_saved(self, entry: Entry, picture: Picture) -> None:
        asked = _use_of(entry.request)
        for index, use in enumerate(self._uses):
            if use == asked:
                self._uses[index] = dataclasses.replace(use, path=picture.path)
                self.changed.emit()
                return

    def relocate(self, moved: Mapping[Path, Picture]) -> None:
        """Files are elsewhere now."""
        for index, use in enumerate(self._uses):
            if use.path is not None and use.path in moved:
                self._uses[index] = dataclasses.replace(use, path=moved[use.path].path)
        self.changed.emit()


def _use_of(request: GenerationRequest) -> SeedUse:
    prompt = " ".join(request.prompt[:_LONGEST_PROMPT].split())
    return SeedUse(request.drawn_composition_seed, request.seed, prompt)


def _told(use: SeedUse) -> list[Any]:
    return [use.layout, use.detail, use.prompt, str(use.path) if use.path else None]


def _read(data: Any) -> SeedUse | None:
    try:
        layout, detail, prompt, path = data
    except (TypeError, ValueError):
        return None
    seeds = [seed for seed in (layout, detail) if seed is not None]
    good = all(type(seed) is int and 0 <= seed <= MAX_SEED for seed in seeds)
    if detail is None or not good or not isinstance(prompt, str):
        return None
    return SeedUse(layout, detail, prompt, Path(path) if isinstance(path, str) else None)
