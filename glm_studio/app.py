"""The window's application: the only place that builds things and takes them down again."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from engine.api import EngineLike
from engine.checkpoint import Checkpoint, open_checkpoint
from engine.errors import Problem, problem_of
from engine.examination import Measurement, OnProgress, Outlook
from engine.plan import Place, Plan
from glm_studio.bridge import Bridge
from glm_studio.garbage import GarbageCollector
from glm_studio.launch import BUNDLED_MODEL, model_folder
from glm_studio.library.atomic import remove_orphans
from glm_studio.library.folders import Folders
from glm_studio.library.journal import Journal
from glm_studio.library.library import Library
from glm_studio.library.queue_file import QueueFile
from glm_studio.library.rescue import saved_folders
from glm_studio.library.thumbnails import Thumbnails
from glm_studio.logs import log_file
from glm_studio.models.catalog import Found, Roots, hugging_face_cache, modelscope_cache
from glm_studio.state.background import Background
from glm_studio.state.hardware import Report, Survey
from glm_studio.state.memory import Memory
from glm_studio.state.model import Phase
from glm_studio.state.models import Foresee, remembered_model
from glm_studio.state.studio import StudioState
from glm_studio.ui.main_window import MainWindow
from glm_studio.ui.theme import Theme
from glm_studio.ui.translation import Translation

log = logging.getLogger(__name__)

MakeEngine = Callable[[], EngineLike]


MakeReport = Callable[[Mapping[str, Plan], Mapping[str, Problem], OnProgress], Report]
"""Examines the machine, beside an engine that follows these plans already, and that has taken these
devices out."""

Held = Mapping[str, int]
"""Bytes of each device that the model in memory would give back."""

MakeOutlook = Callable[[Path, Mapping[str, Plan], Held, Sequence[Measurement]], Outlook]
"""Says what a checkpoint would do here, from the plans that an engine follows for it already and
from what devices were measured to do."""

_CLOSE_S = 2.5
"""For all that closing waits for; the user was promised three seconds."""

_REMEMBER_S = 1.0
"""Of these, for what the window remembers: its disk may hang."""

_REMEMBER_MS = 2000
"""After a change, until it is on disk."""

_SWITCH_S = 10.0
"""For the engine to stop before the next one is made: it may be reading a large file."""

_MEASURE_START = "GLM_STUDIO_MEASURE_START"
"""When set to the `time.time()` of the start, the time to the first paint goes to stderr."""


class Studio(QObject):
    """One window with its states, its library and, some seconds later, its engine."""

    def __init__(
        self,
        model: Path | None,
        make_engine: MakeEngine,
        folders: Folders,
        examine: MakeReport | None = None,
        survey: Survey | None = None,
        device: str | None = None,
        outlook: MakeOutlook | None = None,
        catch_faults: bool = False,
    ) -> None:
        super().__init__()
        self._journal = Journal(folders.sessions, log_file())
        self._queue_file = QueueFile(folders.queue, saved_folders(folders))
        self._catch_faults = catch_faults
        self._garbage = GarbageCollector(self)
        self._make_engine = make_engine
        self._folders = folders
        memory = Memory(folders.window)
        memory.read()
        bundled = model_folder(BUNDLED_MODEL)
        self.states = StudioState(model or remembered_model(memory, bundled), memory)
        self.states.models.open(
            Roots(
                bundled,
                folders.models,
                hugging_face=hugging_face_cache(),
                modelscope=modelscope_cache(),
            ),
            folders.hashes,
        )
        self.states.labelling.open(folders.credentials)
        self._library = Library(folders, lambda: self.states.labelling.current)
        self._thumbnails: Thumbnails | None = None
        self._bridge = Bridge(self.states, self._library)
        self._starter = Background("engine-starter", self)
        self._provide(examine, survey, outlook)
        self._engine: EngineLike | None = None
        self._shown_problem: Problem | None = None
        self._closed = asyncio.Event()
        self._closing: asyncio.Task[None] | None = None
        self._translation = Translation(self.states.language)
        self.states.recall()
        if device is not None:
            self.states.hardware.insist(device)
        self._theme = Theme(self.states.appearance, folders.theme)
        self._translation.apply()
        self.window = MainWindow(self.states, self._theme)
        # Last: a widget that has been dressed is dressed anew, with all that is in it, each time
        # that it gets another parent, which is half the time that the window takes to build.
        self._theme.apply()
        self._bind()

    def _provide(
        self, examine: MakeReport | None, survey: Survey | None, outlook: MakeOutlook | None
    ) -> None:
        """What is asked of the engine beside its jobs, each on the thread that imports it."""
        if examine is not None:
            self.states.hardware.set_examiner(
                lambda on_progress: examine(
                    self.states.model.plans, self.states.hardware.failed, on_progress
                ),
                self._starter,
            )
        if outlook is not None:
            self.states.models.set_foresight(self._foresight(outlook), self._starter)
        if survey is not None:
            self.states.hardware.set_surveyor(survey, self._starter)

    def _bind(self) -> None:
        self.window.first_painted.connect(self._on_first_paint)
        self.window.closing.connect(self._on_closing)
        self.states.model.changed.connect(self._on_model_changed)
        self.states.gallery.changed.connect(self._on_pictures)
        self.states.queue.added.connect(self._on_asked)
        self.states.hardware.chosen.connect(self._on_chosen)
        self.states.grid.written.connect(self._on_sheet)
        self.states.models.chosen.connect(self._on_chosen)
        self.states.language.changed.connect(self._on_language)
        # Whatever ends the program, what was typed and set is there at the next start.
        self._remembering = QTimer(self)
        self._remembering.setSingleShot(True)
        self._remembering.setInterval(_REMEMBER_MS)
        self._remembering.timeout.connect(self._remember)
        self.states.prompt.changed.connect(self._remember_soon)
        self.states.parameters.changed.connect(self._remember_soon)

    async def run(self) -> None:
        """Show the window; returns once it is closed and everything behind it has stopped."""
        self.window.show()
        await self._closed.wait()

    def abandon(self) -> None:
        """Without a display: give the pictures that are on their way to the disk a moment. What is
        under way was not what ended the session."""
        self._library.close(_CLOSE_S)
        closing = threading.Thread(target=self._queue_file.close, daemon=True)
        closing.start()
        closing.join(_CLOSE_S)  # no longer: its disk may hang

    # Opening: first the window, then the pictures, then the model -------------------------------

    def _on_first_paint(self) -> None:
        start = os.environ.get(_MEASURE_START)
        if start:
            print(f"first paint {time.time() - float(start):.3f}", file=sys.stderr, flush=True)
        QTimer.singleShot(0, self._open)

    def _open(self) -> None:
        if self._closing is not None:
            return
        self.states.queue_keeper.restored.connect(self._on_queue)
        self.states.queue_keeper.open(self._queue_file, model_folder(BUNDLED_MODEL))
        self._library.open()
        self._remove_half_copies()
        self.states.prompt_tools.open(self._folders.prompts)
        self.states.prompt_kit.open(self._folders.prompts)
        self._thumbnails = Thumbnails(self._folders, last_seen=self._library.last_seen)
        self.states.open_library(self._library)
        self.states.thumbnails.open(self._thumbnails)
        self._open_model()
        self.states.models.look()

    def _on_queue(self) -> None:
        """Only now: what is told of a crash says whether its pictures are made again."""
        self.states.crash.open(self._journal, self._catch_faults)

    def _on_pictures(self) -> None:
        """Once, when all that were there are known."""
        if self.states.gallery.known:
            self.states.gallery.changed.disconnect(self._on_pictures)
            self._garbage.spare()

    def _open_model(self) -> None:
        """Look through the folder, make the engine, load; also what "Try again" does."""
        if self._engine is not None:
            self._bridge.load()
            return
        self.states.model.opening()
        folder = self.states.model.folder
        self._starter.run(lambda: open_checkpoint(folder), self._on_described, self._on_failed)

    def _on_described(self, checkpoint: Checkpoint) -> None:
        self.states.model.describe(checkpoint)
        self._starter.run(self._make_engine, self._on_engine, self._on_failed)

    def _on_engine(self, engine: EngineLike) -> None:
        self._engine = engine
        self.states.hardware.attach(engine.hardware)
        self.states.forecast.attach(engine.expect)
        self.states.finish_times.attach(lambda request: engine.expect(request).seconds)
        for problem in engine.passed_over[:1]:  # the page about the hardware has them all
            self.states.failures.show(problem)
        self._bridge.attach(engine)

    def _on_chosen(self) -> None:
        """An engine keeps the devices and the model that it was made with, so another one takes its
        place."""
        engine, failures = self._engine, self.states.failures
        said = (self._shown_problem, *(engine.passed_over if engine is not None else ()))
        if failures.problem in said:
            failures.dismiss()
        self.states.model.opening()
        self.states.models.forget_outlooks()
        self._bridge.detach()
        self.states.hardware.detach()
        self.states.forecast.detach()
        if engine is None:
            self._open_model()
        else:
            self._starter.run(lambda: engine.close(_SWITCH_S), self._on_left, self._on_left)

    def _foresight(self, outlook: MakeOutlook) -> Foresee:
        """What is in memory is not in the way of another model; the one in use has its plans."""

        def foresee(found: Found) -> Outlook:
            model, report = self.states.model, self.states.hardware.report
            known = report.found.measurements if report is not None else ()
            follows = model.plans if found.folder == model.folder else {}
            return outlook(found.folder, follows, _held(model.plans), known)

        return foresee

    def _on_left(self, outcome: bool | Exception) -> None:
        """The engine is closed. One that hangs is left behind, for the next may be on a device
        that does not."""
        if outcome is not True:
            log.warning("the engine did not stop for the next one: %s", outcome)
        self._engine = None
        self._open_model()

    def _remember_soon(self) -> None:
        if not self._remembering.isActive():
            self._remembering.start()

    def _remember(self) -> None:
        self.states.remember()
        self.states.memory.write_soon()

    def _on_language(self) -> None:
        self._translation.apply()
        self.window.rebuild()

    def _remove_half_copies(self) -> None:
        """That a session was writing when it was killed. The library tidies other folders."""
        lasts = (self.states.export.last_folder, self.states.saving.last_folder)
        for folder in dict.fromkeys(folder for folder in lasts if folder is not None):
            # A thread each, since these may be on a network drive that hangs by now.
            tidying = threading.Thread(target=remove_orphans, args=(folder,), daemon=True)
            tidying.start()

    def _on_asked(self) -> None:
        """Whoever asks for a picture wants the model tried again, if it could not be opened."""
        if self._engine is None and self.states.model.phase is Phase.FAILED:
            self._open_model()

    def _on_failed(self, error: Exception) -> None:
        log.error("the model cannot be used", exc_info=error)
        self.states.model.fail(problem_of(error))

    def _on_model_changed(self) -> None:
        """Show a failure once; retrying, or a model that loads after all, puts it away."""
        model, failures = self.states.model, self.states.failures
        if model.phase in (Phase.READY, Phase.FAILED):
            self._garbage.settle()
        if model.phase is Phase.FAILED and model.problem is not self._shown_problem:
            assert model.problem is not None  # noqa: S101 - a failed model says why
            self._shown_problem = model.problem
            failures.show(model.problem, self._open_model)
        elif model.phase is Phase.READY and failures.problem is self._shown_problem:
            failures.dismiss()

    def _on_sheet(self, _path: Path) -> None:
        """A contact sheet is a file among the pictures, which the gallery is to list."""
        self._library.rescan()

    # Closing: the window is gone at once, the rest has _CLOSE_S ---------------------------------

    def _on_closing(self) -> None:
        if self._closing is None:
            self._closing = asyncio.get_running_loop().create_task(self._close())

    async def _close(self) -> None:
        """In this order, so that a picture that is just made still reaches the disk."""
        deadline = time.monotonic() + _CLOSE_S
        self.window.hide()
        self._remembering.stop()
        self.states.remember()
        self.states.memory.write(_REMEMBER_S)
        self._starter.close()
        self.states.queue_keeper.freeze()
        await self._stop_engine(deadline)
        await self._stop_library(deadline)
        await self._stop_queue(deadline)
        self.states.close()
        self._translation.remove()
        self._garbage.close()
        self._closed.set()

    async def _stop_engine(self, deadline: float) -> None:
        engine = self._engine
        drained = asyncio.ensure_future(self._bridge.drain())
        waits: set[asyncio.Future[None]] = {drained}
        if engine is not None:
            waits.add(_in_thread(lambda: engine.close(_left(deadline))))
        _, late = await asyncio.wait(waits, timeout=_left(deadline))
        if late:
            log.warning("the engine did not stop in time; leaving without it")

    async def _stop_library(self, deadline: float) -> None:
        thumbnails, library, journal = self._thumbnails, self._library, self._journal

        def stop() -> None:
            if thumbnails is not None:
                thumbnails.close(0)
            if not library.close(_left(deadline)):
                log.warning("the library did not finish in time")
            journal.close()

        await asyncio.wait({_in_thread(stop)}, timeout=_left(deadline))

    async def _stop_queue(self, deadline: float) -> None:
        finished = self.states.queue_keeper.finish()
        await asyncio.wait({_in_thread(lambda: finished.wait(_left(deadline)))})


def _held(plans: Mapping[str, Plan]) -> dict[str, int]:
    return {
        device: sum(part.held_bytes for part in plan.components if part.place is Place.RESIDENT)
        for device, plan in plans.items()
    }


def _left(deadline: float) -> float:
    return max(deadline - time.monotonic(), 0.05)


def _in_thread(work: Callable[[], object]) -> asyncio.Future[None]:
    """Run on a daemon thread: one that hangs must not keep the process alive."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def finish() -> None:
        thread.join(1)  # it is at its end, and must not be the last to hold what Qt made
        if not done.done():
            done.set_result(None)

    def run() -> None:
        try:
            work()
        except Exception:
            log.exception("closing failed")
        if not loop.is_closed():
            loop.call_soon_threadsafe(finish)

    thread = threading.Thread(target=run, name="closing", daemon=True)
    thread.start()
    return done
