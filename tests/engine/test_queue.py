"""Which lane takes which job."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest

from engine.api import JobCancelled, JobFailed
from engine.errors import Problem
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
    begun: Job | None = None

    def begin(self, job: Job) -> None:
        self.begun = job

    def can_take(self, job: Job) -> bool:
        return self.share in (Share.ALL, job.half)


@dataclass
class Taker:
    """A thread that takes one job for a seat."""

    queue: JobQueue
    seat: Seat
    job: Job | None = None

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._take, daemon=True)
        self.thread.start()

    def _take(self) -> None:
        self.job = self.queue.take(self.seat)

    def ends(self, timeout_s: float = 10) -> bool:
        self.thread.join(timeout_s)
        return not self.thread.is_alive()


def job(**values: object) -> Job:
    return Job(request(**values), lambda _: False)


@pytest.fixture
def make_queue():
    queues = []

    def make(*seats: Seat) -> JobQueue:
        queues.append(JobQueue(seats))
        return queues[-1]

    yield make
    for queue in queues:
        queue.close()


def test_jobs_are_taken_in_the_order_in_which_they_were_asked_for(make_queue):
    seat, jobs = Seat(), [job(seed=seed) for seed in range(3)]
    queue = make_queue(seat)
    for each in jobs:
        queue.put(each)
    assert [queue.take(seat) for _ in jobs] == jobs


def test_a_job_that_comes_back_has_its_old_place(make_queue):
    seat, jobs = Seat(), [job(seed=seed) for seed in range(3)]
    queue = make_queue(seat)
    for each in jobs:
        queue.put(each)
    first = queue.take(seat)
    queue.put(first)
    assert queue.take(seat) is first


def test_a_loaded_model_is_used_before_another_is_loaded(make_queue):
    cold, loaded = Seat(), Seat(is_ready=True)
    queue = make_queue(cold, loaded)
    takers = Taker(queue, cold), Taker(queue, loaded)
    queue.put(only := job())
    assert takers[1].ends()
    assert takers[1].job is only
    assert not takers[0].ends(0.2)
    queue.put(second := job())
    assert takers[0].ends()
    assert takers[0].job is second


def test_the_first_of_lanes_that_would_have_to_load_takes_the_job(make_queue):
    seats = Seat(), Seat(), Seat()
    queue = make_queue(*seats)
    queue.put(job())
    later = [Taker(queue, seat) for seat in seats[1:]]  # although it comes last
    first = Taker(queue, seats[0])
    assert first.ends()
    assert not any(taker.ends(0.1) for taker in later)


def test_a_lane_that_has_just_finished_is_free_before_it_asks(make_queue):
    cold, loaded = Seat(), Seat(is_ready=True)
    queue = make_queue(cold, loaded)
    queue.put(job())
    queue.take(loaded)
    queue.release(loaded)
    queue.put(second := job())
    hasty = Taker(queue, cold)
    assert not hasty.ends(0.2)
    assert queue.take(loaded) is second


def test_two_jobs_are_for_two_lanes_at_once(make_queue):
    seats = Seat(is_ready=True), Seat()
    queue = make_queue(*seats)
    takers = [Taker(queue, seat) for seat in seats]
    queue.put(job())
    queue.put(job())
    assert all(taker.ends() for taker in takers)
    assert all(taker.job is not None for taker in takers)


def test_what_comes_next_decides_who_takes_a_job_of_a_pair(make_queue):
    seats = Seat(Share.COMPOSE), Seat(Share.DRAW)
    queue = make_queue(*seats)
    fresh, composed = job(), job()
    composed.half = Share.DRAW
    queue.put(composed)
    queue.put(fresh)
    assert [queue.take(seat) for seat in seats] == [fresh, composed]


def test_a_lane_that_is_out_and_a_queue_that_is_closed_end_the_waiting(make_queue):
    out, well = Seat(), Seat()
    queue = make_queue(out, well)
    takers = Taker(queue, out), Taker(queue, well)
    out.is_out = True
    queue.wake()
    assert takers[0].ends()
    assert takers[0].job is None
    queue.close()
    assert takers[1].ends()
    assert takers[1].job is None


def test_a_job_is_somebody_s_at_every_moment(make_queue):
    """Who closes the engine looks for jobs in the queue and in the lanes."""
    seat = Seat()
    queue = make_queue(seat)
    queue.put(taken := job())
    queue.take(seat)
    assert seat.begun is taken


def test_a_cancelled_job_leaves_at_once_and_once(make_queue):
    queue, waiting = make_queue(Seat()), job()
    queue.put(waiting)
    waiting.token.cancel()
    queue.withdraw(waiting)
    queue.withdraw(waiting)
    assert len(queue) == 0
    assert [type(event) for event in waiting._mailbox.take()] == [JobCancelled]


def test_a_job_is_taken_back_only_while_it_waits(make_queue):
    queue = make_queue(seat := Seat())
    first, second = (Job(request(), queue.withdraw) for _ in range(2))
    for each in (first, second):
        queue.put(each)
    assert queue.take(seat) is first
    assert not first.withdraw()
    assert not first.token.is_cancelled
    assert second.withdraw()
    assert not second.withdraw()
    assert len(queue) == 0


@pytest.mark.parametrize("problem", [None, Problem("device_fault", "It failed.", "", "")])
def test_a_queue_that_is_closed_ends_what_waits_and_what_comes_back(make_queue, problem):
    queue = make_queue(seat := Seat())
    jobs = [job(seed=seed) for seed in range(3)]
    for each in jobs:
        queue.put(each)
    out = queue.take(seat)
    queue.close(problem)
    queue.put(out)  # its device failed meanwhile, or another one was to go on with it
    last = JobCancelled if problem is None else JobFailed
    assert [type(each._mailbox.take()[-1]) for each in jobs] == [last] * 3


def test_a_job_that_was_cancelled_in_its_turn_does_not_come_back(make_queue):
    queue = make_queue(seat := Seat())
    queue.put(only := job())
    queue.take(seat)
    only.token.cancel()
    queue.put(only)
    assert len(queue) == 0
    assert isinstance(only._mailbox.take()[-1], JobCancelled)


def test_who_gave_a_job_back_does_not_get_it_again(make_queue):
    small, large = Seat(is_ready=True), Seat()
    queue = make_queue(small, large)
    only = job()
    only.given_back.append(small)
    queue.put(only)
    assert not Taker(queue, small).ends(0.2)
    assert queue.take(large) is only


def test_unless_nobody_else_is_left_who_could_fail_of_it(make_queue):
    small, large = Seat(is_ready=True), Seat()
    queue = make_queue(small, large)
    only = job()
    only.given_back.append(small)
    queue.put(only)
    last = Taker(queue, small)
    assert not last.ends(0.2)
    large.is_out = True
    queue.wake()
    assert last.ends()
    assert last.job is only
