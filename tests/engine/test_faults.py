"""Whatever happens in a job becomes words, and the next job runs."""

from __future__ import annotations

import asyncio
import logging
import os

import pytest
import torch

from engine.api import (
    ImageReady,
    JobFailed,
    Loaded,
    Planned,
    PreviewPolicy,
    Replanned,
    Stage,
    StageStarted,
)
from engine.engine import Engine
from engine.errors import CheckpointError, DeviceError, EngineClosedError, problem_of
from engine.glm_image import pipeline
from engine.plan import PlanWish
from support.checkpoints import copy_checkpoint, edit_tensors
from support.jobs import model_of


@pytest.fixture
def loaded(engine, listen):
    listen(engine.load())
    return engine


def raise_in(module: torch.nn.Module, error: Exception):
    """Makes a module's forward raise, until the returned handle is removed."""

    def fail(*_):
        raise error

    return module.register_forward_pre_hook(fail)


@pytest.mark.parametrize(
    ("part", "stage"),
    [("prior", Stage.PRIOR), ("transformer", Stage.DENOISE), ("decoder", Stage.DECODE)],
)
def test_an_unforeseen_error_says_where_and_what_and_the_worker_lives_on(
    loaded, ask, listen, caplog, part, stage
):
    parts = model_of(loaded).parts
    module = {
        "prior": parts.prior,
        "transformer": parts.transformer,
        "decoder": parts.vae.decoder,
    }[part]
    handle = raise_in(module, RuntimeError("the moon is full"))
    with caplog.at_level(logging.ERROR):
        last = listen(loaded.submit(ask()))[-1]
    handle.remove()
    assert isinstance(last, JobFailed)
    assert last.stage is stage
    assert "the moon is full" in last.problem.why
    assert last.problem.remedy
    assert "the moon is full" in caplog.text  # the whole traceback is in the log
    assert isinstance(listen(loaded.submit(ask()))[-1], ImageReady)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried …"),
    ],
)
def test_running_out_of_memory_twice_fails_in_words(loaded, ask, listen, monkeypatch, error):
    def full(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "denoise", full)
        events = listen(loaded.submit(ask()))
    assert [type(event) for event in events].count(Replanned) == 1
    assert isinstance(events[-1], JobFailed)
    assert events[-1].stage is Stage.DENOISE
    assert events[-1].problem.kind == "out_of_memory"
    assert "smaller" in events[-1].problem.remedy
    assert isinstance(listen(loaded.submit(ask()))[-1], ImageReady)


@pytest.mark.parametrize("stage", ["write_priors", "denoise", "decode"])
def test_running_out_of_memory_once_is_a_smaller_plan_and_the_picture(
    loaded, ask, listen, monkeypatch, stage
):
    real = getattr(pipeline, stage)
    calls = []

    def full_once(*arguments):
        calls.append(stage)
        if len(calls) == 1:
            raise MemoryError("no room for 3 GiB")
        return real(*arguments)

    monkeypatch.setattr(pipeline, stage, full_once)
    events = listen(loaded.submit(ask()))
    planned = next(event for event in events if isinstance(event, Planned))
    replanned = next(event for event in events if isinstance(event, Replanned))
    assert "no room for 3 GiB" in replanned.why
    assert replanned.plan.peak_bytes < planned.plan.peak_bytes
    assert isinstance(events[-1], ImageReady)
    assert events[-1].recipe.plan == replanned.plan.use()
    # The composition was there already when a later stage ran out.
    composed = sum(isinstance(e, StageStarted) and e.stage is Stage.PRIOR for e in events)
    assert composed == 1
    # What ran out once is not tried again for the next picture.
    again = listen(loaded.submit(ask()))
    assert not any(isinstance(event, Replanned) for event in again)
    assert again[-1].recipe.plan == replanned.plan.use()


