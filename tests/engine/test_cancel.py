"""Cancelling: at once, leaving nothing behind, with the next job running."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from engine.api import (
    ImageReady,
    JobCancelled,
    Queued,
    Stage,
    StageStarted,
    StepDone,
    TokensDone,
)
from support.jobs import model_of


def cancel_on(job, kind: type, count: int = 1):
    """Cancels `job` on the count-th event of a kind, from the worker's own thread."""
    emit, seen = job.emit, []

    def watched(event):
        emit(event)
        if isinstance(event, kind):
            seen.append(event)
            if len(seen) == count:
                job.cancel()

    job.emit = watched
    return seen


def block_calls(engine, part: str) -> list[int]:
    """Grows by one for each finished pass through a transformer block of the loaded model."""
    model = model_of(engine).parts
    blocks = {
        "prior": lambda: model.prior.model.language_model.layers,
        "dit": lambda: model.transformer.transformer_blocks,
    }[part]()
    calls: list[int] = []
    for block in blocks:
        block.register_forward_hook(lambda *_: calls.append(1))
    return calls


@pytest.fixture
def loaded(engine, listen):
    listen(engine.load())
    return engine


def test_cancel_in_the_prior_takes_effect_before_the_next_code(loaded, ask, listen):
    job = loaded.submit(ask())
    tokens = cancel_on(job, TokensDone, 5)
    events = listen(job)
    assert events[-1] == JobCancelled(job.id, Stage.PRIOR)
    assert len(tokens) == 5


def test_cancel_in_a_step_takes_effect_before_the_next_block(loaded, ask, listen):
    """A step of the real model can last a minute on a CPU; a block of it lasts a second."""
    calls = block_calls(loaded, "dit")
    job = loaded.submit(ask(steps=50))
    first = model_of(loaded).parts.transformer.transformer_blocks[0]
    handle = first.register_forward_hook(lambda *_: job.cancel() if len(calls) == 7 else None)
    events = listen(job)
    handle.remove()
    assert events[-1] == JobCancelled(job.id, Stage.DENOISE)
    assert len(calls) == 7


def test_cancel_while_decoding(loaded, ask, listen):
    job = loaded.submit(ask())
    emit = job.emit

    def watched(event):
        emit(event)
        if isinstance(event, StageStarted) and event.stage is Stage.DECODE:
            job.cancel()

    job.emit = watched
    assert listen(job)[-1] == JobCancelled(job.id, Stage.DECODE)


def test_cancel_while_loading_leaves_an_engine_that_can_load(engine, ask, listen):
    from engine.api import Loading

    job = engine.submit(ask())
    cancel_on(job, Loading, 3)
    assert listen(job)[-1] == JobCancelled(job.id, Stage.LOAD)
    assert model_of(engine) is None
    assert isinstance(listen(engine.submit(ask()))[-1], ImageReady)


def test_leaving_while_loading_does_not_wait_for_the_files_to_be_hashed(
    engine, ask, listen, monkeypatch
):
    """35 GB take a minute to hash; the window closes within three seconds."""
    from engine.glm_image import model

    def slow(checkpoint, on_bytes, hash_of):
        while True:
            on_bytes(1)
            threading.Event().wait(0.01)

    monkeypatch.setattr(model, "identify", slow)
    job = engine.load()
    threading.Timer(0.3, job.cancel).start()
    assert listen(job)[-1] == JobCancelled(job.id, Stage.LOAD)


def test_a_cancelled_job_frees_what_it_held(loaded, ask, listen):
    """Its cache and latents must be gone by the time the caller hears of the cancel."""
    held: list[weakref.ref] = []
    transformer = model_of(loaded).parts.transformer
    handle = transformer.register_forward_pre_hook(
        lambda _, __, inputs: held.append(weakref.ref(inputs["hidden_states"])), with_kwargs=True
    )
    job = loaded.submit(ask(steps=40))
    cancel_on(job, StepDone, 2)
    gc.disable()
    try:
        events = listen(job)
        assert isinstance(events[-1], JobCancelled)
        assert held
        assert [ref for ref in held if ref() is not None] == []
    finally:
        gc.enable()
        handle.remove()


def test_the_next_job_runs_at_once_and_is_untouched_by_the_cancel(loaded, ask, listen):
    expected = listen(loaded.submit(ask()))[-1].pixels
    job, following = loaded.submit(ask(seed=1)), loaded.submit(ask())
    cancel_on(job, TokensDone, 3)
    assert isinstance(listen(job)[-1], JobCancelled)
    last = listen(following)[-1]
    assert isinstance(last, ImageReady)
    assert last.pixels == expected


def test_a_waiting_job_can_be_cancelled_before_its_turn(loaded, ask, listen):
    running, waiting = loaded.submit(ask()), loaded.submit(ask())
    waiting.cancel()
    events = listen(waiting)
    assert events == [Queued(waiting.id, 1), JobCancelled(waiting.id, None)]
    assert isinstance(listen(running)[-1], ImageReady)


def test_cancelling_twice_or_too_late_is_harmless(loaded, ask, listen):
    job = loaded.submit(ask())
    assert isinstance(listen(job)[-1], ImageReady)
    job.cancel()
    job.cancel()
    assert isinstance(listen(loaded.submit(ask()))[-1], ImageReady)


def test_closing_cancels_everything_and_ends_the_thread(loaded, ask, listen):
    jobs = [loaded.submit(ask(steps=50)) for _ in range(3)]
    assert loaded.close(30)
    assert all(isinstance(listen(job)[-1], JobCancelled) for job in jobs)
    assert "engine-cpu" not in {thread.name for thread in threading.enumerate()}
