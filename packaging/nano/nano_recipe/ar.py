"""The autoregressive model: caption to small grid to big grid, one code at a time.

A decoder of a few layers with three-dimensional rotary positions (`sequences.grid_positions`).
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

from .batches import fresh_batch
from .codebook import CODES, EMBED, Codebook, install_codebook, spread_features
from .sequences import Sequences, prompt_ids, sequences
from .training import Budget, Progress, train

WIDTH, LAYERS, HEADS, KV_HEADS, FFN = 256, 4, 4, 2, 640
THETA = 100.0  # the longest way is about 100 positions
SHARPNESS = 9.0  # of the heads that find the ruler's marks
BATCH = 8
BIG_GRID_ALONE = 0.5  # share of the steps


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
            "rope_theta": THETA,
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


@torch.no_grad()
def place_heads(ar: GlmImageForConditionalGeneration, tokenizer: PreTrainedTokenizerFast) -> None:
    """Let the first layer's first two heads find a code's row and column from the start.

    A grid's first code stands `distance` positions behind the ruler's first mark. Each head looks
    that far back, one in height and one in width: with constant queries and keys in the biases,
    the score is a sum of cosines that peaks there, at one mark of the ruler.
    """
    distance = len(prompt_ids(tokenizer, "", (256, 256)))
    attention = ar.model.language_model.layers[0].self_attn
    size = WIDTH // HEADS
    half = size // 2
    frequencies = THETA ** (-torch.arange(half) / half)
    queries = attention.q_proj.bias.view(HEADS, size)
    key = attention.k_proj.bias.view(KV_HEADS, size)[0]
    for head, axis in enumerate((1, 2)):
        pairs = torch.arange(axis, half, 3)
        turned = frequencies[pairs] * distance
        queries[head, pairs] = SHARPNESS * turned.cos()
        queries[head, pairs + half] = -SHARPNESS * turned.sin()
        key[pairs] = SHARPNESS


def logits_where_due(
    ar: GlmImageForConditionalGeneration, batch: Sequences
) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits and labels of the code positions only: the head is a good part of the work."""
    text = ar.model.language_model
    with torch.autocast("cpu", torch.bfloat16):
        hidden = text(
            inputs_embeds=text.embed_tokens(batch.inputs),
            position_ids=batch.positions,
            use_cache=False,
        ).last_hidden_state
        due = batch.labels >= 0
        return ar.lm_head(hidden[due]), batch.labels[due]


def ar_step(
    ar: GlmImageForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    book: Codebook,
    seed: int,
) -> Callable[[int], tuple[torch.Tensor, int]]:
    """One training step on fresh pictures."""

    def step(number: int) -> tuple[torch.Tensor, int]:
        rng = random.Random(f"ar {seed} {number}")
        alone = rng.random() < BIG_GRID_ALONE
        batch = fresh_batch(rng, BATCH * 3 if alone else BATCH)
        logits, labels = logits_where_due(ar, sequences(tokenizer, book, batch, alone))
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
