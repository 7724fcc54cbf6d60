"""Which lane takes which job."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest

from engine.jobs import Job
from engine.plan import Share
from engine.queue import JobQueue
from support.jobs import request


@dataclass(eq=False)
class Seat:
    """A lane, as far as the queue knows it."""

    share: Share = Share.ALL
    is_ready: bool = False
    is_out: bool = False

    def can_take(self, job: Job) -> bool:
        return self.share in (Share.ALL, job.half)


@dataclass
class Taker:
    """A thread that takes one job for a seat."""

    queue: JobQueue
    seat: Seat
    seats: list[Seat]
    job: Job | None = None

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._take, daemon=True)
        self.thread.start()

    def _take(self) -> None:
        self.job = self.queue.take(self.seat, self.seats)

    def ends(self, timeout_s: float = 10) -> bool:
        self.thread.join(timeout_s)
        return not self.thread.is_alive()


def job(**values: object) -> Job:
    return Job(request(**values), lambda _: None)


@pytest.fixture
def queue():
    made = JobQueue()
    yield made
    made.close()


def free(queue: JobQueue, *seats: Seat) -> list[Taker]:
    """All seats wait for a job."""
    takers = [Taker(queue, seat, list(seats)) for seat in seats]
    while len(queue._free) < len(seats):
        pass
    return takers


def test_jobs_are_taken_in_the_order_in_which_they_were_asked_for(queue):
    seat, jobs = Seat(), [job(seed=seed) for seed in range(3)]
    for each in jobs:
        queue.put(each)
    assert [queue.take(seat, [seat]) for _ in jobs] == jobs


def test_a_job_that_comes_back_has_its_old_place(queue):
    seat, jobs = Seat(), [job(seed=seed) for seed in range(3)]
    for each in jobs:
        queue.put(each)
    first = queue.take(seat, [seat])
    queue.put(first)
    assert queue.take(seat, [seat]) is first


def test_a_loaded_model_is_used_before_another_is_loaded(queue):
    cold, loaded = Seat(), Seat(is_ready=True)
    takers = free(queue, cold, loaded)
    only = job()
    queue.put(only)
    assert takers[1].ends()
    assert takers[1].job is only
    assert not takers[0].ends(0.2)
    queue.put(second := job())
    assert takers[0].ends()
    assert takers[0].job is second


def test_the_first_of_lanes_that_would_have_to_load_takes_the_job(queue):
    takers = free(queue, Seat(), Seat(), Seat())
    queue.put(job())
    assert takers[0].ends()
    assert not takers[1].ends(0.1)


def test_two_jobs_are_for_two_lanes_at_once(queue):
    takers = free(queue, Seat(is_ready=True), Seat())
    queue.put(job())
    queue.put(job())
    assert all(taker.ends() for taker in takers)
    assert all(taker.job is not None for taker in takers)


def test_what_comes_next_decides_who_takes_a_job_of_a_pair(queue):
    composer, drawer = Seat(Share.COMPOSE), Seat(Share.DRAW)
    takers = free(queue, composer, drawer)
    fresh, composed = job(), job()
    composed.half = Share.DRAW
    queue.put(composed)
    queue.put(fresh)
    assert all(taker.ends() for taker in takers)
    assert [taker.job for taker in takers] == [fresh, composed]


def test_a_lane_that_is_out_and_a_queue_that_is_closed_end_the_waiting(queue):
    out, well = Seat(), Seat()
    takers = free(queue, out, well)
    out.is_out = True
    queue.wake()
    assert takers[0].ends()
    assert takers[0].job is None
    queue.close()
    assert takers[1].ends()
    assert takers[1].job is None


def test_a_job_is_withdrawn_once(queue):
    waiting = job()
    queue.put(waiting)
    assert queue.withdraw(waiting)
    assert not queue.withdraw(waiting)
    assert len(queue) == 0
