"""Pictures decoded: whole or small, upright, and never larger than memory can take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.texts import say
from glm_studio.library.formats import Format
from glm_studio.library.headers import read_header
from glm_studio.library.png import PngError

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 80_000_000
"""Larger pictures are not decoded: two at a time must fit beside a model in memory."""

_FORMATS = tuple(kind.value for kind in Format)


def decode(path: Path) -> Image:
    """The whole picture, with the side up that its EXIF says. Blocks; raises whatever Pillow does.

    Raises `PngError` for too large a picture before it is decoded.
    """
    from PIL import Image as Pillow  # noqa: PLC0415 - the window opens without Pillow
    from PIL import ImageOps  # noqa: PLC0415

    _check(path)
    with Pillow.open(path, formats=_FORMATS) as picture:
        picture.load()
        return ImageOps.exif_transpose(picture)


def decode_small(path: Path, side_px: int) -> Image:
    """The picture in RGB, not larger than a square of this side. Blocks; raises as `decode` does.

    A JPEG is decoded at a fraction of its size where that will do.
    """
    from PIL import Image as Pillow  # noqa: PLC0415
    from PIL import ImageOps  # noqa: PLC0415

    _check(path)
    with Pillow.open(path, formats=_FORMATS) as picture:
        picture.draft("RGB", (2 * side_px, 2 * side_px))
        # Made small before anything else, so that no second copy of the large one is held.
        large = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
        large.thumbnail((side_px, side_px), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
        return ImageOps.exif_transpose(large).convert("RGB")


def _check(path: Path) -> None:
    header = read_header(path)
    if header.width * header.height > MAX_PIXELS:
        raise PngError(
            say("{width}x{height} px are too many.", width=header.width, height=header.height)
        )
