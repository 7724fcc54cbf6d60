"""Sizes: presets drawn in their shape, and any other size."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.sizes import CODE_PX
from glm_studio.state.parameters import ParametersState
from glm_studio.ui.controls import label, tool_button
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.number_field import WholeField
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import dimensions, number, ratio

_SHAPE_SIDE = 24
_PAD = 6
_SIDE_PAD = 3


class SizeChip(QAbstractButton):
    """A preset: its shape, to scale with the others, and the name of its ratio."""

    def __init__(self, width: int, height: int, largest_side: int, theme: Theme) -> None:
        super().__init__()
        self.size_px = (width, height)
        self._theme = theme
        self._scale = _SHAPE_SIDE / largest_side
        self.setText(ratio(width, height))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(dimensions(width, height))
        self.setToolTip(
            self.tr("{size} pixels, {megapixels} megapixels").format(
                size=dimensions(width, height), megapixels=number(width * height / 1e6, 1)
            )
        )
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        heading, small = self._metrics()
        across = max(
            heading.horizontalAdvance(self.text()), small.horizontalAdvance(self._caption())
        )
        down = heading.height() + small.height() + _SHAPE_SIDE
        # Four presets stand side by side in the panel; every pixel of a chip counts.
        return QSize(across + 2 * _SIDE_PAD, down + 3 * _PAD)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_plate(painter)
        ink = "accent_soft_text" if self.isChecked() else "text"
        self._paint_shape(painter, ink)
        heading, small = self._metrics()
        middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        top = _SHAPE_SIDE + 2 * _PAD
        painter.setFont(self._theme.font("label"))
        painter.setPen(self._theme.colour(ink))
        painter.drawText(QRectF(0, top, self.width(), heading.height()), middle, self.text())
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("accent_soft_text" if self.isChecked() else "text_muted"))
        line = QRectF(0, top + heading.height(), self.width(), small.height())
        painter.drawText(line, middle, self._caption())

    def _paint_plate(self, painter: QPainter) -> None:
        hover = self.underMouse() and not self.isChecked()
        fill = "accent_soft" if self.isChecked() else "raised_hover" if hover else "raised"
        edge = "focus" if self.hasFocus() else "accent" if self.isChecked() else "border"
        painter.setBrush(self._theme.colour(fill))
        painter.setPen(QPen(self._theme.colour(edge), 2 if self.hasFocus() else 1))
        radius = self._theme.tokens.radius["small"]
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def _paint_shape(self, painter: QPainter, ink: str) -> None:
        width, height = (side * self._scale for side in self.size_px)
        left, top = (self.width() - width) / 2, _PAD + (_SHAPE_SIDE - height) / 2
        colour = self._theme.colour(ink)
        painter.setPen(QPen(colour, 1.4))
        colour.setAlphaF(0.18)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left, top, width, height), 2, 2)

    def _caption(self) -> str:
        width, height = self.size_px
        return f"{width}×{height}"

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(self._theme.font("label")), QFontMetrics(self._theme.font("small"))


class SizePicker(QWidget):
    """Binds to the size in `ParametersState`. `corrected` says what sides are allowed."""

    corrected = Signal(str)

    def __init__(self, parameters: ParametersState, theme: Theme) -> None:
        super().__init__()
        self._parameters = parameters
        self._theme = theme
        self._chips: list[SizeChip] = []
        self._presets = QWidget()
        self._flow = FlowLayout(self._presets, theme.space("small") - 2, even=True)
        self._width = _side_field(self.tr("Width"))
        self._height = _side_field(self.tr("Height"))
        self._swap = tool_button(theme, "arrow-left-right", self.tr("Swap width and height"))
        self._lay_out()
        self._width.valueChanged.connect(self._write_state)
        self._height.valueChanged.connect(self._write_state)
        self._width.corrected.connect(self.corrected)
        self._height.corrected.connect(self.corrected)
        self._swap.clicked.connect(parameters.swap_sides)
        parameters.changed.connect(self._show_state)
        parameters.model_changed.connect(self._show_model)
        self._show_model()
        self._show_state()

    @property
    def chips(self) -> list[SizeChip]:
        return list(self._chips)

    def _lay_out(self) -> None:
        free = QHBoxLayout()
        free.setSpacing(self._theme.space("tight"))
        free.addWidget(self._width, 1)
        free.addWidget(self._swap)
        free.addWidget(self._height, 1)
        free.addWidget(label(self.tr("px"), "small"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("small"))
        column.addWidget(self._presets)
        column.addLayout(free)

    def _show_model(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        presets = self._parameters.presets
        largest = max((side for preset in presets for side in preset), default=1)
        self._chips = [SizeChip(*preset, largest, self._theme) for preset in presets]
        for chip in self._chips:
            chip.clicked.connect(lambda _=False, chip=chip: self._choose(chip))
            self._flow.addWidget(chip)
        limits = self._parameters.limits
        for field in (self._width, self._height):
            field.blockSignals(True)
            field.setRange(limits.min_side, limits.max_side)
            field.blockSignals(False)
            field.setToolTip(field.allowed())
        self._show_state()

    def _choose(self, chip: SizeChip) -> None:
        self._parameters.set_size(*chip.size_px)
        self._show_state()

    def _show_state(self) -> None:
        value = self._parameters.value
        for field, side in ((self._width, value.width), (self._height, value.height)):
            field.blockSignals(True)
            field.setValue(side)
            field.blockSignals(False)
        for chip in self._chips:
            chip.setChecked(chip.size_px == (value.width, value.height))

    def _write_state(self) -> None:
        self._parameters.set_size(self._width.value(), self._height.value())


def _side_field(name: str) -> WholeField:
    field = WholeField(name, CODE_PX, CODE_PX)
    field.setSingleStep(CODE_PX)
    return field
