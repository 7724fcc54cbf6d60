"""The left panel: the prompt, the parameters, and the button that makes pictures of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from glm_studio.state.parameters import COUNT, GUIDANCE, STEPS, Draw
from glm_studio.state.studio import StudioState
from glm_studio.ui.adapter_rows import AdapterRows
from glm_studio.ui.controls import label
from glm_studio.ui.generate_bar import GenerateBar
from glm_studio.ui.number_field import NumberField, WholeField
from glm_studio.ui.prompt_section import PromptSection
from glm_studio.ui.reference_slots import ReferenceSlots
from glm_studio.ui.seed_row import SeedRow
from glm_studio.ui.size_picker import SizePicker
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import tr

_USUAL_STEPS = (1, 60)
_USUAL_GUIDANCE = (1.0, 6.0)


class ControlPanel(QFrame):
    """Scrolls if the window is low; the button at its foot always stays in sight."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("LeftPanel")
        self._parameters = states.parameters
        self.prompt_section = PromptSection(states, theme)
        self.prompt = self.prompt_section.editor
        self.references = ReferenceSlots(states.references, theme)
        self.references.overflowed.connect(states.noticed)
        self.adapters = AdapterRows(states.adapters, theme)
        self.size_picker = SizePicker(states.parameters, theme)
        self.steps = _steps_field(theme)
        self.guidance = _guidance_field(theme)
        self.layout_seed = SeedRow(states.parameters, Draw.LAYOUT, theme)
        self.seed = SeedRow(states.parameters, Draw.DETAIL, theme)
        self.count = _count_field()
        self.generate_bar = GenerateBar(states, theme)
        self._lay_out(theme)
        self.steps.bind(lambda value: self._parameters.set_steps(round(value)))
        self.guidance.bind(self._parameters.set_guidance)
        self.count.valueChanged.connect(self._parameters.set_count)
        for field in (
            self.adapters,
            self.size_picker,
            self.steps.field,
            self.guidance.field,
            self.layout_seed,
            self.seed,
            self.count,
        ):
            field.corrected.connect(states.noticed)
        self._parameters.changed.connect(self._show_state)
        self._show_state()

    def _lay_out(self, theme: Theme) -> None:
        side, gap = theme.space("large"), theme.space("tight")
        body = QWidget()
        body.setObjectName("PanelBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(gap)
        self._add_section(
            column, label(self.tr("Prompt"), "section"), self.prompt_section, theme, 3
        )
        self._add_section(column, label(self.tr("References"), "section"), self.references, theme)
        column.addWidget(self.adapters)
        self._add_section(column, label(self.tr("Size"), "section"), self.size_picker, theme)
        widest = max(field.name.sizeHint().width() for field in (self.steps, self.guidance))
        for field in (self.steps, self.guidance):
            field.name.setMinimumWidth(widest)
            column.addWidget(field)
            column.addSpacing(theme.space("small"))
        column.addLayout(self._seeds_and_count(theme))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("PanelScroll")
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addWidget(self.generate_bar)

    def _add_section(
        self, column: QVBoxLayout, name: QLabel, body: QWidget, theme: Theme, stretch: int = 0
    ) -> None:
        column.addWidget(name)
        column.addWidget(body, stretch)
        column.addSpacing(theme.space("medium"))

    def _seeds_and_count(self, theme: Theme) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space("medium"))
        grid.setVerticalSpacing(theme.space("tight"))
        for row, column, name, field in (
            (0, 0, self.tr("Layout seed"), self.layout_seed),
            (3, 0, self.tr("Detail seed"), self.seed),
            (3, 1, self.tr("Pictures"), self.count),
        ):
            grid.addWidget(label(name, "section"), row, column)
            grid.addWidget(field, row + 1, column)
        grid.setRowMinimumHeight(2, theme.space("tight"))
        grid.setColumnStretch(0, 1)
        return grid

    def _show_state(self) -> None:
        value = self._parameters.value
        self.steps.show_value(value.steps)
        self.guidance.show_value(value.guidance)
        self.count.blockSignals(True)
        self.count.setValue(value.count)
        self.count.blockSignals(False)


def _steps_field(theme: Theme) -> NumberField:
    return NumberField(
        tr("Steps"),
        tr(
            "How many steps the painting takes.\n"
            "More make finer detail and take longer; the gain fades after about 30 to 50."
        ),
        theme,
        STEPS,
        _USUAL_STEPS,
        whole=True,
    )


def _guidance_field(theme: Theme) -> NumberField:
    return NumberField(
        tr("Guidance"),
        tr(
            "How strictly the picture keeps to the prompt.\n"
            "1 leaves the painter alone; high values grow harsh and oversaturated."
        ),
        theme,
        GUIDANCE,
        _USUAL_GUIDANCE,
        whole=False,
    )


def _count_field() -> WholeField:
    field = WholeField(tr("Pictures"), *COUNT)
    field.setToolTip(
        tr(
            "How many pictures to make, each with the seeds after the last one's.\n"
            "With the layout locked they are details of one layout; "
            "with the detail locked they are layouts."
        )
    )
    return field
