"""Pictures on a simulated card: the CPU's, without waiting for the card more than is needed."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.api import (
    GenerationRequest,
    ImageReady,
    JobFailed,
    Loading,
    PreviewKind,
    PreviewPolicy,
    PreviewReady,
    PriorCodes,
    StepDone,
)
from engine.devices.ascend.family import AscendFamily
from engine.devices.discover import find_teams
from engine.engine import Engine
from engine.glm_image import host_copy
from engine.glm_image.follower import Follower
from engine.jobs import Job
from engine.plan import PlanWish
from engine.sizes import big_grid
from glm_studio.resources import calibration_pictures
from simulated_card.rig import Card
from support.checkpoints import NANO, copy_checkpoint, edit_tensors
from support.jobs import listen, model_of

STEPS = 3
GRID = big_grid(256, 256)
CODES = PriorCodes(GRID, tuple((7 * index) % 1000 for index in range(GRID.codes)))

MOST, MEAN = 2, 0.05
"""How far a card's pixels may be from the CPU's, of 255. Simulated, its kernels are the CPU's, but
for what another order of memory makes of them."""


@pytest.fixture
def make_engine(tmp_path):
    engines = []

    def make(folder: Path = NANO, device: str = "npu:0", **options: object) -> Engine:
        chosen = {"precision": "fp32", "cache_dir": tmp_path / "cache"} | options
        engines.append(Engine(folder, device=device, **chosen))
        return engines[-1]

    yield make
    assert all(engine.close(60) for engine in engines)


def ask(prior: PriorCodes | None = CODES, **changes: object) -> GenerationRequest:
    chosen = {"seed": 5, "preview": PreviewPolicy(enabled=False)} | changes
    return GenerationRequest('a sign that says "GO"', 256, 256, STEPS, 1.5, prior=prior, **chosen)


def draw(engine: Engine, request: GenerationRequest) -> tuple[list, ImageReady]:
    events = listen(engine.submit(request))
    assert isinstance(events[-1], ImageReady), events[-1]
    return events, events[-1]


def pixels_of(image: ImageReady) -> np.ndarray:
    return np.frombuffer(image.pixels.data, np.uint8).astype(int)


def assert_alike(image: ImageReady, other: ImageReady) -> None:
    difference = abs(pixels_of(image) - pixels_of(other))
    assert pixels_of(image).std() > 1  # a blank picture would prove nothing
    assert (difference.max() <= MOST, difference.mean() <= MEAN) == (True, True), difference


@pytest.fixture(scope="module")
def on_cpu(tmp_path_factory):
    """The CPU's pictures of a request, each drawn once."""
    engine = Engine(NANO, device="cpu", precision="fp32", cache_dir=tmp_path_factory.mktemp("cpu"))
    drawn: dict[GenerationRequest, ImageReady] = {}

    def picture(request: GenerationRequest) -> ImageReady:
        if request not in drawn:
            drawn[request] = draw(engine, request)[1]
        return drawn[request]

    yield picture
    assert engine.close(60)


def test_a_card_writes_the_cpu_s_codes_and_draws_its_picture(make_engine, on_cpu):
    _, image = draw(make_engine(), ask(prior=None))
    assert image.recipe.prior == on_cpu(ask(prior=None)).recipe.prior
    assert len(set(image.recipe.prior.codes)) > 1
    assert_alike(image, on_cpu(ask(prior=None)))


@pytest.mark.parametrize("place", ["resident", "streamed"])
def test_the_same_picture_wherever_the_weights_are(make_engine, on_cpu, place):
    _, image = draw(make_engine(plan=PlanWish(place=place)), ask())
    assert {str(where) for where in image.recipe.plan.places.values()} >= {place}
    assert_alike(image, on_cpu(ask()))


@pytest.mark.parametrize("storage", ["full", "int8"])
def test_swapped_parts_come_back_without_their_files(
    make_engine, on_cpu, tmp_path, monkeypatch, storage
):
    monkeypatch.setattr(host_copy, "_PIECE_BYTES", 1 << 20)  # so that tensors lie in several
    folder = copy_checkpoint(NANO, tmp_path / "model")
    engine = make_engine(folder, plan=PlanWish(place="swapped", storage=storage))
    _, first = draw(engine, ask())
    for file in folder.rglob("*.safetensors"):
        file.unlink()
    events, second = draw(engine, ask())
    assert second.pixels == first.pixels
    loading = [event for event in events if isinstance(event, Loading)]
    for _, of_one_stage in itertools.groupby(loading, lambda event: event.total_bytes):
        done = [event.done_bytes for event in of_one_stage]
        assert done == sorted(done)
    assert loading[-1].done_bytes == loading[-1].total_bytes
    if storage == "full":
        assert_alike(second, on_cpu(ask()))


def test_where_the_host_has_no_room_parts_are_read_again(make_engine, on_cpu, monkeypatch):
    monkeypatch.setattr(host_copy, "host_memory", lambda: (1 << 20, 1 << 34))
    engine = make_engine(plan=PlanWish(place="swapped"))
    for _ in range(2):
        assert_alike(draw(engine, ask())[1], on_cpu(ask()))
    assert all(part._copy is None for part in engine_parts(engine).values())


