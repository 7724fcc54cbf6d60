"""What is not possible is refused at the door, with what is allowed."""

from __future__ import annotations

import pytest

from engine.api import MAX_SEED
from engine.errors import RequestError


def refusal(engine, request) -> RequestError:
    with pytest.raises(RequestError) as caught:
        engine.submit(request)
    return caught.value


@pytest.mark.parametrize(
    ("size", "says"),
    [
        ((500, 512), "multiples of 32"),
        ((480, 512), "512 to 2048"),
        ((512, 2080), "512 to 2048"),
        ((10**30, 512), "512 to 2048"),
        ((0, 512), "whole numbers"),
        ((512.0, 512), "whole numbers"),
        ((None, 512), "whole numbers"),
    ],
)
def test_sizes(engine, ask, size, says):
    error = refusal(engine, ask(width=size[0], height=size[1]))
    assert error.field == "size"
    assert says in str(error)


def test_a_wrong_size_names_the_nearest_right_one(engine, ask):
    assert "1024x768" in refusal(engine, ask(width=1020, height=770)).problem.remedy


def test_the_largest_size_is_an_area(engine, ask):
    from engine.sizes import SizeLimits

    assert SizeLimits(max_pixels=512 * 512).complaint(544, 512) is not None
    assert SizeLimits().complaint(2048, 2048) is None


@pytest.mark.parametrize("steps", [0, -1, 201, 2.5, True, None])
def test_steps(engine, ask, steps):
    error = refusal(engine, ask(steps=steps))
    assert error.field == "steps"
    assert "1 to 200" in error.problem.remedy


@pytest.mark.parametrize("guidance", [0.5, 21, float("nan"), float("inf"), "1.5", None, True])
def test_guidance(engine, ask, guidance):
    error = refusal(engine, ask(guidance=guidance))
    assert error.field == "guidance"
    assert "1.5" in error.problem.remedy


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1, 1.0, None])
def test_seeds(engine, ask, seed):
    assert refusal(engine, ask(seed=seed)).field == "seed"


@pytest.mark.parametrize("prompt", ["", "  \n", None, "half a \ud83d character"])
def test_prompts_that_say_nothing(engine, ask, prompt):
    assert refusal(engine, ask(prompt=prompt)).field == "prompt"


def test_a_prompt_that_is_too_long_says_how_long_it_may_be(engine, ask):
    error = refusal(engine, ask(prompt="a" * 10_000))
    assert "10,000 bytes" in error.problem.why
    assert "Shorten it to at most" in error.problem.remedy


def test_longest_prompt_depends_on_the_size(engine):
    from engine.door import max_prompt_bytes

    small, large = (max_prompt_bytes(engine.checkpoint, side, side) for side in (512, 2048))
    assert large < small


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"steps": 0}, "The number of steps cannot be used."),
        ({"guidance": 0}, "The guidance cannot be used."),
        ({"seed": -1}, "The seed cannot be used."),
        ({"width": 500}, "The size cannot be used."),
        ({"prompt": " "}, "The prompt cannot be used."),
    ],
)
def test_what_cannot_be_used_is_called_as_people_call_it(engine, ask, values, says):
    assert refusal(engine, ask(**values)).problem.what == says


def test_commands_to_the_model_are_not_text(engine, ask):
    error = refusal(engine, ask(prompt="a <|image_start|> circle"))
    assert "<|image_start|>" in error.problem.why


def test_the_limits_themselves_are_allowed(engine, ask):
    job = engine.submit(ask(steps=200, guidance=20, seed=MAX_SEED))
    job.cancel()
