"""The codes as they are written, and the composition picture: early, true, and without a trace."""

from __future__ import annotations

import asyncio
import dataclasses

import numpy as np
import pytest
from PIL import Image

from engine.api import (
    GenerationRequest,
    ImageReady,
    JobCancelled,
    Pixels,
    PreviewKind,
    PreviewPolicy,
    PreviewReady,
    Stage,
    TokensDone,
)
from engine.engine import Engine
from engine.glm_image import early_picture
from engine.glm_image.compositions import Compositions
from engine.glm_image.early_picture import CHEAP, Costs, is_wanted, share_of_run
from engine.preview import CodeColours, CodePainter
from engine.preview.code_colours import PATCH, fit_table
from engine.sizes import Grid, prior_tokens, small_grid
from glm_studio.resources import calibration_pictures
from support.checkpoints import NANO
from support.jobs import model_of
from support.likeness import ssim

CIRCLE = "a large red circle on a white background"
SEA = "the sea at sunset with the sun on the left"


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Engine:
    cache = tmp_path_factory.mktemp("cache")
    made = Engine(
        NANO, device="cpu", precision="fp32", cache_dir=cache, calibration=calibration_pictures()
    )
    yield made
    assert made.close(30)


def nano(prompt: str = CIRCLE, **policy: object) -> GenerationRequest:
    """The composition is not drawn where a test does not ask for it."""
    chosen = {"max_fraction": 1.0, "composition": False} | policy
    return GenerationRequest(prompt, 256, 256, 8, 1.5, 3, PreviewPolicy(**chosen))


def make(engine: Engine, request: GenerationRequest, on_event=lambda job, event: None) -> list:
    """All events of a picture that is composed anew, told to `on_event` on the worker's thread."""
    if model_of(engine) is not None:
        model_of(engine).compositions = Compositions()
    job = engine.submit(request)
    seen, emit = [], job.emit

    def watched(event):
        seen.append(event)
        emit(event)
        on_event(job, event)

    job.emit = watched

    async def read() -> None:
        async for _ in job:
            pass

    asyncio.run(asyncio.wait_for(read(), 240))
    return seen


def previews(events: list, kind: PreviewKind) -> list[PreviewReady]:
    return [e for e in events if isinstance(e, PreviewReady) and e.kind is kind]


@pytest.fixture(scope="module")
def runs(engine) -> dict[str, list]:
    """The events of two pictures with everything switched on."""
    return {prompt: make(engine, nano(prompt, composition=True)) for prompt in (CIRCLE, SEA)}


@pytest.mark.parametrize(("prompt", "other"), [(CIRCLE, SEA), (SEA, CIRCLE)])
@pytest.mark.parametrize("kind", list(PreviewKind))
def test_a_preview_is_of_the_picture_that_comes(runs, prompt, other, kind):
    preview = previews(runs[prompt], kind)[-1]
    own, unrelated = (ssim(preview.pixels, runs[name][-1].pixels) for name in (prompt, other))
    assert own > 0.6
    assert own > unrelated + 0.2


def test_the_first_codes_are_shown_before_the_first_row_is_full(runs):
    first = previews(runs[CIRCLE], PreviewKind.CODES)[0]
    assert 0 < first.step <= small_grid(256, 256).columns
    assert first.total == prior_tokens(256, 256)


def test_a_composition_that_is_there_already_is_shown_at_once(engine, runs):
    again = dataclasses.replace(nano(), prior=runs[CIRCLE][-1].recipe.prior)
    shown = previews(make(engine, again), PreviewKind.CODES)
    assert [preview.step for preview in shown] == [64]
    assert shown[0].pixels == previews(runs[CIRCLE], PreviewKind.CODES)[-1].pixels


def test_within_a_small_budget_full_grids_are_shown_all_the_same(engine):
    events = make(engine, nano(max_fraction=0.0))
    steps = [preview.step for preview in previews(events, PreviewKind.CODES)]
    assert {small_grid(256, 256).codes, prior_tokens(256, 256)} <= set(steps)
    assert len(steps) < 6


