"""Brings a repository into a folder: asks what there is, looks for room, fetches what is missing.

The folder's manifest says what belongs in it, so that whoever comes later, after a drop or a
restart, knows what is there and goes on.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from engine.errors import EngineError, problem_of
from glm_studio.download.hub import DamagedError, Hub, Listing, LostError
from glm_studio.models.errors import DownloadError
from glm_studio.models.manifest import (
    NAME,
    Manifest,
    Published,
    checksum_of,
    is_inside,
    part_of,
    read_manifest,
    write_manifest,
)
from glm_studio.models.order import Arrived, Failed, Finished, Listed, Lost, Order, Report

log = logging.getLogger(__name__)

Emit = Callable[[Report], None]

AT_ONCE = 4
"""Files; the released model has some dozens, nine of them large."""

_MARGIN_BYTES = 1 << 30
"""Room that is left on the disk: a system without any is no good to anyone."""

_WAITS_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0)
"""Before each further attempt in a row without a new byte; after the last it is given up."""

_ASK_AGAIN = 2
"""Attempts to ask what there is, beside the first: somebody waits for the answer."""

_REPORT_S = 0.2
_WANTED = (".json", ".safetensors", ".txt", ".jinja", ".model", ".md")
"""The ends of the names of what a checkpoint consists of, and of what its makers say about it."""


def run(order: Order, hub: Hub, emit: Emit) -> None:
    """Carry an order out; the last report is `Finished` or `Failed`. Threads may go on after that:
    whoever calls this ends the process."""
    try:
        with _alone(order.target):
            _Transfer(order, hub, emit).run()
    except OSError as error:
        log.exception("the download failed")
        emit(Failed(DownloadError.unwritable(order.target, error).problem))
    except EngineError as error:
        emit(Failed(error.problem))
    except Exception as error:
        log.exception("the download failed")
        emit(Failed(problem_of(error)))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Within, no other process downloads into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f"{NAME}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise DownloadError.taken(folder) from error
    try:
        yield
    finally:
        lock.release()
        with suppress(OSError):  # it is in nobody's way
            Path(lock.lock_file).unlink(missing_ok=True)


class _Transfer:
    """One run. `_positions` are the bytes of each file that are there."""

    def __init__(self, order: Order, hub: Hub, emit: Emit) -> None:
        self._order, self._hub, self._emit = order, hub, emit
        self._folder = order.target
        self._positions: dict[str, int] = {}
        self._lock = threading.Lock()
        self._reported_at = 0.0

    def run(self) -> None:
        manifest = self._manifest(self._ask())
        write_manifest(self._folder, manifest)
        if self._order.recheck:
            self._drop_damaged(manifest)
        missing = manifest.missing(self._folder)
        there = manifest.bytes_there(self._folder)
        self._look_for_room(manifest.bytes - there)
        self._emit(Listed(len(manifest.files), there, manifest.bytes))
        self._positions = {
            path: file.bytes if path not in missing else _size(part_of(self._folder / path))
            for path, file in manifest.files.items()
        }
        self._fetch_all(missing)
        write_manifest(self._folder, replace(manifest, complete=True))
        self._emit(Finished(sum(1 for file in manifest.files.values() if file.checksum)))

    # What there is ------------------------------------------------------------------------------

    def _ask(self) -> Listing:
        for attempt in range(_ASK_AGAIN + 1):
            try:
                return self._hub.listing()
            except LostError as error:
                if attempt == _ASK_AGAIN:
                    raise self._unreachable(error) from error
                self._emit(Lost(str(error), _WAITS_S[attempt]))
                time.sleep(_WAITS_S[attempt])
        raise AssertionError  # the last attempt answers or raises

    def _manifest(self, listing: Listing) -> Manifest:
        """What this order brings. What lies here and has changed since goes."""
        order = self._order
        files = {path: file for path, file in listing.files.items() if _is_wanted(path)}
        if "model_index.json" not in files:
            raise DownloadError.not_a_model(order.repository, self._hub.address)
        before = read_manifest(self._folder)
        for path, file in before.files.items() if before else ():
            if files.get(path) != file:
                (self._folder / path).unlink(missing_ok=True)
                part_of(self._folder / path).unlink(missing_ok=True)
        return Manifest(
            order.source, order.repository, listing.revision, order.route.endpoint, files
        )

    def _drop_damaged(self, manifest: Manifest) -> None:
        """Files that have changed on this disk since they arrived: their size may be the same."""
        for path, file in manifest.files.items():
            place = self._folder / path
            if place.is_file() and file.checksum and checksum_of(place, file) != file.checksum:
                log.warning("%s is damaged, and is fetched anew", place)
                place.unlink()

    def _look_for_room(self, needed: int) -> None:
        free = shutil.disk_usage(self._folder).free
        if needed and free < needed + _MARGIN_BYTES:
            raise DownloadError.no_room(self._folder, needed + _MARGIN_BYTES, free)

    # Fetching -----------------------------------------------------------------------------------

    def _fetch_all(self, missing: Mapping[str, Published]) -> None:
        """The largest first, so that none is left over at the end alone."""
        largest = sorted(missing.items(), key=lambda item: -item[1].bytes)
        pool = ThreadPoolExecutor(AT_ONCE, "download")
        tasks = [pool.submit(self._fetch, path, file) for path, file in largest]
        wait(tasks, return_when=FIRST_EXCEPTION)
        pool.shutdown(wait=False, cancel_futures=True)
        for task in tasks:
            if task.done() and not task.cancelled():
                task.result()

    def _fetch(self, path: str, file: Published) -> None:
        failures, damaged = 0, False
        while True:
            before = self._positions[path]
            try:
                self._hub.fetch(path, file, self._folder, lambda at: self._on_position(path, at))
                self._on_position(path, file.bytes)
                return
            except DamagedError as error:
                part_of(self._folder / path).unlink(missing_ok=True)
                if damaged:
                    raise DownloadError.damaged(path, file.checksum, error.found) from error
                damaged = True
                log.warning("%s arrived damaged, and is fetched anew", path)
            except LostError as error:
                failures = 0 if self._positions[path] > before else failures
                if failures == len(_WAITS_S):
                    raise self._unreachable(error) from error
                self._emit(Lost(str(error), _WAITS_S[failures]))
                time.sleep(_WAITS_S[failures])
                failures += 1

    def _on_position(self, path: str, position: int) -> None:
        with self._lock:
            self._positions[path] = position
            now, done = time.monotonic(), sum(self._positions.values())
            if now - self._reported_at < _REPORT_S:
                return
            self._reported_at = now
        self._emit(Arrived(done, path))

    def _unreachable(self, error: LostError) -> DownloadError:
        return DownloadError.unreachable(self._hub.address, str(error).rstrip(". "))


def _is_wanted(path: str) -> bool:
    name = PurePosixPath(path).name
    return is_inside(path) and (name.endswith(_WANTED) or name.startswith("LICENSE"))


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
