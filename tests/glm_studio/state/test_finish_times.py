"""When pictures should be done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.api import GenerationRequest, Stage, StageStarted, StepDone
from glm_studio.state.finish_times import FinishTimes
from glm_studio.state.queue import QueueState
from support.fakes import picture_of

FIRST = GenerationRequest("x", 256, 256, 10, 1.5, 0, composition_seed=1)
TOOK = {"prior": 30.0, "denoise": 60.0, "decode": 10.0}


@pytest.fixture
def times(qapp) -> FinishTimes:
    times = FinishTimes()
    times.learn(FIRST, replace(picture_of(FIRST), seconds=TOOK))
    return times


@pytest.fixture
def queue(qapp) -> QueueState:
    return QueueState()


def other(**changes) -> GenerationRequest:
    return replace(FIRST, composition_seed=2, **changes)


def test_nothing_is_said_of_what_nobody_knows(queue):
    queue.add([FIRST])
    told = FinishTimes().forecast(queue.entries, 1)
    assert (dict(told.left_s), told.all_s) == ({}, None)


def test_steps_and_size_decide(times):
    assert sum(times.seconds(other()).values()) == pytest.approx(100)
    assert times.seconds(other(steps=20))[Stage.DENOISE] == pytest.approx(120)
    assert times.seconds(other(guidance=1.0))[Stage.DENOISE] == pytest.approx(30)
    assert times.seconds(other(width=512))[Stage.DECODE] == pytest.approx(20)


def test_a_composition_that_is_there_takes_no_time(times, queue):
    assert sum(times.seconds(replace(FIRST, seed=5)).values()) == pytest.approx(70)
    queue.add([other(seed=seed) for seed in range(3)])
    told = times.forecast(queue.entries, 1)
    assert list(told.left_s.values()) == pytest.approx([100, 170, 240])


def test_those_that_wait_come_one_after_the_other_on_each_device(times, queue):
    queue.add([replace(FIRST, seed=seed) for seed in range(5)])
    told = times.forecast(queue.entries, 2)
    assert list(told.left_s.values()) == pytest.approx([70, 70, 140, 140, 210])
    assert told.all_s == pytest.approx(210)


def test_what_is_left_of_the_running_one_counts(times, queue):
    queue.add([other(), replace(FIRST, seed=3)])
    running, waiting = queue.entries
    queue.apply(running, StageStarted("", Stage.DENOISE, 10))
    queue.apply(running, StepDone("", 9, 10, 0.2, 6.0))
    told = times.forecast(queue.entries, 1)
    assert told.left_s[running] == pytest.approx(16, abs=0.5)
    assert told.left_s[waiting] == pytest.approx(86, abs=0.5)


def test_of_another_engine_nothing_is_known(times, queue):
    times.detach()
    queue.add([FIRST])
    assert times.forecast(queue.entries, 1).all_s is None


def test_the_engine_is_asked_once_for_pictures_of_a_kind_where_none_was_made(queue, qtbot):
    times, asked = FinishTimes(), []

    def ask(request: GenerationRequest) -> dict[str, float]:
        asked.append(request.steps)
        return {"prior": 5.0, "denoise": float(request.steps), "decode": 1.0}

    times.attach(ask)
    queue.add([other(seed=seed) for seed in range(3)])
    queue.add([replace(FIRST, steps=20)])
    with qtbot.waitSignals([times.changed] * 2):
        assert times.forecast(queue.entries, 1).all_s is None
        assert times.seconds(replace(FIRST, steps=20)) is None
    assert times.forecast(queue.entries, 1).all_s == pytest.approx(16 + 2 * 11 + 26)
    assert sorted(asked) == [10, 20]
    times.close()


def test_an_engine_that_does_not_know_is_not_asked_again(queue, qtbot):
    times, asked = FinishTimes(), []
    times.attach(lambda request: asked.append(request) or {})
    queue.add([FIRST])
    with qtbot.waitSignal(times.changed):
        times.forecast(queue.entries, 1)
    assert times.forecast(queue.entries, 1).all_s is None
    assert len(asked) == 1
    times.close()
