"""What the next pictures should take, asked of the engine as the panel changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from engine.api import Forecast, GenerationRequest, Stage
from glm_studio.state.background import Background

_CALM_MS = 150
"""So long nothing may change before the engine is asked: who drags a slider asks once."""

Expect = Callable[[GenerationRequest], Forecast]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What `count` pictures take: the first one's forecast, and all their seconds."""

    first: Forecast
    count: int
    total_s: float | None


class ForecastState(QObject):
    """Asks in the background; of several answers the newest question's counts."""

    changed = Signal()

    def __init__(
        self, planned: Callable[[], list[GenerationRequest]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._planned = planned
        self._expect: Expect | None = None
        self._outlook: Outlook | None = None
        self._asked = 0
        self._background = Background("forecast", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CALM_MS)
        self._timer.timeout.connect(self._ask)

    @property
    def outlook(self) -> Outlook | None:
        """None as long as there is no engine, or it has not answered yet."""
        return self._outlook

    def attach(self, expect: Expect) -> None:
        """The engine is there."""
        self._expect = expect
        self.refresh()

    def detach(self) -> None:
        """The engine goes: nothing is known of the next one."""
        self._expect = None
        self._put(None)

    def refresh(self) -> None:
        """Something that matters to it may have changed."""
        if self._expect is not None:
            self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        self._background.close()

    def _ask(self) -> None:
        expect, requests = self._expect, self._planned()
        if expect is None or not requests:
            return
        self._asked += 1
        asked = self._asked

        def take(outlook: Outlook | None) -> None:
            if asked == self._asked and self._expect is expect:
                self._put(outlook)

        def work() -> Outlook | None:
            # Whoever goes on typing is ahead of the answers.
            return outlook_of(requests, expect) if asked == self._asked else None

        self._background.run(work, take)

    def _put(self, outlook: Outlook | None) -> None:
        if outlook != self._outlook:
            self._outlook = outlook
            self.changed.emit()


def outlook_of(requests: Sequence[GenerationRequest], expect: Expect) -> Outlook:
    """Of pictures that were asked for together: codes that are written for one of them serve the
    others, and several devices make several at a time."""
    by_layout: dict[tuple[object, ...], Forecast] = {}
    total_s: float | None = 0.0
    for request in requests:
        layout = (request.prompt, request.written_together, request.prior is not None)
        written = layout in by_layout
        forecast = by_layout[layout] if written else expect(request)
        by_layout[layout] = forecast
        if forecast.total_s is None or total_s is None:
            total_s = None
            break
        spared = forecast.seconds.get(Stage.PRIOR, 0.0) if written else 0.0
        total_s += forecast.total_s - spared
    first = next(iter(by_layout.values()))
    if total_s is not None:
        total_s /= max(min(first.at_once, len(requests)), 1)
    return Outlook(first, len(requests), total_s)
