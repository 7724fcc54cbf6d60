"""The whole program, which kills itself while its first picture is painted: `MODEL HOME`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from engine.api import Stage
from engine.engine import Engine
from glm_studio.app import Studio
from glm_studio.library.folders import Folders
from glm_studio.loop import WindowLoop
from support.jobs import request

STEPS = 30
SIZE = {"width": 256, "height": 256}


def together() -> list[object]:
    """Two layouts, written in the same passes, and one that is written alone."""
    seeds = {"composition_seed": 3, "composed_with": (3, 4), "steps": STEPS, **SIZE}
    first = request(seed=7, **seeds)
    return [first, request(seed=8, **(seeds | {"composition_seed": 4}))]


def folders_in(home: Path) -> Folders:
    return Folders(*(home / name for name in ("pictures", "data", "cache", "config")))


async def session(model: Path, home: Path) -> None:
    studio = Studio(
        model,
        lambda: Engine(model, device="cpu", precision="fp32", cache_dir=home / "cache"),
        folders_in(home),
    )
    queue, keeper = studio.states.queue, studio.states.queue_keeper

    composed, opened = asyncio.Event(), asyncio.Event()
    queue.composed.connect(lambda *_: composed.set())
    keeper.restored.connect(opened.set)
    running = asyncio.ensure_future(studio.run())
    await opened.wait()
    queue.add(together())
    await composed.wait()
    await keeper.settle()
    while not queue.running or queue.running[0].progress.stage is not Stage.DENOISE:
        await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGKILL)
    await running


if __name__ == "__main__":
    app = QApplication([])
    app.setStyle("Fusion")
    loop = WindowLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(session(Path(sys.argv[1]), Path(sys.argv[2])))
