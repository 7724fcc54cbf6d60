"""A load that fails is told in the window, whatever stage its job was in."""

from __future__ import annotations

import pytest

from engine.api import JobCancelled, JobFailed, Loading, Stage
from engine.checkpoint import open_checkpoint
from engine.errors import Problem
from glm_studio.bridge import Bridge
from glm_studio.state.model import Phase

WHY = Problem("worker", "The engine is gone.", "Its thread ended.", "Start the program again.")
SOME = Loading("", "vae", 1 << 20, 4 << 20)


@pytest.fixture
def attach(states, engine, library, loop):
    """Load with a script; the bridge is drained at the end."""
    bridge = Bridge(states, library)
    states.model.describe(open_checkpoint(states.model.folder))

    def attach(*script) -> None:
        engine.loading = script

        async def now() -> None:
            bridge.attach(engine)

        loop.run_until_complete(now())

    yield attach
    loop.run_until_complete(bridge.drain())


@pytest.mark.parametrize("stage", [None, Stage.LOAD])
def test_the_first_load_fails(window, attach, states, wait, stage):
    attach(SOME, JobFailed("", stage, WHY))
    wait(lambda: states.model.phase is Phase.FAILED)
    assert states.model.problem is WHY
    assert "not loaded" in window.body.progress.text()


@pytest.mark.parametrize("stage", [None, Stage.LOAD])
def test_the_first_load_is_cancelled(window, attach, states, wait, stage):
    attach(SOME, JobCancelled("", stage))
    wait(lambda: states.model.phase is Phase.UNLOADED)
    assert "next picture loads" in window.body.progress.text()