def test_when_there_is_no_smaller_plan_the_first_failure_is_told(
    checkpoint, make_engine, ask, listen, monkeypatch
):
    def full(*_):
        raise MemoryError("no room")

    monkeypatch.setattr(pipeline, "decode", full)
    wish = PlanWish(place="resident", storage="full")
    last = listen(make_engine(checkpoint, plan=wish).submit(ask()))[-1]
    assert isinstance(last, JobFailed)
    assert last.stage is Stage.DECODE
    assert "no room" in last.problem.why


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ("vision_language_encoder/model.safetensors", Stage.PRIOR),
        ("transformer/diffusion_pytorch_model.safetensors", Stage.DECODE),
    ],
)
def test_values_that_are_no_numbers_fail_instead_of_a_black_picture(
    checkpoint, tmp_path, make_engine, ask, listen, part, where
):
    folder = copy_checkpoint(checkpoint, tmp_path / "nan")

    def poison(tensors):
        for name, tensor in tensors.items():
            if "norm" in name or "proj_out" in name:
                tensors[name] = torch.full_like(tensor, torch.nan)

    edit_tensors(folder / part, poison)
    last = listen(make_engine(folder).submit(ask()))[-1]
    assert isinstance(last, JobFailed)
    assert last.stage is where
    assert last.problem.kind == "not_a_number"
    assert "fp32" in last.problem.remedy


def test_a_reader_that_left_does_not_hold_the_worker_up(loaded, ask, listen):
    loaded.submit(ask())  # nobody reads it
    assert isinstance(listen(loaded.submit(ask()))[-1], ImageReady)


def test_a_preview_that_fails_costs_the_preview_not_the_picture(
    checkpoint, make_engine, ask, listen, caplog
):
    from glm_studio.resources import calibration_pictures

    engine = make_engine(checkpoint, calibration=calibration_pictures())
    listen(engine.load())

    def broken(latents):
        raise RuntimeError("no preview today")

    model_of(engine).latent_map = broken
    events = listen(engine.submit(ask(preview=PreviewPolicy(max_fraction=1.0))))
    assert isinstance(events[-1], ImageReady)
    assert "no preview today" in caplog.text


def test_a_closed_engine_says_so(checkpoint, make_engine, ask):
    engine = make_engine(checkpoint)
    assert engine.close(30)
    with pytest.raises(EngineClosedError, match="takes no more jobs"):
        engine.submit(ask())


def test_unknown_devices_and_precisions_are_refused_with_what_there_is(
    checkpoint, make_engine, listen
):
    with pytest.raises(DeviceError, match="cpu"):
        make_engine(checkpoint, device="tpu")
    with pytest.raises(DeviceError, match="fp32, bf16"):
        make_engine(checkpoint, precision="fp4")


def test_a_folder_that_is_no_model_is_refused_before_anything_is_started(tmp_path):
    with pytest.raises(CheckpointError):
        Engine(tmp_path)


def test_the_worker_lives_where_niceness_cannot_be_set(
    make_engine, checkpoint, listen, monkeypatch
):
    """As for a user under `nice -n 10`, who may not take that back."""

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "setpriority", refuse)
    assert isinstance(listen(make_engine(checkpoint).load())[-1], Loaded)


def test_a_reader_whose_loop_is_closed_does_not_end_the_worker(loaded, ask, listen):
    async def leave(job) -> None:
        async for _ in job:
            return

    job = loaded.submit(ask(steps=3))
    asyncio.run(leave(job))
    assert job.finished.wait(60)
    assert isinstance(listen(loaded.submit(ask()))[-1], ImageReady)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("see ../a ... and", "RuntimeError: see ../a ... and."),
        ("", "RuntimeError."),
        ("no.", "RuntimeError: no."),
    ],
)
def test_unforeseen_errors_keep_their_own_words(text, why):
    assert problem_of(RuntimeError(text)).why == why


def test_running_out_of_memory_while_loading_is_not_blamed_on_the_file(
    checkpoint, make_engine, listen, monkeypatch
):
    from engine.glm_image.tensors import TensorReader

    def full(*_):
        raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: …")

    monkeypatch.setattr(TensorReader, "read", full)
    engine = make_engine(checkpoint, plan=PlanWish(place="resident", storage="full"))
    last = listen(engine.load())[-1]
    assert last.problem.kind == "out_of_memory"
    assert "GiB" in last.problem.remedy
    assert "Download" not in str(last.problem)


def test_a_mended_file_is_read_anew(checkpoint, tmp_path, make_engine, listen):
    folder = copy_checkpoint(checkpoint, tmp_path / "mended")
    file = folder / "vae" / "diffusion_pytorch_model.safetensors"
    whole = file.read_bytes()
    edit_tensors(file, lambda tensors: tensors.pop(sorted(tensors)[0]))
    engine = make_engine(folder)
    assert isinstance(listen(engine.load())[-1], JobFailed)
    file.unlink()
    file.write_bytes(whole)
    assert isinstance(listen(engine.load())[-1], Loaded)
