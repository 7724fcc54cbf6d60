"""The whole program is killed while it paints; the next one makes the same pixels, from the codes
that were written."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from engine.api import CompositionReady, Event, ImageReady, Stage, StageStarted
from engine.engine import Engine
from glm_studio.app import Studio
from glm_studio.library.metadata import read_recipe
from glm_studio.state.queue import QueueState
from support.checkpoints import NANO, write_checkpoint
from support.jobs import listen
from support.killed_studio import folders_in, together

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_checkpoint(tmp_path_factory.mktemp("checkpoint") / "random")
    shutil.copy(NANO / "studio.json", folder)  # it takes pictures as small as the nano's
    return folder


def kill_while_it_paints(model: Path, home: Path) -> None:
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    done = subprocess.run(
        [sys.executable, "-m", "support.killed_studio", str(model), str(home)],
        env={**os.environ, "PYTHONPATH": paths, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def test_the_interrupted_picture_is_the_one_that_would_have_been(
    checkpoint, tmp_path, loop, qapp, monkeypatch
):
    engine = Engine(checkpoint, device="cpu", precision="fp32", cache_dir=tmp_path / "cache")
    wanted = [listen(engine.submit(each))[-1] for each in together()]
    assert all(isinstance(each, ImageReady) for each in wanted)
    assert engine.close(30)
    kill_while_it_paints(checkpoint, tmp_path)
    folders = folders_in(tmp_path)
    assert not list(folders.pictures.glob("*.png"))

    events: list[Event] = []
    apply = QueueState.apply

    def listening(queue: QueueState, entry: object, event: Event) -> None:
        events.append(event)
        apply(queue, entry, event)

    monkeypatch.setattr(QueueState, "apply", listening)

    async def next_session() -> None:
        studio = Studio(
            checkpoint,
            lambda: Engine(
                checkpoint, device="cpu", precision="fp32", cache_dir=tmp_path / "cache"
            ),
            folders,
        )
        running = asyncio.ensure_future(studio.run())
        try:
            async with asyncio.timeout(120):
                while len(studio.states.gallery.pictures) < 2:
                    await asyncio.sleep(0.01)
        finally:
            studio.window.close()
            await running

    loop.run_until_complete(next_session())
    stages = [event.stage for event in events if isinstance(event, StageStarted)]
    assert stages == [Stage.DENOISE, Stage.DECODE] * 2
    assert all(event.reused for event in events if isinstance(event, CompositionReady))
    for made in wanted:
        (path,) = folders.pictures.glob(f"*seed{made.recipe.seed}.png")
        with Image.open(path) as picture:
            assert picture.convert("RGB").tobytes() == made.pixels.data
        again = read_recipe(path)
        assert (again.trace, again.prior, again.composition_seed, again.composed_with) == (
            made.recipe.trace, made.recipe.prior,
            made.recipe.composition_seed, made.recipe.composed_with,
        )  # fmt: skip
    assert list(folders.queue.iterdir()) == []
