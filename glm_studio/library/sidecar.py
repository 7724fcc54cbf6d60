"""The sidecar `NAME.png.xmp`: rating, tags and boards, beside the picture and not in it.

A picture's own file is never written again. darktable and digiKam use the same name, and the
properties `xmp:Rating` and `dc:subject`; boards are a property of the studio's own. What other
programs wrote into a sidecar stays in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.dom import minidom

from engine.errors import EngineError
from engine.texts import say
from glm_studio.library import xmp
from glm_studio.library.atomic import replace, temporary_file
from glm_studio.library.picture import HIGHEST_RATING, Picture
from glm_studio.library.query import folded
from glm_studio.library.store import explain

_RATING = (xmp.XMP, "Rating")
_TAGS = (xmp.DC, "subject")
_BOARDS = (xmp.OWN, "Boards")
_TAG_TREES = (
    (("http://www.digikam.org/ns/1.0/", "TagsList"), "/"),
    (("http://ns.adobe.com/lightroom/1.0/", "hierarchicalSubject"), "|"),
)
"""Where others keep tags as paths, which they then believe rather than `dc:subject`."""

_LONGEST_NAME = 200
JOINERS = "\u200c\u200d"
"""Invisible, and part of words in some scripts and of some emoji."""


class SidecarError(EngineError):
    """A picture's rating, tags or boards cannot be read or written."""

    kind = "sidecar"

    def __init__(self, file: Path, why: str, remedy: str) -> None:
        what = say("The rating, tags and boards in {file} cannot be used.", file=file)
        super().__init__(what, why, remedy)

    @classmethod
    def refused(cls, file: Path, error: OSError) -> SidecarError:
        """The disk or the system said no."""
        why, remedy = explain(error, file.parent)
        return cls(file, why, say("{remedy}. Then try again.", remedy=remedy))

    @classmethod
    def of_nothing(cls, picture: Path) -> SidecarError:
        """There is no such picture any more."""
        why = say("The picture {picture} is not there any more.", picture=picture)
        return cls(sidecar_of(picture), why, say("Look where it is now."))


@dataclass(frozen=True, slots=True)
class Marks:
    """What a user says about a picture; names are clean, sorted, and each there once."""

    rating: int = 0
    tags: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()

    @classmethod
    def of(cls, picture: Picture) -> Marks:
        """Those that the picture has."""
        return cls(picture.rating, picture.tags, picture.boards)


def clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names of tags or boards without control characters, sorted, none twice in whatever case."""
    clean: dict[str, str] = {}
    for name in names:
        plain = " ".join(
            "".join(c if c.isprintable() or c in JOINERS else " " for c in name).split()
        )
        if plain := plain[:_LONGEST_NAME].strip():
            clean.setdefault(folded(plain), plain)
    return tuple(clean[key] for key in sorted(clean))


def sidecar_of(picture: Path) -> Path:
    """The sidecar's name, whether there is one or not."""
    return picture.with_name(f"{picture.name}.xmp")


def read_marks(picture: Path) -> Marks:
    """What the sidecar says; nothing where there is none. Raises `SidecarError`."""
    file = sidecar_of(picture)
    content = _read(file)
    if content is None:
        return Marks()
    try:
        packet = xmp.parse(content)
    except xmp.XmpError as error:
        raise _not_understood(file, error) from error
    return Marks(
        _rating(xmp.value(packet, _RATING)),
        clean_names(xmp.values(packet, _TAGS)),
        clean_names(xmp.values(packet, _BOARDS)),
    )


def write_marks(picture: Path, marks: Marks) -> None:
    """Make the sidecar say this and no more; whole or not at all. Raises `SidecarError`.

    A sidecar that only the studio wrote goes when there is nothing left for it to say. The caller
    flushes the folder, once for all of its sidecars.
    """
    file = sidecar_of(picture)
    old = _read(file)
    try:
        new = _fresh(marks) if old is None else _edited(old, marks)
    except xmp.XmpError as error:
        raise _not_understood(file, error) from error
    try:
        if new is None:
            file.unlink(missing_ok=True)
        elif new != old:
            with temporary_file(file.parent, new) as temporary:
                replace(temporary, file, durable=False)
    except OSError as error:
        raise SidecarError.refused(file, error) from error


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SidecarError.refused(file, error) from error


