"""A job's turn on a lane: what the stages see of the job, and how it is taken from them."""

from __future__ import annotations

import threading
import time

from engine.api import CompositionReady, Event, GenerationRequest, Planned, Replanned, Stage
from engine.jobs import Cancelled, Composed, Job
from engine.plan import Plan


class Turn:
    """Ends with the job, or when it is revoked: the lane's device does not answer, and the job goes
    on elsewhere. What comes of it after that is not heard any more."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.seen = time.monotonic()
        """When the computation was last heard of."""
        self.plan: Plan | None = None
        """The latest by which it uses memory."""
        self.replanned = False
        """Memory ran out, and the model was opened anew."""
        self.writes = self.reuses = False
        """Its codes were written, or were there already."""
        self._lock = threading.Lock()
        self._over = False
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
            if not self._over:
                self.job.stage = stage

    @property
    def composed(self) -> Composed | None:
        return self.job.composed

    @composed.setter
    def composed(self, composed: Composed) -> None:
        with self._lock:
            if not self._over:
                self.job.composed = composed

    def emit(self, event: Event) -> None:
        """Send an event to the job's reader."""
        self.seen = time.monotonic()
        if isinstance(event, Planned | Replanned):
            self.plan = event.plan
            self.replanned = self.replanned or isinstance(event, Replanned)
        elif isinstance(event, CompositionReady):
            self.writes, self.reuses = not event.reused, event.reused
        with self._lock:
            if not self._over:
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

    def end(self, last: Event | None = None) -> bool:
        """The computation is over, with the job's last event or for another to go on; False if the
        job was taken away before."""
        with self._lock:
            first, self._over = not self._over, True
            if first and last is not None:
                self.job.emit(last)
        return first

    def revoke(self, silent_s: float = 0.0) -> bool:
        """Take the job away; False if the turn is over, or was heard of within `silent_s`."""
        with self._lock:
            if self._over or time.monotonic() - self.seen < silent_s:
                return False
            self._over = self._revoked = True
        return True
