"""Jobs: a request on its way, with its cancel token and the mailbox of its events."""

from __future__ import annotations

import asyncio
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from engine.api import (
    FINAL_EVENTS,
    Event,
    GenerationRequest,
    Loaded,
    Loading,
    PreviewReady,
    Stage,
    StepDone,
    TokensDone,
)
from engine.hardware import Fingerprint
from engine.plan import Place, Share, Storage
from engine.recipe import PriorCodes

_NEWEST_WINS = (Loading, TokensDone, StepDone, PreviewReady)
"""Of these only the newest unread one is kept, of previews one a kind, so that a slow reader never
holds the worker up."""


def _is_older(unread: Event, event: Event) -> bool:
    """Whether `event` says anew what `unread` said. Previews do so only of their own kind."""
    if isinstance(unread, PreviewReady) and isinstance(event, PreviewReady):
        return unread.kind is event.kind
    return type(unread) is type(event)


class Cancelled(Exception):  # noqa: N818 - an outcome, not an error
    """Raised inside a job's computation once its token is cancelled."""


class CancelToken:
    """One job's wish to stop. Cheap enough to check before every transformer block."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if the job should stop."""
        if self._cancelled.is_set():
            raise Cancelled


class Mailbox:
    """Events between the worker thread and one reader on an asyncio loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._wake: Callable[[], None] | None = None

    def put(self, event: Event) -> None:
        """Leave an event; never blocks, whoever reads or does not."""
        with self._lock:
            if isinstance(event, _NEWEST_WINS):
                self._events = [e for e in self._events if not _is_older(e, event)]
            self._events.append(event)
            wake = self._wake
        if wake:
            wake()

    def take(self) -> list[Event]:
        """All unread events in order."""
        with self._lock:
            events, self._events = self._events, []
        return events

    def call_on_event(self, wake: Callable[[], None]) -> None:
        """`wake` is called from the worker's thread whenever something arrives, and once now."""
        with self._lock:
            self._wake = wake
        wake()


@dataclass(frozen=True, slots=True)
class Composed:
    """A job's composition, and what else the drawing needs of the device that wrote it.

    `reused` if the job did not write it. `storage` and `place` are the prior's, None where there
    was none. `references` are the codes of the reference pictures, `seconds` what the stages took,
    `hardware` what the device is.
    """

    prior: PriorCodes
    reused: bool
    storage: Storage | None
    place: Place | None
    references: tuple[PriorCodes, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    hardware: Mapping[str, Fingerprint] = field(default_factory=dict)


def _first_half(request: GenerationRequest | None) -> Share:
    """What comes next where two devices share a picture: references are read by the prior's."""
    given = request is not None and request.prior is not None and not request.references
    return Share.DRAW if given else Share.COMPOSE


class Job:
    """A load (`request` is None) or a picture. See `engine.api.JobLike`."""

    def __init__(self, request: GenerationRequest | None, withdraw: Callable[[Job], bool]) -> None:
        self.id = uuid.uuid4().hex
        self.request = request
        self.token = CancelToken()
        self.number = 0
        """Its place among all jobs; 0 until it is queued."""
        self.given_back: list[object] = []
        """The lanes whose memory was too small for it."""
        self.faults = 0
        """Devices that failed in it."""
        self.half = _first_half(request)
        self.stage: Stage | None = None
        self.composed: Composed | None = None
        """The composition, once it is there: an attempt that fails leaves it to the next."""
        self.finished = threading.Event()
        self._mailbox = Mailbox()
        self._withdraw = withdraw

    def cancel(self) -> None:
        """Ask the job to stop; takes effect within one AR token or one transformer block."""
        self.token.cancel()
        self._withdraw(self)

    def withdraw(self) -> bool:
        """Take the job back if it still waits: it ends as cancelled. False if it has begun."""
        return self._withdraw(self)

    def emit(self, event: Event) -> None:
        """Send an event to the reader; called by the worker."""
        self._mailbox.put(event)
        if self._is_last(event):
            self.finished.set()

    def _is_last(self, event: Event) -> bool:
        return isinstance(event, FINAL_EVENTS) or (
            self.request is None and isinstance(event, Loaded)
        )

    async def __aiter__(self) -> AsyncIterator[Event]:
        loop = asyncio.get_running_loop()
        arrived = asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the reader's loop is closed: nobody listens
                loop.call_soon_threadsafe(arrived.set)

        self._mailbox.call_on_event(wake)
        while True:
            await arrived.wait()
            arrived.clear()
            for event in self._mailbox.take():
                yield event
                if self._is_last(event):
                    return


class Pace:
    """Rate and time left of a stage, from a moving average so that one slow step does not jump."""

    def __init__(self, total: int, smoothing: float = 0.2) -> None:
        self.total = total
        self._smoothing = smoothing
        self._last = time.perf_counter()
        self._seconds: float | None = None

    def restart(self) -> None:
        """Leave out what was spent until now."""
        self._last = time.perf_counter()

    def tick(self) -> float:
        """Count one unit as done; returns units a second."""
        now = time.perf_counter()
        spent, self._last = max(now - self._last, 1e-9), now
        old = self._seconds
        self._seconds = spent if old is None else old + self._smoothing * (spent - old)
        return 1.0 / self._seconds

    def left_s(self, done: int) -> float:
        """Seconds until `total`, at the present rate."""
        return (self.total - done) * (self._seconds or 0.0)
