"""A job's turn on a lane: what the stages see of the job, and how it is taken from them."""

from __future__ import annotations

import threading
import time

from engine.api import Event, GenerationRequest, Stage
from engine.jobs import Cancelled, Composed, Job


class Turn:
    """Ends with the job, or when it is revoked: the lane's device does not answer, and the job goes
    on elsewhere. What comes of it after that is not heard any more."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.seen = time.monotonic()
        """When the computation was last heard of."""
        self._lock = threading.Lock()
        self._revoked = False

    @property
    def id(self) -> str:
        return self.job.id

    @property
    def request(self) -> GenerationRequest | None:
        return self.job.request

    @property
    def stage(self) -> Stage | None:
        return self.job.stage

    @stage.setter
    def stage(self, stage: Stage | None) -> None:
        with self._lock:
            if not self._revoked:
                self.job.stage = stage

    @property
    def composed(self) -> Composed | None:
        return self.job.composed

    @composed.setter
    def composed(self, composed: Composed) -> None:
        with self._lock:
            if not self._revoked:
                self.job.composed = composed

    def emit(self, event: Event) -> None:
        """Send an event to the job's reader."""
        self.seen = time.monotonic()
        with self._lock:
            if not self._revoked:
                self.job.emit(event)

    def check(self) -> None:
        """Raise `Cancelled` if the computation should stop."""
        self.seen = time.monotonic()
        if self._revoked:
            raise Cancelled
        self.job.token.check()

    @property
    def is_revoked(self) -> bool:
        return self._revoked

    def revoke(self) -> bool:
        """Take the job away; False if that was done before."""
        with self._lock:
            first, self._revoked = not self._revoked, True
        return first
