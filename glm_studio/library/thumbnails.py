"""Small copies of pictures, made off the window's thread, newest wish first."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from engine.api import Pixels
from glm_studio.library import thumbnail_cache
from glm_studio.library.atomic import make_folder, temporary_file
from glm_studio.library.decode import decode_small
from glm_studio.library.folders import Folders
from glm_studio.library.index import Stamp, stamp_of

log = logging.getLogger(__name__)

OnReady: TypeAlias = Callable[[Path, Pixels | None], None]

_THREADS = 2
_JPEG_QUALITY = 90
_TIDY_S = 30.0
_MANY = 1000
"""So many new ones are worth a look at how large the folder is."""


class Thumbnails:
    """A pool of threads with one pile of wishes: what was scrolled into view last comes first.

    A thumbnail fits into a square of `side_px` pixels and is never larger than its picture. Nothing
    is held in memory but the wishes; what was made is kept in the cache folder as JPEG. `last_seen`
    gives the stamp of a file that cannot be reached now: its disk is left alone.
    """

    def __init__(
        self,
        folders: Folders,
        threads: int = _THREADS,
        last_seen: Callable[[Path], Stamp | None] = lambda _: None,
    ) -> None:
        self._cache = folders.thumbnails
        self._last_seen = last_seen
        self._wishes: dict[tuple[Path, int], list[OnReady]] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._made = 0
        self._ending = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"thumbnails-{number}", daemon=True)
            for number in range(threads)
        ]
        self._threads.append(
            threading.Thread(target=self._tidy, name="thumbnails-tidy", daemon=True)
        )
        for thread in self._threads:
            thread.start()

    def request(self, path: Path, side_px: int, on_ready: OnReady) -> None:
        """Call `on_ready` on a worker's thread with the thumbnail, or None if it is unreadable."""
        with self._changed:
            if self._closed:
                return
            waiting = self._wishes.pop((path, side_px), [])
            self._wishes[path, side_px] = [*waiting, on_ready]  # now the newest
            self._changed.notify()

    def close(self, timeout_s: float = 3.0) -> None:
        """Forget the wishes and end the threads, waiting for at most `timeout_s`."""
        self._ending.set()
        with self._changed:
            self._closed = True
            self._wishes.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout_s)

    def _work(self) -> None:
        while wish := self._next():
            (path, side_px), listeners = wish
            thumbnail = self._thumbnail(path, side_px)
            for on_ready in listeners:
                try:
                    on_ready(path, thumbnail)
                except Exception:
                    log.exception("nobody took the thumbnail of %s", path)

    def _tidy(self) -> None:
        """Keep the folder below its limit, while the window has nothing better to do."""
        counted = -_MANY  # the first time it is not known what is there
        while not self._ending.wait(_TIDY_S):
            if self._made - counted >= _MANY:
                counted = self._made
                thumbnail_cache.trim(self._cache, self._ending.is_set, thumbnail_cache.MOST_BYTES)

    def _next(self) -> tuple[tuple[Path, int], list[OnReady]] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._wishes or self._closed)
            return None if self._closed else self._wishes.popitem()

    def _thumbnail(self, path: Path, side_px: int) -> Pixels | None:
        try:
            if seen := self._last_seen(path):
                return _read_cached(self._kept(path, seen, side_px))
            cached = self._kept(path, stamp_of(path.stat()), side_px)
            kept = _read_cached(cached)
            if kept is not None:
                thumbnail_cache.touch(cached)
                return kept
            return self._make(path, side_px, cached)
        except Exception as error:  # noqa: BLE001 - a broken file may break Pillow in any way
            log.info("no thumbnail of %s: %s", path, error)
            return None

    def _kept(self, path: Path, stamp: Stamp, side_px: int) -> Path:
        key = f"{path.absolute()}\0{stamp.mtime_ns}\0{stamp.bytes}\0{side_px}"
        return self._cache / f"{hashlib.sha256(os.fsencode(key)).hexdigest()}.jpg"

    def _make(self, path: Path, side_px: int, cached: Path) -> Pixels:
        small = decode_small(path, side_px)
        file = io.BytesIO()
        small.save(file, "JPEG", quality=_JPEG_QUALITY)
        self._keep(cached, file.getvalue())
        return Pixels(small.width, small.height, small.tobytes())

    def _keep(self, cached: Path, content: bytes) -> None:
        try:
            make_folder(self._cache)
            with temporary_file(self._cache, content, durable=False) as temporary:
                temporary.replace(cached)
            self._made += 1
        except OSError as error:  # it will be made again
            log.warning("the thumbnail %s could not be kept: %s", cached, error)


def _read_cached(file: Path) -> Pixels | None:
    from PIL import Image  # noqa: PLC0415 - the window opens without Pillow

    try:
        with Image.open(file, formats=["JPEG"]) as picture:
            small = picture.convert("RGB")
    except FileNotFoundError:
        return None
    except OSError as error:
        log.info("the thumbnail %s is made again: %s", file, error)
        return None
    return Pixels(small.width, small.height, small.tobytes())
