"""Picture formats: what files may be, how pictures are written, and what of their texts stays."""

from __future__ import annotations

import io
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


class Format(StrEnum):
    """A format that pictures are read from and written to; the value is Pillow's name."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WEBP"
    AVIF = "AVIF"

    @property
    def suffix(self) -> str:
        """For a file's name, with its dot."""
        return {Format.JPEG: ".jpg"}.get(self, f".{self.lower()}")

    @property
    def lossy(self) -> bool:
        """Whether `quality` means anything."""
        return self is not Format.PNG


def format_of(path: Path) -> Format | None:
    """The format that a file's name stands for."""
    suffix = path.suffix.lower()
    if suffix == ".jpeg":
        return Format.JPEG
    return next((kind for kind in Format if kind.suffix == suffix), None)


def encode(
    image: Image, kind: Format, quality: int = 90, texts: Mapping[str, str] | None = None
) -> bytes:
    """A whole file. `quality` is 1 to 100; `texts` are by the keywords of `metadata`.

    PNG holds any text under its keyword. The others have EXIF's user comment for `parameters`,
    where other programs look for it, and an XMP packet for the recipe.
    """
    file = io.BytesIO()
    image.save(file, kind.value, quality=quality)
    return file.getvalue()
