"""The texts to be drawn: what stands in quotes goes through ByT5, letter by letter."""

from __future__ import annotations

import torch

from engine.drawn_text import MAX_TOKENS
from engine.glm_image.load import Models


@torch.inference_mode()
def encode_glyphs(models: Models, texts: list[str]) -> torch.Tensor:
    """Embeddings (1, tokens, width) of all texts, one after the other; no texts mean one empty one.

    The padding follows the pipeline: the number of texts decides whether each gets one in front.
    """
    tokenizer = models.glyph_tokenizer
    texts = texts or [""]
    rows = tokenizer(texts, max_length=MAX_TOKENS, truncation=True).input_ids
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
