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

    Goes to the vision tower itself, for what stands between it and the model's own forward has
    another result from one release of transformers to the next.
    """
    inputs = models.processor.image_processor(images=[picture], return_tensors="pt")
    grid = inputs["image_grid_thw"]
    _, rows, columns = grid[0].tolist()
    model = models.prior.model
    pixels = inputs["pixel_values"].to(models.device, models.dtype)
    features = model.visual(pixels, grid_thw=grid.to(models.device)).last_hidden_state
    if not torch.isfinite(features).all():
        raise ValueError("the vision tower computed values that are not numbers")
    # Row by row, one feature a place; the quantizer wants an image (1, width, rows, columns).
    image = features.view(1, rows, columns, -1).permute(0, 3, 1, 2).contiguous()
    codes: torch.Tensor = model.vqmodel.encode(image).image_tokens
    return codes.view(rows, columns)
