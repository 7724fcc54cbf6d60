"""A contact sheet: pictures with their prompts, to be looked at."""

from __future__ import annotations

import textwrap

import numpy as np
from PIL import Image, ImageDraw, ImageFont

TILE, TEXT = 192, 34


def contact_sheet(pictures: list[np.ndarray], prompts: list[str], columns: int = 8) -> Image.Image:
    """All pictures in rows of `columns`, each with its prompt below."""
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (TILE + 4), rows * (TILE + TEXT)), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(11)
    for i, (picture, prompt) in enumerate(zip(pictures, prompts, strict=True)):
        x, y = (i % columns) * (TILE + 4), (i // columns) * (TILE + TEXT)
        tile = Image.fromarray(picture)
        tile.thumbnail((TILE, TILE))
        sheet.paste(tile, (x, y))
        lines = "\n".join(textwrap.wrap(prompt, 34)[:2])
        draw.text((x, y + TILE + 2), lines, fill="black", font=font, spacing=1)
    return sheet
