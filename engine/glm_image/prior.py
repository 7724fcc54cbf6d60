"""Stage 1, the prior: an autoregressive model writes the composition as a grid of codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import torch

from engine.api import Stage, TokensDone
from engine.glm_image.exchange import Exchange
from engine.glm_image.load import Models
from engine.glm_image.prior_cache import make_cache
from engine.glm_image.references import Reference
from engine.glm_image.run import Run
from engine.glm_image.sampling import CodeSampler, SamplingPolicy
from engine.jobs import Pace
from engine.recipe import PriorCodes
from engine.sizes import big_grid, prior_tokens

OnCodes: TypeAlias = Callable[[Sequence[Sequence[int]]], None]
"""Hears after each pass of all codes that are written, a list a seed, the small grid's first."""


@torch.inference_mode()
def write_priors(
    models: Models,
    codebook_size: int,
    run: Run,
    seeds: Sequence[int],
    references: Sequence[Reference] = (),
    on_codes: OnCodes = lambda codes: None,
) -> list[PriorCodes]:
    """Write a composition a seed, all in the same passes: the small grid, then the big one.

    With references, whose codes stand in the prompt, the big grid alone is written. The end token
    that would follow is not sampled: the grids' sizes say when to stop.
    """
    request, prior = run.request, models.prior
    grid = big_grid(request.width, request.height)
    total = prior_tokens(request.width, request.height, from_references=bool(references))
    policy = SamplingPolicy.of(prior.generation_config)
    samplers = [CodeSampler(policy, codebook_size, seed, models.home) for seed in seeds]
    written: list[list[int]] = [[] for _ in seeds]
    with run.stage(Stage.PRIOR, total, *prior.model.language_model.layers):
        cache = make_cache(prior.config.get_text_config(), total)
        exchange = Exchange(models.home, len(seeds))
        inputs = _prompt_inputs(models, run, references)
        pace = Pace(total)
        for done in range(1, total + 1):
            output = prior(**inputs, past_key_values=cache, use_cache=True, logits_to_keep=1)
            rows = exchange.logits(output.logits[:, -1, :codebook_size]).expand(len(seeds), -1)
            for codes, sampler, row in zip(written, samplers, rows, strict=True):
                codes.append(sampler.draw(row))
            inputs = {"input_ids": exchange.ids([codes[-1] for codes in written])}
            if done > 1:  # the first code's time is that of reading the whole prompt
                rate = pace.tick()
                run.emit(TokensDone, done, total, rate, pace.left_s(done))
            elif len(seeds) > 1:  # they have read the same prompt, and part here
                cache.batch_repeat_interleave(len(seeds))
            on_codes(written)
            pace.restart()
    return [PriorCodes(grid, tuple(codes[-grid.codes :])) for codes in written]


def _prompt_inputs(
    models: Models, run: Run, references: Sequence[Reference] = ()
) -> dict[str, Any]:
    """The chat template's tokens with the grid sizes, as the model's first forward wants them.

    That forward computes the position ids of all codes to come and keeps them for the later ones.
    The references are encoded already: their codes take the places that the template keeps.
    """
    request = run.request
    content: list[dict[str, Any]] = [{"type": "image", "image": r.picture} for r in references]
    content.append({"type": "text", "text": request.prompt})
    inputs = models.processor.apply_chat_template(
        [[{"role": "user", "content": content}]],
        tokenize=True,
        padding=False,
        target_h=request.height,
        target_w=request.width,
        return_dict=True,
        return_tensors="pt",
    )
    if references:
        del inputs["pixel_values"]
        ids = inputs["input_ids"]
        codes = torch.tensor([code for r in references for code in r.codes.codes])
        ids[ids == models.processor.image_token_id] = codes
    return dict(inputs.to(models.device))
