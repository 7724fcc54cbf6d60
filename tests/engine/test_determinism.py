"""The same request is the same picture; nobody else's random numbers are touched."""

from __future__ import annotations

import pickle

import torch

from engine.api import ImageReady
from engine.recipe import Recipe
from engine.sizes import big_grid
from support.checkpoints import CODES, copy_checkpoint, edit_tensors


def make(listen, engine, request) -> ImageReady:
    last = listen(engine.submit(request))[-1]
    assert isinstance(last, ImageReady), last
    return last


def test_the_same_seed_is_the_same_picture_and_another_is_not(engine, ask, listen):
    first, second, other = (make(listen, engine, ask(seed=seed)) for seed in (5, 5, 6))
    assert first.pixels == second.pixels
    assert first.recipe == second.recipe
    assert first.recipe.prior != other.recipe.prior
    assert first.pixels != other.pixels


def test_another_engine_makes_the_same_picture(make_engine, checkpoint, ask, listen):
    pictures = [make(listen, make_engine(checkpoint), ask()).pixels for _ in range(2)]
    assert pictures[0] == pictures[1]


def test_torch_s_global_generator_is_neither_used_nor_changed(engine, ask, listen):
    torch.random.manual_seed(1)
    first = make(listen, engine, ask())
    drawn_after = torch.rand(3)
    torch.random.manual_seed(2)
    second = make(listen, engine, ask())
    torch.random.manual_seed(1)
    assert first.pixels == second.pixels
    assert torch.equal(drawn_after, torch.rand(3))


def test_previews_do_not_change_the_picture(make_engine, checkpoint, ask, listen):
    from engine.api import PreviewPolicy
    from glm_studio.resources import calibration_pictures

    engine = make_engine(checkpoint, calibration=calibration_pictures())
    with_previews = make(listen, engine, ask(preview=PreviewPolicy(max_fraction=1.0)))
    without = make(listen, engine, ask())
    assert with_previews.pixels == without.pixels


def test_the_grid_is_full_even_when_the_model_wants_to_end(
    make_engine, checkpoint, tmp_path, ask, listen
):
    """Ids from the end token on would leave a hole, and have no embedding in the transformer."""
    folder = copy_checkpoint(checkpoint, tmp_path / "eager")

    def eager(tensors):
        head = next(name for name in tensors if name.endswith("lm_head.weight"))
        norm = next(name for name in tensors if name.endswith("language_model.norm.weight"))
        tensors[norm] = torch.ones_like(tensors[norm])
        tensors[head] = tensors[head].clone()
        # Of either sign, so that one of the two is by far the largest logit whatever is read.
        tensors[head][CODES] = tensors[head][0] * 1000
        tensors[head][CODES + 1] = tensors[head][0] * -1000

    edit_tensors(folder / "vision_language_encoder" / "model.safetensors", eager)
    image = make(listen, make_engine(folder), ask(width=544, height=512))
    prior = image.recipe.prior
    assert prior.grid == big_grid(544, 512)
    assert len(prior.codes) == prior.grid.codes
    assert all(0 <= code < CODES for code in prior.codes)


def test_the_recipe_holds_all_that_made_the_picture(engine, ask, listen):
    request = ask(width=512, height=544, steps=3, guidance=2.5, seed=11)
    recipe = make(listen, engine, request).recipe
    for name in ("prompt", "width", "height", "steps", "guidance", "seed"):
        assert getattr(recipe, name) == getattr(request, name)
    assert (recipe.device, recipe.precision) == ("cpu", "fp32")
    assert len(recipe.model.hash) == 64
    assert {"torch", "diffusers", "transformers"} <= set(recipe.versions)
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_requests_and_events_travel(engine, ask, listen):
    import json

    from engine.api import to_json

    events = listen(engine.submit(ask()))
    assert pickle.loads(pickle.dumps(events)) == events  # noqa: S301 - our own
    names = [json.loads(json.dumps(to_json(event)))["event"] for event in events]
    assert names[0] == "Queued"
    assert names[-1] == "ImageReady"
