"""The user announces what is promised, and finds pictures as far as they are there."""

from __future__ import annotations

import asyncio
import random
from array import array
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from engine.api import GenerationRequest, Stage, StageStarted
from glm_studio.library.listing import Listing
from glm_studio.library.picture import Picture
from glm_studio.state.queue import QueueState
from killed.announcements import Line
from killed.queue_told import QueueTold
from killed.requests import Requests
from killed.user import some_of
from support.fakes import some_picture

SEA = GenerationRequest("sea", 256, 256, 12, 1.5, 1, composition_seed=2)


class Disk:
    """A keeper whose file is written when it is `free`."""

    def __init__(self) -> None:
        self.free = asyncio.Event()

    async def settle(self) -> None:
        await self.free.wait()


class Heard:
    """An announcer whose lines are kept, and what is promised by them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def say(self, kind: str, **told: Any) -> None:
        self.lines.append(Line(len(self.lines), kind, told))

    @property
    def lost(self) -> list[str]:
        """What is missed if the program ends now, and nothing is left of its queue."""
        requests = Requests()
        requests.hear(self.lines)
        return list(requests.after_the_start([], Counter()))


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize("slow", [False, True])
def test_a_picture_that_is_cancelled_while_it_is_made_is_not_missed(slow):
    """Also if the program is ended before the engine has stopped, or the disk was `slow`."""

    async def story() -> None:
        queue, disk, heard = QueueState(), Disk(), Heard()
        told = QueueTold(queue, disk, heard)
        (entry,) = queue.add([SEA])
        queue.apply(entry, StageStarted("a", Stage.PRIOR, 128))
        if not slow:
            disk.free.set()
            await turns()
            assert len(heard.lost) == 1
        queue.cancel([entry])
        disk.free.set()
        await turns()
        assert queue.entries == [entry]
        assert heard.lost == []
        del told

    asyncio.run(story())


def test_a_picture_that_waits_again_after_a_cancel_is_missed():
    async def story() -> None:
        queue, disk, heard = QueueState(), Disk(), Heard()
        told = QueueTold(queue, disk, heard)
        disk.free.set()
        (entry,) = queue.add([SEA])
        await turns()
        queue.cancel([entry])
        assert heard.lost == []
        queue.put_back([entry], [entry])
        await turns()
        assert len(heard.lost) == 1
        del told

    asyncio.run(story())


class Rows:
    """Of three pictures the second is gone since a list was read."""

    def some(self, ids: Sequence[int]) -> list[Picture]:
        return [some_picture(number) for number in ids if number != 2]


def test_the_user_takes_those_that_are_there_of_an_older_list():
    pictures = Listing(array("q", [1, 2, 3]), Rows())
    taken = some_of(pictures, 5, 3, random.Random(1))
    assert sorted(picture.path.name for picture in taken) == ["00001.png", "00003.png"]
    assert some_of(pictures, 1, 3, random.Random(1))[0].path.name == "00001.png"
