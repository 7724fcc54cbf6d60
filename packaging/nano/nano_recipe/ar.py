"""The autoregressive model: caption to small grid to big grid, one code at a time.

A decoder of a few layers with three-dimensional rotary positions: text counts 0, 1, 2 …; a code
has the position of its grid's start in time, plus its row in height and its column in width.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import torch
from torch.nn import functional
from transformers import (
    GlmImageConfig,
    GlmImageForConditionalGeneration,
    PreTrainedTokenizerFast,
)

from .batches import Batch, big_codes, fresh_batch, small_codes, small_grid
from .codebook import CODES, EMBED, Codebook, install_codebook, spread_features
from .parts import CELL
from .training import Budget, Progress, train

WIDTH, LAYERS, HEADS, KV_HEADS, FFN = 256, 4, 4, 2, 640
BATCH = 8


def ar_config(ids: dict[str, int]) -> GlmImageConfig:
    """A small configuration of the released architecture."""
    text = {
        "vocab_size": ids["vocab_size"],
        "vision_vocab_size": CODES + 2,
        "hidden_size": WIDTH,
        "intermediate_size": FFN,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "num_key_value_heads": KV_HEADS,
        "max_position_embeddings": 8192,
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": 1000.0,
            "partial_rotary_factor": 1.0,
            "mrope_section": [1] * (WIDTH // HEADS // 2),
        },
        "pad_token_id": ids["pad_token_id"],
        "eos_token_id": ids["image_end_token_id"],
        "attention_dropout": 0.0,
    }
    vision = {
        "depth": 1,
        "hidden_size": 64,
        "intermediate_size": 64,
        "num_heads": 2,
        "patch_size": 16,
        "image_size": 256,
        "in_channels": 3,
        "spatial_merge_size": 1,
    }
    quantiser = {"embed_dim": EMBED, "latent_channels": 64, "num_embeddings": CODES}
    markers = ("image_start_token_id", "image_end_token_id", "image_token_id")
    return GlmImageConfig(
        text_config=text,
        vision_config=vision,
        vq_config=quantiser,
        **{name: ids[name] for name in markers},
    )


@torch.no_grad()
def new_ar(ids: dict[str, int], book: Codebook, seed: int) -> GlmImageForConditionalGeneration:
    """An untrained model whose tables already know which codes look alike."""
    torch.manual_seed(seed)
    ar = GlmImageForConditionalGeneration(ar_config(ids))
    install_codebook(ar, book)
    embedding = ar.model.language_model.embed_tokens.weight
    embedding.mul_(2.5)
    embedding[:CODES] = spread_features(book.centres, WIDTH, 0.05)
    ar.lm_head.weight[:CODES] = spread_features(book.centres, WIDTH, 0.02)
    return ar


def prompt_ids(tokenizer: PreTrainedTokenizerFast, caption: str, size: tuple[int, int]) -> list:
    """What the processor makes of a caption and a (height, width)."""
    height, width = size
    rows, columns = small_grid(height, width)
    grids = f"<sop>{height // CELL} {width // CELL}<eop><sop>{rows} {columns}<eop>"
    return tokenizer(f"{caption}{grids}<|image_start|>", add_special_tokens=False).input_ids


def grid_positions(start: int, grids: list[tuple[int, int]]) -> torch.Tensor:
    """(3, codes) positions of grids written one after another, as get_rope_index counts them."""
    parts = []
    for rows, columns in grids:
        row = torch.arange(rows).repeat_interleave(columns)
        column = torch.arange(columns).repeat(rows)
        parts.append(start + torch.stack([torch.zeros_like(row), row, column]))
        start += max(rows, columns)
    return torch.cat(parts, 1)


def sequences(
    tokenizer: PreTrainedTokenizerFast, book: Codebook, batch: Batch
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Inputs (batch, length), positions (3, batch, length) and labels, -100 where none is due."""
    codes = torch.cat([small_codes(book, batch.pixels), big_codes(book, batch.pixels)], 1)
    height, width = batch.size
    grids = [small_grid(height, width), (height // CELL, width // CELL)]
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
        positions[:, i, n:end] = grid_positions(n, grids)[:, :-1]
    return inputs, positions, labels


def logits_where_due(
    ar: GlmImageForConditionalGeneration,
    inputs: torch.Tensor,
    positions: torch.Tensor,
    labels: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits and labels of the code positions only: the head is a good part of the work."""
    text = ar.model.language_model
    with torch.autocast("cpu", torch.bfloat16):
        hidden = text(
            inputs_embeds=text.embed_tokens(inputs), position_ids=positions, use_cache=False
        ).last_hidden_state
        due = labels >= 0
        return ar.lm_head(hidden[due]), labels[due]


def ar_step(
    ar: GlmImageForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    book: Codebook,
    seed: int,
) -> Callable[[int], tuple[torch.Tensor, int]]:
    """One training step on fresh pictures."""

    def step(number: int) -> tuple[torch.Tensor, int]:
        batch = fresh_batch(random.Random(f"ar {seed} {number}"), BATCH)
        logits, labels = logits_where_due(ar, *sequences(tokenizer, book, batch))
        return functional.cross_entropy(logits.float(), labels), len(batch.scenes)

    return step


def train_ar(
    work: Path,
    ar: GlmImageForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    book: Codebook,
    minutes: float,
    seed: int,
) -> Progress:
    """Train the language half; tower and codebook stay as they are."""
    for frozen in (ar.model.visual, ar.model.vqmodel):
        frozen.requires_grad_(False)
    budget = Budget(minutes=minutes, rate=2e-3)
    return train("ar", work, ar, ar_step(ar, tokenizer, book, seed), budget)
