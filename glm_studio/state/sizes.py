"""Sizes to choose from: the model's, the user's own, and sides that keep their ratio."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from engine.sizes import TOKEN_PX, prior_tokens
from glm_studio.state.memory import Memory
from glm_studio.state.parameters import ParametersState
from glm_studio.state.undo import Change
from glm_studio.words import tr

Size = tuple[int, int]
"""Width and height in pixels."""

_MEMORY = "sizes"
_MOST = 12


class SizesState(QObject):
    """Which sizes stand beside the free one, and whether its sides keep their ratio."""

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
        self._own: tuple[Size, ...] = ()
        self._ratio: float | None = None
        parameters.model_changed.connect(self.changed)
        parameters.changed.connect(self.changed)

    @property
    def recommended(self) -> tuple[Size, ...]:
        """What the model draws best, in its order."""
        return self._parameters.presets

    @property
    def own(self) -> tuple[Size, ...]:
        """The user's, as far as this model can draw them and does not recommend them itself."""
        limits = self._parameters.limits
        return tuple(
            size
            for size in self._own
            if limits.complaint(*size) is None and size not in self.recommended
        )

    @property
    def current(self) -> Size:
        return self._parameters.value.width, self._parameters.value.height

    @property
    def can_keep(self) -> bool:
        """Whether the present size is one that is not offered yet."""
        return self.current not in (*self.recommended, *self.own) and len(self._own) < _MOST

    @property
    def codes(self) -> int:
        """How many codes of the layout are written for a picture of the present size."""
        return prior_tokens(*self.current)

    @property
    def tokens(self) -> int:
        """How many tokens each step paints."""
        width, height = self.current
        return width * height // TOKEN_PX**2

    @property
    def ratio_locked(self) -> bool:
        return self._ratio is not None

    def lock_ratio(self, locked: bool) -> None:
        """Let one side follow the other from now on, in the ratio that they have now."""
        width, height = self.current
        self._ratio = width / height if locked else None
        self.changed.emit()

    def choose(self, width: int, height: int) -> None:
        """A size as a whole; a ratio that is kept becomes its."""
        self._parameters.set_size(width, height)
        if self._ratio is not None:
            self.lock_ratio(True)

    def set_width(self, width: int) -> None:
        height = self._parameters.value.height
        self._parameters.set_size(width, self._followed(width, height, wide=True))

    def set_height(self, height: int) -> None:
        width = self._parameters.value.width
        self._parameters.set_size(self._followed(height, width, wide=False), height)

    def swap(self) -> None:
        width, height = self.current
        self.choose(height, width)

    def keep(self) -> None:
        """Offer the present size from now on."""
        if self.can_keep:
            self._put(tr("Keep a size"), (*self._own, self.current))

    def forget(self, size: Size) -> None:
        """Offer a size of the user's no more."""
        self._put(tr("Remove a size"), tuple(own for own in self._own if own != size))

    # Memory --------------------------------------------------------------------------------------

    def recall(self) -> None:
        listed = self._memory.group(_MEMORY).get("own")
        read = [_read(each) for each in listed] if isinstance(listed, list) else []
        self._own = tuple(dict.fromkeys(size for size in read if size is not None))[:_MOST]
        self.changed.emit()

    def remember(self) -> None:
        self._memory.put(_MEMORY, {"own": [list(size) for size in self._own]})

    def _followed(self, side: int, other: int, wide: bool) -> int:
        """The other side: as the ratio has it, or as it is."""
        if self._ratio is None:
            return other
        return max(round(side / self._ratio if wide else side * self._ratio), 1)

    def _put(self, text: str, own: tuple[Size, ...]) -> None:
        before = self._own

        def put(sizes: tuple[Size, ...]) -> None:
            self._own = sizes
            self.remember()
            self._memory.write_soon()
            self.changed.emit()

        put(own)
        self._undo.push(Change(text, lambda: put(own), lambda: put(before)))


def _read(data: Any) -> Size | None:
    whole = isinstance(data, list) and len(data) == 2 and all(isinstance(s, int) for s in data)
    return (data[0], data[1]) if whole else None
