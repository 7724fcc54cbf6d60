"""Whether a picture is as it was when its label was written: digests that any program can repeat.

A lossless file is judged by its pixels, which survive another compression. A lossy one is judged by
its compressed data, since decoders of different versions may round otherwise; what stands beside
the data, such as EXIF, XMP and colour profiles, does not count. `docs/files.md` has the rules.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glm_studio.library.formats import Format

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS, DATA = "pixels", "data"
"""What a digest is over."""

_MAX_BOXES = 10_000
_WEBP_PICTURE = (b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF")
_JPEG_SCAN, _JPEG_COMMENT = 0xDA, 0xFE
_JPEG_APPLICATION = (*range(0xE0, 0xEE), 0xEF)
"""All but Adobe's, which says how the colours are coded."""
_STANDALONE = (0x01, *range(0xD0, 0xD9))
"""Markers of a JPEG that have no length."""


def basis(kind: Format) -> str:
    """What a file of this format is judged by: `PIXELS` or `DATA`."""
    return DATA if kind.lossy else PIXELS


def pixel_digest(image: Image) -> str:
    """SHA-256 over width and height (8 bytes each, big-endian) and the sRGB bytes, row by row, with
    alpha as a fourth where anything is transparent."""
    plain = image if image.mode == "RGB" else image.convert("RGB")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        plain = clear if clear.getchannel("A").getextrema() != (255, 255) else plain
    digest = hashlib.sha256(struct.pack(">QQ", *plain.size))
    digest.update(plain.tobytes())
    return digest.hexdigest()


def data_digest(content: bytes, kind: Format) -> str:
    """SHA-256 over the compressed picture in a lossy file. Raises ValueError for a damaged one."""
    parts = {Format.JPEG: _jpeg, Format.WEBP: _webp, Format.AVIF: _avif}[kind]
    digest = hashlib.sha256()
    try:
        for part in parts(memoryview(content)):
            digest.update(part)
    except (struct.error, IndexError, KeyError) as error:
        raise ValueError("the picture's data is damaged") from error
    return digest.hexdigest()


def _jpeg(content: memoryview) -> Iterator[memoryview]:
    """All segments but those of applications and comments; all that follows the first scan's."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("a segment of the JPEG does not begin where it should")
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == _JPEG_SCAN:
            yield content[at:]
            return
        length = 0 if marker in _STANDALONE else struct.unpack_from(">H", content, at + 2)[0]
        end = at + 2 + length
        if marker not in _JPEG_APPLICATION and marker != _JPEG_COMMENT:
            yield content[at:end]
        at = end


def _webp(content: memoryview) -> Iterator[memoryview]:
    """Specification: https://developers.google.com/speed/webp/docs/riff_container."""
    at = 12
    while at + 8 <= len(content):
        (length,) = struct.unpack_from("<I", content, at + 4)
        if bytes(content[at : at + 4]) in _WEBP_PICTURE:
            yield content[at : at + 4]
            yield content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


@dataclass(slots=True)
class _Fields:
    """Big-endian whole numbers, one after the other."""

    content: memoryview
    at: int = 0

    def next(self, size: int) -> int:
        if self.at + size > len(self.content):
            raise ValueError("a box of the AVIF is cut off")
        value = int.from_bytes(self.content[self.at : self.at + size], "big")
        self.at += size
        return value


def _avif(content: memoryview) -> Iterator[memoryview]:
    """The coded images, by their numbers; ISO/IEC 14496-12, 8.11: items and where they are."""
    meta = dict(_boxes(_box(content, b"meta")[4:]))
    kinds = dict(_item_kinds(meta[b"iinf"]))
    left = len(content)
    for item, method, extents in _item_places(meta[b"iloc"]):
        if kinds.get(item) != b"av01":
            continue
        home = {0: content, 1: meta.get(b"idat", content[:0])}[method]
        for offset, length in extents:
            left -= length
            if offset + length > len(home) or left < 0:
                raise ValueError("an image of the AVIF is cut off, or there twice")
            yield home[offset : offset + length]


def _box(content: memoryview, wanted: bytes) -> memoryview:
    for kind, body in _boxes(content):
        if kind == wanted:
            return body
    raise ValueError("the AVIF lacks a box")


def _boxes(content: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    at = 0
    for _ in range(_MAX_BOXES):
        if at + 8 > len(content):
            return
        size, kind = struct.unpack_from(">I4s", content, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, at + 8)
            head = 16
        end = at + size if size else len(content)
        if size and size < head:
            raise ValueError("a box of the AVIF has an impossible length")
        yield kind, content[at + head : end]
        at = end


def _item_kinds(body: memoryview) -> Iterator[tuple[int, bytes]]:
    """From `iinf`: each item's number and kind."""
    fields = _Fields(body)
    version = fields.next(4) >> 24
    fields.next(4 if version else 2)
    for kind, entry in _boxes(body[fields.at :]):
        if kind == b"infe":
            inside = _Fields(entry)
            entry_version = inside.next(4) >> 24
            item = inside.next(4 if entry_version > 2 else 2)
            inside.next(2)
            yield item, bytes(entry[inside.at : inside.at + 4])


def _item_places(body: memoryview) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """From `iloc`: each item's number, how its place is counted, and its (offset, length)s."""
    fields = _Fields(body)
    version = fields.next(4) >> 24
    sizes = fields.next(2)
    offset_size, length_size, base_size, index_size = (sizes >> s & 15 for s in (12, 8, 4, 0))
    found: list[Any] = []
    count = 0
    for _ in range(min(fields.next(4 if version > 1 else 2), _MAX_BOXES)):
        item = fields.next(4 if version > 1 else 2)
        method = fields.next(2) & 15 if version else 0
        fields.next(2)
        base = fields.next(base_size)
        extents = []
        for _ in range(min(fields.next(2), _MAX_BOXES)):
            if version:
                fields.next(index_size)
            offset = base + fields.next(offset_size)
            extents.append((offset, fields.next(length_size)))
        count += len(extents)
        if count > _MAX_BOXES:
            raise ValueError("the AVIF is in too many pieces")
        found.append((item, method, extents))
    return sorted(found)
