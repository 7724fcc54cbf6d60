"""The devices: those that are here, those in use, and what an examination of the machine found."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from engine.errors import DeviceError, Problem, problem_of
from engine.examination import Examination, OnProgress
from engine.hardware import AUTO, DeviceStatus, Sighting, Telemetry, read_wish
from glm_studio.state.background import Background
from glm_studio.state.device_choices import Choice, choices

log = logging.getLogger(__name__)

KEPT = 120
"""Readings that are kept of each device: two minutes."""

_READ_MS = 1000
_LISTEN_MS = 100

Read = Callable[[], tuple[DeviceStatus, ...]]
Survey = Callable[[], tuple[Sighting, ...]]


@dataclass(frozen=True, slots=True)
class Report:
    """An examination, and its page as text."""

    found: Examination
    text: str


Examine = Callable[[OnProgress], Report]


class HardwareState(QObject):
    """Reads the devices in use once a second while it is `shown`, and looks for all that are here
    whenever it is opened; never on the window's thread."""

    changed = Signal()
    """The devices were read, or the page was opened or closed."""
    examined = Signal()
    """An examination began, went on, or ended."""
    chosen = Signal()
    """The user wants the engine on other devices: `wish` says which."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = Background("hardware", self)
        self._starter: Background | None = None
        self._read: Read | None = None
        self._survey: Survey | None = None
        self._surveying = False
        self._sightings: tuple[Sighting, ...] = ()
        self._wish = self._remembered = AUTO
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

    def detach(self) -> None:
        """The engine goes; so do its devices."""
        self._read = None
        self._devices = ()
        self._past.clear()
        self.changed.emit()

    def show(self, shown: bool) -> None:
        """Open the page, or close it; nothing is read while it is closed."""
        if shown is self._shown:
            return
        self._shown = shown
        if shown:
            self.look()
            self._timer.start()
            self._ask()
        else:
            self._timer.stop()
            self._past.clear()  # what follows later would not join it
        self.changed.emit()

    def _ask(self) -> None:
        """A device that answers slowly is not asked again before it has answered."""
        if self._read is not None and not self._reading:
            self._reading, read = True, self._read
            self._reader.run(read, lambda devices: self._take(devices, read), self._on_read_failed)

    def _take(self, devices: tuple[DeviceStatus, ...], read: Read) -> None:
        self._reading = False
        if not self._shown or read is not self._read:  # it was slower than its engine's end
            return
        self._devices = devices
        for device in devices:
            past = self._past.setdefault(device.name, deque(maxlen=KEPT))
            past.append(device.telemetry)
        self.changed.emit()

    def _on_read_failed(self, error: Exception) -> None:
        log.error("the devices cannot be read", exc_info=error)
        self._reading = False  # they stay as they were read before

    # What is here, and what is chosen of it ------------------------------------------------------

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """All that was looked for, as of the latest look; empty before the first."""
        return self._sightings

    @property
    def amiss(self) -> tuple[Sighting, ...]:
        """What is here, is kept from being used, and has no card as a device in use."""
        used = {device.name for device in self._devices}
        return tuple(s for s in self._sightings if s.amiss and s.name not in used)

    @property
    def wish(self) -> str:
        """What the engine is to compute on; read by the thread that makes it."""
        return self._wish

    @property
    def remembered(self) -> str:
        """What the user chose in the window, now or the last time."""
        return self._remembered

    @property
    def choices(self) -> list[Choice]:
        """What `choose` takes, with titles; `wish` is among them."""
        return choices(self._sightings, self._wish)

    def recall(self, wish: str) -> None:
        """Take over what was chosen the last time; what names no devices is forgotten."""
        try:
            read_wish(wish)
        except DeviceError as error:
            log.warning("forgetting the devices that were chosen: %s", error)
        else:
            self._wish = self._remembered = wish

    def insist(self, wish: str) -> None:
        """Compute on what the command line names, and go on remembering what was chosen."""
        self._wish = wish
        self.changed.emit()

    def choose(self, wish: str) -> None:
        """Compute on other devices from now on, and at the next start."""
        if wish != self._wish:
            self._wish = self._remembered = wish
            self.chosen.emit()
            self.changed.emit()

    def set_surveyor(self, survey: Survey, background: Background) -> None:
        """How to look for devices, and where: as with `set_examiner`."""
        self._survey, self._starter = survey, background
        if self._shown:
            self.look()

    def look(self) -> None:
        """Look for all devices that are here; `sightings` has the answer."""
        if self._survey is not None and self._starter is not None and not self._surveying:
            self._surveying = True
            self._starter.run(self._survey, self._on_seen, self._on_look_failed)

    def _on_seen(self, sightings: tuple[Sighting, ...]) -> None:
        self._surveying = False
        self._sightings = sightings
        self.changed.emit()

    def _on_look_failed(self, error: Exception) -> None:
        log.error("devices cannot be looked for", exc_info=error)
        self._surveying = False  # the check says why

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
        self._examine, self._starter = examine, background
        self.examined.emit()

    def examine(self) -> None:
        """Examine the machine in the background; `report` has the answer."""
        if self._examine is None or self._starter is None or self._step is not None:
            return
        examine = self._examine
        self._step, self._heard, self._problem = "", "", None
        self._listener.start()
        self.examined.emit()
        self._starter.run(lambda: examine(self._hear), self._on_report, self._on_examine_failed)

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
        self.look()
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
