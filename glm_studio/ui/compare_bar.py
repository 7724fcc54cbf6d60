"""The row over the canvas while two pictures are compared: how, which two, and the figures."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from glm_studio.state.difference import Figures
from glm_studio.state.pairing import LEAST_FLICKERS, MOST_FLICKERS, Mode
from glm_studio.state.studio import StudioState
from glm_studio.ui.canvas_keys import exchange
from glm_studio.ui.choice_row import ChoiceRow
from glm_studio.ui.compare_painter import name_of
from glm_studio.ui.controls import ElidedLabel, dress, label, quoting_tip, tool_button
from glm_studio.ui.motion import reduced
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import dimensions, number

_AMPLIFIED = (1, 2, 4, 8, 16)
_RATE_STEPS = 2
"""The rate's slider counts in halves of a change a second."""


class CompareBar(QFrame):
    """Binds to the pairing; hidden while nothing is pinned."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("CompareBar")
        self._states = states
        self._pairing = states.pairing
        self._theme = theme
        self._mode: Mode | None = None
        self._flickering: bool | None = None
        self.modes: ChoiceRow[Mode] = ChoiceRow(
            self.tr("How to compare"), self._mode_choices(), theme
        )
        self.caption = ElidedLabel("value")
        self.swap = tool_button(theme, "arrow-left-right", self.tr("Swap the two pictures (X)"))
        self.cross = tool_button(theme, "x", self.tr("End the comparison (Esc)"))
        self.play = tool_button(theme, "play", "")
        self.rate = self._make_rate()
        self.amplified: ChoiceRow[int] = ChoiceRow(
            self.tr("Amplification"), self._amplified_choices()
        )
        self.figures = ElidedLabel("small")
        self._flicker_row = self._row(
            self.play, label(self.tr("Changes a second"), "small"), self.rate
        )
        self._difference_row = self._row(self.amplified, self.figures)
        self._lay_out()
        self._bind()
        self._show_state()

    def _lay_out(self) -> None:
        space = self._theme.space
        top = QHBoxLayout()
        top.setSpacing(space("small"))
        top.addWidget(self.modes)
        top.addWidget(self.caption, 1)
        top.addWidget(self.swap)
        top.addWidget(self.cross)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("small"), space("tight"), space("small"), space("tight"))
        column.setSpacing(space("tight"))
        column.addLayout(top)
        column.addWidget(self._flicker_row)
        column.addWidget(self._difference_row)

    def _row(self, *widgets: QWidget) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space("small"))
        for widget in widgets:
            row.addWidget(widget, 1 if isinstance(widget, ElidedLabel | QSlider) else 0)
        return made

    def _make_rate(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(round(LEAST_FLICKERS * _RATE_STEPS), round(MOST_FLICKERS * _RATE_STEPS))
        slider.setPageStep(1)
        slider.setAccessibleName(self.tr("Changes a second"))
        slider.setToolTip(self.tr("How often one picture takes the other's place"))
        return slider

    def _bind(self) -> None:
        pairing = self._pairing
        self.modes.group.idClicked.connect(lambda index: pairing.choose(self.modes.value_of(index)))
        self.amplified.group.idClicked.connect(
            lambda index: pairing.amplify(self.amplified.value_of(index))
        )
        self.rate.valueChanged.connect(lambda value: pairing.set_rate(value / _RATE_STEPS))
        self.swap.clicked.connect(lambda: exchange(pairing))
        self.cross.clicked.connect(pairing.close)
        self.play.clicked.connect(lambda: pairing.flicker(not pairing.flickering))
        pairing.changed.connect(self._show_state)
        pairing.measured.connect(self._show_figures)

    def _mode_choices(self) -> list[tuple[Mode, str, str]]:
        return [
            (
                Mode.SIDE_BY_SIDE,
                "columns-2",
                self.tr("Both beside each other, the same part of each (1)"),
            ),
            (
                Mode.SLIDER,
                "separator-vertical",
                self.tr("One left and one right of a line that you drag (2)"),
            ),
            (Mode.FLICKER, "repeat-2", self.tr("One after the other in the same place (3)")),
            (Mode.DIFFERENCE, "diff", self.tr("How far their colours are apart (4)")),
        ]

    def _amplified_choices(self) -> list[tuple[int, str, str]]:
        tip = self.tr("Show differences {n} times as strong")
        return [(times, f"×{times}", tip.format(n=times)) for times in _AMPLIFIED]

    # Showing -------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        pairing = self._pairing
        self.setVisible(pairing.active)
        if not pairing.active:
            self._mode = None
            return
        self.modes.choose(pairing.mode)
        self._flicker_row.setVisible(pairing.mode is Mode.FLICKER)
        self._difference_row.setVisible(pairing.mode is Mode.DIFFERENCE)
        self.caption.setText(self._words())
        self.caption.setToolTip(quoting_tip(self.caption.text()))
        self.rate.blockSignals(True)
        self.rate.setValue(round(pairing.rate * _RATE_STEPS))
        self.rate.blockSignals(False)
        if pairing.amplification in _AMPLIFIED:
            self.amplified.choose(pairing.amplification)
        self._show_play()
        self._show_figures()
        if pairing.mode is not self._mode:
            self._mode = pairing.mode
            if self._mode is Mode.FLICKER:  # by itself, unless things are to stand still
                pairing.flicker(not reduced(self._states.preferences))

    def _show_play(self) -> None:
        flickering = self._pairing.flickering
        if flickering is self._flickering:
            return
        self._flickering = flickering
        tip = self.tr("Stop: change with X") if flickering else self.tr("Change by itself")
        self.play.setToolTip(tip)
        self.play.setAccessibleName(tip)
        dress(self._theme, self.play, "pause" if flickering else "play")

    def _words(self) -> str:
        pair, pinned = self._pairing.pair, self._pairing.pinned
        if pair is None:
            name = name_of(pinned) if pinned is not None else ""
            return self.tr("{name}: now choose another picture or a preview").format(name=name)
        said = f"A  {name_of(pair.a)}   ·   B  {name_of(pair.b)}"
        if not pair.sizes_differ:
            return said
        sizes = self.tr("sizes differ: {a} and {b}, fitted").format(
            a=dimensions(pair.a.width, pair.a.height), b=dimensions(pair.b.width, pair.b.height)
        )
        return f"{said}   ·   {sizes}"

    def _show_figures(self) -> None:
        found = self._pairing.difference
        if self._pairing.pair is None:
            self.figures.setText("")
        elif found is None:
            self.figures.setText(self.tr("Comparing…"))
        else:
            self.figures.setText(self._figures(found.figures))
        meaning = self.tr(
            "Of the colour channels, 0 to 255; PSNR is higher the more alike the pictures are"
        )
        self.figures.setToolTip(f"{self.figures.text()}\n{meaning}")

    def _figures(self, found: Figures) -> str:
        if math.isinf(found.psnr_db):
            return self.tr("Every pixel is the same")
        parts = (
            self.tr("largest {n}").format(n=found.largest),
            self.tr("mean {n}").format(n=number(found.mean, 2)),
            self.tr("{n} % of the pixels").format(n=number(found.changed * 100, 1)),
            self.tr("PSNR {n} dB").format(n=number(found.psnr_db, 1)),
        )
        return "  ·  ".join(parts)
