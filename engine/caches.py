"""Files that only save time: written whole or not at all, and never a reason to fail."""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

log = logging.getLogger(__name__)

_LOOK_UP_S = 0.2
"""How often who waits for another looks whether it should stop."""


def write_cache(file: Path, data: bytes, loss: str) -> None:
    """Replace a file; two programs may do so at once. Where it cannot be written, `loss` is logged:
    what the next start does without it."""
    temporary = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as error:
        log.warning("the next start will %s: %s", loss, error)
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def alone(
    file: Path, longest_s: float = math.inf, while_waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Within, no other process or thread is, by a lock beside `file`. Where no lock can be had, as
    in a folder that takes no files, and after waiting for `longest_s` seconds, several may be.

    `while_waiting` is called now and then; it may raise to stop.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - the window's start does without

    lock = FileLock(file.with_suffix(".lock"), timeout=_LOOK_UP_S, thread_local=False)
    until = time.monotonic() + longest_s
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        while not lock.is_locked and time.monotonic() < until:
            try:
                lock.acquire()
            except Timeout:
                while_waiting()
    except (OSError, NotImplementedError) as error:
        log.info("going on without a lock: %s", error)
    try:
        yield
    finally:
        lock.release()
