"""What becomes of a job whatever its lane's station does."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import pytest

from engine import lane as lanes
from engine.api import JobCancelled, JobFailed, Loaded, Moved
from engine.devices.cpu import CpuDevice
from engine.errors import DeviceFaultError, Problem
from engine.jobs import Job
from engine.lane import Lane
from engine.outcomes import Ended, Faulted, HandedOn
from engine.plan import Share
from engine.queue import JobQueue
from engine.recipe import ModelIdentity
from support.jobs import request

BROKEN = DeviceFaultError("It failed.", "It said so.", "Restart it.").problem


@dataclass
class Station:
    """Ends every turn with what it is told to."""

    outcomes: list = field(default_factory=list)
    is_ready: bool = True
    widened: int = 0
    fails_to_widen: int = 0
    gate: threading.Event = field(default_factory=threading.Event)

    def enter(self) -> None: ...

    def carry_out(self, turn):
        self.gate.wait(10)
        if turn.job.token.is_cancelled:
            return Ended(JobCancelled(turn.id, None))
        outcome = self.outcomes.pop(0) if self.outcomes else Ended
        return Ended(done(turn.id)) if outcome is Ended else outcome

    def widen(self) -> None:
        if self.fails_to_widen:
            self.fails_to_widen -= 1
            raise OSError("the folder is gone")
        self.widened += 1

    def release_caches(self) -> None: ...

    def let_go(self) -> None: ...

    def close(self) -> None: ...


class Card(CpuDevice):
    """The watcher looks after it."""

    is_asynchronous = True


def done(job_id: str) -> Loaded:
    return Loaded(job_id, ModelIdentity("nano", ""), "cpu", "fp32", 0.0)


@pytest.fixture
def start():
    """Starts a lane over a station; tells what the engine is told."""
    queues = []

    def start_it(station: Station, share: Share = Share.ALL, device=None) -> tuple[Lane, list]:
        told, seats = [], []
        queue = JobQueue(seats)
        queues.append(queue)
        lane = Lane(
            device or CpuDevice(), share, station, queue,
            lambda lane, problem: told.append((lane.take_out(problem), problem)),
            lambda lane, problem: told.append((None, problem)),
        )  # fmt: skip
        seats.append(lane)
        lane.start()
        return lane, told

    yield start_it
    for queue in queues:
        queue.close()


def put(lane: Lane, share: Share = Share.COMPOSE) -> Job:
    job = Job(request(), lane._queue.withdraw)
    job.half = share
    lane._queue.put(job)
    return job


def last(job: Job, timeout_s: float = 10):
    until = time.monotonic() + timeout_s
    events = []
    while time.monotonic() < until:
        events += job._mailbox.take()
        if events:
            return events[-1]
        time.sleep(0.01)
    raise AssertionError("nothing was heard of the job")


def test_a_lane_that_cannot_take_over_fails_the_job_and_tries_again_with_the_next(start):
    station = Station(fails_to_widen=1)
    station.gate.set()
    lane, _ = start(station, Share.DRAW)
    lane.take_over()
    failed = last(put(lane))
    assert isinstance(failed, JobFailed)
    assert "the folder is gone" in failed.problem.why
    assert isinstance(last(put(lane)), Loaded)
    assert station.widened == 1


def test_closing_between_two_halves_of_a_picture_ends_the_job(start):
    station = Station([HandedOn()])
    lane, _ = start(station, Share.COMPOSE)
    job = put(lane)
    lane._queue.close()
    station.gate.set()
    assert isinstance(last(job), JobCancelled)


def test_a_fault_is_told_with_the_job_that_it_happened_in(start):
    station = Station([Faulted(BROKEN)])
    station.gate.set()
    lane, told = start(station)
    job = put(lane)
    while not told:
        time.sleep(0.01)
    assert told == [(job, BROKEN)]
    assert lane.is_out
    assert lane.status().problem == BROKEN


def test_what_a_revoked_turn_says_later_is_not_heard(start, monkeypatch):
    monkeypatch.setattr(lanes, "_FIRST_PATIENCE_S", 0.1)
    station = Station()
    lane, _ = start(station, device=Card())
    job = put(lane)
    while lane.turn is None:
        time.sleep(0.01)
    assert lane.take_if_silent() is None  # it has only just begun
    time.sleep(0.2)
    assert lane.take_if_silent() is job
    lane.take_out(BROKEN)
    station.gate.set()
    time.sleep(0.2)
    assert job._mailbox.take() == []


def test_the_first_picture_may_take_longer_than_those_after_it(start, monkeypatch):
    """A load, a cancel and a failure compile nothing."""
    station = Station([Ended, Ended(JobFailed("", None, BROKEN))])
    station.gate.set()
    lane, _ = start(station, device=Card())
    for _ in range(2):
        last(put(lane))
    assert not lane._finished_any
    station.outcomes = [HandedOn()]
    put(lane)
    while not lane._finished_any:
        time.sleep(0.01)


def test_a_job_that_is_too_large_for_one_device_is_done_by_another():
    too_small = Problem("plan", "It does not fit.", "There are 0.1 GiB.", "Use more.")
    small = Station([Ended(JobFailed("", None, too_small))])
    seats = []
    queue = JobQueue(seats)
    for station in (small, Station()):
        station.gate.set()
        seats.append(Lane(CpuDevice(), Share.ALL, station, queue, print, print))
    for lane in seats:
        lane.start()
    job = put(seats[0])
    events = []
    until = time.monotonic() + 10
    while not any(isinstance(event, Loaded) for event in events) and time.monotonic() < until:
        events += job._mailbox.take()
        time.sleep(0.01)
    assert [type(event) for event in events] == [Moved, Loaded]
    assert "0.1 GiB" in events[0].why
    assert not any(lane.is_out for lane in seats)
    queue.close()
