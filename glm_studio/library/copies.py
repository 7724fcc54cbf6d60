"""Copies of one picture for others: in another format, smaller in bytes, with or without texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.api import Pixels
from glm_studio.library.atomic import write_file
from glm_studio.library.copying import (
    CopyOptions,
    copy_of_file,
    copy_of_pixels,
    copy_of_unknown,
)
from glm_studio.library.decode import decode
from glm_studio.library.headers import read_header
from glm_studio.library.labels import ALL_LABELS, Labelling
from glm_studio.library.picture import OWN_PROGRAM, Picture
from glm_studio.library.provenance import draws, unsealed_labels
from glm_studio.library.store import SaveError
from glm_studio.library.visible_label import labelled

_LAST_MS = 1500
"""How long an animation rests on its last frame."""


def encode_copy(
    pixels: Pixels, picture: Picture | None, options: CopyOptions, labelling: Labelling = ALL_LABELS
) -> bytes:
    """A copy as a whole file; `picture` is what has these pixels in a file, whose texts go along.

    Slow: some tenths of a second a megapixel. Of a file that is gone the copy says what is still
    known: that it was made here, or nothing.
    """
    from PIL import Image  # noqa: PLC0415 - the window opens without Pillow

    def load() -> Image.Image:
        return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.data)

    if picture is None:
        return copy_of_pixels(load(), options, labelling)
    try:
        texts = read_header(picture.path).texts
    except (OSError, ValueError):
        if picture.program == OWN_PROGRAM:
            return copy_of_pixels(load(), options, labelling)
        return copy_of_unknown(load(), options)
    return copy_of_file(picture.path, texts, load, options, labelling)


def labelled_copy(file: Path, labelling: Labelling) -> bytes:
    """The file as a PNG with all that it says and the labels of copies; its own bytes if it has
    all of them. Raises OSError, and whatever Pillow does."""
    texts = read_header(file).texts
    return copy_of_file(file, texts, lambda: decode(file), CopyOptions(), labelling)


def encode_animation(
    frames: Sequence[Pixels], kind: str, frame_ms: int, labelling: Labelling = ALL_LABELS
) -> bytes:
    """Pictures of any size after each other as "WEBP" or "GIF", all as large as the last.

    A GIF has no place that Pillow writes a packet to: it has the label that can be seen, if any.
    """
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    images = [Image.frombytes("RGB", (f.width, f.height), f.data) for f in frames]
    size = images[-1].size
    images = [i if i.size == size else i.resize(size, Image.Resampling.BICUBIC) for i in images]
    drawn = draws(labelling.visible, None)
    if drawn:
        images = [labelled(i, labelling.visible) for i in images]
    file = io.BytesIO()
    lasts = [frame_ms] * (len(images) - 1) + [_LAST_MS]
    more: dict[str, Any] = {"optimize": False}
    if kind == "WEBP":
        packet = unsealed_labels(labelling, drawn).packet
        more = {"quality": 85, "method": 3, "xmp": (packet or "").encode()}
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
