"""Wherever weights are kept, the pixels are the same, and what is not needed is not in memory."""

from __future__ import annotations

import dataclasses
import threading

import numpy as np
import pytest
import torch

from engine.api import (
    ImageReady,
    JobCancelled,
    JobFailed,
    Loading,
    Planned,
    Replanned,
    StageStarted,
)
from engine.devices.cpu import CpuDevice
from engine.plan import GIB, Place, PlanWish, Storage
from engine.planner import Planner
from support.checkpoints import NANO, write_checkpoint
from support.jobs import model_of


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    """Layers wide enough for int4's groups; more than two of them, so that streaming has work."""
    return write_checkpoint(tmp_path_factory.mktemp("wide") / "wide", layers=4)


def make(listen, engine, request) -> ImageReady:
    last = listen(engine.submit(request))[-1]
    assert isinstance(last, ImageReady), last
    return last


def array(image: ImageReady) -> np.ndarray:
    return np.frombuffer(image.pixels.data, np.uint8).astype(float)


@pytest.mark.parametrize("place", ["swapped", "streamed"])
def test_places_do_not_change_a_single_pixel(wide, make_engine, ask, listen, place):
    resident = make(listen, make_engine(wide, plan=PlanWish(place="resident")), ask())
    engine = make_engine(wide, plan=PlanWish(place=place))
    for _ in range(2):  # the second picture brings everything in once more
        image = make(listen, engine, ask())
        assert image.pixels == resident.pixels
        assert image.recipe.prior == resident.recipe.prior
        assert set(image.recipe.plan.places.values()) >= {Place(place)}


def test_a_widened_file_gives_the_pixels_of_whole_weights(make_engine, ask, listen):
    """The nano's files are bf16, and it computes in fp32 here."""
    demand = ask(width=256, height=256, steps=1)
    whole, widened = (
        make(listen, make_engine(NANO, plan=PlanWish(storage=storage)), demand)
        for storage in ("full", "file")
    )
    assert widened.recipe.plan.storage["transformer"] is Storage.FILE
    assert widened.pixels == whole.pixels


def weights_in_memory(engine) -> dict[str, int]:
    """Bytes of the parameters that are there, by component."""
    return {
        name: sum(p.nbytes for p in part.module.parameters() if not p.is_meta)
        for name, part in model_of(engine).parts.parts.items()
    }


@pytest.mark.parametrize("place", ["swapped", "streamed"])
def test_a_stage_has_its_own_weights_in_memory_and_no_others(
    wide, make_engine, ask, listen, monkeypatch, place
):
    from engine.glm_image import pipeline

    engine = make_engine(wide, plan=PlanWish(place=place))
    seen = {}

    def spy(name):
        real = getattr(pipeline, name)

        def stage(*arguments):
            seen[name] = {part for part, size in weights_in_memory(engine).items() if size}
            return real(*arguments)

        monkeypatch.setattr(pipeline, name, stage)

    for name in ("write_priors", "denoise", "decode"):
        spy(name)
    make(listen, engine, ask())
    assert seen == {
        "write_priors": {"vision_language_encoder"},
        "denoise": {"text_encoder", "transformer"},
        "decode": {"vae"},
    }
    assert not any(weights_in_memory(engine).values())


def test_streaming_holds_two_blocks_at_a_time(wide, make_engine, ask, listen):
    engine = make_engine(wide, plan=PlanWish(place="streamed"))
    listen(engine.load())
    transformer = model_of(engine).parts.transformer
    most = 0

    def count(*_):
        nonlocal most
        here = [
            any(not p.is_meta for p in block.parameters())
            for block in transformer.transformer_blocks
        ]
        most = max(most, sum(here))

    for block in transformer.transformer_blocks:
        block.register_forward_hook(count, prepend=True)
    make(listen, engine, ask())
    assert most == 1  # the second one is being read, and has not reached its place


def test_streaming_reads_each_block_once_a_pass_and_ahead(
    tmp_path, make_engine, ask, listen, monkeypatch
):
    """With more than ten blocks, for by name 10 comes before 2."""
    from engine.glm_image.part import _Stream

    read = []
    real = _Stream._read

    def spy(stream, name, *rest):
        read.append((name, threading.current_thread().name))
        return real(stream, name, *rest)

    monkeypatch.setattr(_Stream, "_read", spy)
    folder = write_checkpoint(tmp_path / "tall", layers=12)
    demand = ask(steps=2, guidance=1.5)
    make(listen, make_engine(folder, plan=PlanWish(place="streamed")), demand)
    passes = 2 * demand.steps
    ours = [(name, thread) for name, thread in read if name.startswith("transformer_blocks")]
    assert len(ours) == 12 * passes + 1  # and the one that would come next
    assert sum("read-ahead" in thread for _, thread in ours) == 12 * passes


