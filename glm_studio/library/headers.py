"""What a picture's file says about itself, whatever its format: its size and its texts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from engine.texts import say
from glm_studio.library import xmp
from glm_studio.library.formats import (
    CREATED_KEY,
    CREATED_PROPERTY,
    EXIF_IFD,
    EXIF_SOFTWARE,
    PARAMETERS_KEY,
    RECIPE_KEY,
    RECIPE_PROPERTY,
    SOFTWARE_KEY,
    UNICODE_COMMENT,
    USER_COMMENT,
    XMP_KEY,
    Format,
)
from glm_studio.library.png import SIGNATURE, Header, PngError, read_png_header

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

SCHEME_KEY = "fooocus_scheme"

_ORIENTATION, _MAKER_NOTE = 0x0112, 0x927C
_TURNED = (5, 6, 7, 8)
"""Values of EXIF's orientation for which width and height change places."""
_COMMENT_HEAD = 8
_NAMED_JSON = re.compile(r"(\w+):\s*(?=[{\[])")
"""ComfyUI puts `prompt:{…}` and `workflow:{…}` into whatever tags of EXIF come in handy."""

_OTHERS = tuple(kind.value for kind in Format if kind is not Format.PNG)


def read_header(path: Path) -> Header:
    """The header of a PNG, JPEG, WebP or AVIF file. Raises `PngError`, ValueError or OSError.

    A PNG is walked to its end and so known to be whole; of others only the head is read.
    """
    with path.open("rb") as file:
        start = file.read(len(SIGNATURE))
    if start == SIGNATURE or len(start) < len(SIGNATURE):
        return read_png_header(path)
    from PIL import Image as Pillow  # noqa: PLC0415 - the window opens without Pillow
    from PIL import UnidentifiedImageError  # noqa: PLC0415

    try:
        with Pillow.open(path, formats=_OTHERS) as picture:
            return _header(picture)
    except UnidentifiedImageError:
        raise PngError(say("It is not a PNG, JPEG, WebP or AVIF file.")) from None
    except Pillow.DecompressionBombError:
        raise PngError(say("It has too many pixels.")) from None
    except OSError:
        raise
    except Exception as error:  # a broken file may break Pillow in any way
        raise PngError(say("It is damaged: {cause}.", cause=error)) from error


def _header(picture: Image) -> Header:
    width, height = picture.size
    exif = picture.getexif()
    if exif.get(_ORIENTATION) in _TURNED:
        width, height = height, width
    return Header(width, height, _exif_texts(exif) | _xmp_texts(picture.info.get("xmp")))


def _exif_texts(exif: Exif) -> dict[str, str]:
    texts: dict[str, str] = {}
    for text in map(_plain, exif.values()):
        if named := _NAMED_JSON.match(text):
            texts[named[1]] = text[named.end() :]
    inner = dict(exif) | exif.get_ifd(EXIF_IFD)
    if comment := _comment(inner.get(USER_COMMENT)):
        texts[PARAMETERS_KEY] = comment
    if (scheme := _plain(inner.get(_MAKER_NOTE))) in ("fooocus", "a1111"):
        texts[SCHEME_KEY] = scheme
    if software := _plain(inner.get(EXIF_SOFTWARE)):
        texts[SOFTWARE_KEY] = software
    return texts


def _xmp_texts(content: bytes | str | None) -> dict[str, str]:
    if not content:
        return {}
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        packet = xmp.parse(text.encode())
    except xmp.XmpError:  # the picture is one all the same
        return {XMP_KEY: text}
    except UnicodeError:
        return {}
    found = {
        XMP_KEY: text,
        RECIPE_KEY: xmp.value(packet, RECIPE_PROPERTY),
        CREATED_KEY: xmp.value(packet, CREATED_PROPERTY),
    }
    return {key: text for key, text in found.items() if text}


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value.strip("\0 ") if isinstance(value, str) else ""


def _comment(value: object) -> str:
    """EXIF's user comment: eight bytes name its encoding, but nothing names UTF-16's byte order."""
    if not isinstance(value, bytes):
        return _plain(value)
    head, body = value[:_COMMENT_HEAD], value[_COMMENT_HEAD:]
    if head != UNICODE_COMMENT:
        return _plain(body if head in (b"ASCII\0\0\0", bytes(_COMMENT_HEAD)) else value)
    if body.count(0) == 0 and len(body) > 1 and body.isascii():  # said to be UTF-16, but is not
        return _plain(body)
    little = body[1::2].count(0) > body[::2].count(0)  # where most letters have their zero
    return _plain(body.decode("utf-16-le" if little else "utf-16-be", "replace"))
