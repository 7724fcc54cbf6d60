"""Jobs with reference pictures: the door, the stages, cancelling, the recipe, memory."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path

import pytest

from engine.api import (
    MAX_REFERENCES,
    GenerationRequest,
    ImageReady,
    ImageRef,
    JobCancelled,
    JobFailed,
    Stage,
    StageStarted,
    StepDone,
    TokensDone,
)
from engine.door import max_prompt_bytes
from engine.errors import RequestError
from engine.recipe import Fit, Recipe
from engine.sizes import big_grid, prior_tokens, reference_cache_bytes
from support.checkpoints import NANO
from support.jobs import model_of
from support.references import save


@pytest.fixture
def loaded(engine, listen):
    listen(engine.load())
    return engine


@pytest.fixture
def refs(tmp_path):
    """Makes references of the given sizes."""

    def make(*sizes: tuple[int, int]) -> tuple[ImageRef, ...]:
        return tuple(ImageRef(save(tmp_path, *size, n)) for n, size in enumerate(sizes))

    return make


def refusal(engine, request) -> str:
    with pytest.raises(RequestError) as caught:
        engine.submit(request)
    assert caught.value.field == "reference"
    return str(caught.value)


def all_events(job, listen) -> list:
    seen, emit = [], job.emit
    job.emit = lambda event: (seen.append(event), emit(event))
    listen(job)
    return seen


def test_the_door_refuses_what_no_picture_can_come_of(engine, ask, refs, tmp_path):
    (tmp_path / "text.png").write_text("text")
    assert "no such file" in refusal(engine, ask(references=(ImageRef("/not/there.png"),)))
    assert "not a picture" in refusal(
        engine, ask(references=(ImageRef(str(tmp_path / "text.png")),))
    )
    assert "At most 4 to 1" in refusal(engine, ask(references=refs((2100, 500))))
    five = refs((512, 512)) * (MAX_REFERENCES + 1)
    assert f"at most {MAX_REFERENCES}" in refusal(engine, ask(references=five))


def test_the_codes_of_the_references_count_as_length_of_the_prompt(engine, ask, refs):
    checkpoint, references = engine.checkpoint, refs((1024, 1024), (500, 512))
    taken = big_grid(1024, 1024).codes + big_grid(512, 512).codes + 4
    longest = max_prompt_bytes(checkpoint, 512, 512, taken)
    # The small grid is not written: its codes are gained, the references' lost.
    assert longest == max_prompt_bytes(checkpoint, 512, 512) + 256 - taken
    engine.submit(ask(prompt="a" * longest, references=references)).cancel()
    with pytest.raises(RequestError) as caught:
        engine.submit(ask(prompt="a" * (longest + 1), references=references))
    assert caught.value.field == "prompt"
    assert "beside these references" in str(caught.value)
    whole = refs((2048, 2048)) * 2
    assert "fewer or smaller" in refusal(engine, ask(references=whole))


def test_stages_come_in_order_and_the_big_grid_alone_is_written(loaded, ask, refs, listen):
    request = ask(width=512, height=640, references=refs((512, 512), (700, 512)))
    seen = all_events(loaded.submit(request), listen)
    stages = [(event.stage, event.total) for event in seen if isinstance(event, StageStarted)]
    codes = prior_tokens(512, 640, from_references=True)
    assert codes == 20 * 16
    assert stages == [
        (Stage.REFERENCES, 2),
        (Stage.PRIOR, codes),
        (Stage.DENOISE, 2),
        (Stage.DECODE, 1),
    ]
    tokens = [event for event in seen if isinstance(event, TokensDone)]
    assert [event.done for event in tokens] == list(range(2, codes + 1))
    assert {event.total for event in tokens} == {codes}
    assert len(seen[-1].recipe.prior.codes) == codes
    assert seen[-1].seconds["references"] > 0


def test_the_recipe_says_what_was_used_and_how(loaded, ask, refs, listen):
    references = refs((512, 512), (700, 530), (300, 300))
    recipe = listen(loaded.submit(ask(references=references)))[-1].recipe
    assert [use.path for use in recipe.references] == [reference.path for reference in references]
    assert [(use.used_width, use.used_height, use.fit) for use in recipe.references] == [
        (512, 512, Fit.AS_IT_IS),
        (672, 512, Fit.CROPPED),
        (512, 512, Fit.SCALED),
    ]
    assert len({use.sha256 for use in recipe.references}) == 3
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe


def test_a_part_of_a_reference_makes_another_picture_and_stands_in_the_recipe(
    loaded, ask, refs, listen
):
    (whole,) = refs((1024, 1024))
    left, right = ImageRef(whole.path, (0, 0, 512, 512)), ImageRef(whole.path, (512, 0, 512, 512))
    recipes = [
        listen(loaded.submit(ask(references=(reference,))))[-1].recipe
        for reference in (left, right)
    ]
    assert len({recipe.trace.pixels for recipe in recipes}) == 2
    (use,) = recipes[1].references
    assert (use.crop, use.width, use.used_width) == ((512, 0, 512, 512), 1024, 512)
    assert Recipe.from_json(json.loads(json.dumps(recipes[1].to_json()))) == recipes[1]


def test_references_and_their_order_make_another_picture(loaded, ask, refs, listen):
    one, two = refs((512, 512), (512, 512))

    def draw(*references: ImageRef) -> bytes:
        return listen(loaded.submit(ask(references=references)))[-1].pixels.data

    pictures = [draw(), draw(one), draw(two), draw(one, two), draw(two, one)]
    assert len(set(pictures)) == len(pictures)
    assert draw(one, two) == pictures[3]


@pytest.mark.parametrize("encoder", ["vision tower", "VAE"])
def test_cancel_takes_effect_before_the_next_block(loaded, ask, refs, listen, encoder):
    parts = model_of(loaded).parts
    first, later = {
        "vision tower": (parts.prior.model.visual.patch_embed, parts.prior.model.visual.blocks[0]),
        "VAE": (
            parts.vae.encoder.down_blocks[0].resnets[0],
            parts.vae.encoder.down_blocks[1].resnets[0],
        ),
    }[encoder]
    ran = []
    job = loaded.submit(ask(references=refs((512, 512), (512, 544))))
    handles = [
        first.register_forward_hook(lambda *_: job.cancel()),
        later.register_forward_hook(lambda *_: ran.append(1)),
    ]
    last = listen(job)[-1]
    for handle in handles:
        handle.remove()
    assert last == JobCancelled(job.id, Stage.REFERENCES)
    assert ran == []
    assert isinstance(listen(loaded.submit(ask()))[-1], ImageReady)


def test_cancel_while_the_cache_is_written(loaded, ask, refs, listen):
    """Before the first step; on a CPU a large reference can take a minute there."""
    job = loaded.submit(ask(references=refs((512, 512))))
    blocks, ran = model_of(loaded).parts.transformer.transformer_blocks, []
    handles = [
        blocks[0].register_forward_hook(lambda *_: job.cancel()),
        blocks[1].register_forward_hook(lambda *_: ran.append(1)),
    ]
    last = listen(job)[-1]
    for handle in handles:
        handle.remove()
    assert last == JobCancelled(job.id, Stage.DENOISE)
    assert ran == []


def test_a_file_that_vanished_while_waiting_fails_in_words(loaded, ask, refs, listen):
    (reference,) = refs((512, 512))
    running = loaded.submit(ask())
    waiting = loaded.submit(ask(references=(reference,)))
    Path(reference.path).unlink()
    last = listen(waiting)[-1]
    assert isinstance(last, JobFailed)
    assert (last.stage, last.problem.kind) == (Stage.REFERENCES, "request")
    assert "no such file" in last.problem.why
    assert isinstance(listen(running)[-1], ImageReady)
    assert isinstance(listen(loaded.submit(ask()))[-1], ImageReady)


def test_the_cache_is_as_large_as_announced_and_gone_with_the_job(loaded, ask, refs, listen):
    held, sizes = [], []
    transformer = model_of(loaded).parts.transformer

    def watch(_module, _args, inputs):
        layers = inputs["kv_caches"].caches
        tensors = [t for layer in layers for t in (*layer.k_caches, *layer.v_caches)]
        sizes.append(sum(t.nbytes for t in tensors))
        held.extend(map(weakref.ref, tensors))

    handle = transformer.register_forward_pre_hook(watch, with_kwargs=True)
    gc.disable()
    try:
        job = loaded.submit(ask(references=refs((512, 512), (640, 512))))
        assert isinstance(listen(job)[-1], ImageReady)
        assert [ref for ref in held if ref() is not None] == []
    finally:
        gc.enable()
        handle.remove()
    config = transformer.config
    assert sizes[-1] == reference_cache_bytes(
        [(512, 512), (640, 512)],
        layers=config.num_layers,
        heads=config.num_attention_heads,
        head_dim=config.attention_head_dim,
        bytes_per_number=4,
    )


def test_the_unconditional_pass_does_not_see_the_references(loaded, ask, refs, listen):
    modes, transformer = [], model_of(loaded).parts.transformer
    handle = transformer.register_forward_pre_hook(
        lambda _, __, inputs: modes.append(inputs["kv_caches"][0].mode), with_kwargs=True
    )
    listen(loaded.submit(ask(references=refs((512, 512)))))
    handle.remove()
    assert modes == ["write", "read", "skip", "read", "skip"]


@pytest.mark.nano
def test_the_nano_makes_a_picture_of_a_picture(make_engine, listen, refs):
    engine = make_engine(NANO)
    request = GenerationRequest(
        "a red circle on a white background", 256, 256, 4, 1.5, 1, references=refs((256, 320))
    )
    events = listen(engine.submit(request))
    assert isinstance(events[-1], ImageReady), events[-1]
    assert any(isinstance(event, StepDone) for event in events)
