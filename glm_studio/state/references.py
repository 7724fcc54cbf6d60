"""The reference pictures of the next pictures: files in an order, with their thumbnails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from engine.api import MAX_REFERENCES, ImageRef, Pixels
from engine.errors import problem_of
from engine.sizes import SizeLimits
from glm_studio.state.background import Background
from glm_studio.state.canvas import to_image
from glm_studio.state.failures import FailureState
from glm_studio.state.parameters import ParametersState

_THUMBNAIL_PX = 160
"""For slots of about 60 logical pixels, on screens with up to two device pixels each."""


@dataclass(eq=False, slots=True)
class Slot:
    """One reference; `image` is None until its file has been looked at, on another thread."""

    path: Path
    image: QImage | None = None


class ReferencesState(QObject):
    """At most `MAX_REFERENCES` slots. What turns out to be no usable picture leaves again."""

    changed = Signal()

    def __init__(
        self, parameters: ParametersState, failures: FailureState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._parameters, self._failures = parameters, failures
        # Its own thread: a camera's picture takes a while, and the gallery must not wait for it.
        self._background = Background("references", self)
        self._slots: tuple[Slot, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self._slots

    @property
    def refs(self) -> tuple[ImageRef, ...]:
        """What a request takes, in order."""
        return tuple(ImageRef(str(slot.path)) for slot in self._slots)

    def add(self, paths: Iterable[Path]) -> int:
        """Append pictures as far as there is room; returns how many found none."""
        return self._add_to(self._slots, paths)

    def replace_all(self, paths: Iterable[Path]) -> None:
        """These pictures instead of the present ones."""
        self._add_to((), paths)

    def replace(self, slot: Slot, path: Path) -> None:
        """Another picture in a slot's place."""
        new = Slot(path.absolute())
        self._put(tuple(new if other is slot else other for other in self._slots))
        self._look_at(new)

    def remove(self, slot: Slot) -> None:
        self._put(tuple(other for other in self._slots if other is not slot))

    def move(self, slot: Slot, by: int) -> None:
        """Exchange places with the slot that is `by` places further; none there, and it stays."""
        if slot not in self._slots:
            return
        here = self._slots.index(slot)
        if 0 <= here + by < len(self._slots):
            order = list(self._slots)
            order[here], order[here + by] = order[here + by], order[here]
            self._put(tuple(order))

    def close(self) -> None:
        self._background.close()

    def _add_to(self, kept: tuple[Slot, ...], paths: Iterable[Path]) -> int:
        wanted = [Slot(path.absolute()) for path in paths]
        taken = wanted[: MAX_REFERENCES - len(kept)]
        self._put((*kept, *taken))
        for slot in taken:
            self._look_at(slot)
        return len(wanted) - len(taken)

    def _put(self, slots: tuple[Slot, ...]) -> None:
        if slots != self._slots:
            self._slots = slots
            self.changed.emit()

    def _look_at(self, slot: Slot) -> None:
        limits = self._parameters.limits

        def show(pixels: Pixels) -> None:
            slot.image = to_image(pixels)
            self.changed.emit()

        def refuse(error: Exception) -> None:
            if slot in self._slots:
                self.remove(slot)
                self._failures.show(problem_of(error))

        self._background.run(lambda: _thumbnail(slot.path, limits), show, refuse)


def _thumbnail(path: Path, limits: SizeLimits) -> Pixels:
    from engine.pictures import thumbnail  # noqa: PLC0415 - the window opens without Pillow

    return thumbnail(str(path), limits, _THUMBNAIL_PX)
