"""A number with a name: a slider for the hand, a field for the exact value."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QSpinBox, QWidget

from glm_studio.ui.controls import label
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import shortest
from glm_studio.words import tr

_Judgement = tuple[QValidator.State, str, int]

_TEXT_MARGIN = 6
_LONGEST = 9
"""Characters of a number that is being typed."""


class _WheelGuard(QObject):
    """Keeps what it watches from changing when someone scrolls the panel past it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        past = event.type() is QEvent.Type.Wheel and not cast("QWidget", watched).hasFocus()
        if past:
            event.ignore()
        return past


class _Typing(QObject):
    """Notices that what was typed into a field has become another number."""

    def __init__(self, field: WholeField | DecimalField) -> None:
        super().__init__(field)
        self._field = field
        self._typed: float | None = None
        field.lineEdit().textEdited.connect(self._on_edited)
        field.editingFinished.connect(self._on_finished)

    def _on_edited(self, text: str) -> None:
        self._typed = self._field.read(text)

    def _on_finished(self) -> None:
        typed, self._typed = self._typed, None
        if typed is not None and typed != self._field.value():
            self._field.corrected.emit(self._field.allowed())


class WholeField(QSpinBox):
    """A field for a whole number; only finished numbers count.

    Any number can be typed, and becomes the nearest allowed one; `corrected` says what is allowed.
    """

    corrected = Signal(str)

    def __init__(self, name: str, low: int, high: int) -> None:
        super().__init__()
        self.setRange(low, high)
        _calm(self, name)
        _Typing(self)

    def allowed(self) -> str:
        step = self.singleStep()
        spans = _allowed(self.accessibleName(), str(self.minimum()), str(self.maximum()))
        return spans if step == 1 else tr("{spans}, multiples of {n}").format(spans=spans, n=step)

    def read(self, text: str) -> int | None:
        """The number that a text says, if it says one."""
        digits = text.strip()
        return int(digits) if digits.isdecimal() and len(digits) <= _LONGEST else None

    def validate(self, text: str, at: int) -> _Judgement:
        return _judge(self.read(text), text, at) or super().validate(text, at)

    def valueFromText(self, text: str) -> int:
        number = self.read(text)
        if number is None:
            return super().valueFromText(text)
        return min(max(number, self.minimum()), self.maximum())


class DecimalField(QDoubleSpinBox):
    """`WholeField` for numbers with decimals: stepped in tenths, typed to the hundredth."""

    corrected = Signal(str)

    def __init__(self, name: str, low: float, high: float) -> None:
        super().__init__()
        self.setDecimals(2)
        self.setRange(low, high)
        self.setSingleStep(0.1)
        _calm(self, name)
        _Typing(self)

    def allowed(self) -> str:
        low, high = shortest(self.minimum()), shortest(self.maximum())
        return _allowed(self.accessibleName(), low, high)

    def read(self, text: str) -> float | None:
        """The number that a text says, if it says one with as many decimals as count."""
        number, known = self.locale().toDouble(text.strip())
        point = self.locale().decimalPoint()
        fine = len(text.strip().partition(point)[2]) <= self.decimals()
        signed = number >= 0 or self.minimum() < 0
        return number if known and fine and len(text) <= _LONGEST and signed else None

    def validate(self, text: str, at: int) -> _Judgement:
        return _judge(self.read(text), text, at) or super().validate(text, at)

    def valueFromText(self, text: str) -> float:
        number = self.read(text)
        if number is None:
            return super().valueFromText(text)
        return min(max(number, self.minimum()), self.maximum())

    def textFromValue(self, value: float) -> str:
        return shortest(value)


def _judge(number: float | None, text: str, at: int) -> _Judgement | None:
    """Every number may stand in a field; Qt would refuse its next digit, or forget it whole."""
    return None if number is None else (QValidator.State.Acceptable, text, at)


def _allowed(name: str, low: str, high: str) -> str:
    return tr("{name}: {low} to {high}").format(name=name, low=low, high=high)


def _calm(field: QSpinBox | QDoubleSpinBox, name: str) -> None:
    field.setAccessibleName(name)
    field.setKeyboardTracking(False)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_WheelGuard(field))
    # The style sheet's padding does not reach the editor inside a spin box.
    field.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)


class NumberField(QWidget):
    """Shows and edits one number. The slider spans what is usual, the field all that is allowed."""

    def __init__(
        self,
        name: str,
        tip: str,
        theme: Theme,
        allowed: tuple[float, float],
        usual: tuple[float, float],
        whole: bool,
    ) -> None:
        super().__init__()
        self._field: WholeField | DecimalField
        if whole:
            self._field = WholeField(name, int(allowed[0]), int(allowed[1]))
        else:
            self._field = DecimalField(name, *allowed)
        self._unit = 1 if whole else 10  # a slider counts in whole numbers
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.installEventFilter(_WheelGuard(self._slider))
        self._slider.setRange(round(usual[0] * self._unit), round(usual[1] * self._unit))
        self._name = label(name, "section")
        for part in (self._name, self._slider, self._field):
            part.setToolTip(tip)
        self._slider.setAccessibleName(name)
        self._name.setBuddy(self._field)
        self._field.setMinimumWidth(theme.tokens.size["number"])
        self._lay_out(theme)

    @property
    def name(self) -> QLabel:
        return self._name

    @property
    def field(self) -> WholeField | DecimalField:
        return self._field

    def bind(self, write: Callable[[float], None]) -> None:
        """Call `write` with every number that the user sets."""
        self._field.valueChanged.connect(write)
        self._slider.valueChanged.connect(lambda value: write(value / self._unit))

    def show_value(self, value: float) -> None:
        for part, shown in ((self._field, value), (self._slider, round(value * self._unit))):
            part.blockSignals(True)
            part.setValue(shown)  # type: ignore[arg-type]
            part.blockSignals(False)

    def _lay_out(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("medium"))
        row.addWidget(self._name)
        row.addWidget(self._slider, 1)
        row.addWidget(self._field)
