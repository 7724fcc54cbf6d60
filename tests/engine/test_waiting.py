"""What a card would have to be waited for is not asked in a step; seen by operators on the CPU.

`tests/simulated_card/test_stages.py` counts the waiting itself.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from engine.api import GenerationRequest, PreviewPolicy
from engine.glm_image import denoise, prior
from engine.glm_image.run import Run
from engine.jobs import Job
from engine.recipe import PriorCodes
from engine.sizes import big_grid
from engine.turn import Turn
from support.checkpoints import NANO
from support.jobs import model_of

WAITING = {"aten::nonzero", "aten::_local_scalar_dense", "aten::is_nonzero", "aten::item"}
"""Operators whose result the host has to know before it can go on."""

INDEXING = {"aten::index", "aten::index_put_", "aten::_index_put_impl_"}
"""So do these for a mask: how many places it names decides a shape."""


class Seen(TorchDispatchMode):
    """Counts operators by name, and those that would be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.waiting: list[str] = []

    def __torch_dispatch__(self, operator, types, args=(), kwargs=None):
        name = operator.name().partition(".")[0]
        self.counts[name] += 1
        by_mask = name in INDEXING and any(
            index is not None and index.dtype is torch.bool for index in args[1]
        )
        if name in WAITING or by_mask:
            self.waiting.append(name)
        return operator(*args, **(kwargs or {}))


@pytest.fixture
def models(make_engine, listen):
    engine = make_engine(NANO)
    listen(engine.load())
    return model_of(engine).parts


def make_run(steps: int = 3) -> Run:
    policy = PreviewPolicy(enabled=False)
    request = GenerationRequest('a sign that says "GO"', 256, 256, steps, 1.5, 5, policy)
    return Run(Turn(Job(request, lambda _: None)), request)


def some_codes() -> PriorCodes:
    grid = big_grid(256, 256)
    return PriorCodes(grid, tuple(range(grid.codes)))


def test_no_pass_and_no_step_asks_for_a_value(models, monkeypatch):
    """From the first pass of the second step to the scheduler's result of the last."""
    seen, passes = Seen(), []
    with ExitStack() as stack:

        def begin(*_):
            passes.append(None)
            if len(passes) == 3:
                stack.enter_context(seen)

        monkeypatch.setattr(denoise, "_digest", lambda _: "")  # made of copies, by the follower
        models.transformer.register_forward_pre_hook(begin)
        denoise.denoise(models, some_codes(), make_run(), lambda *_: None)
    assert len(passes) == 6
    assert seen.counts["aten::linear"] > 100  # it saw the passes
    assert not seen.waiting


@torch.inference_mode()
def test_the_count_sees_what_it_is_there_for():
    numbers, mask = torch.ones(4), torch.tensor([True, False, True, False])
    with Seen() as seen:
        numbers[mask] *= 0.0
        float(numbers.sum())
        mask.nonzero()
    assert len(seen.waiting) == 4


def test_the_tables_of_places_are_made_once_a_run(models):
    """Not in each pass, on the CPU, from where each block would copy them."""
    made = []
    models.transformer.rope.register_forward_hook(lambda *_: made.append(None))
    denoise.denoise(models, some_codes(), make_run(), lambda *_: None)
    assert len(made) == 1


@torch.inference_mode()
def test_dropping_the_prior_by_a_slice_is_dropping_it_by_the_pipeline_s_mask(models, monkeypatch):
    """A diffusers that uses the mask otherwise than as an index fails here."""

    def predict(keep: object, drop: object) -> torch.Tensor:
        monkeypatch.setattr(denoise, "_KEEP_PRIOR", keep)
        monkeypatch.setattr(denoise, "_DROP_PRIOR", drop)
        run = make_run()
        prediction = denoise._Prediction(models, run.request, some_codes(), ())
        return prediction(denoise.initial_noise(models, run.request), torch.tensor(500.0))

    ours = predict(denoise._KEEP_PRIOR, denoise._DROP_PRIOR)
    mask = torch.ones(1, 4 * big_grid(256, 256).codes, dtype=torch.bool)
    assert torch.equal(ours, predict(~mask, mask))
    assert not torch.equal(ours, predict(mask, ~mask))


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
@torch.inference_mode()
def test_a_roomy_cache_computes_what_a_growing_one_does(models, precision):
    from transformers import DynamicCache

    model = models.prior.to(precision)
    config = model.config.get_text_config()
    inputs = prior._prompt_inputs(models, make_run())
    logits = []
    for cache in (prior.make_cache(config, 20), DynamicCache(config=config)):
        model(**inputs, past_key_values=cache, use_cache=True)
        cache.batch_repeat_interleave(2)
        for code in range(20):
            ids = torch.tensor([[code], [code + 7]])
            output = model(input_ids=ids, past_key_values=cache, use_cache=True)
            logits.append(output.logits)
    ours, theirs = torch.cat(logits).split(40)
    assert torch.equal(ours, theirs)
    assert not torch.equal(ours[0], ours[1])


def test_attention_is_named_for_the_device_and_nothing_is_said_about_it(models, capfd):
    from diffusers.models.attention_dispatch import AttentionBackendName as Name

    from engine.glm_image.load import set_attention

    class Fused:
        attention = "flex"

    def named() -> set[object]:
        blocks = models.transformer.transformer_blocks
        return {block.attn1.processor._attention_backend for block in blocks}

    assert named() == {Name.NATIVE}
    set_attention(models.transformer, Fused(), torch.bfloat16)
    assert named() == {Name.FLEX}
    set_attention(models.transformer, Fused(), torch.float32)  # for which it is not written
    assert named() == {Name.NATIVE}
    assert "experimental" not in capfd.readouterr().err
