"""Who runs, who waits."""

from __future__ import annotations

import pytest

from engine.api import (
    GenerationRequest,
    JobCancelled,
    JobFailed,
    Moved,
    Planned,
    Queued,
    Stage,
    StageStarted,
    StepDone,
)
from engine.errors import Problem
from engine.plan import GIB, Plan, StageNeed
from glm_studio.state.queue import Entry, QueueState
from support.fakes import picture_of, preview, some_picture


def requests(count: int) -> list[GenerationRequest]:
    return [GenerationRequest("x", 256, 256, 12, 1.5, seed) for seed in range(count)]


@pytest.fixture
def queue(qapp) -> QueueState:
    return QueueState()


def test_pictures_that_were_asked_for_together_know_their_place(queue):
    queue.add(requests(3))
    assert [(entry.index, entry.of) for entry in queue.entries] == [(1, 3), (2, 3), (3, 3)]
    assert queue.waiting == 2


def test_the_picture_with_progress_is_the_current_one(queue):
    queue.add(requests(2))
    first, second = queue.entries
    assert queue.current is first
    queue.apply(first, Queued("a", 0))
    assert first.progress is None
    queue.apply(second, StageStarted("b", Stage.PRIOR, 128))
    assert queue.current is second


def test_a_made_picture_no_longer_holds_up_the_next(queue):
    queue.add(requests(2))
    first, second = queue.entries
    queue.apply(first, picture_of(first.request))
    assert queue.current is second
    assert queue.saving
    queue.finish(first, some_picture())
    assert not queue.saving


def test_a_picture_counts_as_saved_only_when_it_is_on_disk(queue, qtbot):
    queue.add(requests(1))
    (entry,) = queue.entries
    with qtbot.assertNotEmitted(queue.saved):
        queue.apply(entry, picture_of(entry.request))
    with qtbot.waitSignal(queue.saved) as saved:
        queue.finish(entry, some_picture(3))
    assert saved.args == [entry, some_picture(3)]
    assert queue.entries == []


def test_cancelling_asks_once_and_waits_for_the_answer(queue):
    queue.add(requests(1))
    (entry,) = queue.entries
    asked = []
    queue.cancel_asked.connect(asked.append)
    queue.cancel_current()
    queue.cancel_current()
    assert asked == [entry]
    assert queue.busy
    queue.apply(entry, JobCancelled("a", Stage.PRIOR))
    assert not queue.busy


def test_cancelling_all_begins_with_the_last(queue):
    queue.add(requests(3))
    asked = []
    queue.cancel_asked.connect(asked.append)
    queue.cancel_all()
    assert [entry.index for entry in asked] == [3, 2, 1]


def test_a_failure_leaves_the_others_waiting(queue, qtbot):
    queue.add(requests(2))
    first, second = queue.entries
    problem = Problem("device", "It broke.", "Why.", "Do this.")
    with qtbot.waitSignal(queue.failed) as failed:
        queue.apply(first, JobFailed("a", Stage.DENOISE, problem))
    assert failed.args[:2] == [first, problem]
    assert queue.entries == [second]


def test_progress_follows_the_events(queue):
    queue.add(requests(1))
    (entry,) = queue.entries
    queue.apply(entry, StageStarted("a", Stage.DENOISE, 12))
    queue.apply(entry, StepDone("a", 3, 12, 2.0, 4.5))
    queue.apply(entry, preview())
    assert entry.progress is not None
    assert (entry.progress.stage, entry.progress.done, entry.progress.total) == (
        Stage.DENOISE,
        3,
        12,
    )
    assert entry.progress.fraction == 0.25


def begin(queue: QueueState, entry: Entry, device: str = "") -> None:
    stages = (StageNeed("prior", GIB, 0, 0),)
    plan = Plan("full resident", "bf16", 256, 256, 0, (), stages, False, 2 * GIB, 2 * GIB)
    queue.apply(entry, Planned("", plan, device))
    queue.apply(entry, StageStarted("", Stage.PRIOR, 128))


def test_of_several_that_run_the_same_one_is_shown_until_it_is_made(queue):
    queue.add(requests(5))
    first, second, third, *_ = queue.entries
    begin(queue, second, "npu:1")
    assert queue.current is second
    begin(queue, first, "npu:0")
    begin(queue, third, "npu:2")
    assert queue.current is second
    assert queue.running == [first, second, third]
    assert queue.waiting == 2
    assert queue.devices == {"npu:0", "npu:1", "npu:2"}
    queue.apply(second, picture_of(second.request))
    assert queue.current is first
    queue.apply(third, JobCancelled("", Stage.PRIOR))
    assert queue.current is first


def test_of_several_that_run_the_shown_one_is_cancelled(queue):
    queue.add(requests(3))
    for number, entry in enumerate(queue.entries):
        begin(queue, entry, f"npu:{number}")
    queue.cancel_current()
    assert [entry.cancelling for entry in queue.entries] == [True, False, False]


def test_a_picture_whose_device_failed_begins_anew_in_its_place(queue, qtbot):
    queue.add(requests(2))
    first, second = queue.entries
    begin(queue, first, "npu:0")
    begin(queue, second, "npu:1")
    queue.apply(first, StepDone("", 6, 12, 1.0, 6.0))
    queue.apply(first, preview())
    with qtbot.waitSignal(queue.moved):
        queue.apply(first, Moved("", "npu:0", "The card npu:0 failed."))
    assert queue.current is first
    assert first.progress.stage is Stage.LOAD
    assert first.progress.fraction == 0
    assert (first.device, first.preview) == ("", None)
    begin(queue, first, "npu:1")
    assert first.device == "npu:1"
