"""What a caller hears while a picture is made."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from engine.api import (
    ImageReady,
    Loaded,
    PreviewPolicy,
    Queued,
    Stage,
    StageStarted,
    StepDone,
    TokensDone,
)
from engine.jobs import Mailbox
from engine.sizes import prior_tokens
from support.jobs import model_of


@pytest.fixture
def loaded(engine, listen):
    listen(engine.load())
    return engine


def all_events(job) -> list:
    """Everything that the job sends, before newest-wins thins it out for a slow reader."""
    seen, emit = [], job.emit

    def watched(event):
        seen.append(event)
        emit(event)

    job.emit = watched
    return seen


def test_stages_come_in_order_and_count_to_their_totals(loaded, ask, listen):
    request = ask(width=512, height=640, steps=4)
    job = loaded.submit(request)
    seen = all_events(job)
    listen(job)
    stages = [event for event in seen if isinstance(event, StageStarted)]
    assert [event.stage for event in stages] == [Stage.PRIOR, Stage.DENOISE, Stage.DECODE]
    assert [event.total for event in stages] == [prior_tokens(512, 640), 4, 1]
    for kind, total in ((TokensDone, prior_tokens(512, 640)), (StepDone, 4)):
        progress = [event for event in seen if isinstance(event, kind)]
        first = 2 if kind is TokensDone else 1  # a rate is not known before the second code
        assert [event.done for event in progress] == list(range(first, total + 1))
        assert all(event.rate > 0 for event in progress)
        assert progress[-1].left_s == 0
        assert all(event.left_s > 0 for event in progress[:-1])


def test_seconds_of_every_stage_come_with_the_picture(loaded, ask, listen):
    image = listen(loaded.submit(ask()))[-1]
    assert isinstance(image, ImageReady)
    assert {"prior", "denoise", "decode"} <= set(image.seconds)
    assert all(seconds > 0 for seconds in image.seconds.values())
    assert len(image.pixels.data) == image.pixels.width * image.pixels.height * 3


def test_a_second_job_waits_its_turn(loaded, ask, listen):
    first, second = loaded.submit(ask(seed=1)), loaded.submit(ask(seed=2))
    order: list[str] = []

    async def read(job) -> list:
        events = []
        async for event in job:
            events.append(event)
            if isinstance(event, StageStarted | ImageReady):
                order.append(job.id)
        return events

    async def both() -> list:
        return await asyncio.gather(read(first), read(second))

    events = asyncio.run(both())
    assert events[0][0] == Queued(first.id, 0)
    assert events[1][0] == Queued(second.id, 1)
    assert [job_id for job_id, _ in itertools.groupby(order)] == [first.id, second.id]


def test_loading_happens_once(engine, ask, listen):
    first = listen(engine.submit(ask()))
    second = listen(engine.submit(ask()))
    assert sum(isinstance(event, Loaded) for event in first) == 1
    assert not any(isinstance(event, Loaded) for event in second)
    assert isinstance(listen(engine.load())[-1], Loaded)  # a load says so however often it is asked


def test_submit_returns_before_the_model_is_loaded(engine, ask):
    job = engine.submit(ask())
    assert model_of(engine) is None
    job.cancel()


def test_a_slow_reader_gets_the_newest_progress_and_every_other_event():
    mailbox = Mailbox()
    mailbox.put(Queued("a", 0))
    mailbox.put(StageStarted("a", Stage.PRIOR, 1000))
    for done in range(1, 1001):
        mailbox.put(TokensDone("a", done, 1000, 1.0, 1.0))
    mailbox.put(StageStarted("a", Stage.DENOISE, 2))
    mailbox.put(StepDone("a", 1, 2, 1.0, 1.0))
    events = mailbox.take()
    assert [type(event) for event in events] == [
        Queued,
        StageStarted,
        TokensDone,
        StageStarted,
        StepDone,
    ]
    assert events[2].done == 1000


def test_a_slow_reader_sees_only_the_newest_preview_of_each_kind(
    checkpoint, make_engine, ask, listen
):
    from engine.api import PreviewKind, PreviewReady
    from glm_studio.resources import calibration_pictures

    engine = make_engine(checkpoint, calibration=calibration_pictures())
    listen(engine.load())
    job = engine.submit(ask(steps=6, preview=PreviewPolicy(max_fraction=1.0)))
    assert job.finished.wait(120)
    previews = [event for event in listen(job) if isinstance(event, PreviewReady)]
    assert {event.kind for event in previews} == {PreviewKind.CODES, PreviewKind.LATENTS}
    assert [event.step for event in previews] == [prior_tokens(512, 512), 6]
