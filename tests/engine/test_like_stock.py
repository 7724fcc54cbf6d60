"""The stock pipeline is the oracle: same weights, codes and seed, same picture to the last bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.api import GenerationRequest, ImageReady, PreviewPolicy
from engine.plan import PlanWish
from support.checkpoints import NANO

SIZES = [(256, 256), (320, 192), (192, 320)]
SIGN = 'a red sign that says "OPEN"'


@pytest.fixture(scope="module")
def stock() -> object:
    from diffusers import GlmImagePipeline

    pipeline = GlmImagePipeline.from_pretrained(NANO, dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def draw_ours(make_engine, listen, folder: Path, request: GenerationRequest) -> ImageReady:
    events = listen(make_engine(folder).submit(request))
    assert isinstance(events[-1], ImageReady), events[-1]
    return events[-1]


def pixels_of(image: ImageReady) -> np.ndarray:
    pixels = image.pixels
    return np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.width, 3)


def draw_stock(stock, request: GenerationRequest, image: ImageReady) -> np.ndarray:
    prior = image.recipe.prior
    codes = torch.tensor(prior.codes).view(1, 1, prior.grid.rows, prior.grid.columns)
    twice = torch.nn.functional.interpolate(codes.float(), scale_factor=2, mode="nearest").long()
    picture = stock(
        request.prompt,
        width=request.width,
        height=request.height,
        num_inference_steps=request.steps,
        guidance_scale=request.guidance,
        prior_token_ids=twice.view(1, -1),
        generator=torch.Generator("cpu").manual_seed(request.seed),
    ).images[0]
    return np.asarray(picture)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("prompt", "guidance"), [("a red circle on a white background", 1.5), (SIGN, 3.0), (SIGN, 1.0)]
)
def test_same_pixels_as_the_stock_pipeline(make_engine, listen, stock, size, prompt, guidance):
    request = GenerationRequest(prompt, *size, 5, guidance, 1234, PreviewPolicy(max_fraction=1))
    image = draw_ours(make_engine, listen, NANO, request)
    theirs = draw_stock(stock, request, image)
    assert theirs.std() > 1  # a blank picture would prove nothing
    assert np.array_equal(pixels_of(image), theirs)


@pytest.mark.parametrize(
    "wish",
    [PlanWish(place="swapped"), PlanWish(place="streamed"), PlanWish(storage="file")],
    ids=["swapped", "streamed", "file"],
)
def test_same_pixels_wherever_the_weights_are(make_engine, listen, stock, wish):
    request = GenerationRequest(SIGN, 256, 256, 2, 1.5, 77)
    last = listen(make_engine(NANO, plan=wish).submit(request))[-1]
    assert isinstance(last, ImageReady), last
    assert np.array_equal(pixels_of(last), draw_stock(stock, request, last))


def test_same_pixels_with_two_texts_in_quotes(make_engine, listen, stock):
    """The stock pipeline pads an even and an odd number of texts differently."""
    request = GenerationRequest('signs "GO" and "STOP" \'NO\'', 256, 256, 3, 1.5, 9)
    image = draw_ours(make_engine, listen, NANO, request)
    assert np.array_equal(pixels_of(image), draw_stock(stock, request, image))


def test_the_prior_reads_what_the_stock_pipeline_reads(make_engine, listen, stock, monkeypatch):
    """The codes differ, for the draws do; what they are drawn from must not."""
    from engine.glm_image import prior

    seen = {}

    def forward(**inputs):
        seen.update(inputs)
        raise RuntimeError("seen enough")

    stock_prior = stock.vision_language_encoder
    monkeypatch.setattr(stock_prior, "generate", forward)
    with pytest.raises(RuntimeError, match="seen enough"):
        stock.generate_prior_tokens(prompt=SIGN, height=192, width=320, device="cpu")
    theirs = seen["input_ids"], seen["image_grid_thw"]

    class Parts:
        processor, device = stock.processor, "cpu"

    class Run:
        request = GenerationRequest(SIGN, 320, 192, 1, 1.0, 0)

    ours = prior._prompt_inputs(Parts, Run)
    assert torch.equal(ours["input_ids"], theirs[0])
    assert torch.equal(ours["image_grid_thw"], theirs[1])
