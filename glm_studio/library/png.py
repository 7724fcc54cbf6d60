"""What a PNG file says about itself: its size and its texts, without decoding any pixel.

Format: https://www.w3.org/TR/png-3/. Walking the chunks instead of decoding finds texts behind the
pixels too, notices a truncated file at once, and cannot be made to decompress a bomb.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from engine.texts import say

MAX_TEXT_BYTES = 16 * 2**20
"""Texts beyond this, all of a file together and unpacked, are left out."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CRC_BYTES = 4
_MAX_SIDE = 2**31 - 1
_MAX_CHUNKS = 100_000
_MOST_REFUSED = 16
"""Texts that are malformed or unpack to too much, before a file's others are not tried: each may
take as long as unpacking all that is kept."""

_TEXT_CHUNKS = (b"tEXt", b"zTXt", b"iTXt")


class PngError(ValueError):
    """The file is no picture, or a broken one; the message says which, as a sentence."""


@dataclass(frozen=True, slots=True)
class Header:
    """`width` and `height` in pixels, and the texts by keyword; the last of a keyword counts."""

    width: int
    height: int
    texts: Mapping[str, str]


def read_png_header(path: Path) -> Header:
    """Walk the chunks to the end. Raises `PngError` or OSError."""
    with path.open("rb") as file:
        end = os.fstat(file.fileno()).st_size
        if file.read(len(SIGNATURE)) != SIGNATURE:
            raise PngError(say("It is not a PNG file.") if end else say("It is empty."))
        width, height = _size(file, end)
        texts: dict[str, str] = {}
        left_bytes, refused = MAX_TEXT_BYTES, 0
        for _ in range(_MAX_CHUNKS):
            kind, length = _chunk_head(file, end)
            if kind == b"IEND":
                return Header(width, height, texts)
            if kind not in _TEXT_CHUNKS or length > left_bytes or refused == _MOST_REFUSED:
                file.seek(length + _CRC_BYTES, os.SEEK_CUR)
            elif entry := _text(kind, _body(file, kind, length), left_bytes):
                texts[entry[0]] = entry[1]
                left_bytes -= max(length, len(entry[1]))
            else:
                refused += 1
    raise PngError(say("It has more than {max_chunks:,} parts.", max_chunks=_MAX_CHUNKS))


def _chunk_head(file: BinaryIO, end: int) -> tuple[bytes, int]:
    head = file.read(8)
    if len(head) < 8:
        raise PngError(say("It is cut off."))
    length, kind = struct.unpack(">I4s", head)
    if file.tell() + length + _CRC_BYTES > end:
        raise PngError(say("It is cut off."))
    return kind, length


def _size(file: BinaryIO, end: int) -> tuple[int, int]:
    kind, length = _chunk_head(file, end)
    body = _body(file, kind, length) if (kind, length) == (b"IHDR", 13) else b""
    if not body:
        raise PngError(say("Its header is damaged."))
    width, height = struct.unpack(">II", body[:8])
    if not (0 < width <= _MAX_SIDE and 0 < height <= _MAX_SIDE):
        raise PngError(say("Its header names an impossible size."))
    return width, height


def _body(file: BinaryIO, kind: bytes, length: int) -> bytes:
    """The chunk's content, or nothing if its checksum says that it is damaged."""
    body = file.read(length)
    (checksum,) = struct.unpack(">I", file.read(_CRC_BYTES))
    return body if zlib.crc32(kind + body) == checksum else b""


def _text(kind: bytes, body: bytes, max_bytes: int) -> tuple[str, str] | None:
    """Keyword and text, or None where the chunk is malformed or unpacks to too much."""
    keyword, _, rest = body.partition(b"\0")
    if not keyword:
        return None
    if kind == b"tEXt":
        return keyword.decode("latin-1"), rest.decode("latin-1")
    if kind == b"zTXt":
        packed, encoding = True, "latin-1"
        rest = rest[1:]
    else:
        packed, encoding = rest[:1] == b"\1", "utf-8"
        _language, _, rest = rest[2:].partition(b"\0")
        _translated_keyword, _, rest = rest.partition(b"\0")
    plain = _unpack(rest, max_bytes) if packed else rest
    try:
        return None if plain is None else (keyword.decode("latin-1"), plain.decode(encoding))
    except UnicodeDecodeError:
        return None


def _unpack(packed: bytes, max_bytes: int) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(packed, max_bytes)
    except zlib.error:
        return None
    return plain if unpacker.eof else None
