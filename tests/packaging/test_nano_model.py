"""The bundled model draws its world, through the program's own engine."""

from __future__ import annotations

import asyncio
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.api import GenerationRequest, ImageReady, PreviewPolicy
from engine.checkpoint import open_checkpoint
from engine.engine import Engine
from support.checkpoints import NANO

RECIPE = Path(__file__).parents[2] / "packaging" / "nano"


@pytest.fixture(autouse=True, scope="module")
def _recipe_on_path() -> Iterator[None]:
    sys.path.insert(0, str(RECIPE))
    yield
    sys.path.remove(str(RECIPE))


@pytest.fixture(scope="module")
def draw(tmp_path_factory: pytest.TempPathFactory):
    """Draw a prompt with the defaults of the model; returns uint8 (height, width, 3)."""
    engine = Engine(NANO, precision="fp32", cache_dir=tmp_path_factory.mktemp("cache"))
    defaults = engine.checkpoint.defaults

    async def last(job) -> object:
        events = [event async for event in job]
        return events[-1]

    def draw(prompt: str, seed: int) -> np.ndarray:
        request = GenerationRequest(
            prompt, *defaults.size, defaults.steps, defaults.guidance, seed, PreviewPolicy(False)
        )
        image = asyncio.run(last(engine.submit(request)))
        assert isinstance(image, ImageReady), image
        pixels = np.frombuffer(image.pixels.data, np.uint8)
        return pixels.reshape(image.pixels.height, image.pixels.width, 3)

    yield draw
    engine.close(30)


def test_the_card_s_figures_are_good_enough():
    card = (NANO / "README.md").read_text("utf-8")
    for question in ("colour", "shape"):
        row = re.search(rf"\| single shape: {question} \| \d+ of (\d+) \| ([\d.]+) \|", card)
        assert row is not None
        assert int(row[1]) >= 50
        assert float(row[2]) >= 0.8
    assert "stand-in" in card
    assert "**not** GLM-Image" in card


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_red_circle_is_a_red_circle(draw, seed):
    from nano_recipe.judge import judge_shape
    from nano_recipe.world import shape_scene

    scene = shape_scene(random.Random(0), 256, 256, ("circle", "red", "white"))
    picture = draw("a red circle on a white background", seed)
    answers = judge_shape(picture, scene)
    assert answers["colour"]
    assert answers["shape"]
    assert answers["background"]


def test_its_example_prompts_give_pictures_that_match(draw):
    """Every example that names one shape, judged; one in five may fail."""
    from nano_recipe.judge import nearest_colour, read_background, read_shape

    pattern = re.compile(r"an? (?:\w+ )?(\w+) (\w+) (?:in .+ )?on a (\w+) background")
    checks = []
    for prompt in open_checkpoint(NANO).defaults.example_prompts:
        match = pattern.fullmatch(prompt)
        if match is None:
            continue
        colour, kind, background = match.groups()
        picture = draw(prompt, 11)
        ground = read_background(picture)
        seen_kind, seen_colour, _, _ = read_shape(picture, ground)
        checks.append(
            (prompt, seen_kind == kind, seen_colour == colour, nearest_colour(ground) == background)
        )
    assert len(checks) >= 5
    wrong = [check for check in checks if not all(check[1:])]
    assert len(wrong) <= len(checks) / 5, wrong
