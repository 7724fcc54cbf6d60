"""The window's process: its loop, and the engine as the command line wants it."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from PySide6.QtWidgets import QApplication

from engine.api import EngineLike
from engine.errors import Problem
from engine.examination import Measurement, OnProgress, Outlook, Question
from engine.hardware import Sighting
from engine.plan import NO_WISH, Plan, PlanWish
from glm_studio import __version__
from glm_studio.app import Held, MakeEngine, MakeOutlook, MakeReport, Studio
from glm_studio.library.folders import Folders
from glm_studio.loop import DisplayLostError, WindowLoop
from glm_studio.state.hardware import Report
from glm_studio.ui.desktop_notices import DesktopNotices
from glm_studio.ui.signal_watch import SignalWatch
from glm_studio.wakefulness import Wakefulness

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the window's user wants of the engine: the checkpoint, and the devices."""

    model: Path
    device: str


MakeWish = Callable[[], Wish]
"""As it is now."""


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """What the command line says; `model` and `device` are None if it names none."""

    model: Path | None = None
    device: str | None = None
    precision: str = "auto"
    plan: PlanWish = NO_WISH
    threads: int | None = None


def run_window(options: WindowOptions) -> int:
    """Show the window and run it until it is closed; returns the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName("glm-studio")
    app.setApplicationVersion(__version__)
    QApplication.setApplicationDisplayName("GLM Studio")
    QApplication.setDesktopFileName("glm-studio")
    QApplication.setStyle("Fusion")
    # Closing takes a moment longer than the window is on the screen.
    QApplication.setQuitOnLastWindowClosed(False)
    loop = WindowLoop(app)
    asyncio.set_event_loop(loop)
    studios: list[Studio] = []
    with loop:
        try:
            loop.run_until_complete(_run(options, studios))
        except DisplayLostError:
            _leave_without_display(studios)
    return 0


def _leave_without_display(studios: list[Studio]) -> NoReturn:
    """No widget may be touched any more, not even to take it apart. What is being written gets
    its time; what was being made is in the journal, and the next start says so."""
    log.error("the display went away; leaving")
    print("The display went away: GLM Studio has ended with it.", file=sys.stderr, flush=True)
    for studio in studios:
        studio.abandon()
    logging.shutdown()
    os._exit(1)


async def _run(options: WindowOptions, studios: list[Studio]) -> None:
    def wish() -> Wish:
        return Wish(studio.states.model.folder, studio.states.hardware.wish)

    studio = Studio(
        options.model,
        _real_engine(options, wish),
        Folders.standard(),
        _real_examination(options, wish),
        _real_survey,
        options.device,
        _real_outlook(options, wish),
        catch_faults=True,
    )
    studios.append(studio)
    states = studio.states
    _notices = DesktopNotices(states, studio.window, Folders.standard().cache)
    wakefulness = Wakefulness(states.queue, states.preferences)
    with SignalWatch(studio.window.leave):
        await studio.run()
    wakefulness.close()


def _real_engine(options: WindowOptions, wish: MakeWish) -> MakeEngine:
    def make() -> EngineLike:
        # Imports torch, which takes seconds: never before the window is there.
        from glm_studio.launch import make_engine  # noqa: PLC0415

        now = wish()
        return make_engine(
            now.model, now.device, options.precision, options.plan, options.threads, measure=True
        )

    return make


def _real_survey() -> tuple[Sighting, ...]:
    from glm_studio.launch import survey  # noqa: PLC0415 - imports torch

    return survey()


def _real_examination(options: WindowOptions, wish: MakeWish) -> MakeReport:
    def examine(
        follows: Mapping[str, Plan], failed: Mapping[str, Problem], on_progress: OnProgress
    ) -> Report:
        # The same: torch, and the page's tables.
        from glm_studio.doctor import as_text  # noqa: PLC0415
        from glm_studio.launch import examine  # noqa: PLC0415

        now = wish()
        question = Question(
            now.model,
            now.device,
            options.precision,
            options.plan,
            options.threads,
            follows,
            failed,
        )
        found = examine(question, on_progress)
        return Report(found, as_text(found))

    return examine


def _real_outlook(options: WindowOptions, wish: MakeWish) -> MakeOutlook:
    def outlook(
        folder: Path, follows: Mapping[str, Plan], held: Held, known: Sequence[Measurement]
    ) -> Outlook:
        from glm_studio.launch import outlook  # noqa: PLC0415 - imports torch

        question = Question(
            folder, wish().device, options.precision, options.plan, options.threads, follows
        )
        return outlook(question, held, known)

    return outlook