def test_loading_for_a_stage_is_seen_by_the_user(wide, make_engine, ask, listen):
    engine = make_engine(wide, plan=PlanWish(place="swapped"))
    job = engine.submit(ask())
    seen = []
    emit = job.emit
    job.emit = lambda event: (seen.append(event), emit(event))
    listen(job)
    parts: dict[str, list[Loading]] = {}
    stage = None
    for event in seen:
        if isinstance(event, StageStarted):
            stage = event.stage
        if isinstance(event, Loading):
            parts.setdefault(event.component, []).append(event)
            assert event.done_bytes <= event.total_bytes
    assert set(parts) == {"vision_language_encoder", "text_encoder", "transformer", "vae"}
    assert parts["transformer"][-1].done_bytes == parts["transformer"][-1].total_bytes
    assert stage == "decode"


@pytest.mark.parametrize("place", ["swapped", "streamed"])
def test_a_cancel_while_a_stage_s_weights_are_read_leaves_nothing(
    wide, make_engine, ask, listen, place
):
    engine = make_engine(wide, plan=PlanWish(place=place))
    listen(engine.load())
    job = engine.submit(ask())

    def cancel(event):
        if isinstance(event, Loading) and event.component == "transformer":
            job.cancel()

    emit = job.emit
    job.emit = lambda event: (cancel(event), emit(event))
    assert isinstance(listen(job)[-1], JobCancelled)
    assert not any(weights_in_memory(engine).values())
    assert "engine-read-ahead" not in " ".join(thread.name for thread in threading.enumerate())
    make(listen, engine, ask())


def test_a_file_that_is_gone_when_its_stage_comes_is_named(make_engine, ask, listen, tmp_path):
    folder = write_checkpoint(tmp_path / "gone")
    engine = make_engine(folder, plan=PlanWish(place="swapped"))
    listen(engine.load())
    (folder / "vae" / "diffusion_pytorch_model.safetensors").unlink()
    last = listen(engine.submit(ask()))[-1]
    assert isinstance(last, JobFailed)
    assert last.problem.kind == "checkpoint"
    assert "vae" in last.problem.what


@pytest.mark.parametrize(("storage", "tolerance"), [("int8", 4), ("int4", 40)])
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_small_weights_draw_nearly_the_same_picture(
    make_engine, ask, listen, storage, tolerance, precision
):
    """Of the trained nano, with the codes that it wrote from whole weights given to both."""
    demand = ask(prompt="a red circle on a white background", width=256, height=256, steps=4)
    whole, small = (
        pictures_of_the_same_codes(make_engine, listen, demand, precision, kind)
        for kind in ("full", storage)
    )
    assert whole.std() > 20
    assert 0 < np.abs(whole - small).mean() < tolerance


def pictures_of_the_same_codes(make_engine, listen, demand, precision, storage):
    from engine.recipe import PriorCodes
    from engine.sizes import big_grid

    grid = big_grid(256, 256)
    codes = PriorCodes(grid, tuple(range(100, 100 + grid.codes)))
    engine = make_engine(NANO, precision=precision, plan=PlanWish(storage=storage))
    return array(make(listen, engine, dataclasses.replace(demand, prior=codes)))


@pytest.mark.parametrize(("storage", "tolerance"), [("int8", 0.02), ("int4", 0.15)])
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_small_weights_leave_the_prior_s_opinion(
    make_engine, ask, listen, storage, tolerance, precision
):
    """Its logits for the first code, against whole weights; relative, in the mean square."""
    logits = {}
    for kind in ("full", storage):
        engine = make_engine(NANO, precision=precision, plan=PlanWish(storage=kind))
        listen(engine.load())
        with torch.inference_mode():
            ids = torch.tensor([[4098, 4200, 4300, 4400, 4096]])
            logits[kind] = model_of(engine).parts.prior(input_ids=ids).logits[0, -1].float()
    error = (logits[storage] - logits["full"]).norm() / logits["full"].norm()
    assert 0 < error < tolerance


