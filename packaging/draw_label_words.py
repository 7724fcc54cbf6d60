"""Draw the words of the label that can be seen: `python packaging/draw_label_words.py LATIN CJK`.

`LATIN` is a font file with Latin and Cyrillic letters, `CJK` one with Chinese. The masks in
resources/labels were drawn with Noto Sans Bold (SIL Open Font Licence 1.1) and Droid Sans
Fallback (Apache Licence 2.0). Drawn once, they need no font where pictures are labelled, and can
never be boxes instead of letters.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from glm_studio.library.labels import Words
from glm_studio.library.visible_label import MASK_CAPITAL_PX

OUT = Path(__file__).parents[1] / "resources" / "labels"
_FIRST_CHINESE = "\u2e80"
_LARGER = 1.16
"""Chinese characters beside capitals: they fill their square, and would look small."""
_WEIGHT = 5
"""Pixels of stroke that make the one weight of the Chinese font as heavy as the Latin one's."""


def main(latin: str, chinese: str) -> None:
    """Write all masks."""
    OUT.mkdir(exist_ok=True)
    for words in Words:
        draw(words.text, latin, chinese).save(OUT / f"{words}.png", optimize=True)


def draw(text: str, latin: str, chinese: str) -> Image.Image:
    """White words on black; the middle of the mask is the middle of the capitals."""
    side = MASK_CAPITAL_PX
    canvas = Image.new("L", (side * 20, side * 4))
    pen = ImageDraw.Draw(canvas)
    letters = sized(latin, "H", side)
    characters = sized(chinese, "生", round(side * _LARGER))
    x, base = float(side), side * 2.5
    for letter in text:
        is_chinese = letter >= _FIRST_CHINESE
        font = characters if is_chinese else letters
        _left, top, _right, bottom = font.getbbox(letter, anchor="ls")
        y = base - side / 2 - (top + bottom) / 2 if is_chinese else base
        pen.text((x, y), letter, 255, font, "ls", stroke_width=_WEIGHT if is_chinese else 0)
        x += font.getlength(letter) + (2 * _WEIGHT if is_chinese else 0)
    return trimmed(canvas, round(base - side / 2))


def sized(file: str, letter: str, height_px: int) -> ImageFont.FreeTypeFont:
    """The font in the size in which `letter` is so high."""
    probe = ImageFont.truetype(file, 1000)
    _left, top, _right, bottom = probe.getbbox(letter, anchor="ls")
    return ImageFont.truetype(file, 1000 * height_px / (bottom - top))


def trimmed(canvas: Image.Image, middle: int) -> Image.Image:
    """Without what is empty, as much above `middle` as below."""
    left, top, right, bottom = canvas.getbbox() or (0, 0, *canvas.size)
    reach = max(middle - top, bottom - middle)
    return canvas.crop((left, middle - reach, right, middle + reach))


if __name__ == "__main__":
    main(*sys.argv[1:])
