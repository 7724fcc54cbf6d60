"""Files in memory, for what takes images by their names alone: nothing of them is on the disk."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from PySide6.QtCore import qRegisterResourceData

_FORMAT = 1
_FOLDER, _PLAIN = 2, 0
"""What Qt calls flags of a file."""
_ANY_COUNTRY, _ANY_LANGUAGE = 0, 1


def serve(folder: str, files: Mapping[str, bytes]) -> None:
    """Make files readable as ``:/folder/name`` as long as the process lives. Once for a folder.

    The tables are those that `rcc` writes: a tree whose files stand in the order of their names'
    hashes, the names, and the contents, with numbers in big-endian.
    """
    names, data = bytearray(), bytearray()
    tree = _node(names, "", _FOLDER, struct.pack(">II", 1, 1))
    tree += _node(names, folder, _FOLDER, struct.pack(">II", len(files), 2))
    for name in sorted(files, key=_hash):
        place = struct.pack(">HHI", _ANY_COUNTRY, _ANY_LANGUAGE, len(data))
        tree += _node(names, name, _PLAIN, place)
        data += struct.pack(">I", len(files[name])) + files[name]
    tables = (bytes(tree), bytes(names), bytes(data))
    _SERVED.append(tables)
    qRegisterResourceData(_FORMAT, *tables)


_SERVED: list[tuple[bytes, bytes, bytes]] = []
"""Qt reads them where they are."""


def _node(names: bytearray, name: str, flags: int, rest: bytes) -> bytes:
    node = struct.pack(">IH", len(names) if name else 0, flags) + rest
    if name:
        names += struct.pack(">HI", len(name), _hash(name)) + name.encode("utf-16-be")
    return node


def _hash(name: str) -> int:
    """Qt's for the names of its files."""
    value = 0
    for character in name:
        value = (value << 4) + ord(character)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
