"""How many pictures, and what each of them has of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from glm_studio.series import Vary
from glm_studio.state.parameters import COUNT, ParametersState
from glm_studio.ui.number_field import WholeField
from glm_studio.ui.segments import Segment, Segments
from glm_studio.ui.theme import Theme


class CountRow(QWidget):
    """Binds to count and `vary` in `ParametersState`. `corrected` says how many are allowed."""

    corrected = Signal(str)

    def __init__(self, parameters: ParametersState, theme: Theme) -> None:
        super().__init__()
        self._parameters = parameters
        self.field = WholeField(self.tr("Pictures"), *COUNT)
        self.field.setToolTip(
            self.tr("How many pictures to make, each with the seeds after the last one's.")
        )
        self.vary = Segments(
            theme,
            self.tr("What several pictures differ in"),
            [
                Segment(
                    Vary.ALL,
                    self.tr("All new"),
                    self.tr("Each picture has a layout and a detail of its own."),
                ),
                Segment(
                    Vary.LAYOUT,
                    self.tr("Layouts"),
                    self.tr(
                        "Other layouts in the same hand: the detail seed stays, the layout seed "
                        "counts up. Layouts are written four at a time."
                    ),
                ),
                Segment(
                    Vary.DETAIL,
                    self.tr("Details"),
                    self.tr(
                        "One layout, painted anew each time: the layout seed stays, the detail "
                        "seed counts up. The layout is written once for all of them."
                    ),
                ),
            ],
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("small"))
        row.addWidget(self.field)
        row.addWidget(self.vary, 1)
        self.field.valueChanged.connect(parameters.set_count)
        self.field.corrected.connect(self.corrected)
        self.vary.chosen.connect(parameters.set_vary)
        parameters.changed.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        value = self._parameters.value
        self.field.blockSignals(True)
        self.field.setValue(value.count)
        self.field.blockSignals(False)
        self.vary.setEnabled(value.count > 1)
        self.vary.show_value(value.vary)
