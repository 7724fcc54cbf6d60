"""Drawing codes: as the checkpoint wants it, the same on every machine."""

from __future__ import annotations

import json
from collections import Counter

import pytest
import torch

from engine.devices.cpu import CpuDevice
from engine.errors import BlackPictureError
from engine.glm_image.sampling import CodeSampler, SamplingPolicy
from support.checkpoints import NANO
from support.jobs import model_of

CODES = 64


def draws(logits: torch.Tensor, count: int = 4000, seed: int = 3, **policy: float) -> Counter[int]:
    chosen = {"temperature": 1.0, "top_k": 0, "top_p": 1.0} | policy
    sampler = CodeSampler(SamplingPolicy(**chosen), CODES, seed, CpuDevice())
    return Counter(sampler.draw(logits) for _ in range(count))


@pytest.fixture
def logits() -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.randn(CODES + 10, generator=generator) * 2


def test_the_checkpoint_s_own_settings_are_used(make_engine, listen):
    told = json.loads((NANO / "vision_language_encoder" / "generation_config.json").read_text())
    engine = make_engine(NANO)
    listen(engine.load())
    policy = SamplingPolicy.of(model_of(engine).parts.prior.generation_config)
    assert policy.temperature == told["temperature"]
    assert (policy.top_k, policy.top_p) == (told["top_k"], told["top_p"])


def test_without_settings_the_released_ones_are_used(engine, listen):
    listen(engine.load())
    policy = SamplingPolicy.of(model_of(engine).parts.prior.generation_config)
    assert policy == SamplingPolicy(0.9, 16512, 0.75)


def test_codes_come_as_often_as_the_model_says(logits):
    wanted = torch.softmax(logits[:CODES].double() / 0.8, 0)
    seen = draws(logits, 20_000, temperature=0.8)
    for code in wanted.topk(5).indices.tolist():
        assert seen[code] / 20_000 == pytest.approx(float(wanted[code]), abs=0.015)


def test_only_the_best_k_are_drawn(logits):
    assert set(draws(logits, top_k=5)) == set(logits[:CODES].topk(5).indices.tolist())


def test_only_the_smallest_set_that_holds_p_is_drawn(logits):
    probabilities = torch.softmax(logits[:CODES].double(), 0)
    values, ids = probabilities.sort(descending=True)
    nucleus = ids[: int((values.cumsum(0) < 0.6).sum()) + 1].tolist()
    assert set(draws(logits, top_p=0.6)) == set(nucleus)


def test_ids_that_are_no_codes_are_never_drawn(logits):
    logits[CODES:] = 1000.0
    assert max(draws(logits)) < CODES


@pytest.mark.parametrize("top_k", [0, 7])
def test_equal_logits_are_drawn_in_the_order_of_their_ids(top_k):
    """bf16 has few values, so ties are common; the machine must not decide them."""
    level = torch.zeros(CODES, dtype=torch.bfloat16)
    first = CodeSampler(SamplingPolicy(1.0, top_k, 1.0), CODES, 1, CpuDevice())
    uniform = torch.Generator().manual_seed(1)
    kept = top_k or CODES
    for _ in range(50):
        expected = int(torch.rand((), generator=uniform, dtype=torch.float64) * kept)
        assert first.draw(level) == expected


def test_the_same_seed_draws_the_same_codes(logits):
    def sequence(seed: int) -> list[int]:
        sampler = CodeSampler(SamplingPolicy(0.9, 20, 0.8), CODES, seed, CpuDevice())
        return [sampler.draw(logits) for _ in range(30)]

    assert sequence(5) == sequence(5)
    assert sequence(5) != sequence(6)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_values_that_are_no_numbers_are_an_error_not_a_draw(logits, bad):
    logits[3] = bad
    with pytest.raises(BlackPictureError):
        draws(logits, 1)
