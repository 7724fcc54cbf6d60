"""The left panel: the prompt, the parameters, and the button that makes pictures of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from glm_studio.state.parameters import GUIDANCE, STEPS, Draw, Part
from glm_studio.state.studio import StudioState
from glm_studio.ui.adapter_rows import AdapterRows
from glm_studio.ui.commands import Command
from glm_studio.ui.controls import label, tab_through
from glm_studio.ui.count_row import CountField, VaryRow
from glm_studio.ui.generate_bar import GenerateBar
from glm_studio.ui.number_field import NumberField
from glm_studio.ui.parameter_commands import parameter_commands
from glm_studio.ui.preset_row import PresetRow
from glm_studio.ui.prompt_section import PromptSection
from glm_studio.ui.reference_slots import ReferenceSlots
from glm_studio.ui.section import Section
from glm_studio.ui.seed_row import SeedRow
from glm_studio.ui.size_picker import SizePicker
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import dimensions, preset_values
from glm_studio.words import tr

_USUAL_STEPS = (1, 60)
_USUAL_GUIDANCE = (1.0, 6.0)


class ControlPanel(QFrame):
    """Scrolls if the window is low; the button at its foot always stays in sight."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("LeftPanel")
        self._states, self._parameters, self._theme = states, states.parameters, theme
        self.prompt_section = PromptSection(states, theme)
        self.prompt = self.prompt_section.editor
        self.presets = PresetRow(states.presets, theme)
        self.references = ReferenceSlots(states.references, states.parameters, theme)
        self.references.overflowed.connect(states.noticed)
        self.adapters = AdapterRows(states.adapters, theme)
        self.size_picker = SizePicker(states.parameters, states.sizes, theme)
        self.steps = _steps_field(theme)
        self.guidance = _guidance_field(theme)
        self.layout_seed = SeedRow(states, Draw.LAYOUT, theme)
        self.seed = SeedRow(states, Draw.DETAIL, theme)
        self.count = CountField(states.parameters)
        self.vary = VaryRow(states.parameters)
        self._names: list[QLabel] = []
        self.generate_bar = GenerateBar(states, theme)
        self._make_sections()
        self._lay_out()
        self._bind()
        self._show_state()

    def commands(self) -> list[Command]:
        """What can be done to the parameters from the keyboard."""
        states = self._states
        add = partial(self.references.choose, None)
        return parameter_commands(states, edit_presets=self.presets.edit, add_reference=add)

    # Laying out ----------------------------------------------------------------------------------

    def _make_sections(self) -> None:
        both = self._column(self.references, self.adapters)
        seeds = self._column(
            self._named(self.tr("Layout"), self.layout_seed),
            self._named(self.tr("Detail"), self.seed),
            self._named(self.tr("Pictures"), self.count),
            self.vary,
        )
        self.reference_section = self._section("references", self.tr("References"), both)
        self.size_section = self._section("size", self.tr("Size"), self.size_picker)
        quality = self._column(self.steps, self.guidance)
        steps = self.tr("Steps and guidance")
        self.quality_section = self._section("quality", steps, quality, is_folded=True)
        self.chance_section = self._section("chance", self.tr("Seeds and count"), seeds)

    def _lay_out(self) -> None:
        theme = self._theme
        side = theme.space("large")
        body = QWidget()
        body.setObjectName("PanelBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(side, theme.space("medium"), side, side)
        column.setSpacing(theme.space("tight"))
        column.addWidget(label(self.tr("Prompt"), "section"))
        column.addWidget(self.prompt_section, 3)
        column.addSpacing(theme.space("tight"))
        column.addWidget(self.presets)
        column.addSpacing(theme.space("tight"))
        for section in self._sections():
            column.addWidget(section)
            column.addSpacing(theme.space("tight"))
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
        self._order_tabs()
        self._align()
        theme.changed.connect(self._align)

    def _align(self) -> None:
        """Fields below one another begin at one line, as wide as their names are in the theme."""
        for names in (self._names, [self.steps.name, self.guidance.name]):
            for name in names:
                name.setMinimumWidth(0)  # a label's hint is never below it
            widest = max(name.sizeHint().width() for name in names)
            for name in names:
                name.setMinimumWidth(widest)

    def _order_tabs(self) -> None:
        """From top to bottom, as they stand."""
        parts: list[QWidget] = [self.prompt_section, self.presets]
        for section in self._sections():
            parts += [section.head, section.reset, section.body]
        tab_through(*parts, self.generate_bar)
        self.adapters.follows = self.references.add

    def _sections(self) -> tuple[Section, ...]:
        return (
            self.reference_section,
            self.size_section,
            self.quality_section,
            self.chance_section,
        )

    def _section(self, name: str, title: str, body: QWidget, is_folded: bool = False) -> Section:
        return Section(self._theme, self._states.memory, name, title, body, is_folded)

    def _column(self, *widgets: QWidget) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("small"))
        for widget in widgets:
            column.addWidget(widget)
        return body

    def _named(self, name: str, field: QWidget) -> QWidget:
        """A field with its name before it."""
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space("medium"))
        title = label(name, "section")
        self._names.append(title)
        row.addWidget(title)
        row.addWidget(field, 1)
        row.addStretch(0)
        return body

    # Binding -------------------------------------------------------------------------------------

    def _bind(self) -> None:
        self.steps.bind(lambda value: self._parameters.set_steps(round(value)))
        self.guidance.bind(self._parameters.set_guidance)
        for field in (
            self.adapters,
            self.size_picker,
            self.steps.field,
            self.guidance.field,
            self.layout_seed,
            self.seed,
            self.count,
        ):
            field.corrected.connect(self._states.noticed)
        self.reference_section.reset_asked.connect(self._states.references.clear)
        self.size_section.reset_asked.connect(lambda: self._parameters.reset(Part.SIZE))
        self.quality_section.reset_asked.connect(lambda: self._parameters.reset(Part.QUALITY))
        self.chance_section.reset_asked.connect(lambda: self._parameters.reset(Part.CHANCE))
        self._parameters.changed.connect(self._show_state)
        self._states.references.changed.connect(self._show_references)
        self._states.adapters.changed.connect(self._show_references)
        self._show_references()

    def _show_state(self) -> None:
        parameters, value = self._parameters, self._parameters.value
        self.steps.show_value(value.steps)
        self.guidance.show_value(value.guidance)
        self.size_section.show_reset(not parameters.is_default(Part.SIZE))
        self.size_section.show_summary(dimensions(value.width, value.height))
        self.quality_section.show_reset(not parameters.is_default(Part.QUALITY))
        self.quality_section.show_summary(preset_values(value.steps, value.guidance))
        self.chance_section.show_reset(not parameters.is_default(Part.CHANCE))
        kept = value.seed_locked or value.composition_seed_locked
        self.chance_section.show_summary(
            self.tr("%n picture(s), a seed is kept", "", value.count)
            if kept
            else self.tr("%n picture(s)", "", value.count)
        )

    def _show_references(self) -> None:
        count = len(self._states.references.slots) + len(self._states.adapters.slots)
        self.reference_section.show_reset(bool(self._states.references.slots))
        self.reference_section.show_summary(
            self.tr("%n file(s)", "", count) if count else self.tr("none")
        )


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
            "1 leaves the painter alone, in half the time; high values grow harsh and "
            "oversaturated."
        ),
        theme,
        GUIDANCE,
        _USUAL_GUIDANCE,
        whole=False,
    )
