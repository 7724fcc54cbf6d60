"""A composition is dear: it is kept, given to other requests, and written with others."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from engine.api import (
    CompositionReady,
    GenerationRequest,
    ImageReady,
    JobCancelled,
    Stage,
    StageStarted,
)
from engine.errors import RequestError
from engine.glm_image.compositions import Compositions, Wish
from engine.recipe import PriorCodes
from engine.sizes import Grid
from support.checkpoints import CODES, NANO


def stages(events) -> list[Stage]:
    return [event.stage for event in events if isinstance(event, StageStarted)]


def composition(events) -> CompositionReady:
    return next(event for event in events if isinstance(event, CompositionReady))


def listen_to_all(jobs) -> list[list]:
    async def read(job):
        return [event async for event in job]

    async def read_all():
        async with asyncio.timeout(120):
            return await asyncio.gather(*map(read, jobs))

    return asyncio.run(read_all())


def test_the_same_composition_with_another_detail(engine, ask, listen):
    first = listen(engine.submit(ask(seed=1)))
    prior = composition(first).prior
    second = listen(engine.submit(ask(seed=2, guidance=3.0, steps=3, prior=prior)))
    assert stages(second) == [Stage.DENOISE, Stage.DECODE]
    assert composition(second).reused
    image = second[-1]
    assert isinstance(image, ImageReady)
    assert image.recipe.prior == prior
    assert image.recipe.composition_seed is None  # nobody said what drew it
    assert image.pixels != first[-1].pixels


def test_a_given_composition_makes_the_picture_that_it_came_from(engine, ask, listen):
    first = listen(engine.submit(ask()))[-1]
    given = listen(engine.submit(ask(prior=first.recipe.prior, composition_seed=7)))[-1]
    assert given.pixels == first.pixels
    assert given.recipe == first.recipe


def test_another_text_on_the_same_composition(engine, ask, listen):
    prior = composition(listen(engine.submit(ask(prompt='a sign "GO"')))).prior
    texts = [
        listen(engine.submit(ask(prompt=f'a sign "{word}"', prior=prior)))[-1].pixels
        for word in ("GO", "NO")
    ]
    assert texts[0] != texts[1]


def test_a_job_cancelled_after_its_prior_leaves_its_composition(engine, ask, listen):
    job = engine.submit(ask(steps=200))
    events = listen(job, lambda event: isinstance(event, CompositionReady) and job.cancel())
    assert events[-1] == JobCancelled(job.id, Stage.DENOISE)
    again = listen(engine.submit(ask(prior=composition(events).prior)))
    assert isinstance(again[-1], ImageReady)


def test_two_seeds_are_two_different_wishes(engine, ask, listen):
    asked = [ask(seed=1), ask(seed=2, composition_seed=1), ask(seed=1, composition_seed=2)]
    base, detail, layout = [listen(engine.submit(request))[-1] for request in asked]
    assert detail.recipe.prior == base.recipe.prior
    assert layout.recipe.prior != base.recipe.prior
    assert len({base.pixels.data, detail.pixels.data, layout.pixels.data}) == 3
    assert [image.recipe.composition_seed for image in (base, detail, layout)] == [1, 1, 2]


def test_details_of_one_layout_need_one_prior_stage(engine, ask):
    requests = [ask(seed=seed, composition_seed=5) for seed in range(3)]
    runs = listen_to_all([engine.submit(request) for request in requests])
    assert [Stage.PRIOR in stages(events) for events in runs] == [True, False, False]
    assert [composition(events).reused for events in runs] == [False, True, True]
    assert len({composition(events).prior for events in runs}) == 1


SEEDS = (1, 2, 3)


def test_layouts_that_belong_together_are_written_in_one_prior_stage(engine, ask):
    requests = [ask(seed=seed, composed_with=SEEDS) for seed in SEEDS]
    runs = listen_to_all(list(map(engine.submit, requests)))
    assert [Stage.PRIOR in stages(events) for events in runs] == [True, False, False]
    assert len({composition(events).prior for events in runs}) == 3
    assert {events[-1].recipe.composed_with for events in runs} == {SEEDS}


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_what_else_was_made_before_does_not_change_a_layout(
    make_engine, checkpoint, ask, precision
):
    """Of a model that hardly knows what it wants, where every rounding shows."""

    def codes(requests) -> list[PriorCodes]:
        engine = make_engine(checkpoint, precision=precision)
        return [composition(listen_to_all([engine.submit(r)])[0]).prior for r in requests]

    alone = ask(seed=2)
    together = [ask(seed=seed, composed_with=SEEDS) for seed in SEEDS]
    first, *_, second = codes([alone, *together, alone])
    assert first == second == codes([alone])[0]
    assert codes(together[::-1])[::-1] == codes(together)


def test_written_together_or_alone_a_layout_is_the_same(make_engine):
    """Of a model that knows what it wants; among equals a rounding may choose another code."""
    circle = GenerationRequest("a red circle on a white background", 256, 256, 1, 1.0, 0)
    engine = make_engine(NANO)
    for seed in SEEDS:
        alone = replace(circle, seed=seed)
        pair = [alone, replace(alone, composed_with=SEEDS)]
        first, second = [listen_to_all([engine.submit(request)])[0] for request in pair]
        assert composition(first).prior == composition(second).prior


@pytest.mark.parametrize("seeds", [(1, 2), (7, 7), (7, 1, 2, 3, 4), (7, -1), (7, "8")])
def test_what_belongs_together_is_checked(engine, ask, seeds):
    assert "composition seed" in complaint(engine, ask(seed=7, composed_with=seeds))


def test_another_prompt_or_size_is_written_by_itself(engine, ask):
    asked = [ask(), ask(prompt="a blue circle", seed=8), ask(width=544, seed=9)]
    runs = listen_to_all([engine.submit(request) for request in asked])
    assert all(Stage.PRIOR in stages(events) for events in runs)


def complaint(engine, request: GenerationRequest) -> str:
    with pytest.raises(RequestError) as caught:
        engine.submit(request)
    return str(caught.value)


def test_a_composition_of_another_size_is_refused(engine, ask):
    said = complaint(engine, ask(prior=PriorCodes(Grid(16, 20), (0,) * 320)))
    assert "512x512 pixels needs 16x16" in said
    assert "640x512" in said


@pytest.mark.parametrize("code", [-1, CODES, True, 1.5, "1"])
def test_codes_that_the_model_does_not_have_are_refused(engine, ask, code):
    prior = PriorCodes(Grid(16, 16), (*(0,) * 255, code))
    assert f"0 to {CODES - 1:,}" in complaint(engine, ask(prior=prior))


def test_a_grid_that_is_not_full_is_refused(engine, ask):
    assert "255 codes" in complaint(engine, ask(prior=PriorCodes(Grid(16, 16), (0,) * 255)))


@pytest.mark.parametrize("seed", [-1, 2**53, 1.5])
def test_composition_seeds_have_limits(engine, ask, seed):
    assert "whole number from 0" in complaint(engine, ask(composition_seed=seed))


def wish(seed: int) -> Wish:
    return Wish("a circle", 512, 512, (), (seed,), seed)


def test_what_was_not_asked_for_longest_is_forgotten_first():
    known, prior = Compositions(most=2), PriorCodes(Grid(1, 1), (0,))
    known.put(wish(1), prior)
    known.put(wish(2), prior)
    assert known.get(wish(1)) == prior
    known.put(wish(3), prior)
    assert known.get(wish(2)) is None
    assert known.get(wish(1)) == known.get(wish(3)) == prior


def test_a_wish_knows_its_references():
    assert replace(wish(1), references=("00",)) != wish(1)