def _not_understood(file: Path, error: xmp.XmpError) -> SidecarError:
    return SidecarError(file, error.why, say("Repair the file, or move it away and try again."))


def _rating(text: str | None) -> int:
    """Other programs write -1 for rejected pictures, and some write 3.0."""
    try:
        return min(max(int(float(text or 0)), 0), HIGHEST_RATING)
    except (ValueError, OverflowError):
        return 0


def _fresh(marks: Marks) -> bytes | None:
    if marks == Marks():
        return None
    single = {_RATING: str(marks.rating)} if marks.rating else {}
    several = {_TAGS: marks.tags, _BOARDS: marks.boards}
    return xmp.packet(single, {name: items for name, items in several.items() if items}).encode()


def _edited(old: bytes, marks: Marks) -> bytes | None:
    """The packet of another program, perhaps, with nothing changed but what is ours to change."""
    packet = xmp.parse(old)  # also what keeps hostile files from the parser below
    if packet.get("{adobe:ns:meta/}xmptk") == xmp.TOOLKIT:
        return _fresh(marks)
    document = minidom.parseString(xmp.text_of(old))  # noqa: S318
    try:
        parts = document.getElementsByTagNameNS(xmp.RDF, "Description")
        if not parts:
            raise xmp.XmpError(say("It has no description in it."))
        _edit(document, parts, marks)
        return document.toxml(encoding="utf-8")
    finally:
        document.unlink()


def _edit(document: minidom.Document, parts: list[minidom.Element], marks: Marks) -> None:
    for name in (_RATING, _TAGS, _BOARDS):
        xmp.remove(parts, name)
    home = parts[0]
    if marks.rating:
        home.appendChild(xmp.element(document, _RATING, str(marks.rating)))
    for name, items in ((_TAGS, marks.tags), (_BOARDS, marks.boards)):
        if items:
            element = xmp.element(document, name)
            bag = element.appendChild(_rdf(document, home, "Bag"))
            for item in items:
                bag.appendChild(_rdf(document, home, "li", item))
            home.appendChild(element)
    for name, separator in _TAG_TREES:
        for part in parts:
            for tree in part.getElementsByTagNameNS(*name):
                _prune(document, tree, marks.tags, separator)


def _prune(
    document: minidom.Document, tree: minidom.Element, tags: tuple[str, ...], separator: str
) -> None:
    """Keep the paths that end in one of `tags`, and add those of `tags` that have none."""
    missing = {folded(tag): tag for tag in tags}
    containers = [node for node in tree.childNodes if isinstance(node, minidom.Element)]
    for container in containers[:1]:
        for item in list(container.getElementsByTagNameNS(xmp.RDF, "li")):
            path = "".join(node.data for node in item.childNodes if hasattr(node, "data"))
            if missing.pop(folded(path.split(separator)[-1].strip()), None) is None:
                container.removeChild(item)
        for tag in missing.values():
            container.appendChild(_rdf(document, container, "li", tag))


def _rdf(
    document: minidom.Document, near: minidom.Element, local: str, text: str = ""
) -> minidom.Element:
    """An element of RDF, whose prefix is the one that the packet uses for it."""
    node: minidom.Node | None = near
    while isinstance(node, minidom.Element) and node.namespaceURI != xmp.RDF:
        node = node.parentNode
    prefix = node.prefix if isinstance(node, minidom.Element) and node.prefix else "rdf"
    element = document.createElementNS(xmp.RDF, f"{prefix}:{local}")
    if text:
        element.appendChild(document.createTextNode(text))
    return element


def stamp_of_sidecar(picture: Path) -> tuple[int, int]:
    """Modification time in ns and size in bytes; zeros where there is none."""
    try:
        status = os.stat(sidecar_of(picture))  # noqa: PTH116 - beside scandir's own
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
