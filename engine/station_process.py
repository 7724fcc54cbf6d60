"""The process of a station: the same station, with its orders and reports on a wire."""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection

import torch

from engine.api import CompositionReady, Event
from engine.devices.discover import find_teams
from engine.errors import EngineError
from engine.jobs import Job
from engine.outcomes import Faulted
from engine.station import Station
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

_PULSE_S = 1.0


def serve(connection: Connection, place: StationPlace) -> None:
    """Carry out turns until told to close, or until whoever started the process is gone."""
    _Process(connection, place).run()


class _Process:
    """The main thread computes; one reads orders, one says that the process lives."""

    def __init__(self, connection: Connection, place: StationPlace) -> None:
        self._connection, self._place = connection, place
        self._sending = threading.Lock()
        self._orders: queue.SimpleQueue[Take | Widen | Close] = queue.SimpleQueue()
        self._turn: Turn | None = None
        self._cancelled: set[str] = set()
        logging.getLogger().handlers = [_Forward(self.send)]
        logging.getLogger().setLevel(logging.INFO)
        # Ctrl-C reaches all processes of a terminal; what becomes of it is decided by the first.
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def run(self) -> None:
        for work in (self._read, self._beat):
            threading.Thread(target=work, daemon=True).start()
        order = self._orders.get()
        try:
            station = self._open()
        except EngineError as error:
            self.send(Done(Faulted(error.problem), None, is_ready=False))
            return
        while not isinstance(order, Close):
            if isinstance(order, Widen):
                station.widen()
            else:
                self._turn = turn = Turn(_WiredJob(order, self))
                if turn.id in self._cancelled:  # before it began
                    turn.job.token.cancel()
                outcome = station.carry_out(turn)
                fault = None if isinstance(outcome, Faulted) else station.release_caches()
                self._turn = None
                self.send(Done(outcome, fault, station.is_ready))
            order = self._orders.get()
        station.close()

    def send(self, report: Report) -> None:
        with self._sending:
            self._connection.send(report)

    def _open(self) -> Station:
        place = self._place
        torch.set_num_threads(place.threads)
        teams = find_teams(",".join(place.team), place.source.cache_dir)
        device, *beside = (team[0] for team in teams)
        station = Station(device, place.share, beside, place.source)
        station.enter()
        return station

    def _read(self) -> None:
        while True:
            try:
                order: Order = self._connection.recv()
            except (EOFError, OSError):
                os._exit(1)  # nobody is left to compute for
            if not isinstance(order, Cancel):
                self._orders.put(order)
                continue
            self._cancelled.add(order.job_id)
            if (turn := self._turn) is not None and turn.id == order.job_id:
                turn.job.token.cancel()

    def _beat(self) -> None:
        while True:
            time.sleep(_PULSE_S)
            turn = self._turn
            if turn is not None:  # else nobody reads
                self.send(Pulse(time.monotonic() - turn.seen))


class _WiredJob(Job):
    """A job whose reader is in another process."""

    def __init__(self, order: Take, process: _Process) -> None:
        super().__init__(order.request, lambda _: None)
        self.id, self.composed = order.job_id, order.composed
        self._process = process

    def emit(self, event: Event) -> None:
        if isinstance(event, CompositionReady) and self.composed is not None:
            self._process.send(HasComposed(self.composed))
        self._process.send(Told(event))


class _Forward(QueueHandler):
    """Formats a record, whose parts may not be picklable, and sends it."""

    def __init__(self, send: Callable[[Report], None]) -> None:
        super().__init__(queue.SimpleQueue())
        self._send = send

    def enqueue(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            self._send(Logged(record))
