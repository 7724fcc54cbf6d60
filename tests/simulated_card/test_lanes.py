"""Several cards: one queue, a process each; two that share a picture; cards that fail.

A process takes seconds to start on a small machine, so each test asks for as much as it can of one
engine.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import lane as lanes
from engine.api import (
    CompositionReady,
    ImageReady,
    ImageRef,
    JobCancelled,
    JobFailed,
    Loaded,
    Moved,
    Planned,
    Stage,
    StageStarted,
    TokensDone,
)
from engine.engine import Engine
from engine.errors import DeviceFaultError
from engine.hardware import LaneState
from engine.planner import GLYPHS, PRIOR, TRANSFORMER, VAE
from simulated_card.rig import Card, Fault
from support.checkpoints import write_checkpoint
from support.jobs import listen, request

ALIKE = 2
"""The most that a value of 255 may differ between a card and the processor, in fp32."""


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("checkpoint") / "random")


@pytest.fixture
def open_engine(checkpoint: Path, tmp_path: Path) -> Iterator:
    engines = []

    def open_it(device: str, **options: object) -> Engine:
        chosen = {"precision": "fp32", "cache_dir": tmp_path / "cache"} | options
        engines.append(Engine(checkpoint, device=device, **chosen))
        return engines[-1]

    yield open_it
    stopped = [engine.close(30) for engine in engines]
    assert all(stopped), "a worker did not stop"


def listen_to_all(jobs) -> list[list]:
    """The events of jobs that run at the same time."""

    async def read_all():
        async def read(job):
            return [event async for event in job]

        async with asyncio.timeout(120):
            return await asyncio.gather(*map(read, jobs))

    return asyncio.run(read_all())


def devices_of(events) -> list[str]:
    return [event.device for event in events if isinstance(event, Planned)]


def picture(image: ImageReady) -> np.ndarray:
    pixels = image.pixels
    shape = pixels.height, pixels.width, 3
    return np.frombuffer(pixels.data, np.uint8).reshape(shape).astype(int)


def assert_same_picture(image: ImageReady, other: ImageReady) -> None:
    assert image.recipe.prior == other.recipe.prior
    assert np.abs(picture(image) - picture(other)).max() <= ALIKE


# One queue


def test_of_eight_cards_one_fails_and_every_picture_is_the_one_that_a_processor_draws(
    cards, rig, open_engine
):
    cards(*[Card(gib=4)] * 8)
    rig.change(3, fault=Fault(507899, after=400))
    engine = open_engine("all")
    runs = listen_to_all([engine.submit(request(seed=seed)) for seed in range(10)])
    assert all(isinstance(events[-1], ImageReady) for events in runs)
    used = [devices_of(events) for events in runs]
    assert {device for devices in used for device in devices} == {f"npu:{n}" for n in range(8)}
    (moved,) = [event for events in runs for event in events if isinstance(event, Moved)]
    assert moved.device == "npu:3"
    states = {status.name: status.state for status in engine.hardware()}
    assert [name for name, state in states.items() if state is LaneState.FAILED] == ["npu:3"]
    for events, devices in zip(runs, used, strict=True):
        recipe = events[-1].recipe
        assert devices[-1] in recipe.device.split("+")
        assert recipe.hardware[devices[-1]]["chip"] == "910B3"
    alone = open_engine("cpu")
    for seed in (0, 5):
        assert_same_picture(runs[seed][-1], listen(alone.submit(request(seed=seed)))[-1])


def test_of_four_cards_two_are_chosen_and_one_picture_at_a_time_loads_one(cards, open_engine):
    cards(*[Card(gib=4)] * 4)
    engine = open_engine("npu:1,npu:3")
    assert [status.name for status in engine.hardware()] == ["npu:1", "npu:3"]
    used = {devices_of(listen(engine.submit(request(seed=seed))))[0] for seed in range(3)}
    assert len(used) == 1
    assert sorted(lane.is_ready for lane in engine.lanes) == [False, True]
    runs = listen_to_all([engine.submit(request(seed=seed)) for seed in range(4)])
    assert {devices_of(events)[0] for events in runs} == {"npu:1", "npu:3"}
    told = engine.expect(request(seed=9))
    assert (told.at_once, told.title) == (2, engine.hardware()[0].title)
    assert told.total_s > 0


def test_a_cancel_reaches_the_process_that_draws(rig, open_engine):
    engine = open_engine("all")
    job = engine.submit(request())
    last = listen(job, lambda event: isinstance(event, TokensDone) and job.cancel())[-1]
    assert isinstance(last, JobCancelled)
    assert last.stage is Stage.PRIOR
    assert isinstance(listen(engine.submit(request()))[-1], ImageReady)


def test_who_leaves_the_choice_is_told_what_keeps_a_card_from_it(cards, open_engine):
    cards(Card(health="Critical"))
    engine = open_engine("auto")
    assert [status.name for status in engine.hardware()] == ["cpu"]
    (problem,) = engine.passed_over
    assert "Ascend 910B3" in problem.what
    assert "Critical" in problem.why
    assert "on cpu" in problem.why
    assert open_engine("cpu").passed_over == ()


# One picture over two cards


def test_two_cards_share_a_picture_and_draw_what_one_processor_draws(rig, open_engine):
    engine = open_engine("npu:0+npu:1")
    assert isinstance(listen(engine.load())[-1], Loaded)
    assert [lane.is_ready for lane in engine.lanes] == [True, True]
    events = listen(engine.submit(request()))
    plans = {event.device: event.plan for event in events if isinstance(event, Planned)}
    parts = {name: {part.name for part in plan.components} for name, plan in plans.items()}
    assert parts == {"npu:0": {PRIOR}, "npu:1": {GLYPHS, TRANSFORMER, VAE}}
    stages = [event.stage for event in events if isinstance(event, StageStarted)]
    assert stages == [Stage.PRIOR, Stage.DENOISE, Stage.DECODE]
    assert sum(isinstance(event, CompositionReady) for event in events) == 1
    image = events[-1]
    assert image.recipe.device == "npu:0+npu:1"
    assert list(image.recipe.hardware) == ["npu:0", "npu:1"]
    assert set(image.recipe.plan.storage) == {PRIOR, GLYPHS, TRANSFORMER, VAE}
    assert {"prior", "denoise", "decode"} <= set(image.seconds)
    told = engine.expect(request(seed=8))
    assert (told.device, told.at_once) == ("npu:0+npu:1", 1)
    assert list(told.seconds) == ["prior", "denoise", "decode"]
    assert 0 < told.peak_bytes < told.budget_bytes
    assert engine.expect(request(seed=8, composition_seed=7)).composed
    assert_same_picture(image, listen(open_engine("cpu").submit(request()))[-1])
    # A composition that is given goes straight to the card that draws.
    events = listen(engine.submit(request(seed=8, prior=image.recipe.prior)))
    assert devices_of(events) == ["npu:1"]
    assert events[-1].recipe.device == "npu:1"


def test_the_next_composition_is_written_while_this_picture_is_drawn(rig, open_engine):
    engine = open_engine("npu:0+npu:1")
    listen(engine.load())
    jobs = [engine.submit(request(seed=seed, steps=100)) for seed in (1, 2)]
    order = []

    async def read_both():
        async def read(number, job):
            async for event in job:
                if isinstance(event, CompositionReady | ImageReady):
                    order.append((number, type(event)))

        await asyncio.gather(*(read(number, job) for number, job in enumerate(jobs, 1)))

    asyncio.run(read_both())
    assert order == [(1, CompositionReady), (2, CompositionReady), (1, ImageReady), (2, ImageReady)]


def test_references_are_read_by_both_and_drawn_as_on_one(rig, open_engine, tmp_path):
    file = tmp_path / "reference.png"
    Image.linear_gradient("L").resize((544, 512)).convert("RGB").save(file)
    asked = request(references=(ImageRef(str(file)),))
    pair = open_engine("npu:0+npu:1")
    shared = listen(pair.submit(asked))[-1]
    alone = listen(open_engine("cpu").submit(asked))[-1]
    assert shared.recipe.references == alone.recipe.references
    assert_same_picture(shared, alone)
    # Codes that are given still need the composing card, which alone reads references as codes.
    again = request(references=asked.references, prior=alone.recipe.prior)
    assert_same_picture(listen(pair.submit(again))[-1], alone)


# Cards that fail


class FaultAt:
    """To be told of events: lets the card that computes fail once a stage has begun on it."""

    def __init__(self, rig, stage: Stage) -> None:
        self.card: str | None = None
        self._rig, self._stage, self._now = rig, stage, ""

    def __call__(self, event) -> None:
        if isinstance(event, Planned):
            self._now = event.device
        begun = isinstance(event, StageStarted) and event.stage is self._stage
        if begun and self.card is None:
            self.card = self._now
            self._rig.change(number(self.card), fault=Fault(507015))


def number(card: str) -> int:
    return int(card.partition(":")[2])


def other(card: str) -> str:
    return f"npu:{1 - number(card)}"


def loaded_card(engine: Engine) -> str:
    """Loads, and tells where."""
    return listen(engine.load())[-1].device


@pytest.mark.parametrize("stage", [Stage.PRIOR, Stage.DENOISE])
def test_the_job_of_a_card_that_fails_goes_to_another(rig, open_engine, caplog, stage):
    engine = open_engine("all")
    fault = FaultAt(rig, stage)
    events = listen(engine.submit(request(steps=100)), fault)
    moved = next(event for event in events if isinstance(event, Moved))
    assert moved.device == fault.card
    assert "507015" in moved.why
    assert devices_of(events) == [fault.card, other(fault.card)]
    assert isinstance(events[-1], ImageReady)
    states = {status.name: status for status in engine.hardware()}
    assert states[fault.card].state is LaneState.FAILED
    assert "npu-smi" in states[fault.card].problem.remedy
    assert states[other(fault.card)].problem is None
    assert devices_of(listen(engine.submit(request(seed=8)))) == [other(fault.card)]
    # What its process had to say is in the log of this one.
    logged = [record.getMessage() for record in caplog.records if record.name == "engine.station"]
    assert any(f"on {fault.card}" in line for line in logged)
    # What was composed before the card failed is not composed again.
    begun = [event.stage for event in events if isinstance(event, StageStarted)]
    assert begun.count(Stage.PRIOR) == (2 if stage is Stage.PRIOR else 1)


def test_a_card_that_is_pulled_out_is_a_card_that_failed(rig, open_engine):
    engine = open_engine("all")
    # Both have found their cards: who starts later would count those that are left.
    runs = listen_to_all([engine.submit(request(seed=seed)) for seed in range(2)])
    gone = devices_of(runs[0])[0]
    rig.change(number(gone), vanished=True)
    time.sleep(0.2)
    runs = listen_to_all([engine.submit(request(seed=seed)) for seed in range(2, 5)])
    assert all(isinstance(events[-1], ImageReady) for events in runs)
    assert {devices_of(events)[-1] for events in runs} == {other(gone)}
    states = {status.name: status.state for status in engine.hardware()}
    assert states[gone] is LaneState.FAILED


def test_a_card_that_hangs_is_taken_out_and_its_job_is_made_elsewhere(
    rig, open_engine, monkeypatch
):
    engine = open_engine("all")
    hanging = listen(engine.submit(request()))[-1].recipe.device
    monkeypatch.setattr(lanes, "_PATIENCE_S", 2.0)
    rig.change(number(hanging), hangs=True)
    time.sleep(0.2)
    events = listen(engine.submit(request(seed=8)))
    assert isinstance(events[-1], ImageReady)
    assert devices_of(events)[-1] == other(hanging)
    problems = {status.name: status.problem for status in engine.hardware()}
    assert "does not answer" in problems[hanging].what


def test_a_driver_that_ends_its_process_takes_one_card_along(rig, open_engine):
    engine = open_engine("all")
    card = loaded_card(engine)
    station = next(lane.station for lane in engine.lanes if lane.device.name == card)
    job = engine.submit(request())
    events = listen(
        job, lambda event: isinstance(event, TokensDone) and station._process and kill(station)
    )
    assert isinstance(events[-1], ImageReady)
    assert devices_of(events) == [card, other(card)]
    moved = next(event for event in events if isinstance(event, Moved))
    assert "SIGKILL" in moved.why


def kill(station) -> None:
    os.kill(station._process.pid, signal.SIGKILL)


def test_the_last_card_that_fails_leaves_clear_words_and_no_hang(cards, rig, open_engine):
    cards(Card(gib=4))
    engine = open_engine("npu:0")
    listen(engine.load())
    waiting = [engine.submit(request(seed=seed)) for seed in range(3)]
    rig.fault(0, 507018)
    lasts = [events[-1] for events in listen_to_all(waiting)]
    assert all(isinstance(last, JobFailed) for last in lasts)
    assert {last.problem.kind for last in lasts} == {"device_fault"}
    assert "npu:0" in lasts[0].problem.what
    with pytest.raises(DeviceFaultError, match="507018"):
        engine.submit(request())


@pytest.mark.parametrize("failing", [0, 1])
def test_what_is_left_of_a_pair_does_the_whole_picture(rig, open_engine, failing):
    engine = open_engine("npu:0+npu:1")
    fault = FaultAt(rig, (Stage.PRIOR, Stage.DENOISE)[failing])
    events = listen(engine.submit(request(steps=100)), fault)
    assert fault.card == f"npu:{failing}"
    assert isinstance(events[-1], ImageReady)
    left = f"npu:{1 - failing}"
    assert devices_of(events)[-1] == left
    assert devices_of(listen(engine.submit(request(seed=8)))) == [left]


def test_a_job_that_breaks_two_cards_is_not_given_to_a_third(cards, rig, open_engine):
    cards(*[Card(gib=4)] * 3)
    engine = open_engine("all")

    def fail(event) -> None:
        """Whichever card takes it up: only those that compute are asked anything further."""
        if isinstance(event, TokensDone):
            rig.change(number(used[-1]), fault=Fault(507015))
        if isinstance(event, Planned):
            used.append(event.device)

    used = []
    assert isinstance(listen(engine.submit(request()), fail)[-1], JobFailed)
    assert len(used) == 2
    (well,) = {"npu:0", "npu:1", "npu:2"} - set(used)
    assert devices_of(listen(engine.submit(request(seed=8)))) == [well]
