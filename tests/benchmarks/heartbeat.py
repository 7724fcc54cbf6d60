"""A 5 ms heartbeat in the window's loop over start, load and three pictures."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .table import Row

BEAT_MS = 5
PICTURES = 3


def rows() -> Iterator[Row]:
    """Measured in a process of its own, as the program runs."""
    with tempfile.TemporaryDirectory() as home:
        result = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.heartbeat", home],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    gaps: dict[str, list[float]] = json.loads(result.stdout.splitlines()[-1])
    everything = [gap for part in gaps.values() for gap in part]
    p99 = statistics.quantiles(everything, n=100)[-1]
    yield Row("heartbeat, 99th percentile", p99, "ms", "at most 16 ms", p99 <= 16)
    for part, some in gaps.items():
        yield Row(f"heartbeat, largest gap: {part}", max(some), "ms")
    largest = max(everything)
    yield Row("heartbeat, largest gap", largest, "ms", "at most 100 ms", largest <= 100)


class Pulse:
    """Times between beats, in milliseconds, sorted by what was going on."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: dict[str, list[float]] = {}
        self.part = "opening"
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.setdefault(self.part, []).append(1000 * (now - self._last))
        self._last = now


async def _until(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0.02)


async def _session(home: Path) -> dict[str, list[float]]:
    from glm_studio.app import Studio
    from glm_studio.launch import make_engine, model_folder
    from glm_studio.library.folders import Folders
    from glm_studio.state.model import Phase

    model = model_folder("nano")
    folders = Folders(*(home / name for name in ("pictures", "data", "cache", "config")))
    studio = Studio(model, lambda: make_engine(model, "auto", "auto"), folders)
    pulse = Pulse()
    running = asyncio.ensure_future(studio.run())
    await _until(lambda: studio.states.model.phase is Phase.STARTING)
    pulse.part = "importing torch"
    await _until(lambda: studio.states.model.phase is Phase.LOADING)
    pulse.part = "loading"
    await _until(lambda: studio.states.model.phase is Phase.READY)
    pulse.part = "pictures"
    studio.states.prompt.set_text("hills at sunset with the sun")
    studio.states.parameters.set_count(PICTURES)
    studio.states.generate()
    await _until(lambda: len(studio.states.gallery.pictures) == PICTURES)
    gaps = pulse.gaps
    studio.window.close()
    await running
    return gaps


def main() -> None:
    """Run one session and print its gaps as JSON."""
    from PySide6.QtWidgets import QApplication

    from glm_studio.loop import WindowLoop

    app = QApplication([])
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)
    loop = WindowLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        print(json.dumps(loop.run_until_complete(_session(Path(sys.argv[1])))))


if __name__ == "__main__":
    main()