def test_the_composition_comes_when_the_small_grid_is_full(runs):
    events = runs[CIRCLE]
    (composition,) = previews(events, PreviewKind.COMPOSITION)
    before = events[: events.index(composition)]
    codes = [event.done for event in before if isinstance(event, TokensDone)]
    grid = small_grid(256, 256)
    assert codes[-1] == grid.codes
    assert composition.pixels.width == 32 * grid.columns
    assert composition.pixels.height == 32 * grid.rows


def test_the_time_that_the_composition_takes_is_not_taken_for_slow_codes(runs):
    """Else the time left would jump by what one preview took."""
    events = runs[CIRCLE]
    (composition,) = previews(events, PreviewKind.COMPOSITION)
    at = events.index(composition)
    before = [event for event in events[:at] if isinstance(event, TokensDone)][-1]
    after = next(event for event in events[at:] if isinstance(event, TokensDone))
    assert events[-1].seconds["composition"] > 10 / before.rate
    assert after.rate > before.rate / 3


@pytest.mark.parametrize("prompt", [CIRCLE, SEA])
def test_the_picture_is_the_same_to_the_last_bit_without_them(engine, runs, prompt):
    plain = make(engine, nano(prompt, enabled=False))
    assert not [event for event in plain if isinstance(event, PreviewReady)]
    assert plain[-1].pixels == runs[prompt][-1].pixels
    assert plain[-1].recipe == runs[prompt][-1].recipe


def test_a_cancel_takes_effect_within_a_block_of_the_composition(engine, runs):
    transformer = model_of(engine).parts.transformer
    done: list[int] = []
    jobs = []

    def count(*_: object) -> None:
        done.append(1)
        if len(done) == 4:
            jobs[0].cancel()

    hooks = [block.register_forward_hook(count) for block in transformer.transformer_blocks]
    try:
        events = make(engine, nano(composition=True), lambda job, _: jobs.append(job))
    finally:
        for hook in hooks:
            hook.remove()
    assert events[-1] == JobCancelled(jobs[0].id, Stage.PRIOR)
    assert len(done) == 4


def test_a_composition_that_fails_costs_only_itself(engine, runs, monkeypatch):

    def fail(*_: object) -> Pixels:
        raise RuntimeError("no memory for a preview")

    monkeypatch.setattr(early_picture, "draw_composition", fail)
    events = make(engine, nano(composition=True))
    assert isinstance(events[-1], ImageReady)
    assert events[-1].pixels == runs[CIRCLE][-1].pixels


def test_a_part_that_is_not_there_costs_only_the_composition(engine, monkeypatch):
    monkeypatch.setattr(early_picture, "can_draw_now", lambda models: False)
    events = make(engine, nano(composition=True))
    assert not previews(events, PreviewKind.COMPOSITION)
    assert isinstance(events[-1], ImageReady)


# When it draws by itself ------------------------------------------------------------------------


def wish(size: int, steps: int, composition: bool | None = None) -> GenerationRequest:
    policy = PreviewPolicy(composition=composition)
    return GenerationRequest("x", size, size, steps, 1.5, 1, policy)


def test_a_large_picture_of_many_steps_has_its_composition_before_anything_is_measured():
    assert is_wanted(wish(1024, 30), 5.0, None)
    assert is_wanted(wish(2048, 12), 5.0, None)


def test_a_small_picture_of_few_steps_has_none_unless_asked_for():
    assert not is_wanted(wish(256, 12), 1.0, None)
    assert is_wanted(wish(256, 12, True), 1.0, None)
    assert not is_wanted(wish(2048, 200, False), 1.0, None)


def test_a_slow_prior_makes_it_cheap_as_soon_as_the_transformer_has_been_measured():
    """On accelerators the codes take longer than the steps."""
    request = wish(768, 10)
    assert share_of_run(request, 20.0, None) > CHEAP
    assert is_wanted(request, 20.0, Costs(pass_s=5e-5, decode_s=1e-4))
    assert not is_wanted(request, 0.1, Costs(pass_s=5e-2, decode_s=1e-4))


