"""The engine holds what is to be made next, in the queue's order, and no more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.api import GenerationRequest, JobFailed, Planned, Stage
from engine.errors import EngineError, Problem
from engine.plan import GIB, Plan, StageNeed
from glm_studio.bridge import Bridge
from glm_studio.library.store import SaveError
from glm_studio.state.queue import Standing
from support.fakes import Cue, FakeEngine, FakeLibrary, run_script


def requests(*seeds: int) -> list[GenerationRequest]:
    return [GenerationRequest("x", 256, 256, 12, 1.5, seed) for seed in seeds]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(run_script(hold_at=Stage.PRIOR))


@pytest.fixture
def act(loop, states, engine) -> Callable[..., None]:
    """Do something as the window does it: on the loop, which then runs until nothing is due."""
    library = FakeLibrary()
    bridge = Bridge(states, library)

    def act(do: Callable[[], object] = lambda: None) -> None:
        async def session() -> None:
            do()
            for _ in range(40):
                await asyncio.sleep(0)

        loop.run_until_complete(session())

    act(lambda: bridge.attach(engine))
    act.bridge, act.library = bridge, library
    yield act
    loop.run_until_complete(bridge.drain())


def planned() -> Planned:
    stages = (StageNeed("prior", GIB, 0, 0),)
    plan = Plan("full resident", "fp32", 256, 256, 0, (), stages, False, 2 * GIB, 2 * GIB)
    return Planned("", plan, "cpu")


def held(engine: FakeEngine) -> list[int]:
    """The seeds of the jobs that the engine has, in its order."""
    return [job.request.seed for job in engine.jobs if job.request and not job.cancelled]


def test_the_engine_holds_one_more_than_it_works_on(act, states, engine):
    act(lambda: states.queue.add(requests(*range(10))))
    assert held(engine) == [0, 1]
    act(engine.jobs[1].release)
    assert states.queue.over[0].request.seed == 0
    assert held(engine) == [0, 1, 2]
    assert [entry.request.seed for entry in states.queue.running] == [1]


def test_every_device_has_its_next_one(act, states, engine):
    engine.at_once = 3
    act(lambda: states.queue.add(requests(*range(10))))
    assert held(engine) == [0, 1, 2, 3, 4, 5]
    assert len(states.queue.running) == 3


def test_what_is_put_first_is_made_first(act, states, engine):
    act(lambda: states.queue.add(requests(*range(4))))
    _, one, two, three = states.queue.entries
    act(lambda: states.queue.move([three], before=one))
    act(lambda: states.queue.move([two], before=one))
    act(engine.release)
    act(engine.release)
    act(engine.release)
    act(engine.release)
    assert [entry.request.seed for entry in reversed(states.queue.over)] == [0, 3, 2, 1]


def test_a_pause_takes_back_what_has_not_begun_and_loses_nothing(act, states, engine):
    act(lambda: states.queue.add(requests(*range(3))))
    act(states.queue.pause)
    assert held(engine) == [0]
    act(engine.release)
    assert [entry.standing for entry in states.queue.entries] == [Standing.WAITING] * 2
    assert not states.queue.busy
    act(states.queue.resume)
    for _ in range(2):
        act(engine.release)
    assert len(states.queue.over) == 3
    assert not states.queue.entries


def test_a_cancelled_picture_that_waits_never_begins(act, states, engine):
    act(lambda: states.queue.add(requests(*range(3))))
    act(lambda: states.queue.cancel([states.queue.entries[1]]))
    assert held(engine) == [0, 2]
    act(engine.release)
    act(engine.release)
    assert [entry.request.seed for entry in states.queue.over] == [2, 0]


def test_one_that_cannot_be_asked_for_lets_the_next_have_its_turn(act, states, engine):
    class RefusedError(EngineError):
        kind = "request"

    engine.refuse = lambda request: (
        RefusedError("No.", "Why.", "Do this.") if request.seed < 3 else None
    )
    act(lambda: states.queue.add(requests(*range(6))))
    assert [entry.standing for entry in states.queue.over] == [Standing.FAILED] * 3
    assert held(engine) == [3, 4]


def test_a_model_that_cannot_be_loaded_fails_one_picture_and_keeps_the_others(act, states, engine):
    problem = Problem("checkpoint", "A file is gone.", "Why.", "Do this.")
    engine.script = [planned(), JobFailed("", Stage.LOAD, problem)]
    act(lambda: states.queue.add(requests(*range(5))))
    assert [entry.request.seed for entry in states.queue.over] == [0]
    assert len(states.queue.pending) == 4
    engine.script = [Cue.PICTURE]
    act(lambda: states.queue.retry(states.queue.over[0], front=True))
    assert [entry.request.seed for entry in reversed(states.queue.over)] == [0, 1, 2, 3, 4]


def test_closing_lets_nothing_more_begin(act, states, engine, loop):
    act(lambda: states.queue.add(requests(*range(5))))
    loop.run_until_complete(act.bridge.drain())
    assert len([job for job in engine.jobs if job.request]) == 2


FULL = SaveError(Path("/full"), OSError(28, "No space left on device"))


def test_when_memory_is_full_of_unsaved_pictures_nothing_begins_until_a_disk_takes_them(
    act, states, engine, monkeypatch
):
    monkeypatch.setattr("glm_studio.bridge._MOST_UNSAVED_BYTES", 0)
    engine.script = run_script()
    act.library.failing = FULL
    act(lambda: states.queue.add(requests(1)))
    assert states.queue.unsaved == 1
    act(lambda: states.queue.add(requests(2)))
    act(states.queue.resume)
    assert held(engine) == [1]
    assert states.queue.held is not None
    act(states.queue.save_again)
    assert [entry.request.seed for entry in states.queue.over] == [2, 1]
    assert not states.queue.unsaved


def test_a_rescued_picture_that_cannot_be_read_stays_in_memory(act, states, engine, tmp_path):
    engine.script = run_script()
    act.library.failing = SaveError(tmp_path, OSError(5, "broken"), tmp_path / "taken away.png")
    act(lambda: states.queue.add(requests(1)))
    _until(act, lambda: states.queue.unsaved == 1)
    act(states.queue.save_again)
    assert len(act.library.pictures()) == 1


def _until(act, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        act()
        time.sleep(0.01)
    assert condition()
