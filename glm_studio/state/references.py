"""The reference pictures of the next pictures: files in an order, each whole or a part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QImage, QUndoStack

from engine.api import MAX_REFERENCES, ImageRef
from engine.errors import problem_of
from engine.recipe import Box
from glm_studio.state.background import Background
from glm_studio.state.canvas import to_image
from glm_studio.state.failures import FailureState
from glm_studio.state.parameters import ParametersState
from glm_studio.state.undo import Change

if TYPE_CHECKING:
    from engine.pictures import Thumbnail

_THUMBNAIL_PX = 160
"""For slots of about 60 logical pixels, on screens with up to two device pixels each."""

_LARGE_PX = 1400
"""For choosing a part."""

_WORTH_SAYING = 0.05
"""Part of a picture that may be cut off without a word."""

_BLURRED = 1.3
"""How much larger a picture may be made before its blur is worth a word."""


@dataclass(eq=False, slots=True)
class Slot:
    """One reference; `image` and `size`, in pixels as it stands upright, are None until its file
    has been looked at, on another thread. `crop` is the part that counts."""

    path: Path
    image: QImage | None = None
    size: tuple[int, int] | None = None
    crop: Box | None = None

    @property
    def part(self) -> Box | None:
        """The part that counts, if the size is known."""
        return self.crop or ((0, 0, *self.size) if self.size else None)

    @property
    def ref(self) -> ImageRef:
        return ImageRef(str(self.path), self.crop)


class Concern(Enum):
    """What is worth knowing about how a reference is used."""

    CUT = auto()
    """Much of it is cut off, so that it fits the model's sizes."""
    BLURRED = auto()
    """It is small and has to be made larger."""
    TOO_LONG = auto()
    """The model takes no such shape: a part has to be chosen."""


@dataclass(frozen=True, slots=True)
class Use:
    """How a reference comes to the model: its size there, and what part of it is cut off."""

    size: tuple[int, int] | None
    cut: float
    concern: Concern | None


class ReferencesState(QObject):
    """At most `MAX_REFERENCES` slots. What turns out to be no picture leaves again."""

    changed = Signal()
    enlarged = Signal(object, object)
    """A `Slot` and its picture as a `QImage`: what `enlarge` has asked for."""

    def __init__(
        self,
        parameters: ParametersState,
        failures: FailureState,
        undo: QUndoStack,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parameters, self._failures, self._undo = parameters, failures, undo
        # Its own thread: a camera's picture takes a while, and the gallery must not wait for it.
        self._background = Background("references", self)
        self._slots: tuple[Slot, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self._slots

    @property
    def refs(self) -> tuple[ImageRef, ...]:
        """What a request takes, in order."""
        return tuple(slot.ref for slot in self._slots)

    def use_of(self, slot: Slot, crop: Box | None = None) -> Use | None:
        """How the model will see a slot, or this part of it; None until its file was looked at."""
        part = crop or slot.part
        if part is None:
            return None
        from engine.pictures import fit_size  # noqa: PLC0415 - the thumbnail has imported it

        _, _, width, height = part
        try:
            fitting = fit_size(width, height, self._parameters.limits)
        except ValueError:
            return Use(None, 0.0, Concern.TOO_LONG)
        scaled, used = fitting.scaled, fitting.used
        cut = 1 - used[0] * used[1] / (scaled[0] * scaled[1])
        concern = Concern.CUT if cut >= _WORTH_SAYING else None
        if scaled[0] / width > _BLURRED:
            concern = Concern.BLURRED
        return Use(used, cut, concern)

    def add(self, paths: Iterable[Path]) -> int:
        """Append pictures as far as there is room; returns how many found none."""
        wanted = [Slot(path.absolute()) for path in paths]
        taken = wanted[: MAX_REFERENCES - len(self._slots)]
        self._put((*self._slots, *taken), _tr("Add references"))
        return len(wanted) - len(taken)

    def replace_all(self, references: Iterable[ImageRef]) -> None:
        """These pictures instead of the present ones."""
        new = [Slot(Path(ref.path).absolute(), crop=ref.crop) for ref in references]
        self._put(tuple(new[:MAX_REFERENCES]), _tr("Use references"))

    def replace(self, slot: Slot, path: Path) -> None:
        """Another picture in a slot's place."""
        new = Slot(path.absolute())
        slots = tuple(new if other is slot else other for other in self._slots)
        self._put(slots, _tr("Replace a reference"))

    def remove(self, slot: Slot) -> None:
        left = tuple(other for other in self._slots if other is not slot)
        self._put(left, _tr("Remove a reference"))

    def clear(self) -> None:
        self._put((), _tr("Remove all references"))

    def move(self, slot: Slot, by: int) -> None:
        """Exchange places with the slot that is `by` places further; none there, and it stays."""
        if slot in self._slots:
            self.move_to(slot, self._slots.index(slot) + by)

    def move_to(self, slot: Slot, place: int) -> None:
        """Put a slot at a place among the others; a place that is none leaves it where it is."""
        if slot in self._slots and 0 <= place < len(self._slots):
            order = [other for other in self._slots if other is not slot]
            order.insert(place, slot)
            self._put(tuple(order), _tr("Move a reference"))

    def set_crop(self, slot: Slot, crop: Box | None) -> None:
        """Use a part of a slot's picture, or all of it."""
        if slot.size is not None and crop == (0, 0, *slot.size):
            crop = None
        if crop == slot.crop:
            return

        def put(crop: Box | None) -> None:
            slot.crop = crop
            self.changed.emit()

        before = slot.crop
        put(crop)
        text = _tr("Crop a reference")
        self._undo.push(Change(text, lambda: put(crop), lambda: put(before)))

    def enlarge(self, slot: Slot) -> None:
        """Look at a slot's picture once more, large enough to choose a part of it."""
        path = slot.path
        self._background.run(
            lambda: _thumbnail(path, _LARGE_PX),
            lambda made: self.enlarged.emit(slot, to_image(made.pixels)),
            lambda error: self._failures.show(problem_of(error)),
        )

    def close(self) -> None:
        self._background.close()

    def _put(self, slots: tuple[Slot, ...], text: str) -> None:
        before = self._slots
        if slots == before:
            return

        def put(wanted: tuple[Slot, ...]) -> None:
            self._slots = wanted
            for slot in wanted:
                if slot.image is None:
                    self._look_at(slot)
            self.changed.emit()

        put(slots)
        self._undo.push(Change(text, lambda: put(slots), lambda: put(before)))

    def _look_at(self, slot: Slot) -> None:
        def show(made: Thumbnail) -> None:
            slot.image, slot.size = to_image(made.pixels), (made.width, made.height)
            if slot.crop is not None and not _is_within(slot.crop, slot.size):
                slot.crop = None  # the file is another one by now
            self.changed.emit()

        def refuse(error: Exception) -> None:
            if slot in self._slots:
                self._slots = tuple(other for other in self._slots if other is not slot)
                self.changed.emit()
                self._failures.show(problem_of(error))

        self._background.run(lambda: _thumbnail(slot.path, _THUMBNAIL_PX), show, refuse)


def _is_within(crop: Box, size: tuple[int, int]) -> bool:
    left, top, width, height = crop
    return left + width <= size[0] and top + height <= size[1]


def _thumbnail(path: Path, side_px: int) -> Thumbnail:
    from engine.pictures import thumbnail  # noqa: PLC0415 - the window opens without Pillow

    return thumbnail(str(path), side_px)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReferencesState", text)