def test_the_expected_share_is_near_the_measured_one(engine, runs):
    image = runs[CIRCLE][-1]
    seconds = image.seconds
    own = seconds["composition"]
    whole = sum(seconds[stage] for stage in ("prior", "denoise", "decode"))
    prior_s = (seconds["prior"] - own) * small_grid(256, 256).codes / prior_tokens(256, 256)
    expected = share_of_run(nano(), prior_s, Costs.of(nano(), seconds))
    assert expected == pytest.approx(own / whole, rel=0.6)


# Reading codes ----------------------------------------------------------------------------------


def test_pictures_are_read_as_image_to_image_reads_them(engine, runs):
    """Through the library's own functions, whose shapes differ from release to release."""
    from engine.glm_image.codebook import read_codes

    models = model_of(engine).parts
    noise = np.random.default_rng(0).integers(0, 256, (160, 288, 3), np.uint8)
    picture = Image.fromarray(noise)
    batch = models.processor.image_processor(images=[picture], return_tensors="pt")
    grid = batch["image_grid_thw"]
    features = models.prior.get_image_features(batch["pixel_values"], grid).pooler_output
    if features[0].ndim == 2:  # before transformers 5.18
        features = features[0]
    theirs = models.prior.get_image_tokens(features, grid)
    ours = read_codes(models, picture)
    assert tuple(ours.shape) == tuple(grid[0, 1:].tolist()) == (5, 9)
    assert ours.flatten().tolist() == theirs.flatten().tolist()


# Colours and paint ------------------------------------------------------------------------------


def test_a_code_that_no_picture_showed_has_the_colour_of_its_neighbours_in_the_codebook():
    """Vectors from dark to bright; the tower of this test reads brightness alone."""
    import torch

    angles = torch.linspace(0, 1.5, 33)
    codebook = torch.stack([angles.cos(), angles.sin()], dim=1)

    def read(picture):
        small = np.asarray(picture.convert("L").resize((8, 8))).astype(np.int64)
        return torch.from_numpy(small * 16 // 255 * 2)  # even codes alone

    table = fit_table(calibration_pictures(), codebook, read).float().mean((1, 2, 3))
    assert table[0] < 60
    assert table[32] > 195
    between = (table[:-2:2] + table[2::2]) / 2
    assert (table[1::2] - between).abs().max() < 12


def painter(small: Grid | None) -> CodePainter:
    """Code 0 is black, code 1 red, code 2 blue."""
    import torch

    colours = torch.tensor([[0, 0, 0], [250, 0, 0], [0, 0, 250]], dtype=torch.uint8)
    table = colours[:, None, None].expand(-1, PATCH, PATCH, -1).contiguous()
    return CodePainter(CodeColours(table), small, Grid(4, 4))


def cells(pixels: Pixels) -> list[tuple[int, ...]]:
    """The colour in the middle of each cell, row by row."""
    flat = np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.width, 3)
    middle = flat[PATCH // 2 :: PATCH, PATCH // 2 :: PATCH]
    return [tuple(map(int, colour)) for colour in middle.reshape(-1, 3)]


RED, BLUE, UNKNOWN = (250, 0, 0), (0, 0, 250), (128, 128, 128)


def test_the_small_grid_is_painted_row_by_row():
    assert cells(painter(Grid(2, 2)).paint([1, 2, 1])) == [RED, BLUE, RED, UNKNOWN]


def test_the_big_grid_is_painted_over_the_small_one():
    painted = cells(painter(Grid(2, 2)).paint([1, 1, 1, 1, 2, 2, 2, 2, 2]))
    assert painted == [BLUE] * 5 + [RED] * 11


def test_without_a_small_grid_the_rest_is_unknown():
    assert cells(painter(None).paint([2, 2])) == [BLUE] * 2 + [UNKNOWN] * 14
