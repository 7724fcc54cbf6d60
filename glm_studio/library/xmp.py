"""XMP packets: reading a few properties of them, and making one.

Specification: ISO 16684-1. A property with one value may be an attribute of `rdf:Description` or an
element in it; several values stand in an `rdf:Bag` or `rdf:Seq`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TypeAlias
from xml.dom import minidom
from xml.etree import ElementTree as ET

from engine.texts import say

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMP = "http://ns.adobe.com/xap/1.0/"
DC = "http://purl.org/dc/elements/1.1/"
OWN = "urn:x-glm-studio:library:1.0/"
"""The studio's own properties, which no other namespace has a name for."""

IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
TC260 = "http://www.tc260.org.cn/ns/AIGC/1.0/"

PREFIXES = {XMP: "xmp", DC: "dc", OWN: "glmstudio", IPTC: "Iptc4xmpExt", TC260: "TC260"}
TOOLKIT = "GLM Studio"

_MAX_BYTES = 4 * 2**20
_MAX_DEPTH = 100
"""Elements within elements; a packet has seven or so, and those who edit one go down by calls."""

_TRAILER = '<?xpacket end="w"?>'

Name: TypeAlias = tuple[str, str]
"""Namespace and local name."""


class XmpError(ValueError):
    """It is no XMP packet that this program reads; `why` says why, as a sentence."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def parse(content: bytes) -> ET.Element:
    """The packet as a tree. Raises `XmpError`; neither expands entities nor opens anything."""
    parser = ET.XMLParser(target=_Builder())  # noqa: S314 - `text_of` leaves no entities
    try:
        parser.feed(text_of(content))
        packet: ET.Element = parser.close()
    except XmpError:
        raise
    except (ET.ParseError, ValueError) as error:
        raise XmpError(say("It is not well-formed XML: {cause}.", cause=error)) from error
    return packet


def text_of(content: bytes) -> str:
    """What a parser of XML may be given. Raises `XmpError` for what could make it do harm."""
    if len(content) > _MAX_BYTES:
        raise XmpError(say("It is larger than any such file should be."))
    try:
        text = content.decode("utf-8-sig").strip("\0 \r\n\t")
    except UnicodeDecodeError:
        raise XmpError(say("Its text is not UTF-8.")) from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise XmpError(say("It declares a document type, which XMP has no use for."))
    return text


class _Builder(ET.TreeBuilder):
    """Stops at elements within more elements than any packet has."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise XmpError(say("Its elements are nested too deeply."))
        return super().start(tag, attrs)

    def end(self, tag: str) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def value(packet: ET.Element, name: Name) -> str | None:
    """The value of a property, None if the packet lacks it."""
    tag = _tag(name)
    for description in packet.iter(_tag((RDF, "Description"))):
        if (attribute := description.get(tag)) is not None:
            return attribute
        if (element := description.find(tag)) is not None:
            return element.text or ""
    return None


def values(packet: ET.Element, name: Name) -> tuple[str, ...]:
    """The values of a property that has several, in their order."""
    items = f"{_tag(name)}/*/{_tag((RDF, 'li'))}"
    descriptions = packet.iter(_tag((RDF, "Description")))
    return tuple(item.text for part in descriptions for item in part.findall(items) if item.text)


def packet(single: Mapping[Name, str], several: Mapping[Name, Iterable[str]] | None = None) -> str:
    """A packet with these properties; values are any text that XML can hold."""
    spaces = dict.fromkeys(space for space, _local in (*single, *(several or {})))
    lines = [
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="{TOOLKIT}">',
        f' <rdf:RDF xmlns:rdf="{RDF}">',
        '  <rdf:Description rdf:about=""',
        *(f'    xmlns:{PREFIXES[space]}="{space}"' for space in spaces),
        "  >",
        *(f"   <{_prefixed(n)}>{_text(v)}</{_prefixed(n)}>" for n, v in single.items()),
    ]
    for name, items in (several or {}).items():
        tag = _prefixed(name)
        lines.append(f"   <{tag}><rdf:Bag>")
        lines += [f"    <rdf:li>{_text(item)}</rdf:li>" for item in items]
        lines.append(f"   </rdf:Bag></{tag}>")
    lines += ["  </rdf:Description>", " </rdf:RDF>", "</x:xmpmeta>", _TRAILER]
    return "\n".join(lines)


def edited(content: str, changes: Mapping[Name, str | None]) -> str:
    """The packet with some properties of one value changed, or gone where the value is None.

    Keeps what else it holds, whoever wrote it. Raises `XmpError`.
    """
    whole = content.encode("utf-8", "replace")
    parse(whole)  # keeps hostile ones from the parser below
    document = minidom.parseString(text_of(whole))  # noqa: S318
    try:
        parts = document.getElementsByTagNameNS(RDF, "Description")
        if not parts:
            raise XmpError(say("It has no description in it."))
        for name, text in changes.items():
            remove(parts, name)
            if text is not None:
                parts[0].appendChild(element(document, name, text))
        return "\n".join(node.toxml() for node in document.childNodes)
    finally:
        document.unlink()


def remove(parts: Iterable[minidom.Element], name: Name) -> None:
    """Take a property out of a packet's descriptions, however it stands there."""
    for part in parts:
        if part.hasAttributeNS(*name):
            part.removeAttributeNS(*name)
        for node in list(part.childNodes):
            if isinstance(node, minidom.Element) and (node.namespaceURI, node.localName) == name:
                part.removeChild(node)


def element(document: minidom.Document, name: Name, text: str = "") -> minidom.Element:
    """A property with its namespace declared on it, since the packet may not know its prefix."""
    made = document.createElementNS(name[0], _prefixed(name))
    made.setAttribute(f"xmlns:{PREFIXES[name[0]]}", name[0])
    if text:
        made.appendChild(document.createTextNode(_legal(text)))
    return made


def _text(text: str) -> str:
    """Escaped, with a question mark for what XML 1.0 cannot say."""
    return escape(_legal(text), quote=False)


def _legal(text: str) -> str:
    legal = (
        c if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff") else "?" for c in text
    )
    return "".join(legal).replace("\ufffe", "?").replace("\uffff", "?")


def _tag(name: Name) -> str:
    return f"{{{name[0]}}}{name[1]}"


def _prefixed(name: Name) -> str:
    return f"{PREFIXES[name[0]]}:{name[1]}"
