"""A station in a process of its own, as the engine that started it sees it.

For one of several cards: threads of one process take turns in Python, which a card waits for
between its operators, and a driver that ends or hangs its process takes one card out, not all.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection

from engine.api import JobCancelled
from engine.devices.base import Device
from engine.errors import DeviceFaultError, Problem
from engine.holder import ModelSource
from engine.outcomes import Ended, Faulted, Outcome
from engine.plan import Share
from engine.station_process import serve
from engine.turn import Turn
from engine.wire import (
    Cancel,
    Close,
    Done,
    HasComposed,
    Logged,
    Order,
    Pulse,
    Report,
    StationPlace,
    Take,
    Told,
    Widen,
)

_LOOK_UP_S = 0.02
"""How often a cancel is looked for; a code of the prior takes as long."""

_END_S = 2.0
_MOST_THREADS = 4
"""Of the processor, for each card: it draws codes and makes previews, and feeds the card."""


class ProcessStation:
    """See `engine.lane.StationLike`. The process starts with the first turn."""

    def __init__(
        self, device: Device, share: Share, beside: Sequence[Device], source: ModelSource
    ) -> None:
        self._device = device
        team = (device.name, *(other.name for other in beside))
        threads = max(1, min(_MOST_THREADS, (os.cpu_count() or 1) // 2))
        self._place = StationPlace(team, share, source, threads)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._late_fault: Problem | None = None
        self.is_ready = False

    def enter(self) -> None:
        """The process's own thread does."""

    def carry_out(self, turn: Turn) -> Outcome:
        """Have the process carry out a turn, and tell its job what it reports."""
        try:
            self._send(Take(turn.id, turn.request, turn.job.composed))
            return self._follow(turn)
        except (EOFError, OSError):  # the other end of the connection is gone
            how = self._end()
            return Faulted(DeviceFaultError.ended(*self._names(), how).problem)

    def widen(self) -> None:
        self._place = replace(self._place, team=self._place.team[:1], share=Share.ALL)
        if self._process is not None:
            with suppress(OSError):  # it is gone, which the next turn will find
                self._send(Widen())

    def release_caches(self) -> Problem | None:
        """The process did; returns what came to light."""
        fault, self._late_fault = self._late_fault, None
        return fault

    def let_go(self) -> None:
        """End the process, whatever it does."""
        self._end()

    def close(self) -> None:
        """Let the process end; one that does not is ended."""
        if self._process is not None:
            with suppress(OSError):
                self._send(Close())
            self._process.join(_END_S)
        self._end()

    def _follow(self, turn: Turn) -> Outcome:
        connection, told = self._connection, False
        assert connection is not None  # noqa: S101 - something was sent
        while True:
            if connection.poll(_LOOK_UP_S):
                report: Report = connection.recv()
                if isinstance(report, Done):
                    self.is_ready, self._late_fault = report.is_ready, report.fault
                    return report.outcome
                _pass_on(report, turn)
            if turn.is_revoked:  # it does not answer
                self._end()
                return Ended(JobCancelled(turn.id, turn.stage))
            if turn.job.token.is_cancelled and not told:
                told = True
                self._send(Cancel(turn.id))

    def _send(self, order: Order) -> None:
        if self._connection is None:
            self._start()
        assert self._connection is not None  # noqa: S101
        self._connection.send(order)

    def _start(self) -> None:
        """By spawning: a fork would share the card's context, which no driver allows."""
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve,
            args=(theirs, self._place),
            name=f"engine-{self._device.name}",
            daemon=True,
        )
        self._process.start()
        theirs.close()

    def _end(self) -> str:
        """Kill the process if it lives; returns how it ended, in words."""
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        self.is_ready = False
        if connection is not None:
            connection.close()
        if process is None:
            return "ended"
        process.join(_LOOK_UP_S)
        how = _how(process.exitcode)
        process.kill()
        return how

    def _names(self) -> tuple[str, str]:
        return self._device.name, self._device.title


def _pass_on(report: Report, turn: Turn) -> None:
    match report:
        case Told():
            turn.emit(report.event)
        case HasComposed():
            turn.composed = report.composed
        case Pulse():
            turn.seen = time.monotonic() - report.silent_s
        case Logged():
            logging.getLogger(report.record.name).handle(report.record)


def _how(code: int | None) -> str:
    if code is None:
        return "closed its connection"
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
