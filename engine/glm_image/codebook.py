"""The prior's codebook, and its vision tower, which reads a picture as codes."""

from __future__ import annotations

import torch
from PIL import Image

from engine.glm_image.load import Models


def codebook(models: Models) -> torch.Tensor:
    """The vectors that codes stand for, (codes, width)."""
    vectors: torch.Tensor = models.prior.model.vqmodel.quantize.embedding.weight
    return vectors


@torch.inference_mode()
def read_codes(models: Models, picture: Image.Image) -> torch.Tensor:
    """The codes (rows, columns) of an RGB picture, one for about 32x32 pixels.

    The processor enlarges a picture that is smaller than the checkpoint takes, and each code then
    stands for less of it. Raises ValueError if the tower computes values that are not numbers.
    """
    batch = models.processor.image_processor(images=[picture], return_tensors="pt")
    grid = batch["image_grid_thw"]
    features = models.prior.get_image_features(
        batch["pixel_values"].to(models.device, models.dtype), grid.to(models.device)
    )
    _, rows, columns = grid[0].tolist()
    # Not its pooler_output, and not get_image_tokens, which takes that: it is one (channels, rows,
    # columns) tensor a picture since transformers 5.18, and (tokens, channels) before. The last
    # hidden state is (tokens, channels) in all of them.
    hidden = features.last_hidden_state.view(1, rows, columns, -1).permute(0, 3, 1, 2)
    if not torch.isfinite(hidden).all():
        raise ValueError("the vision tower computed values that are not numbers")
    codes: torch.Tensor = models.prior.model.vqmodel.encode(hidden.contiguous()).image_tokens
    return codes.view(rows, columns)
