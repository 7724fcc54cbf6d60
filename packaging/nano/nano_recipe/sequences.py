"""What the autoregressive model reads and should write: token ids, positions, labels."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import PreTrainedTokenizerFast

from .batches import Batch, big_codes, small_codes, small_grid
from .codebook import Codebook
from .parts import CELL
from .tokenizer import RULER, START


@dataclass(frozen=True, slots=True)
class Sequences:
    """`inputs` and `labels` (batch, length), -100 where no label is due; `positions` (3, …)."""

    inputs: torch.Tensor
    positions: torch.Tensor
    labels: torch.Tensor


def prompt_ids(tokenizer: PreTrainedTokenizerFast, caption: str, size: tuple[int, int]) -> list:
    """What the processor makes of a caption and a (height, width)."""
    height, width = size
    rows, columns = small_grid(height, width)
    grids = f"<sop>{height // CELL} {width // CELL}<eop><sop>{rows} {columns}<eop>"
    words = f"{caption}{''.join(RULER)}{grids}{START}"
    return tokenizer(words, add_special_tokens=False).input_ids


def grid_positions(start: int, grids: list[tuple[int, int]]) -> torch.Tensor:
    """(3, codes) positions of grids written one after another, as get_rope_index counts them.

    A code has the position of its grid's start in time, plus its row in height and its column in
    width.
    """
    parts = []
    for rows, columns in grids:
        row = torch.arange(rows).repeat_interleave(columns)
        column = torch.arange(columns).repeat(rows)
        parts.append(start + torch.stack([torch.zeros_like(row), row, column]))
        start += max(rows, columns)
    return torch.cat(parts, 1)


def sequences(
    tokenizer: PreTrainedTokenizerFast, book: Codebook, batch: Batch, big_grid_alone: bool = False
) -> Sequences:
    """Captions and both grids; or the big grid alone, at the same positions.

    The transformer draws from the big grid, a fifth of the codes at 256 pixels: sequences without
    the small one are three times as short, and the big grid's codes are learned sooner.
    """
    height, width = batch.size
    grids = [small_grid(height, width), (height // CELL, width // CELL)]
    skip = grids[0][0] * grids[0][1] if big_grid_alone else 0
    views = [big_codes(book, batch.pixels)]
    if not big_grid_alone:
        views.insert(0, small_codes(book, batch.pixels))
    codes = torch.cat(views, 1)
    prompts = [prompt_ids(tokenizer, scene.caption, batch.size) for scene in batch.scenes]
    length = max(map(len, prompts)) + codes.shape[1] - 1
    inputs = torch.zeros(len(prompts), length, dtype=torch.long)
    labels = torch.full_like(inputs, -100)
    positions = torch.zeros(3, len(prompts), length, dtype=torch.long)
    for i, prompt in enumerate(prompts):
        n, end = len(prompt), len(prompt) + codes.shape[1] - 1
        inputs[i, :n] = torch.tensor(prompt)
        inputs[i, n:end] = codes[i, :-1]
        labels[i, n - 1 : end] = codes[i]
        positions[:, i, :n] = torch.arange(n)
        positions[:, i, n:end] = grid_positions(n, grids)[:, skip:-1]
    return Sequences(inputs, positions, labels)
