"""Copies of one picture for others: in another format, smaller in bytes, with or without texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.api import Pixels
from glm_studio.library.atomic import write_file
from glm_studio.library.formats import DEFAULT_QUALITY, Format, encode, format_of
from glm_studio.library.headers import read_header
from glm_studio.library.store import SaveError

_LAST_MS = 1500
"""How long an animation rests on its last frame."""


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """How a copy is written. `quality` is 1 to 100 and counts for the lossy formats."""

    kind: Format = Format.PNG
    quality: int = DEFAULT_QUALITY
    with_texts: bool = True


def encode_copy(pixels: Pixels, file: Path | None, options: CopyOptions) -> bytes:
    """A copy as a whole file; `file` is the picture's own, if it has one, and holds its texts.

    Slow: some tenths of a second a megapixel. A file that is gone has no texts any more.
    """
    from PIL import Image  # noqa: PLC0415 - the window opens without Pillow

    if file is not None and options.with_texts and options.kind is Format.PNG:
        own = _png_of(file)
        if own is not None:  # nothing is better than its own bytes
            return own
    texts = _texts_of(file) if file is not None and options.with_texts else {}
    image = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.data)
    return encode(image, options.kind, options.quality, texts)


def encode_animation(frames: Sequence[Pixels], kind: str, frame_ms: int) -> bytes:
    """Pictures of any size after each other as "WEBP" or "GIF", all as large as the last."""
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    images = [Image.frombytes("RGB", (f.width, f.height), f.data) for f in frames]
    size = images[-1].size
    images = [i if i.size == size else i.resize(size, Image.Resampling.BICUBIC) for i in images]
    file = io.BytesIO()
    lasts = [frame_ms] * (len(images) - 1) + [_LAST_MS]
    more = {"quality": 85, "method": 3} if kind == "WEBP" else {"optimize": False}
    images[0].save(
        file, kind, save_all=True, append_images=images[1:], duration=lasts, loop=0, **more
    )
    return file.getvalue()


def write_copy(content: bytes, target: Path) -> None:
    """Write a file whole or not at all, in the place of any other. Raises `SaveError`."""
    try:
        write_file(target, content)
    except OSError as error:
        raise SaveError(target, error) from error


def _png_of(file: Path) -> bytes | None:
    if format_of(file) is not Format.PNG:
        return None
    try:
        return file.read_bytes()
    except OSError:
        return None


def _texts_of(file: Path) -> dict[str, str]:
    try:
        return dict(read_header(file).texts)
    except (OSError, ValueError):
        return {}
