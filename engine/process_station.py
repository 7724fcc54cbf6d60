"""A station in a process of its own, as the engine that started it sees it.

For one of several cards: threads of one process take turns in Python, which a card waits for
between its operators, and a driver that ends or hangs its process takes one card out, not all.

Not `multiprocessing.Process`: it imports the program's main module once more, and at the program's
end it waits without a limit for processes that even a kill does not end, as a hung driver's.
"""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection

from engine import wire
from engine.api import JobCancelled, JobFailed
from engine.devices.base import Device
from engine.devices.calls import environment_for_a_card, how_it_ended
from engine.devices.topology import this_machine
from engine.errors import DeviceFaultError, Problem, problem_of
from engine.holder import ModelSource, Team
from engine.outcomes import Ended, Faulted, Outcome
from engine.plan import Share
from engine.turn import Turn

_LOOK_UP_S = 0.02
"""How often a cancel is looked for; a code of the prior takes as long."""

_END_S = 2.0
_MOST_THREADS = 4
"""Of the processor, for each card: it draws codes and makes previews, and feeds the card."""

_MODULE = "engine.station_process"


class ProcessStation:
    """See `engine.lane.StationLike`. The process starts with the first turn.

    `is_ready` is what it said at the end of its last one.
    """

    def __init__(
        self, device: Device, share: Share, team: Team, source: ModelSource, threads: int | None
    ) -> None:
        self._device = device
        names = tuple(member.name for member in team)
        threads = threads or max(1, min(_MOST_THREADS, len(this_machine().cores) // 2))
        self._place = wire.StationPlace(device.name, names, share, source, threads)
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._has_reported = False
        self._late_fault: Problem | None = None
        self.is_ready = False

    def enter(self) -> None:
        """The process's own thread does."""

    def carry_out(self, turn: Turn) -> Outcome:
        """Have the process carry out a turn, and tell its job what it reports."""
        try:
            if self._process is None:
                self._start()
        except OSError as error:  # no memory, or no process left
            self._end()
            return Ended(JobFailed(turn.id, turn.stage, problem_of(error)))
        try:
            self._send(wire.Take(turn.id, turn.request, turn.composed))
            return self._follow(turn)
        except (EOFError, OSError):  # the other end of the connection is gone
            how = self._end()
            ended = DeviceFaultError.ended(self._device.name, self._device.title, how)
            return Faulted(ended.problem)

    def widen(self) -> None:
        self._place = replace(self._place, team=(self._device.name,), share=Share.ALL)
        if self._process is not None:
            with suppress(OSError):  # it is gone, which the next turn will find
                self._send(wire.Widen())

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
                self._send(wire.Close())
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_S)
        self._end()

    def _follow(self, turn: Turn) -> Outcome:
        connection, told = self._connection, False
        assert connection is not None  # noqa: S101 - something was sent
        while True:
            if connection.poll(_LOOK_UP_S):
                report: wire.Report = connection.recv()
                self._has_reported = True
                if isinstance(report, wire.Done):
                    self.is_ready, self._late_fault = report.is_ready, report.fault
                    return report.outcome
                _pass_on(report, turn)
            cancelled = turn.job.token.is_cancelled
            if turn.is_revoked or (cancelled and not self._has_reported):
                # It does not answer, or is still starting: nothing in it is worth waiting for.
                self._end()
                return Ended(JobCancelled(turn.id, turn.stage))
            if cancelled and not told:
                told = True
                self._send(wire.Cancel(turn.id))

    def _send(self, order: wire.Order | wire.StationPlace) -> None:
        assert self._connection is not None  # noqa: S101 - the process was started
        self._connection.send(order)

    def _start(self) -> None:
        """As a new program: a fork would share the card's context, which no driver allows."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this program's own module
                [sys.executable, "-m", _MODULE, str(theirs.fileno())],
                env=environment_for_a_card(),
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._connection, self._has_reported = Connection(ours.detach()), False
        self._send(self._place)

    def _end(self) -> str:
        """Kill the process if it lives; returns how it had ended, in words."""
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        self.is_ready = False
        if connection is not None:
            connection.close()
        if process is None:
            return "ended"
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_UP_S)
        how = how_it_ended(process.returncode)
        process.kill()
        with suppress(subprocess.TimeoutExpired):  # a hung driver's process cannot be ended
            process.wait(_END_S)
        return how


def _pass_on(report: wire.Report, turn: Turn) -> None:
    match report:
        case wire.Told():
            turn.stage = report.stage
            turn.emit(report.event)
        case wire.HasComposed():
            turn.composed = report.composed
        case wire.Pulse():
            turn.seen = time.monotonic() - report.silent_s
        case wire.Logged():
            logging.getLogger(report.record.name).handle(report.record)
