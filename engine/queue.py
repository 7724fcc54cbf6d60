"""The jobs that wait, and which lane takes which."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Protocol

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

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, job: Job) -> None:
        """Queue a new job, or put one back into its old place."""
        with self._changed:
            if not job.number:
                self._asked_for += 1
                job.number = self._asked_for
            self._waiting.append(job)
            self._waiting.sort(key=lambda waiting: waiting.number)
            self._changed.notify_all()

    def take(self, seat: Seat) -> Job | None:
        """The next job for a lane; waits for it. None once there is none to come: the queue is
        closed, or the lane is out."""
        self.is_free(seat)
        with self._changed:
            self._changed.wait_for(lambda: self._closed or seat.is_out or self._next(seat))
            job = None if self._closed or seat.is_out else self._next(seat)
            if job is not None:
                self._waiting.remove(job)
                self._busy.append(seat)
                self._changed.notify_all()  # the next job is for another lane now
            return job

    def is_free(self, seat: Seat) -> None:
        """Said by a lane before anyone hears that its job is over: it takes the next one as soon
        as it can, and nobody should load a model to be faster."""
        with self._changed:
            if seat in self._busy:
                self._busy.remove(seat)
                self._changed.notify_all()

    def withdraw(self, job: Job) -> bool:
        """Take a job out that waits; False if it does not."""
        with self._changed:
            if job not in self._waiting:
                return False
            self._waiting.remove(job)
            return True

    def take_all(self) -> list[Job]:
        """Empty the queue."""
        with self._changed:
            waiting, self._waiting = self._waiting, []
            return waiting

    def wake(self) -> None:
        """Something about a lane has changed."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> list[Job]:
        """Hand out no more jobs; returns those that wait."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            return list(self._waiting)

    def _next(self, seat: Seat) -> Job | None:
        """The first job that this lane is the best free one for."""
        free = [lane for lane in self._lanes if lane not in self._busy and not lane.is_out]
        for job in self._waiting:
            able = [lane for lane in free if lane.can_take(job)]
            if able and min(able, key=lambda lane: not lane.is_ready) is seat:
                return job
        return None
