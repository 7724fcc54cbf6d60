"""What a process for each of several cards is worth, on simulated cards.

They have no speed of their own: what is timed is Python between operators, which a real card waits
for as well, with a model so small that there is little else. As many cards as half of the cores.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .table import Row

CARDS = max(2, (os.cpu_count() or 2) // 2)
EACH, ROUNDS = 2, 3


def rows() -> Iterator[Row]:
    """Seconds and ratios, taken in turns in one run, by a process that has simulated cards."""
    from ..simulated_card.rig import Card, Rig

    with tempfile.TemporaryDirectory(prefix="cards-") as folder:
        rig = Rig(Path(folder), [Card(gib=4)] * CARDS)
        environment = rig.environment() | {"OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-m", __name__, folder]
        ran = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    took = json.loads(ran.stdout.splitlines()[-1])
    yield Row(f"{CARDS * EACH} pictures on one simulated card", took["one"], "s")
    yield Row(f"  on {CARDS}, threads of one process / on one", took["threads"] / took["one"], "")
    ratio = took["processes"] / took["one"]
    yield Row(
        f"  on {CARDS}, a process each / on one", ratio, "",
        "below threads", took["processes"] < took["threads"],
    )  # fmt: skip
    yield Row("  on a pair that shares each picture / on one", took["pair"] / took["one"], "")


def measure(folder: Path) -> dict[str, float]:
    """The median seconds of each way."""
    from engine import engine as engines
    from engine.station import Station

    sys.path.append(str(Path(__file__).parents[1]))
    from support.checkpoints import write_checkpoint

    checkpoint = write_checkpoint(folder / "model")
    names = [f"npu:{index}" for index in range(CARDS)]
    apart = engines.ProcessStation
    ways = {
        "one": (names[0], apart),
        "threads": (",".join(names), Station),
        "processes": (",".join(names), apart),
        "pair": ("+".join(names[:2]), apart),
    }
    opened = {}
    for way, (device, station) in ways.items():
        engines.ProcessStation = station
        opened[way] = engines.Engine(
            checkpoint, device=device, precision="fp32", cache_dir=folder / "cache"
        )
        _seconds(opened[way], seed=0)  # loads every card
    took = {way: [_seconds(opened[way], seed=1 + turn) for turn in range(ROUNDS)] for way in opened}
    for engine in opened.values():
        engine.close(30)
    return {way: statistics.median(seconds) for way, seconds in took.items()}


def _seconds(engine: object, seed: int) -> float:
    from engine.api import GenerationRequest, ImageReady, PreviewPolicy

    async def read(job: object) -> None:
        async for event in job:
            last = event
        assert isinstance(last, ImageReady), last

    async def read_all() -> None:
        requests = [
            GenerationRequest(
                "a red circle", 512, 512, 8, 1.5, 100 * seed + number, PreviewPolicy(enabled=False)
            )
            for number in range(CARDS * EACH)
        ]
        await asyncio.gather(*[read(engine.submit(request)) for request in requests])

    start = time.perf_counter()
    asyncio.run(read_all())
    return time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
