"""The devices in use, how they have been doing, and what an examination of the machine found."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from engine.errors import Problem, problem_of
from engine.examination import Examination, OnProgress
from engine.hardware import DeviceStatus, Telemetry
from glm_studio.state.background import Background

log = logging.getLogger(__name__)

KEPT = 120
"""Readings that are kept of each device: two minutes."""

_READ_MS = 1000
_LISTEN_MS = 100

Read = Callable[[], tuple[DeviceStatus, ...]]


@dataclass(frozen=True, slots=True)
class Report:
    """An examination, and its page as text."""

    found: Examination
    text: str


Examine = Callable[[OnProgress], Report]


class HardwareState(QObject):
    """Reads the devices once a second while it is `shown`, never on the window's thread."""

    changed = Signal()
    """The devices were read, or the page was opened or closed."""
    examined = Signal()
    """An examination began, went on, or ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = Background("hardware", self)
        self._examiner: Background | None = None
        self._read: Read | None = None
        self._examine: Examine | None = None
        self._shown = False
        self._reading = False
        self._devices: tuple[DeviceStatus, ...] = ()
        self._past: dict[str, deque[Telemetry]] = {}
        self._report: Report | None = None
        self._problem: Problem | None = None
        self._step: str | None = None
        self._heard = ""
        """What the examination said last, on its own thread."""
        self._timer = _timer(self, _READ_MS, self._ask)
        self._listener = _timer(self, _LISTEN_MS, self._listen)

    # The devices ---------------------------------------------------------------------------------

    @property
    def devices(self) -> tuple[DeviceStatus, ...]:
        """As they were read last; empty before there is an engine."""
        return self._devices

    @property
    def failed(self) -> dict[str, Problem]:
        """Why the engine has taken devices out, by name; as they were read last."""
        return {d.name: d.problem for d in self._devices if d.problem is not None}

    @property
    def ready(self) -> bool:
        """Whether there is an engine whose devices can be read."""
        return self._read is not None

    @property
    def shown(self) -> bool:
        return self._shown

    def past(self, name: str) -> tuple[Telemetry, ...]:
        """The latest readings of a device, the oldest first."""
        return tuple(self._past.get(name, ()))

    def attach(self, read: Read) -> None:
        """The engine is there; `read` may take a tenth of a second a device."""
        self._read = read
        if self._shown:
            self._ask()

    def show(self, shown: bool) -> None:
        """Open the page, or close it; nothing is read while it is closed."""
        if shown is self._shown:
            return
        self._shown = shown
        if shown:
            self._timer.start()
            self._ask()
        else:
            self._timer.stop()
            self._past.clear()  # what follows later would not join it
        self.changed.emit()

    def _ask(self) -> None:
        """A device that answers slowly is not asked again before it has answered."""
        if self._read is not None and not self._reading:
            self._reading = True
            self._reader.run(self._read, self._take, self._on_read_failed)

    def _take(self, devices: tuple[DeviceStatus, ...]) -> None:
        self._reading = False
        if not self._shown:
            return
        self._devices = devices
        for device in devices:
            past = self._past.setdefault(device.name, deque(maxlen=KEPT))
            past.append(device.telemetry)
        self.changed.emit()

    def _on_read_failed(self, error: Exception) -> None:
        log.error("the devices cannot be read", exc_info=error)
        self._reading = False  # they stay as they were read before

    # The examination -----------------------------------------------------------------------------

    @property
    def can_examine(self) -> bool:
        return self._examine is not None and self._step is None

    @property
    def step(self) -> str | None:
        """What is looked at now; None while no examination is under way."""
        return self._step

    @property
    def report(self) -> Report | None:
        return self._report

    @property
    def problem(self) -> Problem | None:
        """Why the latest examination could not be finished."""
        return self._problem

    def set_examiner(self, examine: Examine, background: Background) -> None:
        """How this machine is examined, and where: it imports what the engine imports, so both
        do it on one thread."""
        self._examine, self._examiner = examine, background
        self.examined.emit()

    def examine(self) -> None:
        """Examine the machine in the background; `report` has the answer."""
        if self._examine is None or self._examiner is None or self._step is not None:
            return
        examine = self._examine
        self._step, self._heard, self._problem = "", "", None
        self._listener.start()
        self.examined.emit()
        self._examiner.run(lambda: examine(self._hear), self._on_report, self._on_examine_failed)

    def _hear(self, what: str) -> None:
        """On the examination's thread, which may outlive the window: no signal is sent here."""
        self._heard = what

    def _listen(self) -> None:
        if self._step != self._heard:
            self._step = self._heard
            self.examined.emit()

    def _on_report(self, report: Report) -> None:
        self._report = report
        self._end()

    def _on_examine_failed(self, error: Exception) -> None:
        log.error("the machine cannot be examined", exc_info=error)
        self._problem = problem_of(error)
        self._end()

    def _end(self) -> None:
        self._step = None
        self._listener.stop()
        self.examined.emit()

    def close(self) -> None:
        """Nothing is read or heard any more."""
        self._timer.stop()
        self._listener.stop()
        self._reader.close()


def _timer(parent: QObject, interval_ms: int, act: Callable[[], None]) -> QTimer:
    made = QTimer(parent)
    made.setInterval(interval_ms)
    made.timeout.connect(act)
    return made
