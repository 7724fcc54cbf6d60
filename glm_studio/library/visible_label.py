"""The label that everyone sees: a few words on a dark plate in a corner of the picture.

GB 45438-2025 asks for words that name artificial intelligence and generation, at an edge or in a
corner, with letters not lower than 5 % of the shortest side. Capitals are measured here, which are
the lowest of all letters that stand whole.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from glm_studio.library.labels import Corner, VisibleLabel, Words
from glm_studio.resources import resource

if TYPE_CHECKING:
    from PIL.Image import Image

MASK_CAPITAL_PX = 160
"""Height of the capitals in the drawn words, `resources/labels`."""

SMALLEST_RATIO = 0.05
"""Height of the letters by the picture's shortest side."""

_LEGIBLE_PX = 12
_PLATE_OPACITY = 0.66
"""White words on it have a contrast of 7:1 even where the picture is white (WCAG 2, level AAA)."""
_PADDING_X, _PADDING_Y, _ROUNDING, _MARGIN = 0.75, 0.55, 0.35, 0.5
"""By the height of the capitals."""
_WIDEST = 0.96
"""Of the picture's width."""


def labelled(image: Image, label: VisibleLabel) -> Image:
    """A copy of the picture with the label on it, in RGB, or RGBA if it is transparent anywhere."""
    from PIL import Image as Pillow  # noqa: PLC0415 - the window opens without Pillow

    marked = image.convert("RGBA" if image.has_transparency_data else "RGB")
    plate, words = _drawn(label.words, _capital_px(marked.size, label.words))
    at = _place(marked.size, plate.size, label.corner, _margin(marked.size))
    marked.paste(Pillow.new("RGB", plate.size, "black"), at, plate)
    marked.paste(Pillow.new("RGB", plate.size, "white"), at, words)
    if marked.mode == "RGBA":  # the label covers, also where the picture does not
        alpha = marked.getchannel("A")
        alpha.paste(255, at, plate.point(lambda value: 255 * (value > 0)))
        marked.putalpha(alpha)
    return marked


def _capital_px(size: tuple[int, int], words: Words) -> int:
    """At least what the standard asks for, and legible; less only where there is no room."""
    wished = max(math.ceil(min(size) * SMALLEST_RATIO), _LEGIBLE_PX)
    mask = _mask(words)
    wide = mask.width / MASK_CAPITAL_PX + 2 * _PADDING_X
    high = mask.height / MASK_CAPITAL_PX + 2 * _PADDING_Y
    room = min(size[0] * _WIDEST / wide, size[1] * _WIDEST / high)
    return max(min(wished, int(room)), 1)


def _margin(size: tuple[int, int]) -> int:
    return round(min(size) * SMALLEST_RATIO * _MARGIN)


def _place(
    size: tuple[int, int], plate: tuple[int, int], corner: Corner, margin: int
) -> tuple[int, int]:
    left = corner in (Corner.BOTTOM_LEFT, Corner.TOP_LEFT)
    top = corner in (Corner.TOP_LEFT, Corner.TOP_RIGHT)
    right, bottom = size[0] - plate[0], size[1] - plate[1]
    x = min(margin, right) if left else max(right - margin, 0)
    y = min(margin, bottom) if top else max(bottom - margin, 0)
    return max(x, 0), max(y, 0)


def _drawn(words: Words, capital_px: int) -> tuple[Image, Image]:
    """How much the plate and the words cover, as masks of the same size."""
    from PIL import Image as Pillow  # noqa: PLC0415
    from PIL import ImageDraw  # noqa: PLC0415

    scale = capital_px / MASK_CAPITAL_PX
    mask = _mask(words)
    inner = max(round(mask.width * scale), 1), max(round(mask.height * scale), 1)
    pad_x, pad_y = round(capital_px * _PADDING_X), round(capital_px * _PADDING_Y)
    size = inner[0] + 2 * pad_x, inner[1] + 2 * pad_y
    finer = 4  # a rounded corner has no smooth edge of its own
    plate = Pillow.new("L", (size[0] * finer, size[1] * finer))
    ImageDraw.Draw(plate).rounded_rectangle(
        (0, 0, plate.width - 1, plate.height - 1),
        round(capital_px * _ROUNDING * finer),
        round(255 * _PLATE_OPACITY),
    )
    plate = plate.resize(size, Pillow.Resampling.BOX)
    text = Pillow.new("L", size)
    text.paste(mask.resize(inner, Pillow.Resampling.LANCZOS), (pad_x, pad_y))
    return plate, text


@cache
def _mask(words: Words) -> Image:
    from PIL import Image as Pillow  # noqa: PLC0415

    with Pillow.open(resource("labels", f"{words}.png")) as mask:
        return mask.convert("L")
