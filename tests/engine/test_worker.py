"""The worker's thread may die; nobody waits for it for ever."""

from __future__ import annotations

import logging
import threading
import time

import pytest

from engine import worker
from engine.api import ImageReady, JobFailed, Loaded, Stage
from engine.errors import WorkerError
from engine.glm_image import pipeline
from engine.queue import JobQueue
from engine.station import Station
from support.jobs import model_of


def die(*_):
    raise SystemExit("the stage left")


class Deaths:
    """Ends the worker in the pipeline's stage `name`, the first `count` times."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, count: int) -> None:
        self.left = count
        self._real = getattr(pipeline, name)
        monkeypatch.setattr(pipeline, name, self)

    def __call__(self, *arguments):
        if self.left:
            self.left -= 1
            die()
        return self._real(*arguments)


def wait_for(condition) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def hold(engine, monkeypatch):
    """The worker takes no job before this is set, so that several wait behind the first."""
    gate = threading.Event()
    take = JobQueue.take

    def wait(*args):
        gate.wait(60)
        return take(*args)

    monkeypatch.setattr(JobQueue, "take", wait)
    engine.load()  # the worker already waits in the method as it was
    yield gate
    gate.set()


@pytest.mark.parametrize(
    ("name", "stage"),
    [("write_priors", Stage.PRIOR), ("denoise", Stage.DENOISE), ("decode", Stage.DECODE)],
)
def test_the_job_fails_in_words_and_those_that_wait_are_made(
    engine, hold, ask, listen, monkeypatch, caplog, name, stage
):
    Deaths(monkeypatch, name, 1)
    # Seeds apart, or they would share the composition of the first.
    jobs = [engine.submit(ask(seed=seed, composition_seed=seed)) for seed in (1, 2, 3)]
    with caplog.at_level(logging.CRITICAL):
        hold.set()
        ends = [listen(job)[-1] for job in jobs]
    assert isinstance(ends[0], JobFailed)
    assert ends[0].stage is stage
    assert ends[0].problem.kind == "worker"
    assert "SystemExit: the stage left" in ends[0].problem.why
    assert [type(end) for end in ends[1:]] == [ImageReady, ImageReady]
    assert "Traceback" in caplog.text
    assert "in die" in caplog.text
    assert engine.close(30)
    assert "engine-cpu" not in {thread.name for thread in threading.enumerate()}


def test_the_model_is_loaded_anew_since_its_state_is_unknown(engine, ask, listen, monkeypatch):
    listen(engine.load())
    Deaths(monkeypatch, "denoise", 1)
    assert isinstance(listen(engine.submit(ask()))[-1], JobFailed)
    events = listen(engine.submit(ask()))
    assert any(isinstance(event, Loaded) for event in events)
    assert isinstance(events[-1], ImageReady)


def test_a_load_that_takes_the_worker_down_fails_in_words(engine, listen, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("engine.holder.open_model", die)
        last = listen(engine.load())[-1]
    assert isinstance(last, JobFailed)
    assert (last.stage, last.problem.kind) == (Stage.LOAD, "worker")
    assert isinstance(listen(engine.load())[-1], Loaded)


def test_no_memory_for_the_report_of_a_failure_is_such_a_death(engine, ask, listen, monkeypatch):
    """The handler itself may fail, where an exception is no longer caught."""

    def full(*_):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "denoise", full)
        patch.setattr(Station, "_no_memory", full)
        last = listen(engine.submit(ask()))[-1]
    assert isinstance(last, JobFailed)
    assert last.problem.kind == "worker"
    assert isinstance(listen(engine.submit(ask()))[-1], ImageReady)


def test_after_three_deaths_in_a_row_everyone_is_told_and_nothing_hangs(
    engine, hold, ask, listen, monkeypatch
):
    deaths = Deaths(monkeypatch, "denoise", 100)
    jobs = [engine.submit(ask(seed=seed)) for seed in range(5)]
    hold.set()
    ends = [listen(job)[-1] for job in jobs]
    assert [end.problem.what for end in ends] == (
        ["The job took the engine's worker down with it."] * 3 + ["The engine has stopped."] * 2
    )
    assert "SystemExit: the stage left" in ends[-1].problem.why
    assert deaths.left == 97
    for ask_more in (engine.load, lambda: engine.submit(ask())):
        with pytest.raises(WorkerError, match="start it again"):
            ask_more()
    assert engine.close(30)


def test_deaths_between_finished_jobs_do_not_add_up(engine, ask, listen, monkeypatch):
    for _ in range(4):
        with monkeypatch.context() as patch:
            Deaths(patch, "denoise", 1)
            assert isinstance(listen(engine.submit(ask()))[-1], JobFailed)
        assert isinstance(listen(engine.submit(ask()))[-1], ImageReady)


def test_a_device_that_fails_after_a_picture_does_not_take_the_picture_along(
    engine, ask, listen, monkeypatch
):
    carry_out = Station.carry_out
    with monkeypatch.context() as patch:

        def make_then_break(self, job):
            last = carry_out(self, job)
            patch.setattr(engine.lanes[0].device, "release_caches", die)
            return last

        patch.setattr(Station, "carry_out", make_then_break)
        assert isinstance(listen(engine.submit(ask()))[-1], ImageReady)
        wait_for(lambda: model_of(engine) is None)
    assert isinstance(listen(engine.submit(ask()))[-1], ImageReady)


def test_a_system_without_threads_left_is_told(engine, hold, ask, listen, monkeypatch):
    Deaths(monkeypatch, "denoise", 1)
    jobs = [engine.submit(ask(seed=seed)) for seed in (1, 2)]

    def refuse(_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(worker.Worker, "_start", refuse)
    hold.set()
    problems = [listen(job)[-1].problem for job in jobs]
    assert [problem.kind for problem in problems] == ["worker", "worker"]
    assert "can't start new thread" in problems[1].why


def test_closing_while_the_worker_dies_ends_every_job(engine, hold, ask, listen, monkeypatch):
    dying, closed = threading.Event(), threading.Event()

    def die_late(*_):
        dying.set()
        closed.wait(60)
        die()

    monkeypatch.setattr(pipeline, "denoise", die_late)
    jobs = [engine.submit(ask(seed=seed)) for seed in (1, 2)]
    hold.set()
    assert dying.wait(60)
    assert not engine.close(0.05)
    closed.set()
    assert engine.close(30)
    assert all(job.finished.wait(30) for job in jobs)
