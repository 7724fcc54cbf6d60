"""Work on a thread that can be left behind: a drive that hangs never answers, nor raises."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")

_STEP_S = 0.02
"""What else waits for the asker's thread waits for no more than this."""


class HangsError(OSError):
    """Nothing was heard of an errand for too long. Its thread is left behind."""


class Errand(Generic[T]):
    """Goes through `things` on a thread of its own, a little ahead of who takes them."""

    def __init__(self, name: str, things: Iterable[T]) -> None:
        self._things = things
        self._found: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(2)
        self._stopped = False
        self._thread = threading.Thread(target=self._go, name=name, daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the thread has not come to its end."""
        return self._thread.is_alive()

    def steps(self, patience_s: float) -> Generator[T | None, None, None]:
        """Yield what comes, or None where nothing came within a moment.

        Raises what the errand raises, and `HangsError` after `patience_s` of silence.
        """
        heard = time.monotonic()
        try:
            while True:
                try:
                    thing, error = self._found.get(timeout=_STEP_S)
                except queue.Empty:
                    if time.monotonic() - heard > patience_s:
                        raise HangsError from None
                    yield None
                    continue
                if error is not None:
                    raise error
                if thing is None:
                    return
                yield thing
                heard = time.monotonic()
        finally:
            self._stopped = True
            self._thread.join(0.5 if time.monotonic() - heard < patience_s else 0)

    def _go(self) -> None:
        try:
            for thing in self._things:
                self._put((thing, None))
                if self._stopped:
                    return
        except BaseException as error:  # noqa: BLE001 - whoever takes the things is told
            self._put((None, error))
        else:
            self._put((None, None))

    def _put(self, found: tuple[T | None, BaseException | None]) -> None:
        while not self._stopped:
            try:
                self._found.put(found, timeout=_STEP_S)
            except queue.Full:
                continue
            return
