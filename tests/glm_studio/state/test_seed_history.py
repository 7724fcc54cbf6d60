"""The seeds of the last pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.api import GenerationRequest
from glm_studio.state.memory import Memory
from glm_studio.state.parameters import Draw
from glm_studio.state.queue import QueueState
from glm_studio.state.seed_history import SeedHistory
from support.fakes import some_picture


@pytest.fixture
def queue(qapp) -> QueueState:
    return QueueState()


@pytest.fixture
def memory(tmp_path) -> Memory:
    return Memory(tmp_path / "window.json")


@pytest.fixture
def history(queue, memory) -> SeedHistory:
    return SeedHistory(queue, memory)


def ask(queue: QueueState, layout: int, *details: int) -> None:
    queue.add(
        [GenerationRequest("a cat", 256, 256, 4, 1.5, d, composition_seed=layout) for d in details]
    )


def test_each_seed_once_and_the_newest_first(history, queue):
    ask(queue, 50, 1, 2)
    ask(queue, 60, 1)
    assert [use.detail for use in history.uses(Draw.DETAIL)] == [1, 2]
    assert [use.layout for use in history.uses(Draw.LAYOUT)] == [60, 50]


def test_a_seed_brings_its_picture_once_that_is_on_disk(history, queue):
    ask(queue, 50, 1, 2)
    queue.finish(queue.entries[0], some_picture(7))
    with_picture = {use.detail: use.path for use in history.uses(Draw.DETAIL)}
    assert with_picture == {1: Path("/pictures/00007.png"), 2: None}
    (layout,) = history.uses(Draw.LAYOUT)
    assert layout.path == Path("/pictures/00007.png")  # of the pictures that have it


def test_it_is_remembered_and_what_is_damaged_is_left_out(history, queue, memory):
    ask(queue, 50, 1)
    queue.finish(queue.entries[0], some_picture(7))
    history.remember()
    kept = memory.group("seeds")
    memory.put("seeds", {"last": [*kept["last"], ["x", 1, "", None], 5, [1, None, "", None]]})
    again = SeedHistory(queue, memory)
    again.recall()
    assert again.uses(Draw.DETAIL) == history.uses(Draw.DETAIL)
