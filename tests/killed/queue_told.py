"""What the queue tells its user of each picture, announced to the harness."""

from __future__ import annotations

import asyncio
from typing import Any

from engine.errors import Problem
from glm_studio.library.picture import Picture
from glm_studio.state.queue import Entry, QueueState
from glm_studio.state.queue_keeper import QueueKeeper

from .announcements import Announcer

_SETTLES_S = 1.0
"""Within which the queue is on a disk that works; it says nothing of one that does not."""


class QueueTold:
    """Says what was asked for, is on the disk, was given up, and is made."""

    def __init__(self, queue: QueueState, keeper: QueueKeeper, announcer: Announcer) -> None:
        self._keeper, self._announcer = keeper, announcer
        self._tasks: set[asyncio.Task[None]] = set()
        queue.added.connect(self._on_added)
        queue.cancel_asked.connect(self._on_cancel_asked)
        queue.cancelled.connect(lambda entry: self._say_of("cancelled", entry))
        queue.failed.connect(self._on_failed)
        queue.saved.connect(self._on_saved)

    def _on_added(self, entry: Entry) -> None:
        self._say_of("queued", entry)
        task = asyncio.get_running_loop().create_task(self._say_when_kept(entry))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say_when_kept(self, entry: Entry) -> None:
        """From then on it is to outlast the program, unless the user has given it up meanwhile."""
        began = asyncio.get_running_loop().time()
        await self._keeper.settle()
        took_s = asyncio.get_running_loop().time() - began
        if took_s < _SETTLES_S and entry.over is None and not entry.cancelling:
            self._say_of("kept", entry)

    def _on_cancel_asked(self, entry: Entry) -> None:
        """The queue's file forgets it at once, and the engine stops some moments later."""
        if entry.cancelling:
            self._say_of("given up by the user", entry)

    def _on_failed(self, entry: Entry, problem: Problem) -> None:
        # Of one in which the program has ended twice that is what is to be said.
        self._say_of("given up" if problem.kind == "queue" else "no picture", entry, str(problem))

    def _on_saved(self, entry: Entry, picture: Picture) -> None:
        self._say_of("saved", entry, str(picture.path))

    def _say_of(self, kind: str, entry: Entry, told: str = "") -> None:
        self._announcer.say(kind, request=named(entry), told=told)


def named(entry: Entry) -> list[Any]:
    """What tells an entry's picture from all others."""
    request = entry.request
    return [request.prompt, request.seed, request.composition_seed]
