"""What changes of a long queue cost: until they are on the disk, and on the window's thread."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .table import Row

if TYPE_CHECKING:
    from engine.api import GenerationRequest
    from glm_studio.state.studio import StudioState

WAITING = 5000
_BEAT_S = 0.001


def rows() -> Iterator[Row]:
    """Measured in a process of its own, as the program runs."""
    with tempfile.TemporaryDirectory() as home:
        result = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.queue", home],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    for name, (spent, gap) in json.loads(result.stdout.splitlines()[-1]).items():
        yield Row(f"queue of {WAITING}, {name}: until on disk", 1000 * spent, "ms")
        yield Row(f"queue of {WAITING}, {name}: largest gap", 1000 * gap, "ms")


def _requests() -> list[GenerationRequest]:
    from engine.api import GenerationRequest

    prompt = "a fox in the snow, photographed from below " * 5
    return [
        GenerationRequest(prompt, 1024, 1024, 30, 1.5, seed, composition_seed=seed)
        for seed in range(WAITING)
    ]


async def _timed(act: Callable[[], object], done: Callable[[], object]) -> tuple[float, float]:
    """Seconds until it is done, and the loop's largest gap meanwhile."""
    start = last = time.perf_counter()
    largest = 0.0
    act()
    while not done():
        await asyncio.sleep(_BEAT_S)
        now = time.perf_counter()
        largest, last = max(largest, now - last - _BEAT_S), now
    return time.perf_counter() - start, largest


def _open(home: Path) -> tuple[StudioState, Callable[[], None], list[object], Callable[[], None]]:
    from glm_studio.library.queue_file import QueueFile
    from glm_studio.resources import resource
    from glm_studio.state.memory import Memory
    from glm_studio.state.studio import StudioState

    states = StudioState(resource("models", "nano"), Memory(home / "window.json"))
    file, restored = QueueFile(home / "queue", ()), []
    states.queue_keeper.restored.connect(restored.append)

    def kill() -> None:
        """As the system lets go of what a dead process held."""
        file._lock._lock.release(force=True)

    return states, lambda: states.queue_keeper.open(file, None), restored, kill


async def _session(home: Path) -> dict[str, tuple[float, float]]:
    from engine.api import CompositionReady, Stage, StageStarted
    from engine.recipe import PriorCodes
    from engine.sizes import Grid

    states, begin, restored, kill = _open(home)
    await _timed(begin, lambda: restored)
    queue, edits, keeper = states.queue, states.queue_edits, states.queue_keeper
    requests = _requests()
    codes = CompositionReady("", PriorCodes(Grid(32, 32), (7,) * 1024), 0, False)
    changes: dict[str, Callable[[], object]] = {
        "all asked for": lambda: queue.add(requests),
        "one more": lambda: queue.add(requests[:1]),
        "the last one first": lambda: edits.to_front([queue.entries[-1]]),
        "one cancelled": lambda: edits.cancel([queue.entries[-1]]),
        "one begins": lambda: queue.apply(queue.entries[0], StageStarted("", Stage.PRIOR, 9)),
        "its codes": lambda: queue.apply(queue.entries[0], codes),
    }
    taken = {}
    for name, change in changes.items():
        taken[name] = await _timed(change, lambda: keeper._is_settled)
    kill()
    states, begin, restored, _ = _open(home)
    taken["all restored"] = await _timed(begin, lambda: restored)
    taken["all cancelled"] = await _timed(
        states.queue_edits.cancel_all, lambda: states.queue_keeper._is_settled
    )
    return taken


def main() -> None:
    """Run one session and print what it took as JSON."""
    from PySide6.QtWidgets import QApplication

    from glm_studio.loop import WindowLoop

    app = QApplication([])
    loop = WindowLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        print(json.dumps(loop.run_until_complete(_session(Path(sys.argv[1])))), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
