"""What is done to the queue can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack

from engine.api import GenerationRequest, Stage, StageStarted
from engine.errors import Problem
from glm_studio.state.memory import Memory
from glm_studio.state.queue import QueueState
from glm_studio.state.queue_edits import QueueEdits


@pytest.fixture
def queue(qapp) -> QueueState:
    queue = QueueState()
    queue.add([GenerationRequest("x", 256, 256, 12, 1.5, seed) for seed in range(5)])
    queue.apply(queue.entries[0], StageStarted("", Stage.PRIOR, 128))
    return queue


@pytest.fixture
def undo() -> QUndoStack:
    return QUndoStack()


@pytest.fixture
def edits(queue, undo, tmp_path: Path) -> QueueEdits:
    return QueueEdits(queue, undo, Memory(tmp_path / "window.json"), lambda: 77)


def seeds(queue: QueueState) -> list[int]:
    return [entry.request.seed for entry in queue.entries]


def test_the_keyboard_moves_by_one_place_within_those_that_wait(edits, queue):
    _, one, two, _, four = queue.entries
    edits.shift([one], +1)
    assert seeds(queue) == [0, 2, 1, 3, 4]
    edits.shift([one, two], -1)  # they are at the top
    assert seeds(queue) == [0, 2, 1, 3, 4]
    edits.shift([four], -1)
    edits.shift([four], +5)
    assert seeds(queue) == [0, 2, 1, 3, 4]
    edits.to_front([four])
    edits.to_back([two])
    assert seeds(queue) == [0, 4, 1, 3, 2]


def test_a_new_order_can_be_taken_back_and_done_again(edits, queue, undo):
    edits.move([queue.entries[4]], queue.entries[1])
    edits.move([queue.entries[4]], queue.entries[4])  # changes nothing
    assert undo.count() == 1
    undo.undo()
    assert seeds(queue) == [0, 1, 2, 3, 4]
    undo.redo()
    assert seeds(queue) == [0, 4, 1, 2, 3]


def test_cancelled_ones_that_waited_come_back_to_their_place(edits, queue, undo):
    _, one, two, three, _ = queue.entries
    offers = []
    edits.offered.connect(offers.append)
    edits.cancel([one, three])
    assert seeds(queue) == [0, 2, 4]
    queue.add([GenerationRequest("y", 256, 256, 12, 1.5, 9)])
    undo.undo()
    assert seeds(queue) == [0, 1, 2, 3, 4, 9]
    undo.redo()
    assert seeds(queue) == [0, 2, 4, 9]
    edits.move([two])
    offers[0].run()  # not the last thing that was done any more
    assert sorted(seeds(queue)) == [0, 1, 2, 3, 4, 9]
    assert undo.canUndo()


def test_cancelling_all_gives_back_what_waited_but_not_what_ran(edits, queue, undo):
    asked = []
    queue.cancel_asked.connect(asked.append)
    running = queue.entries[0]
    edits.cancel_all()
    assert asked == [running]
    assert queue.entries == [running]
    undo.undo()
    assert seeds(queue) == [0, 1, 2, 3, 4]


def test_a_pause_outlasts_the_program(edits, queue, undo, tmp_path, qtbot):
    edits.set_paused(True)
    qtbot.waitUntil((tmp_path / "window.json").exists)
    memory = Memory(tmp_path / "window.json")
    memory.read()
    later = QueueState()
    QueueEdits(later, undo, memory, lambda: 0).recall()
    assert later.paused
    edits.toggle()
    assert queue.flows


def test_who_asks_while_it_is_paused_is_told(edits, queue):
    offers = []
    edits.offered.connect(offers.append)
    queue.add([GenerationRequest("y", 256, 256, 12, 1.5, seed) for seed in range(3)])
    assert offers == []
    edits.set_paused(True)
    queue.add([GenerationRequest("y", 256, 256, 12, 1.5, seed) for seed in range(3)])
    (offer,) = offers
    offer.run()
    assert queue.flows


def test_failed_ones_are_tried_again_in_their_order(edits, queue):
    for entry in queue.entries[1:4]:
        queue.fail(entry, Problem("device", "It broke.", "Why.", "Do this."))
    edits.retry_failed()
    assert seeds(queue) == [0, 4, 1, 2, 3]
    assert queue.over == []


def test_once_more_with_other_seeds(edits, queue):
    edits.again(queue.entries[:1], front=True)
    new = queue.pending[0].request
    assert (new.seed, new.composition_seed, new.prompt) == (77, 77, "x")
