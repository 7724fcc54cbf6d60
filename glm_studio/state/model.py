"""The model: which one, and how far it is from being ready."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.api import (
    Event,
    ImageReady,
    JobCancelled,
    JobFailed,
    Loaded,
    Loading,
    Moved,
    Planned,
    Replanned,
    Stage,
    StageStarted,
)
from engine.checkpoint import Checkpoint
from engine.errors import Problem
from engine.plan import Plan
from glm_studio.state.progress import Progress


class Phase(Enum):
    """What the model is doing; the order is the usual one."""

    OPENING = auto()
    """The folder is looked through."""
    STARTING = auto()
    """The engine's libraries are imported."""
    LOADING = auto()
    """Weights are read."""
    UNLOADED = auto()
    """Loading was cancelled; the next picture loads it."""
    READY = auto()
    FAILED = auto()


class ModelState(QObject):
    """One model on its way to the device."""

    changed = Signal()
    described = Signal()
    replanned = Signal(str)
    """Memory ran out, in words: the picture starts anew with a smaller plan."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self._phase = Phase.OPENING
        self._checkpoint: Checkpoint | None = None
        self._progress = Progress(Stage.LOAD)
        self._loaded: Loaded | None = None
        self._problem: Problem | None = None
        self._plan: Plan | None = None
        self._plans: dict[str, Plan] = {}
        self._loader: str | None = None
        """The job that loads; those that are cancelled while they wait say nothing about it."""
        self._devices: dict[str, str] = {}
        """Where each job under way computes."""
        self._holders: set[str] = set()
        """The devices that have the model."""

    @property
    def phase(self) -> Phase:
        return self._phase

    @property
    def checkpoint(self) -> Checkpoint | None:
        return self._checkpoint

    @property
    def progress(self) -> Progress:
        return self._progress

    @property
    def loaded(self) -> Loaded | None:
        """Device, precision and hash, once the model is ready."""
        return self._loaded

    @property
    def plan(self) -> Plan | None:
        """How the latest picture, or the load before it, uses memory."""
        return self._plan

    @property
    def plans(self) -> dict[str, Plan]:
        """How each device was used last, by its name."""
        return dict(self._plans)

    @property
    def problem(self) -> Problem | None:
        """Why the model cannot be used, in `Phase.FAILED`."""
        return self._problem

    @property
    def name(self) -> str:
        return self._checkpoint.name if self._checkpoint else self.folder.name

    @property
    def stand_in(self) -> bool:
        return self._checkpoint is not None and self._checkpoint.stand_in

    def choose(self, folder: Path) -> None:
        """Another checkpoint takes its place; nothing is known of it yet."""
        self.folder, self._checkpoint = folder, None
        self.changed.emit()

    def opening(self) -> None:
        """There is no engine, or no longer: nothing is loaded, and nothing is planned."""
        self._problem = self._loaded = self._plan = None
        self._plans = {}
        self._devices, self._holders = {}, set()
        self._enter(Phase.OPENING)

    def describe(self, checkpoint: Checkpoint) -> None:
        """The folder was looked through; the engine starts next."""
        self._checkpoint = checkpoint
        self._progress = Progress(Stage.LOAD)
        self.described.emit()
        self._enter(Phase.STARTING)

    def load(self) -> None:
        """The engine is there and begins to read weights."""
        self._problem = None
        self._loader = None
        self._devices, self._holders = {}, set()
        self._progress = Progress(Stage.LOAD)
        self._enter(Phase.LOADING)

    def fail(self, problem: Problem) -> None:
        self._problem = problem
        self._enter(Phase.FAILED)

    def apply(self, event: Event) -> None:
        """An event of the load job, or of a picture's job that had to load first."""
        match event:
            case Planned() | Replanned():
                self._plan, self._loader = event.plan, event.job_id
                if isinstance(event, Planned):
                    self._plans[event.device] = event.plan
                    self._devices[event.job_id] = event.device
                self._progress = self._progress.after(event)
                self.changed.emit()
                if isinstance(event, Replanned):
                    self.replanned.emit(event.why)
            case Loading():
                self._loader = event.job_id
                self._progress = self._progress.after(event)
                self._enter(Phase.LOADING)
            case Loaded():
                self._loaded = event
                self._holders.add(event.device)
                self._problem = None
                self._progress = self._progress.after(event)
                self._enter(Phase.READY)
            case StageStarted() if self._phase is Phase.LOADING and self._loaded:
                self._enter(Phase.READY)  # a component was brought in for this stage alone
            case Moved():
                self._holders.discard(event.device)
            case JobFailed() | JobCancelled() if event.stage is Stage.LOAD:
                self._fail_to_load(event)
            case JobFailed() | JobCancelled() | ImageReady():
                self._devices.pop(event.job_id, None)
                self._stop_loading(event.job_id)

    def _fail_to_load(self, event: JobFailed | JobCancelled) -> None:
        """What one device could not load says nothing of those that have it."""
        self._holders.discard(self._devices.pop(event.job_id, ""))
        if self._holders:
            self._stop_loading(event.job_id)
        elif isinstance(event, JobFailed):
            self.fail(event.problem)
        else:
            self._enter(Phase.UNLOADED)

    def _stop_loading(self, job_id: str) -> None:
        """The job that loaded is over, wherever it was: nobody loads any more."""
        if self._phase is Phase.LOADING and self._loader in (None, job_id):
            self._enter(Phase.READY if self._loaded else Phase.UNLOADED)

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self.changed.emit()
