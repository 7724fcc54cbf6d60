"""Reference pictures as files: measured at the door, read on the worker. No torch.

Both encoders of the model must see the same size: the prior's processor rounds sides to multiples
of 32 in its own way, the VAE's in another, and a side outside of the processor's range is scaled
by the first alone. Sides that are multiples of 32 within the checkpoint's limits come through both
as they are, so every picture is brought to such a size here, without resampling where it can be.
"""

from __future__ import annotations

import hashlib
import io
import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# Two plugins are named, since Pillow would import them only with all the others.
from PIL import ExifTags, Image, ImageOps, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin  # noqa: F401

from engine.api import Pixels
from engine.errors import RequestError
from engine.recipe import Box, Fit, ReferenceUse
from engine.sizes import CODE_PX, SizeLimits
from engine.texts import say

log = logging.getLogger(__name__)

Image.preinit()  # now, and not when the window's thread opens its first picture

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
"""What may be a reference, in Pillow's names. Others are not even looked at: they run more code."""

MAX_PIXELS = 2**26
"""Largest picture that is read, in pixels: 192 MiB of RGB. A small file can unpack to far more."""

MAX_RATIO = 4.0
"""Longest shape that the prior's processor takes, long side to short side."""

_LYING = (5, 6, 7, 8)
"""Orientations in which width and height change places."""

