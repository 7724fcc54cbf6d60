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
def times() -> FinishTimes:
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


def test_the_engine_is_asked_where_no_picture_was_made(queue):
    times = FinishTimes()
    times.expect = lambda _: {Stage.PRIOR: 5.0, Stage.DENOISE: 10.0, Stage.DECODE: 1.0}
    queue.add([FIRST])
    assert times.forecast(queue.entries, 1).all_s == pytest.approx(16)
