"""Stage 1, the prior: an autoregressive model writes the composition as a grid of codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from transformers import DynamicCache

from engine.api import PriorCodes, Stage, TokensDone
from engine.glm_image.load import Models
from engine.glm_image.run import Run
from engine.glm_image.sampling import CodeSampler, SamplingPolicy
from engine.jobs import Pace
from engine.sizes import big_grid, small_grid


@torch.inference_mode()
def write_priors(
    models: Models, codebook_size: int, run: Run, seeds: Sequence[int]
) -> list[PriorCodes]:
    """Write a composition a seed, all in the same passes: the small grid, then the big one.

    The end token that would follow is not sampled: the grids' sizes say when to stop.
    """
    request, prior = run.request, models.prior
    first, grid = (make(request.width, request.height) for make in (small_grid, big_grid))
    total = first.codes + grid.codes
    policy = SamplingPolicy.of(prior.generation_config)
    samplers = [CodeSampler(policy, codebook_size, seed) for seed in seeds]
    written: list[list[int]] = []
    with run.stage(Stage.PRIOR, total, *prior.model.language_model.layers):
        cache = DynamicCache(config=prior.config.get_text_config())
        inputs = _prompt_inputs(models, run)
        pace = Pace(total)
        while len(written) < total:
            output = prior(**inputs, past_key_values=cache, use_cache=True, logits_to_keep=1)
            rows = output.logits[:, -1].expand(len(seeds), -1)
            written.append([s.draw(row) for s, row in zip(samplers, rows, strict=True)])
            inputs = {"input_ids": torch.tensor(written[-1], device=models.device)[:, None]}
            if len(written) == 1:
                if len(seeds) > 1:  # they have read the same prompt, and part here
                    cache.batch_repeat_interleave(len(seeds))
                pace.restart()  # the first code's time is that of reading the whole prompt
                continue
            rate = pace.tick()
            run.emit(TokensDone, len(written), total, rate, pace.left_s(len(written)))
    big = written[first.codes :]
    return [PriorCodes(grid, codes) for codes in zip(*big, strict=True)]


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