_WIDE = ("I", "F")
"""Pillow's modes of 32 bits a pixel, whose black and white are nowhere said."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a picture is brought to `used`: scaled to `scaled`, then cropped. (width, height)."""

    fit: Fit
    scaled: tuple[int, int]
    used: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small copy of a picture that is `width` x `height` pixels as it stands upright."""

    pixels: Pixels
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """A reference as the model will see it, and what was done to it."""

    image: Image.Image
    use: ReferenceUse


def fit_size(width: int, height: int, limits: SizeLimits) -> Fitting:
    """How a picture of this size, in pixels, is brought to one that both encoders take as it is.

    Raises ValueError with what is allowed if it is too long and narrow for that.
    """
    widest = longest_ratio(limits)
    if max(width, height) > widest * min(width, height):
        raise ValueError(f"At most {widest:.3g} to 1 is allowed.")
    used = _cropped(width, height)
    if limits.complaint(*used) is None:
        fit = Fit.AS_IT_IS if used == (width, height) else Fit.CROPPED
        return Fitting(fit, (width, height), used)
    scaled = _scaled(width, height, limits)
    return Fitting(Fit.SCALED, scaled, _cropped(*scaled))


def longest_ratio(limits: SizeLimits) -> float:
    """Long side to short side of the narrowest reference that these limits have room for."""
    room = min(limits.max_side / limits.min_side, limits.max_pixels / limits.min_side**2)
    return min(MAX_RATIO, room)


def measure(path: str, limits: SizeLimits, crop: Box | None = None) -> Fitting:
    """How the picture in a file, or the `crop` of it, will be brought into the range; reads no more
    than its header.

    Raises `RequestError` for what is no picture that can be used. Sides may come swapped: a
    camera's note on how it was held can stand anywhere in the file.
    """
    try:
        status = Path(path).stat()
        version = status.st_mtime_ns, status.st_size
    except (OSError, ValueError):  # said in words below
        version = 0, 0
    return _measured(path, version, limits, crop)


@lru_cache(maxsize=64)
def _measured(
    path: str, _version: tuple[int, int], limits: SizeLimits, crop: Box | None
) -> Fitting:
    """Kept, for one press of a button may queue 64 pictures with the same references."""
    with _opened(path) as image:
        if crop is None:
            return _fitting(path, image.size, limits)
        turned = image.size[::-1]
        _check_crop(path, crop, image.size if _is_within(crop, image.size) else turned)
        return _fitting(path, crop[2:], limits)


def thumbnail(path: str, side_px: int) -> Thumbnail:
    """A picture that may become a reference, small enough for a square of `side_px`, upright, on
    white; whether its shape can be used is not asked, for it can be cropped.

    Decodes the file. Raises `RequestError` for what is no picture that can be read.
    """
    with _opened(path) as image:
        size = image.size
        image.draft("RGB", (2 * side_px, 2 * side_px))  # a JPEG can be decoded small
        small = _upright(path, image)
        if image.getexif().get(ExifTags.Base.Orientation) in _LYING:
            size = size[::-1]
    small.thumbnail((side_px, side_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Thumbnail(Pixels(small.width, small.height, small.tobytes()), *size)


def read_picture(path: str, limits: SizeLimits, crop: Box | None = None) -> ReadPicture:
    """Decode a reference, turn it upright, lay it on white, crop it, and bring it to a size for the
    model.

    Raises `RequestError` if the file is not there any more, or not whole.
    """
    taken, size = _taken(path, crop)
    fitting = _fitting(path, taken.size, limits)
    use = ReferenceUse(path, _hash(taken), *size, *fitting.used, fitting.fit, crop)
    return ReadPicture(_brought_to(taken, fitting), use)


def is_unchanged(use: ReferenceUse) -> bool:
    """Whether the file of a reference still holds what was taken of it. Decodes the file."""
    try:
        taken, _size = _taken(use.path, use.crop)
    except RequestError:
        return False
    return _hash(taken) == use.sha256


def _taken(path: str, crop: Box | None) -> tuple[Image.Image, tuple[int, int]]:
    """What is used of a reference, upright and in RGB, and the size of the whole."""
    with _opened(path) as image:
        whole = _upright(path, image)
    if crop is None:
        return whole, whole.size
    left, top, width, height = _check_crop(path, crop, whole.size)
    return whole.crop((left, top, left + width, top + height)), whole.size


def _check_crop(path: str, crop: Box, size: tuple[int, int]) -> Box:
    if not _is_within(crop, size):
        left, top, width, height = crop
        raise refused(
            path,
            say(
                "a part of {part} pixels from {place} was chosen of {size}.",
                part=f"{width}x{height}",
                place=f"{left}, {top}",
                size=f"{size[0]}x{size[1]}",
            ),
            say("Choose the part anew."),
        )
    return crop


def _is_within(crop: Box, size: tuple[int, int]) -> bool:
    left, top, width, height = crop
    starts = left >= 0 and top >= 0 and width > 0 and height > 0
    return starts and left + width <= size[0] and top + height <= size[1]


def refused(path: str, why: str, remedy: str) -> RequestError:
    """The error for a file that cannot be a reference."""
    return RequestError("reference", say("{path}: {why}", path=path, why=why), remedy)


@contextmanager
def _opened(path: str) -> Iterator[Image.Image]:
    """A picture whose header is read. What goes wrong within is said in words."""
    try:
        if not Path(path).is_file():  # opening a pipe would wait for ever
            raise refused(path, say("there is no such file."), say("Choose another picture."))
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            yield image
    except RequestError:
        raise
    except UnidentifiedImageError as error:
        raise refused(
            path,
            say("it is not a picture that can be read."),
            say("Use a PNG, JPEG, WebP, TIFF, BMP or GIF file."),
        ) from error
    except Image.DecompressionBombError as error:
        raise refused(
            path,
            say("it has more than {max_pixels:,} pixels.", max_pixels=MAX_PIXELS),
            say("Make it smaller first."),
        ) from error
    except PermissionError as error:
        raise refused(
            path, say("reading it is not allowed."), say("Choose another picture.")
        ) from error
    except Exception as error:  # decoders of damaged files fail in every way
        said = f"{error}".strip().rstrip(".") or type(error).__name__
        raise refused(
            path,
            say("it is damaged or cut short ({said}).", said=said),
            say("Open it elsewhere and save it again."),
        ) from error


def _fitting(path: str, size: tuple[int, int], limits: SizeLimits) -> Fitting:
    try:
        return fit_size(*size, limits)
    except ValueError as error:
        raise refused(
            path,
            say(
                "{width}x{height} is too long and narrow for a reference.",
                width=size[0],
                height=size[1],
            ),
            f"Cut it shorter. {error}",
        ) from error


def _cropped(width: int, height: int) -> tuple[int, int]:
    """The largest size of multiples of 32 within; rounding must not make a shape too long."""
    width, height = width // CODE_PX * CODE_PX, height // CODE_PX * CODE_PX
    longest = int(MAX_RATIO * min(width, height))
    return min(width, longest), min(height, longest)


def _scaled(width: int, height: int, limits: SizeLimits) -> tuple[int, int]:
    """The size after the smallest change of scale that brings both sides into the range."""
    short, long = min(width, height), max(width, height)
    too_small = short < limits.min_side
    room = math.sqrt(limits.max_pixels / (width * height))
    scale = limits.min_side / short if too_small else min(limits.max_side / long, room)
    low, high = limits.min_side, limits.max_side
    return min(max(round(width * scale), low), high), min(max(round(height * scale), low), high)


def _brought_to(image: Image.Image, fitting: Fitting) -> Image.Image:
    """Pillow widens its filter when it makes a picture smaller, so that nothing is aliased."""
    if image.size != fitting.scaled:
        image = image.resize(fitting.scaled, Image.Resampling.LANCZOS)
    left, top = ((side - used) // 2 for side, used in zip(image.size, fitting.used, strict=True))
    return image.crop((left, top, left + fitting.used[0], top + fitting.used[1]))


def _upright(path: str, image: Image.Image) -> Image.Image:
    if image.mode in _WIDE:
        raise refused(
            path, say("its values have 32 bits each."), say("Save it with 8 or 16 bits a channel.")
        )
    profile = image.info.get("icc_profile")
    return _to_rgb(ImageOps.exif_transpose(image), profile)


def _to_rgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """sRGB of 8 bits; what is transparent shows white."""
    if image.mode.startswith("I;16"):  # Pillow's own conversion clips instead of scaling
        import numpy as np  # noqa: PLC0415 - takes 0.1 s, and few pictures need it

        grey = np.asarray(image).astype(np.float32) / 257
        image = Image.fromarray(grey.round().astype(np.uint8))
    alpha = None
    if image.has_transparency_data:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
    image = to_srgb(image if alpha is None else image.convert("RGB"), profile)
    if alpha is None:
        return image
    white = Image.new("RGB", image.size, "white")
    image.putalpha(alpha)
    return Image.alpha_composite(white.convert("RGBA"), image).convert("RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that a profile means, without it. One that is damaged, or of another kind of
    colours than the picture's, is not followed, as in other programs."""
    if not profile:
        return image.convert("RGB")
    from PIL import ImageCms  # noqa: PLC0415 - few pictures need it

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own):  # there and back would round
            return image.convert("RGB")
        if image.mode == "P":
            image = image.convert("RGB")
        srgb = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(image, own, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        log.info("a colour profile is not followed: %s", error)
        return image.convert("RGB")
    assert turned is not None  # noqa: S101 - only a change in place returns nothing
    return turned


def _hash(image: Image.Image) -> str:
    digest = hashlib.sha256()
    for side in image.size:
        digest.update(side.to_bytes(8, "big"))
    digest.update(image.tobytes())
    return digest.hexdigest()
