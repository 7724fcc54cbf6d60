"""The shown picture beside another one that was pinned: which two, how, and how they differ."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage

from glm_studio.state.background import Background
from glm_studio.state.canvas import CanvasState, Frame
from glm_studio.state.difference import MOST_AMPLIFIED, Difference, difference

log = logging.getLogger(__name__)

MOST_FLICKERS = 3.0
"""Changes a second. More than three flashes a second are a danger to some who see them."""
LEAST_FLICKERS = 0.5


class Mode(StrEnum):
    """How the two are shown."""

    SIDE_BY_SIDE = "side"
    SLIDER = "slider"
    """One picture's left beside the other's right."""
    FLICKER = "flicker"
    """One, then the other, in the same place."""
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """What is compared: `a` is on the left or first. `shown` of the two is the canvas' own."""

    a: Frame
    b: Frame
    shown: Frame

    @property
    def other(self) -> Frame:
        return self.a if self.shown is self.b else self.b

    @property
    def sizes_differ(self) -> bool:
        return (self.a.width, self.a.height) != (self.b.width, self.b.height)


class PairingState(QObject):
    """Off until a picture or preview is pinned. The other is whatever the canvas shows, also live.

    `changed` after everything but figures, which come later with `measured`.
    """

    changed = Signal()
    measured = Signal()

    def __init__(
        self, canvas: CanvasState, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._background = background
        self._pinned: Frame | None = None
        self._pair: Pair | None = None
        self._mode = Mode.SIDE_BY_SIDE
        self._swapped = False
        self._split = 0.5
        self._second = False
        self._amplification = 1
        self._difference: Difference | None = None
        self._wish: tuple[Pair, int] | None = None
        self._computing = False
        self._flicker = QTimer(self)
        self._flicker.timeout.connect(self.flip)
        self._rate = 1.0
        canvas.changed.connect(self._pair_up)

    @property
    def active(self) -> bool:
        return self._pinned is not None

    @property
    def pinned(self) -> Frame | None:
        return self._pinned

    @property
    def pair(self) -> Pair | None:
        """None while there is nothing to compare: the canvas shows the pinned picture itself."""
        return self._pair

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def split(self) -> float:
        """Where the slider is, as a part of what is seen of the picture's width."""
        return self._split

    @property
    def second(self) -> bool:
        """Whether flickering shows `b` now."""
        return self._second

    @property
    def rate(self) -> float:
        """Changes a second, while flickering by itself."""
        return self._rate

    @property
    def flickering(self) -> bool:
        return self._flicker.isActive()

    @property
    def amplification(self) -> int:
        return self._amplification

    @property
    def difference(self) -> Difference | None:
        """Of the present pair, once it is computed; the last one meanwhile."""
        return self._difference

    def pin(self, frame: Frame) -> None:
        """Compare with this from now on."""
        if frame.image is None:
            return
        self._pinned, self._swapped, self._second = frame, False, False
        self._pair_up(anew=True)

    def close(self) -> None:
        self._flicker.stop()
        self._pinned = self._pair = self._difference = self._wish = None
        self.changed.emit()

    def choose(self, mode: Mode) -> None:
        self._mode = mode
        if mode is not Mode.FLICKER:
            self._flicker.stop()
        self._measure()
        self.changed.emit()

    def swap(self) -> None:
        """Let the two change places."""
        self._swapped = not self._swapped
        self._pair_up(anew=True)

    def slide(self, split: float) -> None:
        self._split = min(max(split, 0.0), 1.0)
        self.changed.emit()

    def flip(self) -> None:
        """Show the other of the two."""
        self._second = not self._second
        self.changed.emit()

    def flicker(self, on: bool) -> None:
        """Go from one to the other by itself, or only when asked to."""
        if on and self._mode is Mode.FLICKER and self.active:
            self._flicker.start(round(1000 / self._rate))
        else:
            self._flicker.stop()
        self.changed.emit()

    def set_rate(self, changes_a_second: float) -> None:
        self._rate = min(max(changes_a_second, LEAST_FLICKERS), MOST_FLICKERS)
        self._flicker.setInterval(round(1000 / self._rate))
        self.changed.emit()

    def amplify(self, times: int) -> None:
        self._amplification = min(max(times, 1), MOST_AMPLIFIED)
        self._measure()
        self.changed.emit()

    def _pair_up(self, anew: bool = False) -> None:
        """The canvas shows something else, or something else is pinned."""
        if self._pinned is None:
            return
        pair = self._make_pair(self._pinned, self._canvas.frame)
        if not anew and _same_pair(pair, self._pair):
            return
        self._pair = pair
        self._measure()
        self.changed.emit()

    def _make_pair(self, pinned: Frame, shown: Frame) -> Pair | None:
        if shown.image is None or same(pinned, shown):
            return None
        first, second = (shown, pinned) if self._swapped else (pinned, shown)
        return Pair(first, second, shown)

    # The difference: computed elsewhere, one at a time, the newest wish next ---------------------

    def _measure(self) -> None:
        pair = self._pair
        if pair is None or self._mode is not Mode.DIFFERENCE:
            self._wish = self._difference = None
            return
        self._wish = (pair, self._amplification)
        if not self._computing:
            self._compute(*self._wish)

    def _compute(self, pair: Pair, times: int) -> None:
        self._computing = True
        shown, other = pair.shown, pair.other
        image, other_image = _image(shown), _image(other)
        size, other_size = QSize(shown.width, shown.height), QSize(other.width, other.height)

        def take(answer: Difference) -> None:
            self._computing = False
            if self._wish is None:
                return
            # Shown even if it is late: previews may come faster than their differences.
            self._difference = answer
            self.measured.emit()
            if self._wish != (pair, times):
                self._compute(*self._wish)

        def fail(error: Exception) -> None:
            log.error("two pictures could not be compared", exc_info=error)
            self._computing = False
            if self._wish is not None and self._wish != (pair, times):
                self._compute(*self._wish)

        self._background.run(
            lambda: difference(image, other_image, size, other_size, times), take, fail
        )


def same(a: Frame, b: Frame) -> bool:
    """Whether two frames are the same picture or the same preview of it."""
    if a.image is b.image:
        return True
    return a.picture is not None and a.picture == b.picture


def _same_pair(a: Pair | None, b: Pair | None) -> bool:
    if a is None or b is None:
        return a is b
    return a.a is b.a and a.b is b.b


def _image(frame: Frame) -> QImage:
    assert frame.image is not None  # noqa: S101 - pairs are made of frames with one
    return frame.image