def test_previews_and_steps_are_told_in_order_and_as_they_are(make_engine, on_cpu, monkeypatch):
    """Each is told when it is done, so its preview shows it and its hash is of what was kept."""
    told = []
    monkeypatch.setattr(Job, "emit", lambda job, event: (told.append(event), emit(job, event)))
    request = ask(preview=PreviewPolicy(max_fraction=1e9, composition=False))
    _, image = draw(make_engine(calibration=calibration_pictures()), request)
    steps = [
        event
        for event in told
        if isinstance(event, StepDone)
        or (isinstance(event, PreviewReady) and event.kind is PreviewKind.LATENTS)
    ]
    assert [(type(event), getattr(event, "done", None) or event.step) for event in steps] == [
        (kind, step) for step in range(1, STEPS + 1) for kind in (PreviewReady, StepDone)
    ]
    previews = [event.pixels.data for event in steps if isinstance(event, PreviewReady)]
    assert len(set(previews)) == STEPS
    assert all(np.frombuffer(data, np.uint8).std() > 1 for data in previews)
    latents = image.recipe.trace.latents
    assert len(set(latents)) == STEPS + 1
    assert_alike(image, on_cpu(ask()))


emit = Job.emit


def test_a_step_is_told_with_its_values_when_the_next_was_asked_for():
    device = find_teams("npu:0")[0][0]
    device.enter()
    told = []
    follower = Follower(device, lambda step, a, b: told.append((step, float(a[0]), float(b[0]))))
    value = torch.ones(4, device=device.torch_device)
    for step in (1, 2, 3):
        value = value * 2  # the step's result is overwritten by nobody, but is given up here
        follower.after(step, value, value + 1)
        assert [entry[0] for entry in told] == list(range(1, step))
    follower.catch_up()
    assert told == [(1, 2.0, 3.0), (2, 4.0, 5.0), (3, 8.0, 9.0)]


def engine_parts(engine: Engine) -> dict:
    return model_of(engine).parts.parts


def counted(rig, module: torch.nn.Module) -> list:
    """What was asked of the cards until each pass of a module."""
    counts: list = []
    module.register_forward_pre_hook(lambda *_: counts.append(rig.counts()))
    return counts


def between(before, after) -> dict[str, int]:
    names = ("item", "data_dependent", "blocking_download", "synchronise", "upload")
    return {name: getattr(after, name) - getattr(before, name) for name in names}


def test_a_step_waits_for_nothing_but_the_step_before_it(make_engine, rig):
    engine = make_engine()
    listen(engine.load())
    passes = counted(rig, engine_parts(engine)["transformer"].module)
    draw(engine, ask())
    assert len(passes) == 2 * STEPS
    nothing = {"item": 0, "data_dependent": 0, "blocking_download": 0, "upload": 0}
    for conditional, unconditional in itertools.pairwise(passes):
        waits = between(conditional, unconditional)
        assert waits.pop("synchronise") <= 1  # the follower's, for the step before
        assert waits == nothing
    first_step = between(passes[0], passes[2])
    assert first_step == {**nothing, "synchronise": 0}


def test_a_code_waits_for_its_logits_alone(make_engine, rig):
    engine = make_engine()
    listen(engine.load())
    passes = counted(rig, engine_parts(engine)["vision_language_encoder"].module)
    draw(engine, ask(prior=None))
    for before, after in itertools.pairwise(passes[1:]):
        once = {"blocking_download": 1, "upload": 1}
        assert between(before, after) == {"item": 0, "data_dependent": 0, "synchronise": 0, **once}


def test_half_precision_uses_the_card_s_fused_attention(make_engine):
    from torch_npu import fused

    fused.calls.clear()
    _, image = draw(make_engine(precision="bf16"), ask())
    assert pixels_of(image).std() > 1
    blocks = 6
    assert fused.calls["npu_fusion_attention"] == 2 * STEPS * blocks
    fused.calls.clear()
    draw(make_engine(), ask())
    assert "npu_fusion_attention" not in fused.calls  # it is not written for fp32


@pytest.mark.parametrize("value", [torch.inf, torch.nan])
def test_a_card_that_saturates_refuses_instead_of_a_black_picture(
    make_engine, cards, tmp_path, value
):
    cards(Card("310P3", gib=44, saturates=True))
    assert AscendFamily().open("npu:0", None).saturates
    folder = copy_checkpoint(NANO, tmp_path / "broken")

    def poison(tensors: dict[str, torch.Tensor]) -> None:
        for name in ("proj_out.weight", "proj_out.bias"):
            tensors[name] = torch.full_like(tensors[name], value)

    edit_tensors(folder / "transformer" / "diffusion_pytorch_model.safetensors", poison)
    last = listen(make_engine(folder).submit(ask()))[-1]
    assert isinstance(last, JobFailed), last
    assert last.problem.kind == "not_a_number"
