"""Sizes: presets drawn in their shape, the user's own, and any other size."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.sizes import CODE_PX
from glm_studio.state.parameters import ParametersState
from glm_studio.state.sizes import Size, SizesState
from glm_studio.ui.controls import (
    dress,
    label,
    paragraph,
    stop_before,
    tab_through,
    tool_button,
)
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.number_field import WholeField
from glm_studio.ui.size_chip import SizeChip
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number


class SizePicker(QWidget):
    """Binds to `SizesState`. `corrected` says what sides are allowed."""

    corrected = Signal(str)

    def __init__(self, parameters: ParametersState, sizes: SizesState, theme: Theme) -> None:
        super().__init__()
        self._parameters, self._sizes, self._theme = parameters, sizes, theme
        self._chips: list[SizeChip] = []
        self._locked: bool | None = None
        self._presets = QWidget()
        self._flow = FlowLayout(self._presets, theme.space("small") - 2, even=True)
        self._width = _side_field(self.tr("Width"))
        self._height = _side_field(self.tr("Height"))
        self.swap = tool_button(theme, "arrow-left-right", self.tr("Swap width and height"))
        self.ratio = tool_button(theme, "link-2-off", self.tr("Keep the ratio of the sides"))
        self.ratio.setCheckable(True)
        keep = self.tr("Keep this size among the presets")
        self.keep = tool_button(theme, "star", keep)
        self._counts = paragraph("small")
        self._counts.setToolTip(
            self.tr(
                "The layout is written code by code, one for {n}×{n} pixels and some for a first "
                "sketch; each step of the painting goes over all tokens.\n"
                "Twice the area takes a little more than twice the time."
            ).format(n=CODE_PX)
        )
        self._lay_out()
        self._bind()
        self._show_model()
        self._show_state()

    @property
    def chips(self) -> list[SizeChip]:
        """The model's sizes, then the user's."""
        return list(self._chips)

    def _lay_out(self) -> None:
        free = QHBoxLayout()
        free.setSpacing(self._theme.space("tight"))
        free.addWidget(self._width, 1)
        free.addWidget(self.swap)
        free.addWidget(self._height, 1)
        free.addWidget(label(self.tr("px"), "small"))
        free.addWidget(self.ratio)
        free.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("small"))
        column.addWidget(self._presets)
        column.addLayout(free)
        column.addWidget(self._counts)

    def _bind(self) -> None:
        sizes = self._sizes
        self._width.valueChanged.connect(sizes.set_width)
        self._height.valueChanged.connect(sizes.set_height)
        self._width.corrected.connect(self.corrected)
        self._height.corrected.connect(self.corrected)
        self.swap.clicked.connect(sizes.swap)
        self.ratio.toggled.connect(sizes.lock_ratio)
        self.keep.clicked.connect(sizes.keep)
        sizes.changed.connect(self._show_state)
        self._parameters.model_changed.connect(self._show_model)

    def _show_model(self) -> None:
        limits = self._parameters.limits
        for field in (self._width, self._height):
            field.blockSignals(True)
            field.setRange(limits.min_side, limits.max_side)
            field.blockSignals(False)
            field.setToolTip(field.allowed())
        self._show_state()

    def _show_state(self) -> None:
        offered = [*self._sizes.recommended, *self._sizes.own]
        if offered != [chip.size_px for chip in self._chips]:
            self._make_chips(offered)
        width, height = self._sizes.current
        for field, side in ((self._width, width), (self._height, height)):
            field.blockSignals(True)
            field.setValue(side)
            field.blockSignals(False)
        for chip in self._chips:
            chip.setChecked(chip.size_px == (width, height))
        self.keep.setEnabled(self._sizes.can_keep)
        self._counts.setText(
            self.tr("{megapixels} megapixels · {codes} codes · {tokens} tokens").format(
                megapixels=number(width * height / 1e6, 1 if width * height >= 1e6 else 2),
                codes=number(self._sizes.codes),
                tokens=number(self._sizes.tokens),
            )
        )
        self._show_ratio()

    def _show_ratio(self) -> None:
        locked = self._sizes.ratio_locked
        if locked is self._locked:
            return
        self._locked = locked
        self.ratio.blockSignals(True)
        self.ratio.setChecked(locked)
        self.ratio.blockSignals(False)
        icon, colour = ("link-2", "accent_soft_text") if locked else ("link-2-off", "text_muted")
        dress(self._theme, self.ratio, icon, colour)
        self.ratio.setToolTip(
            self.tr("The ratio is kept: one side follows the other. Click to set them apart.")
            if locked
            else self.tr("Keep the ratio of the sides: one follows the other.")
        )

    def _make_chips(self, offered: list[Size]) -> None:
        focused = next((chip.size_px for chip in self._chips if chip.hasFocus()), None)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        largest = max((side for size in offered for side in size), default=1)
        own = self._sizes.own
        self._flow.balanced = not own  # the model's sizes stay where they are
        self._chips = [SizeChip(size, largest, self._theme, is_own=size in own) for size in offered]
        for chip in self._chips:
            chip.clicked.connect(lambda _=False, chip=chip: self._choose(chip))
            chip.removed.connect(self._sizes.forget)
            self._flow.addWidget(chip)
            if chip.size_px == focused:
                chip.setFocus()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Chips that are made later belong before the fields."""
        before = stop_before(self._width, within=self._presets)
        chain = [*([before] if before else []), *self._chips, self._width]
        tab_through(*chain)

    def _choose(self, chip: SizeChip) -> None:
        self._sizes.choose(*chip.size_px)
        self._show_state()


def _side_field(name: str) -> WholeField:
    field = WholeField(name, CODE_PX, CODE_PX)
    field.setSingleStep(CODE_PX)
    return field
