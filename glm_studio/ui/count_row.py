"""How many pictures, and what each of them has of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from glm_studio.series import Vary
from glm_studio.state.parameters import COUNT, ParametersState
from glm_studio.ui.number_field import WholeField
from glm_studio.ui.segments import Segment, Segments
from glm_studio.ui.wording import tr


class CountField(WholeField):
    """Binds to the count in `ParametersState`."""

    def __init__(self, parameters: ParametersState) -> None:
        super().__init__(tr("Pictures"), *COUNT)
        self._parameters = parameters
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("How many pictures to make, each with seeds of its own."))
        self.valueChanged.connect(parameters.set_count)
        parameters.changed.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        self.blockSignals(True)
        self.setValue(self._parameters.value.count)
        self.blockSignals(False)


class VaryRow(QWidget):
    """Binds to `vary` in `ParametersState`; there only if there is more than one picture."""

    def __init__(self, parameters: ParametersState) -> None:
        super().__init__()
        self._parameters = parameters
        self.segments = Segments(self.tr("What the pictures differ in"), self._choices())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.segments)
        self.segments.chosen.connect(parameters.set_vary)
        parameters.changed.connect(self._show_state)
        self._show_state()

    def _choices(self) -> list[Segment]:
        return [
            Segment(
                Vary.ALL,
                self.tr("All new"),
                self.tr("Each picture has a layout and a detail of its own."),
            ),
            Segment(
                Vary.LAYOUT,
                self.tr("Layouts"),
                self.tr(
                    "Other layouts in the same hand: the detail seed stays, the layout seed counts "
                    "up. Layouts are written four at a time."
                ),
            ),
            Segment(
                Vary.DETAIL,
                self.tr("Details"),
                self.tr(
                    "One layout, painted anew each time: the layout seed stays, the detail seed "
                    "counts up. The layout is written once for all of them."
                ),
            ),
        ]

    def _show_state(self) -> None:
        value = self._parameters.value
        self.segments.show_value(value.vary)
        self.setVisible(value.count > 1)
