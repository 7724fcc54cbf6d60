"""The single keys of the canvas, which act while it has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from glm_studio.state.pairing import Mode, PairingState
from glm_studio.state.studio import StudioState

if TYPE_CHECKING:
    from glm_studio.ui.canvas import Canvas

_PAN_STEP_PX = 60
_SLIDE_STEP = 0.02
_ARROWS = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}
_CYRILLIC = str.maketrans("сзчбю", "cpx,.")
"""The same keys where the keyboard writes Russian."""
MODE_KEYS = dict(zip("1234", Mode, strict=True))


class CanvasKeys:
    """Arrows pan, or move the slider; letters compare; comma and full stop scrub the strip."""

    def __init__(self, view: Canvas, states: StudioState) -> None:
        self._view = view
        self._states = states
        pairing = states.pairing
        self._letters: dict[str, Callable[[], object]] = {
            ",": lambda: states.film.step(-1),
            ".": lambda: states.film.step(1),
            "c": self._compare,
            "p": lambda: pairing.pin(states.canvas.frame),
        }

    def press(self, event: QKeyEvent) -> bool:
        """True if the key meant something here."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in _ARROWS:
            return self._arrow(_ARROWS[key], bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        if modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        letter = event.text().lower().translate(_CYRILLIC)
        act = self._letters.get(letter)
        if act is not None:
            act()
            return True
        return self._states.pairing.active and self._while_comparing(letter)

    def _while_comparing(self, letter: str) -> bool:
        pairing = self._states.pairing
        if letter in MODE_KEYS:
            pairing.choose(MODE_KEYS[letter])
        elif letter == "x":
            exchange(pairing)
        else:
            return False
        return True

    def _compare(self) -> None:
        if self._states.pairing.active:
            self._states.pairing.close()
        else:
            self._states.stage.compare_with_previous()

    def _arrow(self, way: QPointF, shift: bool) -> bool:
        pairing = self._states.pairing
        slider = pairing.pair is not None and pairing.mode is Mode.SLIDER
        if slider and way.x() and (shift or self._view.fitted):
            pairing.slide(pairing.split - way.x() * _SLIDE_STEP)
        elif self._view.fitted:
            return False
        else:
            self._view.pan(way * _PAN_STEP_PX)
        return True


def exchange(pairing: PairingState) -> None:
    """Show the other one while flickering; else let the two change sides."""
    if pairing.mode is Mode.FLICKER:
        pairing.flicker(False)
        pairing.flip()
    else:
        pairing.swap()
