"""The jobs that wait, and which lane takes which."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Protocol

from engine.api import Event, JobCancelled, JobFailed
from engine.errors import Problem
from engine.jobs import Job


class Seat(Protocol):
    """What the queue knows of a lane."""

    @property
    def is_ready(self) -> bool:
        """Whether its model is loaded."""

    @property
    def is_out(self) -> bool:
        """Whether it takes no more jobs."""

    def can_take(self, job: Job) -> bool: ...

    def begin(self, job: Job) -> None:
        """The job is the lane's: said before anyone could look for it in vain."""


class JobQueue:
    """One queue for all lanes, in the order in which jobs were asked for.

    Of the lanes that are free, one with a loaded model is taken before one that would have to load,
    and then the first: who makes one picture at a time loads one card. `lanes` may grow until the
    first of them takes a job.
    """

    def __init__(self, lanes: Sequence[Seat]) -> None:
        self._lanes = lanes
        self._changed = threading.Condition()
        self._waiting: list[Job] = []
        self._busy: list[Seat] = []
        self._asked_for = 0
        self._closed = False
        self._problem: Problem | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, job: Job) -> None:
        """Queue a new job, or put one back into its old place. A job that is cancelled, or that
        comes when the queue is closed, ends here."""
        with self._changed:
            if self._closed or job.token.is_cancelled:
                job.emit(self._last_of(job))
                return
            if not job.number:
                self._asked_for += 1
                job.number = self._asked_for
            self._waiting.append(job)
            self._waiting.sort(key=lambda waiting: waiting.number)
            self._changed.notify_all()

    def take(self, seat: Seat) -> Job | None:
        """The next job for a lane; waits for it. None once there is none to come: the queue is
        closed, or the lane is out."""
        self.release(seat)
        with self._changed:
            self._changed.wait_for(lambda: self._closed or seat.is_out or self._next(seat))
            job = None if self._closed or seat.is_out else self._next(seat)
            if job is not None:
                self._waiting.remove(job)
                self._busy.append(seat)
                seat.begin(job)
                self._changed.notify_all()  # the next job is for another lane now
            return job

    def release(self, seat: Seat) -> None:
        """Said by a lane before anyone hears that its job is over: it takes the next one as soon
        as it can, and nobody should load a model to be faster."""
        with self._changed:
            if seat in self._busy:
                self._busy.remove(seat)
                self._changed.notify_all()

    def has_other(self, job: Job) -> bool:
        """Whether a lane is left that could do the job and has not given it back."""
        return any(
            lane.can_take(job) and not lane.is_out and lane not in job.given_back
            for lane in self._lanes
        )

    def withdraw(self, job: Job) -> bool:
        """A job that still waits leaves at once, not when its turn comes; False for any other."""
        with self._changed:
            waits = job in self._waiting
            if waits:
                self._waiting.remove(job)
                job.emit(self._last_of(job))
            return waits

    def wake(self) -> None:
        """Something about a lane has changed."""
        with self._changed:
            self._changed.notify_all()

    def close(self, problem: Problem | None = None) -> None:
        """Hand out no more jobs, and end those that wait: as cancelled, or failed of `problem`."""
        with self._changed:
            if not self._closed:
                self._closed, self._problem = True, problem
            waiting, self._waiting = self._waiting, []
            for job in waiting:
                job.emit(self._last_of(job))
            self._changed.notify_all()

    def _last_of(self, job: Job) -> Event:
        if self._problem is not None:
            return JobFailed(job.id, None, self._problem)
        return JobCancelled(job.id, None)

    def _next(self, seat: Seat) -> Job | None:
        """The first job that this lane is the best free one for."""
        free = [lane for lane in self._lanes if lane not in self._busy and not lane.is_out]
        for job in self._waiting:
            # Who has given it back does not get it again, unless there is nobody else by now: then
            # it fails there, with the reason.
            spared = job.given_back if self.has_other(job) else []
            able = [lane for lane in free if lane.can_take(job) and lane not in spared]
            if able and min(able, key=lambda lane: not lane.is_ready) is seat:
                return job
        return None
