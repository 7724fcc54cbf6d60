"""What the pictures will take, above the button that makes them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.api import Forecast, Stage
from glm_studio.state.forecast import ForecastState, Outlook
from glm_studio.ui.controls import paragraph, quoting_tip
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said, seconds, size_of


class ForecastLine(QWidget):
    """Binds to `ForecastState`. Empty as long as nothing is known; in the warning's colour, with
    what to do, where the picture does not fit."""

    def __init__(self, forecast: ForecastState, theme: Theme) -> None:
        super().__init__()
        self._forecast = forecast
        self._time = paragraph("forecast")
        self._memory = paragraph("small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space("small"))
        column.setSpacing(0)
        column.addWidget(self._time)
        column.addWidget(self._memory)
        forecast.changed.connect(self._show_state)
        self._show_state()

    @property
    def text(self) -> str:
        """All that it says, a line each."""
        return "\n".join(filter(None, (self._time.text(), self._memory.text())))

    def _show_state(self) -> None:
        outlook = self._forecast.outlook
        first = outlook.first if outlook is not None else None
        problem = first.problem if first is not None else None
        time, memory = "", ""
        if outlook is not None and first is not None:
            time = said(problem.what) if problem else self._time_of(outlook)
            memory = said(problem.remedy) if problem else self._memory_of(first)
        self._time.setText(time)
        self._memory.setText(memory)
        self._time.setVisible(bool(time))
        self._memory.setVisible(bool(memory))
        self.setVisible(bool(time or memory))
        for part in (self._time, self._memory):
            part.setProperty("warns", problem is not None)
            part.style().polish(part)
        self.setToolTip(self._stages_of(first) if first and not problem else "")
        if problem is not None:
            self.setToolTip(quoting_tip(said(problem.why)))

    def _time_of(self, outlook: Outlook) -> str:
        if outlook.total_s is None:
            return ""
        time = seconds(outlook.total_s)
        if outlook.count == 1:
            return self.tr("About {time}").format(time=time)
        return self.tr("About {time} for %n picture(s)", "", outlook.count).format(time=time)

    def _memory_of(self, first: Forecast) -> str:
        if not first.peak_bytes:
            return ""
        return self.tr("{needed} of {room} on {device}").format(
            needed=size_of(first.peak_bytes),
            room=size_of(first.budget_bytes),
            device=first.title,
        )

    def _stages_of(self, first: Forecast) -> str:
        """How the time is made up, and how it is known."""
        names = {
            Stage.LOAD: self.tr("Loading"),
            Stage.REFERENCES: self.tr("Reading"),
            Stage.PRIOR: self.tr("Composing"),
            Stage.DENOISE: self.tr("Painting"),
            Stage.DECODE: self.tr("Finishing"),
        }
        lines = [
            self.tr("{stage}: {time}").format(stage=names[Stage(name)], time=seconds(value))
            for name, value in first.seconds.items()
        ]
        if first.composed:
            lines.append(self.tr("This layout is remembered: it is painted, not composed anew."))
        lines.append(
            self.tr("An estimate for one picture, corrected by the pictures that were made here.")
        )
        return "\n".join(lines)
