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
from glm_studio.state.queue import Entry, QueueState, Standing
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
    begin(queue, entry)
    asked = []
    queue.cancel_asked.connect(asked.append)
    queue.cancel_current()
    queue.cancel_current()
    assert asked == [entry]
    assert queue.busy
    queue.apply(entry, JobCancelled("a", Stage.PRIOR))
    assert not queue.busy


def test_cancelling_all_lets_nothing_begin_because_another_stopped(queue):
    queue.add(requests(4))
    first, second, *_ = queue.entries
    begin(queue, first)
    begin(queue, second)
    asked = []
    queue.cancel_asked.connect(lambda entry: asked.append((entry, queue.next(9))))
    queue.cancel_all()
    assert asked == [(first, []), (second, [])]
    assert queue.entries == [first, second]


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


# Order -------------------------------------------------------------------------------------------


def seeds(queue: QueueState) -> list[int]:
    return [entry.request.seed for entry in queue.entries]


def test_those_that_wait_can_be_put_into_another_order_but_not_before_one_that_runs(queue):
    queue.add(requests(5))
    zero, one, _, three, four = queue.entries
    begin(queue, zero)
    queue.move([three], before=one)
    assert seeds(queue) == [0, 3, 1, 2, 4]
    queue.move([four, one], before=zero)
    assert seeds(queue) == [0, 1, 4, 3, 2]
    queue.move([one])
    assert seeds(queue) == [0, 4, 3, 2, 1]
    queue.move([zero])  # it runs
    assert seeds(queue) == [0, 4, 3, 2, 1]
    queue.move([four, three], before=four)  # onto themselves
    assert seeds(queue) == [0, 4, 3, 2, 1]


def test_pictures_can_be_put_before_all_that_wait(queue):
    queue.add(requests(3))
    begin(queue, queue.entries[0])
    queue.add([GenerationRequest("x", 256, 256, 12, 1.5, 9)], front=True)
    assert seeds(queue) == [0, 9, 1, 2]


def test_a_paused_queue_begins_nothing_and_shows_no_picture_to_come(queue):
    queue.add(requests(3))
    begin(queue, queue.entries[0])
    queue.pause()
    assert queue.next(9) == []
    assert queue.current is queue.entries[0]
    queue.apply(queue.entries[0], picture_of(requests(1)[0]))
    assert queue.current is None
    assert queue.waiting == 2
    queue.resume()
    assert [entry.request.seed for entry in queue.next(9)] == [1, 2]


def test_what_is_over_stays_listed_with_what_became_of_it(queue):
    queue.add(requests(3))
    done, failed, cancelled = queue.entries
    for entry in queue.entries:
        begin(queue, entry)
    problem = Problem("device", "It broke.", "Why.", "Do this.")
    queue.apply(done, picture_of(done.request))
    queue.finish(done, some_picture(1))
    queue.fail(failed, problem)
    queue.cancel([cancelled])
    queue.apply(cancelled, JobCancelled("", Stage.PRIOR))
    assert [entry.standing for entry in queue.over] == [
        Standing.CANCELLED, Standing.FAILED, Standing.DONE,
    ]  # fmt: skip
    assert (done.picture, failed.problem) == (some_picture(1), problem)
    assert done.group.is_over


def test_a_failed_picture_is_tried_again_in_its_set(queue, qtbot):
    queue.add(requests(2))
    first, second = queue.entries
    problem = Problem("device", "It broke.", "Why.", "Do this.")
    queue.fail(first, problem)
    again = queue.retry(first, front=True)
    assert queue.entries == [again, second]
    assert queue.over == []
    assert again.group.entries == [again, second]
    queue.finish(second, some_picture(1))
    with qtbot.waitSignal(queue.set_ended) as ended:
        queue.finish(again, some_picture(2))
    assert ended.args == [again.group]


def test_a_long_session_forgets_the_oldest_that_are_over(queue):
    queue.add(requests(220))
    for entry in queue.entries:
        queue.finish(entry, some_picture(entry.request.seed))
    assert len(queue.over) == 200
    assert queue.over[0].request.seed == 219


def test_those_that_wait_are_held_while_all_would_fail(queue):
    queue.add(requests(3))
    problem = Problem("checkpoint", "A file is gone.", "Why.", "Do this.")
    queue.hold(problem)
    assert queue.held == problem
    assert queue.next(9) == []
    queue.add(requests(1))  # whoever asks wants it tried again
    assert len(queue.next(9)) == 4


def test_a_hold_ends_by_itself_but_a_pause_does_not(queue):
    queue.add(requests(3))
    queue.pause()
    queue.hold(Problem("checkpoint", "A file is gone.", "Why.", "Do this."))
    queue.let_go()
    assert (queue.held, queue.paused) == (None, True)
    queue.resume()
    assert queue.flows
