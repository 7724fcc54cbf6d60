"""What a session left that ended badly, and the journal that tells the next of this one."""

from __future__ import annotations

import logging
import platform
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal, qVersion

from engine.api import ImageReady
from glm_studio.library.journal import Journal, Making, Remains, Session
from glm_studio.state.background import Background
from glm_studio.state.entry import Entry
from glm_studio.state.hardware import HardwareState
from glm_studio.state.model import ModelState
from glm_studio.state.queue import QueueState

log = logging.getLogger(__name__)


class CrashState(QObject):
    """Writes down what the queue is making; holds what earlier sessions left."""

    changed = Signal()

    def __init__(
        self,
        queue: QueueState,
        model: ModelState,
        hardware: HardwareState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._model, self._hardware = queue, model, hardware
        self._background = Background("journal", self)
        self._journal: Journal | None = None
        self._session = Session(datetime.now(UTC), str(model.folder))
        self._environment: Mapping[str, str] = {}
        """Read and written by the background's thread alone."""
        self._fingerprints: Mapping[str, Mapping[str, str]] = {}
        self._remains: list[Remains] = []
        self._postponed = False
        queue.changed.connect(self._note)
        queue.made.connect(self._on_made)

    @property
    def remains(self) -> Remains | None:
        """What the latest one left that is still to be told of."""
        return None if self._postponed else next(iter(self._remains), None)

    def open(self, journal: Journal, catch_faults: bool = False) -> None:
        """Begin the journal, and look for what earlier sessions left."""

        session = self._session

        def begin() -> list[Remains]:
            self._environment = _environment()
            return journal.open(replace(session, environment=self._environment), catch_faults)

        self._background.run(begin, self._on_found, _complain)
        self._journal = journal

    def taken_over(self, remains: Remains) -> list[Entry | None]:
        """Of each picture that was made, what the queue has of it now: it waits, or it failed."""
        left = [e for e in (*self._queue.entries, *self._queue.over) if e.picture is None]
        return [
            next((entry for entry in left if entry.request == making.request), None)
            for making in remains.session.making
        ]

    def discard(self) -> None:
        """The user has done with what the latest one left."""
        if self._remains:
            gone = self._remains.pop(0)
            self._background.run(gone.discard, lambda _: None)
            self.changed.emit()

    def postpone(self) -> None:
        """The user wants to hear of none now. What was left stays, for the next start to tell."""
        self._postponed = True  # and they stay held: another window does not tell of them either
        self.changed.emit()

    def close(self) -> None:
        self._background.close()

    def _on_found(self, remains: list[Remains]) -> None:
        self._remains = remains
        if remains:
            self.changed.emit()

    def _on_made(self, entry: Entry, event: ImageReady) -> None:
        self._fingerprints = {**self._fingerprints, **event.recipe.hardware}

    def _note(self) -> None:
        """Write down which pictures are made, and in which stage, where that has changed."""
        making = tuple(
            Making(entry.request, entry.device, entry.progress.stage if entry.progress else "")
            for entry in self._queue.running
        )
        if making == self._session.making or self._journal is None:
            return
        write, session = self._journal.write, replace(self._session, making=making)
        self._session = session
        devices = self._devices()

        def put_down() -> None:
            write(replace(session, environment={**self._environment, **devices}))

        self._background.run(put_down, lambda _: None)

    def _devices(self) -> dict[str, str]:
        """What computes, as far as it is known without asking it."""
        loaded = self._model.loaded
        said = {status.name: status.title for status in self._hardware.devices}
        for name, fingerprint in self._fingerprints.items():
            parts = [f"{key} {value}" for key, value in fingerprint.items()]
            said[name] = ", ".join(filter(None, [said.get(name, ""), *parts]))
        told = {f"device {name}": words for name, words in said.items()}
        if loaded is not None:
            told["precision"] = f"{loaded.precision} on {loaded.device}"
        return told


def _environment() -> dict[str, str]:
    """What a report names beside the devices. Reads files."""
    from engine.versions import installed  # noqa: PLC0415 - what the first paint does not need

    return {
        "system": platform.platform(),
        "machine": platform.machine(),
        "Python": platform.python_version(),
        "Qt": qVersion(),
        **installed(),
    }


def _complain(error: Exception) -> None:
    log.warning("this session has no journal: %s", error)
