"""The nano recipe's pure parts: what it draws is what it says, and its judge can tell."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

RECIPE = Path(__file__).parents[2] / "packaging" / "nano"
SIZES = [(256, 256), (320, 192), (192, 320)]


@pytest.fixture(autouse=True, scope="module")
def _recipe_on_path() -> Iterator[None]:
    sys.path.insert(0, str(RECIPE))
    yield
    sys.path.remove(str(RECIPE))


def _scenes(count: int, size: tuple[int, int] = (256, 256), seed: int = 3) -> list:
    from nano_recipe.world import random_scene

    rng = random.Random(seed)
    return [random_scene(rng, *size) for _ in range(count)]


@pytest.mark.parametrize("size", SIZES)
def test_judge_agrees_with_true_pictures(size: tuple[int, int]) -> None:
    from nano_recipe.drawing import draw_scene
    from nano_recipe.judge import judge, totals

    scenes = _scenes(60, size)
    answers = [judge(draw_scene(scene), scene) for scene in scenes]
    wrong = {
        question: counts for question, counts in totals(answers).items() if len(set(counts)) > 1
    }
    assert not wrong


def test_judge_says_no_to_another_scene() -> None:
    from nano_recipe.drawing import draw_scene
    from nano_recipe.judge import judge
    from nano_recipe.world import shape_scene

    rng = random.Random(5)
    asked = shape_scene(rng, 256, 256, ("circle", "red", "white"))
    for other in (("square", "red", "white"), ("ring", "red", "white"), ("star", "red", "white")):
        assert not judge(draw_scene(shape_scene(rng, 256, 256, other)), asked)["shape"]
    blue = judge(draw_scene(shape_scene(rng, 256, 256, ("circle", "blue", "black"))), asked)
    assert blue["shape"]
    assert not blue["colour"]
    assert not blue["background"]


def test_judge_is_not_fooled_by_an_empty_picture() -> None:
    from nano_recipe.judge import judge
    from nano_recipe.world import shape_scene

    scene = shape_scene(random.Random(0), 256, 256, ("circle", "red", "white"))
    answers = judge(np.full((256, 256, 3), 252, np.uint8), scene)
    assert not answers["shape"]
    assert not answers["colour"]


def test_judge_reads_a_wrong_word_as_wrong() -> None:
    from dataclasses import replace

    from nano_recipe.drawing import draw_scene
    from nano_recipe.judge import judge, read_word
    from nano_recipe.world import sign_scene

    scene = sign_scene(random.Random(1), 256, 256)
    other = replace(scene, word=scene.word[::-1])
    picture = draw_scene(other)
    assert read_word(picture, scene) == other.word
    assert not judge(picture, scene)["word"]


def test_training_never_draws_a_held_out_combination() -> None:
    from nano_recipe.world import held_out_combinations

    held_out = set(held_out_combinations())
    drawn = {
        (scene.shapes[0].kind, scene.shapes[0].colour, scene.background)
        for scene in _scenes(3000)
        if scene.kind == "shape"
    }
    assert len(held_out) >= 10
    assert not held_out & drawn


def test_captions_name_what_is_drawn() -> None:
    for scene in _scenes(300):
        for shape in scene.shapes:
            assert f"{shape.colour} {shape.kind}" in scene.caption
        assert scene.background in scene.caption
        assert scene.place in scene.caption
        if scene.word:
            assert f'"{scene.word}"' in scene.caption
        assert not scene.caption.startswith(("a orange", "an red"))


def test_the_same_seed_draws_the_same_world() -> None:
    from nano_recipe.drawing import draw_scene

    first, second = _scenes(20), _scenes(20)
    assert first == second
    assert all((draw_scene(a) == draw_scene(b)).all() for a, b in zip(first, second, strict=True))


def test_small_grid_matches_the_released_processor() -> None:
    processing = pytest.importorskip("transformers.models.glm_image.processing_glm_image")
    from nano_recipe.batches import SIZES as TRAINED
    from nano_recipe.batches import small_grid

    for (height, width), _ in TRAINED:
        shape = processing.GlmImageProcessor._get_target_shape(None, height, width)
        assert shape == (height // 32, width // 32, *small_grid(height, width))


def test_codes_of_flat_ground_are_one_code_and_match_the_model() -> None:
    import torch
    from nano_recipe.ar import new_ar
    from nano_recipe.batches import fresh_batch, small_codes
    from nano_recipe.codebook import CODES, EMBED, Codebook, principal_directions, sample_patches
    from nano_recipe.parts import encode_codes

    patches = sample_patches(50, seed=1)
    weight, bias = principal_directions(patches)
    half = Codebook(weight, bias, torch.empty(0))
    centres = half.points(patches)[torch.randint(len(patches), (CODES,))]
    assert centres.shape == (CODES, EMBED)
    book = Codebook(weight, bias, centres)
    ids = {
        "vocab_size": CODES + 20,
        "image_start_token_id": CODES,
        "image_end_token_id": CODES + 1,
        "image_token_id": CODES + 2,
        "pad_token_id": CODES + 3,
    }
    ar = new_ar(ids, book, seed=0).eval()
    batch = fresh_batch(random.Random(4), 4)
    if batch.size != (256, 256):
        batch = fresh_batch(random.Random(1), 4)
    ours = book.centres[small_codes(book, batch.pixels).flatten()]
    theirs = book.centres[encode_codes(ar, batch.pixels).flatten()]
    assert torch.allclose(ours, theirs, atol=1e-4)


def test_positions_match_the_model_s_own() -> None:
    import torch
    from nano_recipe.ar import ar_config
    from nano_recipe.batches import small_grid
    from nano_recipe.sequences import grid_positions
    from transformers.models.glm_image.modeling_glm_image import GlmImageModel

    ids = {
        "vocab_size": 4110,
        "image_start_token_id": 4096,
        "image_end_token_id": 4097,
        "image_token_id": 4098,
        "pad_token_id": 4099,
    }
    with torch.device("meta"):
        model = GlmImageModel(ar_config(ids))
    prompt = torch.tensor([[4100, 4101, 4102, 4096]])
    grids = torch.tensor([[1, 6, 10], [1, *small_grid(192, 320)]])
    model.get_rope_index(prompt, grids, torch.tensor([2]))
    theirs = model._cached_decode_position_ids[0]
    ours = grid_positions(4, [small_grid(192, 320), (6, 10)])
    assert torch.equal(ours, theirs[:, :-1])


def test_tokenizer_spells_quoted_words_letter_by_letter() -> None:
    import json

    from nano_recipe.tokenizer import build_tokenizer
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(json.dumps(build_tokenizer(codes=64, seed=0)))
    pieces = tokenizer.encode('a red sign that says "HOTEL"').tokens
    assert "".join(pieces).endswith('"HOTEL"')
    assert all(letter in pieces for letter in "HOTEL")
    assert "Ġred" in pieces


def test_rate_warms_up_and_ends_low() -> None:
    from nano_recipe.training import Budget

    budget = Budget(minutes=10, rate=1.0, warmup_steps=10)
    assert budget.rate_at(0, 0) == pytest.approx(0.1)
    assert budget.rate_at(100, 0) == pytest.approx(1.0)
    assert budget.rate_at(100, 600) == pytest.approx(budget.floor)


def test_the_card_names_its_figures_and_what_it_is_weak_at() -> None:
    from nano_recipe.card import Facts, write_card
    from nano_recipe.training import Progress

    answers = {"colour": (27, 28), "shape": (14, 28), "word": (7, 7)}
    card = write_card(Facts(answers, 49, 2.2, 31.4, {"ar": Progress(100, 800, 120.0)}, warm=True))
    assert "stand-in" in card
    assert "| single shape: colour | 27 of 28 | 0.96 |" in card
    assert "- single shape: shape: right in 14 of 28" in card
    assert "single shape: colour: right in" not in card
    assert "100 steps, 800 samples, 2 min" in card
    assert "taken over" in card
    assert "started from an earlier nano" in card
