"""The folder of thumbnails, kept below a size: those that nobody looked at for longest go first."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

MOST_BYTES = 2 << 30
"""Some 130,000 of 256 pixels: more than the gallery was measured with. They are made again from the
pictures, so that more would save time alone."""

_KEPT = 0.9
"""Of the limit, so that not every new one makes an old one go."""

_USED_S = 24 * 60 * 60
_A_STEP = 200
_PAUSE_S = 0.005
"""Between steps, for whoever waits for Python's lock or the disk."""


def touch(file: Path) -> None:
    """Somebody looked at it; said at most once a day, since it is a write."""
    with suppress(OSError):
        if abs(time.time() - file.stat().st_mtime) > _USED_S:
            os.utime(file)


def trim(folder: Path, stopped: Callable[[], bool], most_bytes: int) -> int:
    """Remove what is more than that; returns how many bytes are left. Takes its time."""
    found: list[tuple[float, int, str]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            with suppress(OSError):  # gone by now
                status = entry.stat()
                found.append((status.st_mtime, status.st_size, entry.path))
            if number % _A_STEP == 0:
                if stopped():
                    return 0
                time.sleep(_PAUSE_S)
    left = sum(size for _moment, size, _path in found)
    if left <= most_bytes:
        return left
    found.sort()
    for number, (_moment, size, path) in enumerate(found):
        if left <= most_bytes * _KEPT or stopped():
            break
        with suppress(OSError):
            Path(path).unlink()
            left -= size
        if number % _A_STEP == 0:
            time.sleep(_PAUSE_S)
    log.info("thumbnails take %d MiB again", left >> 20)
    return left
