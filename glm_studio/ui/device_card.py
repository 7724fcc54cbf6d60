"""One device: what it is, what it does, and how it has been doing for two minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.hardware import DeviceStatus, LaneState, Telemetry
from glm_studio.state.hardware import KEPT
from glm_studio.ui import icons
from glm_studio.ui.controls import ElidedLabel, card_head, label, paragraph, quoting_tip
from glm_studio.ui.sparkline import Meter, Sparkline
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number, said, size_of

_ICON_SIDE = 26
_LEAST_SPAN_C = 20.0
"""A temperature that hardly moves is drawn as a line that hardly moves."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """A number of the telemetry: how it is read, written, and between what it is drawn."""

    name: str
    read: Callable[[Telemetry], float | None]
    write: Callable[[float], str]
    span: Callable[[Sequence[float]], tuple[float, float]]


class Metric(QWidget):
    """A number with its name and its line; hidden where the device does not tell it."""

    def __init__(self, theme: Theme, measure: _Measure) -> None:
        super().__init__()
        self._measure = measure
        self._value = label("", "heading")
        self._line = Sparkline(theme, KEPT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("hair"))
        column.addWidget(label(measure.name, "small"))
        column.addWidget(self._value)
        column.addWidget(self._line)

    def show_past(self, past: Sequence[Telemetry]) -> None:
        values = [value for told in past if (value := self._measure.read(told)) is not None]
        self.setVisible(bool(values))
        if values:
            text = self._measure.write(values[-1])
            self._value.setText(text)
            self.setAccessibleName(f"{self._measure.name} {text}")
            self._line.show_values(values, *self._measure.span(values))


class DeviceCard(QFrame):
    """Shows a `DeviceStatus`; a failed one says why, and what to do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._theme = theme
        self._icon = QLabel()
        self._title = ElidedLabel("heading")
        self._name = label("", "muted")
        self._state = label("", "state")
        self._memory = QWidget()
        self._memory_text = label("", "value")
        self._meter = Meter(theme)
        self._metrics = [Metric(theme, measure) for measure in self._measures()]
        self._why = paragraph("muted")
        self._remedy = paragraph("value")
        self._lay_out()
        theme.changed.connect(self._paint_icon)
        self._paint_icon()

    def text(self) -> str:
        """All that the card says."""
        parts = (self._title, self._name, self._state, self._memory_text, self._why, self._remedy)
        said = [part.text() for part in parts if part.isVisibleTo(self)]
        said += [m.accessibleName() for m in self._metrics if m.isVisibleTo(self)]
        return " ".join(said)

    def show_device(self, device: DeviceStatus, past: Sequence[Telemetry]) -> None:
        self._title.setText(device.title)
        self._title.setToolTip(quoting_tip(device.title))
        self._name.setText(device.name)
        self._show_state(device.state)
        self._show_memory(device.telemetry)
        for metric in self._metrics:
            metric.show_past(past)
        problem = device.problem
        for part in (self._why, self._remedy):
            part.setVisible(problem is not None)
        if problem is not None:
            self._why.setText(f"{said(problem.what)} {said(problem.why)}")
            self._remedy.setText(said(problem.remedy))
        self.setAccessibleName(f"{device.title}, {device.name}, {self._state.text()}")

    def _measures(self) -> tuple[_Measure, ...]:
        return (
            _Measure(
                self.tr("Load"),
                lambda told: told.utilisation_percent,
                lambda value: self.tr("{n} %").format(n=number(value)),
                lambda values: (0.0, 100.0),
            ),
            _Measure(
                self.tr("Temperature"),
                lambda told: told.temperature_c,
                lambda value: self.tr("{n} °C").format(n=number(value)),
                _around,
            ),
            _Measure(
                self.tr("Power"),
                lambda told: told.power_w,
                lambda value: self.tr("{n} W").format(n=number(value)),
                lambda values: (0.0, max(values) * 1.2),
            ),
        )

    def _lay_out(self) -> None:
        space = self._theme.space
        top = card_head(self._theme, self._icon, (self._title, self._name), self._state)
        metrics = QHBoxLayout()
        metrics.setSpacing(space("large"))
        for metric in self._metrics:
            metrics.addWidget(metric, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space("large")] * 4)
        column.setSpacing(space("medium"))
        column.addLayout(top)
        column.addWidget(self._why)
        column.addWidget(self._remedy)
        column.addWidget(self._memory)
        column.addLayout(metrics)
        column.addStretch(1)
        self._lay_out_memory()

    def _lay_out_memory(self) -> None:
        words = QHBoxLayout()
        words.addWidget(label(self.tr("Memory"), "small"))
        words.addStretch(1)
        words.addWidget(self._memory_text)
        column = QVBoxLayout(self._memory)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("tight"))
        column.addLayout(words)
        column.addWidget(self._meter)

    def _show_state(self, state: LaneState) -> None:
        words = {
            LaneState.IDLE: self.tr("Idle"),
            LaneState.BUSY: self.tr("Busy"),
            LaneState.FAILED: self.tr("Failed"),
        }
        self._state.setText(words[state])
        if self.property("state") != state.value:
            for widget in (self, self._state):
                widget.setProperty("state", state.value)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
            self._paint_icon()

    def _show_memory(self, told: Telemetry) -> None:
        used, total = told.used_bytes, told.total_bytes
        if used is None or not total:
            self._memory.hide()
            return
        self._memory.show()
        text = self.tr("{used} of {total}").format(used=size_of(used), total=size_of(total))
        self._memory_text.setText(text)
        self._meter.setAccessibleName(self.tr("Memory: {text}").format(text=text))
        self._meter.show_part(used / total)

    def _paint_icon(self) -> None:
        failed = self.property("state") == LaneState.FAILED.value
        colour = self._theme.tokens.colours["danger" if failed else "accent"]
        self._icon.setPixmap(icons.pixmap("cpu", colour, _ICON_SIDE, self.devicePixelRatioF()))


def _around(values: Sequence[float]) -> tuple[float, float]:
    """A span of at least `_LEAST_SPAN_C` with the values in its middle."""
    low, high = min(values), max(values)
    missing = max(_LEAST_SPAN_C - (high - low), 0.0)
    return low - missing / 2, high + missing / 2
