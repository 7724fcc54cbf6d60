"""A picture with a checkpoint of the released shape: seconds and memory by stage, beside the plan.

By hand: `make bench-released ARGS="--memory 18"`. It takes half an hour on two cores, and 0.1 GB of
disk; the weights are made up (`packaging/made_up_checkpoint.py`), what is measured is not.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

SCRIPT = Path(__file__).parents[2] / "packaging" / "made_up_checkpoint.py"
GIB = 2**30
SAMPLE_S = 0.02


@dataclass
class Meter(threading.Thread):
    """Samples this process's memory and keeps the peaks of each stage, in bytes.

    Anonymous pages are the process's own; pages of files are the system's to drop.
    """

    stage: str = "start"
    anonymous: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        last = time.perf_counter()
        while True:
            stage = self.stage
            for kept, name in ((self.anonymous, "RssAnon"), (self.files, "RssFile")):
                kept[stage] = max(kept.get(stage, 0), now(name))
            time.sleep(SAMPLE_S)
            spent, last = time.perf_counter() - last, time.perf_counter()
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent


def now(name: str) -> int:
    """A value of `/proc/self/status` in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    raise LookupError(name)


def measure(folder: Path, options: argparse.Namespace) -> dict:
    """One picture in this process; the events' stages sort the samples."""
    from engine.api import (
        GenerationRequest,
        ImageReady,
        Loading,
        Planned,
        PreviewPolicy,
        StageStarted,
        to_json,
    )
    from engine.engine import Engine
    from engine.plan import PlanWish

    meter = Meter()
    engine = Engine(
        folder,
        precision=options.precision,
        cache_dir=folder / "cache",
        plan=PlanWish(int(options.memory * GIB), options.place, options.store),
    )
    base = now("RssAnon")
    meter.start()
    request = GenerationRequest(
        'a sign that says "OPEN"', options.side, options.side, options.steps, 1.5, 1,
        PreviewPolicy(enabled=False),
    )  # fmt: skip
    told: dict = {}

    async def run() -> None:
        job = engine.submit(request)
        async for event in job:
            if not isinstance(event, Loading):
                print(time.strftime("%H:%M:%S"), str(event)[:300], file=sys.stderr, flush=True)
            match event:
                case Planned():
                    told["plan"] = to_json(event.plan)
                case Loading():
                    meter.stage = f"load {event.component}"
                case StageStarted():
                    meter.stage = str(event.stage)
                case ImageReady():
                    data = event.pixels.data
                    told["colours"] = len(set(data))
                    told["stages_s"] = dict(event.seconds)

    asyncio.run(run())
    engine.close()
    return told | {
        "base": base,
        "anonymous": meter.anonymous,
        "files": meter.files,
        "seconds": meter.seconds,
    }


def show(told: dict) -> bool:
    """Print the table; returns whether every stage kept to its plan, within a tenth."""
    plan = told["plan"]
    peaks = {
        need["stage"]: sum(
            need[part] for part in ("weight_bytes", "activation_bytes", "cache_bytes")
        )
        for need in plan["stages"]
    }
    table = Table(title=f"plan: {plan['name']}, {plan['precision']}", title_justify="left")
    for name in ("while", "seconds", "planned GiB", "own GiB", "of files GiB"):
        table.add_column(name, justify="left" if name == "while" else "right")
    kept = True
    for stage, size in told["anonymous"].items():
        planned = f"{peaks[stage] / GIB:.2f}" if stage in peaks else ""
        kept = kept and (stage not in peaks or size - told["base"] <= 1.1 * peaks[stage])
        own = f"{(size - told['base']) / GIB:.2f}"
        files = f"{told['files'][stage] / GIB:.2f}"
        table.add_row(stage, f"{told['seconds'].get(stage, 0):.0f}", planned, own, files)
    console = Console(width=100)
    console.print(table)
    console.print(f"The libraries alone take {told['base'] / GIB:.2f} GiB, in addition to 'own'.")
    console.print("Each stage kept to its plan." if kept else "MISSED: more than a tenth over.")
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="keep the checkpoint here, and use it again")
    parser.add_argument("--memory", type=float, default=18.0, help="GiB")
    parser.add_argument("--place", default="auto")
    parser.add_argument("--store", default="auto")
    parser.add_argument("--precision", default="auto")
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure(options.folder, options)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "released"
        if not folder.exists():
            subprocess.run([sys.executable, SCRIPT, folder], check=True)
        words = [*sys.argv[1:], "--child", "--folder", str(folder)]
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.released_shape", *words],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    if not show(json.loads(done.stdout.splitlines()[-1])):
        sys.exit(1)


if __name__ == "__main__":
    main()
