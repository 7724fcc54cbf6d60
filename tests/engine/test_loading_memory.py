"""What loading takes at its peak is what the plan said, within a tenth."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from support.checkpoints import copy_checkpoint

ROOT = Path(__file__).parents[2]

LOAD = """
import asyncio, json, sys
from pathlib import Path
from engine.api import Loaded, Planned
from engine.engine import Engine
from engine.plan import PlanWish

def load(folder, **wish):
    engine = Engine(Path(folder), precision="bf16", plan=PlanWish(**wish))
    async def read():
        return [event async for event in engine.load()]
    events = asyncio.run(read())
    assert isinstance(events[-1], Loaded), events[-1]
    return next(event.plan for event in events if isinstance(event, Planned)), engine

def status(name):
    for line in open("/proc/self/status"):
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024

small, large, storage = sys.argv[1:]
load(small, storage=storage)[1].close()      # whatever is imported or started at the first time
before = status("VmRSS")
Path("/proc/self/clear_refs").write_text("5")  # forgets the peak
plan, engine = load(large, place="resident", storage=storage)
need = next(need for need in plan.stages if need.stage == "load")
print(json.dumps([status("VmHWM") - before, need.peak_bytes, need.weight_bytes]))
engine.close()
"""


@pytest.fixture(scope="module")
def large(checkpoint, tmp_path_factory) -> Path:
    """A checkpoint whose transformer has 1.3 GiB of weights, in sparse files."""
    from diffusers import GlmImageTransformer2DModel

    folder = copy_checkpoint(checkpoint, tmp_path_factory.mktemp("large") / "large")
    shutil.rmtree(folder / "transformer")
    with torch.device("meta"):
        transformer = GlmImageTransformer2DModel(
            num_layers=10, attention_head_dim=64, num_attention_heads=32
        )
    script().write_part(folder / "transformer", transformer)
    return folder


def script():
    path = ROOT / "packaging" / "made_up_checkpoint.py"
    spec = importlib.util.spec_from_file_location("made_up_checkpoint", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/status")
@pytest.mark.parametrize("storage", ["full", "int8", "int4"])
def test_the_peak_of_loading_is_the_plan_s(checkpoint, large, storage):
    done = subprocess.run(
        [sys.executable, "-c", LOAD, checkpoint, large, storage],
        stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    measured, planned, weights = json.loads(done.stdout.splitlines()[-1])
    assert weights > 3 * 10**8
    assert measured == pytest.approx(planned, rel=0.1)
