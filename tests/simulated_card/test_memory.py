"""Small cards: the plan that fits is taken, and a smaller one when memory runs out after all."""

from __future__ import annotations

import pytest

from engine.api import (
    GenerationRequest,
    ImageReady,
    JobFailed,
    Planned,
    PreviewPolicy,
    Replanned,
    Stage,
    StageStarted,
)
from engine.engine import Engine
from simulated_card.rig import Card
from support.checkpoints import NANO
from support.jobs import listen

SIDE = 512
LEFT_GIB = 0.34
"""Too little to keep all weights beside what decoding needs, and enough to swap them."""
ALIKE = 2
"""The most that a value of 255 may differ between the plans of a card and of the processor."""


def asked(seed: int = 5) -> GenerationRequest:
    return GenerationRequest(
        "a red circle", SIDE, SIDE, 2, 1.5, seed, preview=PreviewPolicy(enabled=False)
    )


@pytest.fixture
def open_engine(tmp_path):
    engines = []

    def open_it(device: str = "npu:0") -> Engine:
        engines.append(Engine(NANO, device=device, precision="fp32", cache_dir=tmp_path / "cache"))
        return engines[-1]

    yield open_it
    stopped = [engine.close(60) for engine in engines]
    assert all(stopped)


def plans(events) -> list[str]:
    return [event.plan.name for event in events if isinstance(event, Planned | Replanned)]


def largest_difference(one: ImageReady, other: ImageReady) -> int:
    pairs = zip(one.pixels.data, other.pixels.data, strict=True)
    return max(abs(a - b) for a, b in pairs)


def test_a_small_card_makes_the_same_picture_by_a_smaller_plan(cards, open_engine):
    cards(Card(gib=0.32))
    events = listen(open_engine().submit(asked()))
    (name,) = plans(events)
    assert "swapped" in name
    alone = listen(open_engine("cpu").submit(asked()))[-1]
    assert events[-1].recipe.prior == alone.recipe.prior
    assert largest_difference(events[-1], alone) <= ALIKE


def test_a_card_that_is_too_small_for_any_plan_says_what_is_needed(cards, open_engine):
    cards(Card(gib=0.2))
    last = listen(open_engine().submit(asked()))[-1]
    assert isinstance(last, JobFailed)
    assert last.problem.kind == "plan"
    assert "GiB are needed" in last.problem.why


def test_memory_that_others_take_meanwhile_leads_to_a_smaller_plan(
    cards, rig, open_engine, monkeypatch
):
    cards(Card(gib=1))
    engine = open_engine()
    device = engine.lanes[0].device
    release, taken = device.release_caches, []

    def take(event) -> None:
        """Others take nearly all while the picture is decoded, and give a part of it back."""
        if isinstance(event, StageStarted) and event.stage is Stage.DECODE and not taken:
            taken.append(event)
            rig.change(0, others_gib=0.98)
            monkeypatch.setattr(device, "release_caches", give_back)

    def give_back() -> None:
        rig.change(0, others_gib=1 - LEFT_GIB)
        release()

    events = listen(engine.submit(asked()), take)
    before, after = plans(events)
    assert before == "full resident"
    assert "swapped" in after
    again = next(event for event in events if isinstance(event, Replanned))
    assert "NPU out of memory" in again.why
    assert isinstance(events[-1], ImageReady)
    assert sum(isinstance(e, StageStarted) and e.stage is Stage.PRIOR for e in events) == 1
