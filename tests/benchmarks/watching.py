"""10,000 pictures deleted by another program while the gallery shows them: how long until it says
so, and how long the window's thread is kept."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .heartbeat import Pulse, until
from .table import Row

PICTURES, DELETED = 20_000, 10_000


def rows() -> Iterator[Row]:
    """Measured in a process of its own, as the program runs."""
    with tempfile.TemporaryDirectory() as home:
        result = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.watching", home],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    told = json.loads(result.stdout.splitlines()[-1])
    seconds, gap = told["seconds"], told["gap_ms"]
    yield Row("10,000 of 20,000 deleted outside, until the gallery says so", seconds, "s")
    yield Row(
        "10,000 of 20,000 deleted outside, largest gap", gap, "ms", "at most 100 ms", gap <= 100
    )


async def _session(home: Path) -> dict[str, float]:
    from glm_studio.app import Studio
    from glm_studio.launch import model_folder
    from glm_studio.state.pages import Page
    from support.fakes import FakeEngine, run_script
    from support.large_library import folders_in, make_large_library

    folders = folders_in(home)
    make_large_library(folders, PICTURES)
    studio = Studio(model_folder("nano"), lambda: FakeEngine(run_script()), folders)
    running = asyncio.ensure_future(studio.run())
    await until(lambda: studio.states.gallery.known)
    studio.states.pages.show(Page.GALLERY)
    await until(lambda: len(studio.states.search.pictures) == PICTURES)
    await asyncio.sleep(5)
    chosen = studio.states.gallery.pictures[:DELETED]
    # Ten thousand rows are not read by the window, and not while it is timed.
    doomed = await asyncio.to_thread(lambda: [picture.path for picture in chosen])
    pulse = Pulse()
    deleted = await asyncio.to_thread(_delete, doomed)
    await until(lambda: len(studio.states.search.pictures) == PICTURES - DELETED)
    seconds = time.monotonic() - deleted
    await asyncio.sleep(1)
    gap = max(pulse.gaps["opening"])
    studio.window.close()
    await running
    return {"seconds": seconds, "gap_ms": gap}


def _delete(paths: list[Path]) -> float:
    for path in paths:
        path.unlink()
    return time.monotonic()


def main() -> None:
    """Run one session and print its figures as JSON."""
    from PySide6.QtWidgets import QApplication

    from glm_studio.loop import WindowLoop

    sys.path.insert(0, "tests")
    app = QApplication([])
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)
    loop = WindowLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        print(json.dumps(loop.run_until_complete(_session(Path(sys.argv[1])))))


if __name__ == "__main__":
    main()