def test_little_memory_is_planned_for_and_a_later_picture_may_have_more(
    wide, make_engine, ask, listen, monkeypatch
):
    """The plan follows what is free when the job begins."""
    needed = peaks(wide, ask())
    monkeypatch.setattr(CpuDevice, "memory", lambda _: memory)
    memory = (int(needed["full swapped"] * 4 / 3) + 1024, 64 * GIB)
    engine = make_engine(wide)
    events = listen(engine.submit(ask()))
    plan = next(event.plan for event in events if isinstance(event, Planned))
    assert plan.name == "full swapped"
    assert plan.refused[0].plan == "full resident"
    first = events[-1]
    memory = (8 * GIB, 64 * GIB)
    second = make(listen, engine, ask())
    assert set(second.recipe.plan.places.values()) == {Place.RESIDENT}
    assert second.pixels == first.pixels


def test_a_cancel_while_another_plan_is_loaded_leaves_a_model_that_works(
    wide, make_engine, ask, listen, monkeypatch
):
    memory = (int(peaks(wide, ask())["full swapped"] * 4 / 3) + 1024, 64 * GIB)
    monkeypatch.setattr(CpuDevice, "memory", lambda _: memory)
    engine = make_engine(wide)
    first = make(listen, engine, ask())
    memory = (8 * GIB, 64 * GIB)
    job = engine.submit(ask())
    emit = job.emit
    job.emit = lambda event: (isinstance(event, Loading) and job.cancel(), emit(event))
    assert isinstance(listen(job)[-1], JobCancelled)
    again = make(listen, engine, ask())
    assert set(again.recipe.plan.places.values()) == {Place.RESIDENT}
    assert again.pixels == first.pixels


def test_memory_that_others_took_since_the_plan_is_a_smaller_plan_not_a_killed_program(
    wide, make_engine, ask, listen, monkeypatch
):
    """Linux promises memory that it has not, and kills whoever calls the promise in."""
    from engine.glm_image import pipeline

    needed = peaks(wide, ask())
    memory = (8 * GIB, 1)
    monkeypatch.setattr(CpuDevice, "memory", lambda _: memory)
    real = pipeline.denoise

    def and_others_start(*arguments):
        nonlocal memory
        memory = (needed["full swapped, decoded in tiles"] + 1, 1)
        return real(*arguments)

    monkeypatch.setattr(pipeline, "denoise", and_others_start)
    engine = make_engine(wide, plan=PlanWish(place="swapped"))
    events = listen(engine.submit(ask()))
    replanned = next(event for event in events if isinstance(event, Replanned))
    assert "stage decode" in replanned.why
    assert replanned.plan.tiled
    assert isinstance(events[-1], ImageReady)


def peaks(folder, request) -> dict[str, int]:
    from engine.checkpoint import open_checkpoint
    from engine.needs import Demand

    demand = Demand(request.width, request.height, (), len(request.prompt.encode()))
    planner = Planner(open_checkpoint(folder), "fp32", PlanWish())
    return {plan.name: plan.peak_bytes for plan in planner.candidates(demand, 0, 0)}


def test_too_little_memory_fails_before_anything_is_read(
    wide, make_engine, ask, listen, monkeypatch
):
    monkeypatch.setattr(CpuDevice, "memory", lambda _: (1 << 20, 64 * GIB))
    events = listen(make_engine(wide).submit(ask()))
    assert not any(isinstance(event, Loading) for event in events)
    assert isinstance(events[-1], JobFailed)
    assert events[-1].problem.kind == "plan"


def test_tiles_change_the_picture_little(make_engine, ask, listen, monkeypatch):
    from engine import planner

    demand = ask(prompt="a red circle on a white background", width=512, height=512, steps=2)
    whole = make(listen, make_engine(NANO), demand)
    real = planner._candidates
    monkeypatch.setattr(planner, "_candidates", lambda *a: (c for c in real(*a) if c.tiled))
    tiled = make(listen, make_engine(NANO), demand)
    assert tiled.recipe.plan.tiled
    assert not whole.recipe.plan.tiled
    assert 0 < np.abs(array(whole) - array(tiled)).mean() < 4


def test_storage_is_told_in_the_recipe(wide, make_engine, ask, listen):
    image = make(listen, make_engine(wide, plan=PlanWish(storage="int8")), ask())
    assert image.recipe.plan.storage == {
        "vision_language_encoder": Storage.INT8,
        "text_encoder": Storage.FULL,
        "transformer": Storage.INT8,
        "vae": Storage.FULL,
    }
