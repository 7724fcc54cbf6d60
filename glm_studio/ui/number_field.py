"""A number with a name: a slider for the hand, a field for the exact value."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QSlider, QSpinBox, QWidget

from glm_studio.ui.controls import label
from glm_studio.ui.theme import Theme


class CalmSlider(QSlider):
    """A slider that does not change when someone scrolls the panel past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NumberField(QWidget):
    """Shows and edits one number. The slider spans what is usual, the field all that is allowed."""

    def __init__(
        self,
        name: str,
        tip: str,
        theme: Theme,
        allowed: tuple[float, float],
        usual: tuple[float, float],
        decimals: int,
    ) -> None:
        super().__init__()
        self._unit = 10**decimals
        self._field: QSpinBox | QDoubleSpinBox = self._make_field(allowed, decimals)
        self._slider = CalmSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(round(usual[0] * self._unit), round(usual[1] * self._unit))
        self._name = label(name, "section")
        for part in (self._name, self._slider, self._field):
            part.setToolTip(tip)
        self._slider.setAccessibleName(name)
        self._field.setAccessibleName(name)
        self._name.setBuddy(self._field)
        self._lay_out(theme)

    @property
    def field(self) -> QSpinBox | QDoubleSpinBox:
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

    def _make_field(self, allowed: tuple[float, float], decimals: int) -> QSpinBox | QDoubleSpinBox:
        field: QSpinBox | QDoubleSpinBox
        if decimals:
            field = QDoubleSpinBox()
            field.setDecimals(decimals)
            field.setRange(*allowed)
            field.setSingleStep(1 / self._unit)
        else:
            field = QSpinBox()
            field.setRange(int(allowed[0]), int(allowed[1]))
        field.setKeyboardTracking(False)
        return field

    def _lay_out(self, theme: Theme) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("medium"))
        grid.setVerticalSpacing(theme.space("tight"))
        grid.addWidget(self._name, 0, 0, 1, 2)
        grid.addWidget(self._slider, 1, 0)
        grid.addWidget(self._field, 1, 1)
        grid.setColumnStretch(0, 1)
