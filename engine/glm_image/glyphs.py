"""The texts to be drawn: what stands in quotes goes through ByT5, letter by letter."""

from __future__ import annotations

import re

import torch

from engine.glm_image.load import Models

_QUOTES = (r"'([^']*)'", r"“([^“”]*)”", r'"([^"]*)"', r"「([^「」]*)」")
_MAX_BYTES = 2048


def glyph_texts(prompt: str) -> list[str]:
    """The quoted texts, ordered by kind of quote as `GlmImagePipeline.get_glyph_texts` does.

    An ASCII apostrophe counts as a quote, as it did when the model was trained.
    """
    return [text for pattern in _QUOTES for text in re.findall(pattern, prompt)]


@torch.inference_mode()
def encode_glyphs(models: Models, texts: list[str]) -> torch.Tensor:
    """Embeddings (1, tokens, width) of all texts, one after the other; no texts mean one empty one.

    The padding follows the pipeline: the number of texts decides whether each gets one in front.
    """
    tokenizer = models.glyph_tokenizer
    texts = texts or [""]
    rows = tokenizer(texts, max_length=_MAX_BYTES, truncation=True).input_ids
    front = [tokenizer.pad_token_id] * ((len(rows) + 1) % 2)
    rows = [front + row for row in rows]
    longest = max(map(len, rows))
    ids = [row + [tokenizer.pad_token_id] * (longest - len(row)) for row in rows]
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    mask = mask.to(models.device)
    hidden = models.glyph_encoder(
        torch.tensor(ids, device=models.device), attention_mask=mask
    ).last_hidden_state
    return hidden[mask.bool()].unsqueeze(0).to(models.dtype)
