"""What the files say, read by Pillow, ElementTree and SQLite alone: none of the program's code."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from PIL import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".avif")

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_RATING = "{http://ns.adobe.com/xap/1.0/}Rating"
_TAGS = "{http://purl.org/dc/elements/1.1/}subject"
_BOARDS = "{urn:x-glm-studio:library:1.0/}Boards"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sidecar says."""

    rating: int = 0
    tags: frozenset[str] = frozenset()
    boards: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rating: int, tags: list[str], boards: list[str]) -> Marks:
        return cls(rating, frozenset(tags), frozenset(boards))


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture's file: `fault` says what is wrong with it, `request` which one it is of."""

    sha256: str
    fault: str = ""
    request: tuple[Any, ...] | None = None


@dataclass(slots=True)
class Pictures:
    """Reads files once each, as long as they are not written to."""

    _seen: dict[tuple[str, int, int, int], Seen] = field(default_factory=dict)

    def look(self, file: Path) -> Seen:
        status = file.stat()
        key = (str(file), status.st_mtime_ns, status.st_size, status.st_ino)
        if key not in self._seen:
            self._seen[key] = _look(file)
        return self._seen[key]


def _look(file: Path) -> Seen:
    content = file.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        with Image.open(file) as image:
            image.load()  # every pixel, and every checksum
            recipe = image.info.get("glm-studio")
        if recipe is None:
            return Seen(sha256)
        said = json.loads(recipe)
        return Seen(sha256, "", (said["prompt"], said["seed"], said["composition_seed"]))
    except Exception as error:  # noqa: BLE001 - whatever a broken file does to Pillow
        return Seen(sha256, f"{type(error).__name__}: {error}")


def files_below(folder: Path) -> Iterator[Path]:
    """All files, hidden ones included."""
    for place, _folders, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def pictures_below(folder: Path) -> list[Path]:
    """All visible pictures."""
    return sorted(
        file
        for file in files_below(folder)
        if file.suffix in SUFFIXES and not file.name.startswith(".")
    )


def sidecar_of(picture: Path) -> Path:
    return picture.with_name(f"{picture.name}.xmp")


def marks_beside(picture: Path) -> Marks:
    """Raises ElementTree.ParseError for a sidecar that is not whole."""
    sidecar = sidecar_of(picture)
    return marks_in(sidecar) if sidecar.exists() else Marks()


def marks_in(sidecar: Path) -> Marks:
    packet = ElementTree.parse(sidecar).getroot()  # noqa: S314 - written by the program or by us
    ratings = [node.text for node in packet.iter(_RATING)]
    ratings += [node.attrib[_RATING] for node in packet.iter() if _RATING in node.attrib]
    return Marks(
        int(next(iter(ratings), None) or 0),
        frozenset(_items(packet, _TAGS)),
        frozenset(_items(packet, _BOARDS)),
    )


def _items(packet: ElementTree.Element, name: str) -> Iterator[str]:
    for bag in packet.iter(name):
        yield from (item.text or "" for item in bag.iter(f"{_RDF}li"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the index."""

    marks: Marks
    stamp: tuple[int, int]
    """The picture's time in ns and bytes, when it was read."""


def read_index(file: Path) -> dict[Path, Row]:
    """Raises sqlite3.Error, or ValueError where the database is not sound."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as database:
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise ValueError(verdict)
        rows = database.execute("SELECT path, rating, tags, boards, mtime_ns, bytes FROM pictures")
        return {
            Path(os.fsdecode(path)): Row(Marks.of(rating, _lines(tags), _lines(boards)), (ns, size))
            for path, rating, tags, boards, ns, size in rows
        }


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []
