"""The process of a station: the same station, with its orders and reports on a wire.

Started as ``python -m engine.station_process FD`` by `engine.process_station`, in a session of its
own: Ctrl-C reaches the program alone, which decides what becomes of it.
"""

from __future__ import annotations

import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection

import torch

from engine import wire
from engine.api import CompositionReady, Event
from engine.devices.discover import find_teams
from engine.errors import WorkerError, problem_of
from engine.jobs import Job
from engine.outcomes import Faulted
from engine.station import Station
from engine.turn import Turn

_PULSE_S = 1.0


class StationProcess:
    """The main thread computes; one reads orders, one says that the process lives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._orders: queue.SimpleQueue[wire.Take | wire.Widen | wire.Close] = queue.SimpleQueue()
        self._turn: Turn | None = None
        self._cancelled: set[str] = set()
        logging.getLogger().handlers = [_Forward(self.send)]
        logging.getLogger().setLevel(logging.INFO)

    def run(self) -> None:
        """Carry out turns until told to close, or until whoever started the process is gone."""
        place: wire.StationPlace = self._connection.recv()
        for work in (self._read, self._beat):
            threading.Thread(target=work, daemon=True).start()
        try:
            self._serve(_open(place))
        except Exception as error:
            logging.getLogger(__name__).exception("the process on %s ends", place.device)
            self.send(wire.Done(Faulted(problem_of(error)), None, is_ready=False))
        except BaseException as error:
            died = WorkerError.died(f"{type(error).__name__}: {error}".rstrip(": "))
            self.send(wire.Done(Faulted(died.problem), None, is_ready=False))
            raise

    def send(self, report: wire.Report) -> None:
        with self._sending:
            self._connection.send(report)

    def _serve(self, station: Station) -> None:
        while not isinstance(order := self._orders.get(), wire.Close):
            if isinstance(order, wire.Widen):
                station.widen()
                continue
            self._turn = turn = Turn(_WiredJob(order, self))
            if turn.id in self._cancelled:  # before it began
                turn.job.token.cancel()
            outcome = station.carry_out(turn)
            fault = None if isinstance(outcome, Faulted) else station.release_caches()
            self._turn = None
            self.send(wire.Done(outcome, fault, station.is_ready))
        station.close()

    def _read(self) -> None:
        while True:
            try:
                order: wire.Order = self._connection.recv()
            except (EOFError, OSError):
                os._exit(1)  # nobody is left to compute for
            if not isinstance(order, wire.Cancel):
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
                with suppress(OSError):
                    self.send(wire.Pulse(time.monotonic() - turn.seen))


def _open(place: wire.StationPlace) -> Station:
    torch.set_num_threads(place.threads)
    devices = {
        name: team[0]
        for name, team in zip(
            place.team, find_teams(",".join(place.team), place.source.cache_dir), strict=True
        )
    }
    device, team = devices[place.device], tuple(devices.values())
    try:
        station = Station(device, place.share, team, place.source)
        station.enter()
    except Exception as error:
        fault = device.fault_of(error)
        raise (fault or error) from error
    return station


class _WiredJob(Job):
    """A job whose reader is in another process."""

    def __init__(self, order: wire.Take, process: StationProcess) -> None:
        super().__init__(order.request, lambda _: False)
        self.id, self.composed = order.job_id, order.composed
        self._process = process

    def emit(self, event: Event) -> None:
        if isinstance(event, CompositionReady) and self.composed is not None:
            self._process.send(wire.HasComposed(self.composed))
        self._process.send(wire.Told(event, self.stage))


class _Forward(QueueHandler):
    """Formats a record, whose parts may not be picklable, and sends it."""

    def __init__(self, send: Callable[[wire.Report], None]) -> None:
        super().__init__(queue.SimpleQueue())
        self._send = send

    def enqueue(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            self._send(wire.Logged(record))


if __name__ == "__main__":
    StationProcess(Connection(int(sys.argv[1]))).run()
