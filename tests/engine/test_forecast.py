"""What is said of a picture before it is made: seconds, memory, and what was learned meanwhile."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.api import MOST_TOGETHER, ImageReady, ImageRef, Stage, to_json
from engine.estimate import RELEASED, Rates
from engine.forecast import Paces, Setting, Work, expected, keep_rates, read_rates
from engine.plan import GIB, Place, PlanUse, PlanWish, Storage
from engine.planner import PRIOR, TRANSFORMER
from support.checkpoints import NANO
from support.references import save

CPU = Rates(product_flops=320e9, read_bytes=13e9, copy_bytes=17e9, operator_s=5e-6)
WHOLE = PlanUse(
    {PRIOR: Storage.FULL, TRANSFORMER: Storage.FULL},
    {PRIOR: Place.RESIDENT, TRANSFORMER: Place.RESIDENT},
    tiled=False,
)
SETTING = Setting("cpu", "bf16", WHOLE)
PICTURE = Work(1024, 1024, 30, guided=True, compositions=1)


def told(**changes: object) -> dict[str, float]:
    return expected(RELEASED, CPU, replace(PICTURE, **changes), SETTING)


def test_stages_come_in_order_and_without_those_that_are_left_out():
    assert list(told()) == ["prior", "denoise", "decode"]
    assert list(told(compositions=0)) == ["denoise", "decode"]
    assert list(told(references=((512, 512),))) == ["references", "prior", "denoise", "decode"]


def test_layouts_in_the_same_passes_cost_less_than_one_by_one():
    alone, four = told()["prior"], told(compositions=MOST_TOGETHER)["prior"]
    assert 1.2 * alone < four < 0.5 * MOST_TOGETHER * alone


def test_references_are_read_looked_at_in_each_step_and_spare_the_small_grid():
    plain, with_one = told(), told(references=((1024, 1024),))
    with_two = told(references=((1024, 1024), (1024, 1024)))
    assert with_one["prior"] < plain["prior"]
    assert plain["denoise"] < with_one["denoise"] < with_two["denoise"] < 2 * plain["denoise"]
    assert with_two["references"] == 2 * with_one["references"]


def test_what_pictures_took_is_averaged_as_ratios_and_kept(tmp_path):
    paces = Paces(tmp_path / "paces.json", "nano")
    paces.learn({"a": 2.0})
    paces.learn({"a": 0.5, "b": 3.0})
    for known in (paces, Paces(tmp_path / "paces.json", "nano")):
        assert known.get("a") == pytest.approx(1.0)
        assert known.get("b") == pytest.approx(3.0)
    assert Paces(tmp_path / "paces.json", "another").get("a") is None


def test_files_that_are_damaged_count_as_none(tmp_path):
    (tmp_path / "paces.json").write_text("[1")
    (tmp_path / "rates.json").write_text('{"card|bf16": {"product_flops": "fast"}}')
    assert Paces(tmp_path / "paces.json", "nano").get("a") is None
    assert read_rates(tmp_path, "card", "bf16") is None
    keep_rates(tmp_path, "card", "bf16", CPU)
    assert read_rates(tmp_path, "card", "bf16") == CPU


# A whole engine ----------------------------------------------------------------------------------


def test_before_the_device_has_planned_it_alone_is_named(engine, ask):
    forecast = engine.expect(ask())
    if forecast.peak_bytes == 0:  # else the worker was faster
        assert forecast.device == "cpu"
    assert forecast.total_s is None


def test_memory_is_said_once_the_model_is_loaded_and_grows_with_the_picture(engine, ask, listen):
    listen(engine.load())
    small, large = engine.expect(ask()), engine.expect(ask(width=1024, height=1024))
    assert 0 < small.peak_bytes < large.peak_bytes < large.budget_bytes
    assert small.fits
    assert small.title == engine.hardware()[0].title
    assert small.total_s is None  # nothing was measured, and nothing made
    assert json.loads(json.dumps(to_json(small)))["peak_bytes"] == small.peak_bytes


def test_the_memory_is_that_of_the_plan_that_the_job_then_has(engine, ask, listen):
    listen(engine.load())
    request = ask(width=512, height=640)
    forecast = engine.expect(request)
    planned = next(e for e in listen(engine.submit(request)) if hasattr(e, "plan"))
    assert forecast.peak_bytes == planned.plan.peak_bytes


def test_the_first_picture_tells_how_long_others_take(engine, ask, listen):
    listen(engine.submit(ask()))
    again = engine.expect(ask(seed=8))
    assert list(again.seconds) == ["prior", "denoise", "decode"]
    more = engine.expect(ask(seed=8, steps=20))
    assert more.seconds["denoise"] == pytest.approx(10 * again.seconds["denoise"])
    assert more.seconds["prior"] == again.seconds["prior"]
    larger = engine.expect(ask(seed=8, width=1024, height=1024))
    assert larger.total_s > 2 * again.total_s


def test_a_composition_that_is_remembered_costs_nothing(engine, ask, listen):
    made = listen(engine.submit(ask()))[-1]
    other_detail = engine.expect(ask(seed=8, composition_seed=7))
    assert other_detail.composed
    assert Stage.PRIOR not in other_detail.seconds
    assert not engine.expect(ask(seed=8)).composed
    assert not engine.expect(ask(prompt="a blue circle")).composed
    given = engine.expect(ask(seed=8, prior=made.recipe.prior))
    assert given.composed
    listen(engine.submit(ask(seed=9, composition_seed=7)))  # what took no time teaches nothing
    assert Stage.PRIOR in engine.expect(ask(seed=8)).seconds


def test_what_does_not_fit_is_said_in_words_with_what_it_needs(
    make_engine, checkpoint, ask, listen
):
    engine = make_engine(checkpoint, plan=PlanWish(memory_bytes=300 << 20))
    listen(engine.load())
    assert engine.expect(ask()).fits
    forecast = engine.expect(ask(width=2048, height=2048))
    assert not forecast.fits
    assert forecast.problem.kind == "plan"
    assert forecast.peak_bytes > forecast.budget_bytes == 300 << 20
    assert "smaller picture" in forecast.problem.remedy


def test_a_reference_that_is_gone_is_said_and_one_that_is_there_counts(
    engine, ask, listen, tmp_path
):
    listen(engine.load())
    gone = engine.expect(ask(references=(ImageRef("/not/there.png"),)))
    assert "no such file" in gone.problem.why
    path = save(tmp_path, 1024, 1024)
    whole = engine.expect(ask(references=(ImageRef(path),)))
    part = engine.expect(ask(references=(ImageRef(path, (0, 0, 512, 512)),)))
    assert part.peak_bytes <= whole.peak_bytes
    assert engine.expect(ask()).peak_bytes < whole.peak_bytes


def test_a_prompt_that_cannot_be_encoded_is_no_reason_to_fail(engine, ask, listen):
    listen(engine.load())
    assert engine.expect(ask(prompt="\ud800")).fits


@pytest.mark.nano
@pytest.mark.slow
def test_a_device_that_was_measured_tells_a_time_before_the_first_picture(
    make_engine, ask, listen, tmp_path
):
    engine = make_engine(NANO, measure=True)
    listen(engine.load())
    request = ask(width=256, height=256, steps=12)
    before = engine.expect(request)
    assert before.peak_bytes < GIB
    took = [made(engine, replace(request, seed=seed), listen) for seed in (1, 2)]
    after = engine.expect(replace(request, seed=4))
    assert before.total_s / 5 < min(took) < before.total_s * 5
    assert min(took) / 1.5 < after.total_s < max(took) * 1.5
    again = make_engine(NANO)  # measured by nobody, but it finds what was learned
    listen(again.load())
    assert again.expect(request).total_s == pytest.approx(after.total_s)


def made(engine, request, listen) -> float:
    last = listen(engine.submit(request))[-1]
    assert isinstance(last, ImageReady)
    return sum(last.seconds.values())
