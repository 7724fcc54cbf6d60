"""Stage 1, the prior: an autoregressive model writes the composition as a grid of codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import torch
from transformers import DynamicCache

from engine.api import PriorCodes, Stage, TokensDone
from engine.glm_image.load import Models
from engine.glm_image.run import Run
from engine.glm_image.sampling import CodeSampler, SamplingPolicy
from engine.jobs import Pace
from engine.sizes import big_grid, small_grid

OnCodes: TypeAlias = Callable[[Sequence[int]], None]
"""Hears after each code of all that are written, the small grid's first."""


@torch.inference_mode()
def write_prior(
    models: Models, codebook_size: int, run: Run, on_codes: OnCodes = lambda codes: None
) -> PriorCodes:
    """Write the small grid, then the big one; returns the big grid's codes.

    The end token that would follow is not sampled: the grids' sizes say when to stop.
    """
    request, prior = run.request, models.prior
    first, grid = (make(request.width, request.height) for make in (small_grid, big_grid))
    total = first.codes + grid.codes
    sampler = CodeSampler(SamplingPolicy.of(prior.generation_config), codebook_size, request.seed)
    codes: list[int] = []
    with run.stage(Stage.PRIOR, total, *prior.model.language_model.layers):
        cache = DynamicCache(config=prior.config.get_text_config())
        inputs = _prompt_inputs(models, run)
        pace = Pace(total)
        while len(codes) < total:
            output = prior(**inputs, past_key_values=cache, use_cache=True, logits_to_keep=1)
            codes.append(sampler.draw(output.logits[0, -1]))
            inputs = {"input_ids": torch.tensor([[codes[-1]]], device=models.device)}
            if len(codes) > 1:  # the first code's time is that of reading the whole prompt
                rate = pace.tick()
                run.emit(TokensDone, len(codes), total, rate, pace.left_s(len(codes)))
            on_codes(codes)
            pace.restart()
    return PriorCodes(grid, tuple(codes[first.codes :]))


def _prompt_inputs(models: Models, run: Run) -> dict[str, Any]:
    """The chat template's tokens with both grid sizes, as the model's first forward wants them.

    That forward computes the position ids of all codes to come and keeps them for the later ones.
    """
    request = run.request
    message = {"role": "user", "content": [{"type": "text", "text": request.prompt}]}
    inputs = models.processor.apply_chat_template(
        [[message]],
        tokenize=True,
        padding=False,
        target_h=request.height,
        target_w=request.width,
        return_dict=True,
        return_tensors="pt",
    )
    return dict(inputs.to(models.device))
