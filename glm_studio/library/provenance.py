"""The labels in a picture's file: put together when it is made, carried along when it is copied.

`DigitalSourceType` is IPTC's, https://cv.iptc.org/newscodes/digitalsourcetype/. Pictures made from
reference pictures are `trainedAlgorithmicMedia` as well: the model paints every pixel of them, and
nothing is pasted in, which is what `compositeWithTrainedAlgorithmicMedia` would say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from glm_studio import __version__
from glm_studio.library import xmp
from glm_studio.library.aigc import AIGC_PROPERTY, TEXT_KEY, Aigc, label_text, new_label
from glm_studio.library.formats import (
    JPEG_SEGMENT,
    LEFT_OUT_PROPERTY,
    PARAMETERS_KEY,
    RECIPE_KEY,
    RECIPE_PROPERTY,
    SOFTWARE_KEY,
    XMP_KEY,
    Format,
    encode,
    format_of,
)
from glm_studio.library.integrity import DATA, PIXELS, basis, data_digest, pixel_digest
from glm_studio.library.labels import Keep, Labelling, Shown, VisibleLabel
from glm_studio.library.picture import OWN_PROGRAM

if TYPE_CHECKING:
    from PIL.Image import Image

SOFTWARE = f"{OWN_PROGRAM} {__version__}"

SOURCE_PROPERTY = (xmp.IPTC, "DigitalSourceType")
TOOL_PROPERTY = (xmp.XMP, "CreatorTool")
VISIBLE_PROPERTY = (xmp.OWN, "VisibleLabel")
"""Which label is drawn on the picture, so that no copy gets a second one."""

GENERATED_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_GENERATED_SOURCES = (
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "compositeSynthetic",
)

_NO_DIGEST = "0" * 64
_ROOM = 2_000
"""Bytes of a JPEG's segment for what is added to a packet."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is said beside parameters and recipe. `sealing` is whether `aigc` gets a new code."""

    aigc: str | None = None
    source: str | None = None
    tool: str | None = None
    visible: str | None = None
    sealing: Aigc | None = None

    @property
    def properties(self) -> dict[xmp.Name, str | None]:
        """Of an XMP packet."""
        return {
            TOOL_PROPERTY: self.tool,
            SOURCE_PROPERTY: self.source,
            AIGC_PROPERTY: self.aigc,
            VISIBLE_PROPERTY: self.visible,
        }

    @property
    def packet(self) -> str | None:
        """A packet of the labels alone, None if there are none."""
        said = {name: text for name, text in self.properties.items() if text is not None}
        return xmp.packet(said) if set(said) - {TOOL_PROPERTY} else None


def new_labels(labelling: Labelling, keep: Keep, kind: Format, drawn: bool) -> Labels:
    """For a picture that was made here, in a file of this format."""
    wished = labelling.keeping(keep)
    if keep is Keep.NOTHING:
        return Labels()
    label = new_label(wished) if wished.aigc else None
    return Labels(
        aigc=_pending(label, kind).to_json() if label else None,
        source=GENERATED_SOURCE if wished.source_type else None,
        tool=SOFTWARE,
        visible=_described(wished.visible) if drawn else None,
        sealing=label,
    )


def unsealed_labels(labelling: Labelling, drawn: bool) -> Labels:
    """For what was made here and is no single picture: animations, and sheets of pictures."""
    label = new_label(labelling).to_json() if labelling.aigc else None
    source = GENERATED_SOURCE if labelling.source_type else None
    return Labels(label, source, SOFTWARE, _described(labelling.visible) if drawn else None)


def encode_labelled(
    image: Image, kind: Format, quality: int, texts: Mapping[str, str], sealing: Aigc | None
) -> bytes:
    """A whole file whose texts hold `sealing` with a code that is still to come, if any."""
    if sealing is None:
        return encode(image, kind, quality, texts)
    pending = _pending(sealing, kind).code
    if not kind.lossy:
        code = sealing.sealed(PIXELS, pixel_digest(image)).code
        sealed = texts[XMP_KEY].replace(pending, code)
        return encode(image, kind, quality, {**texts, XMP_KEY: sealed})
    content = encode(image, kind, quality, texts)
    # As long as the code that it replaces, and no part of what the digest is over.
    code = sealing.sealed(DATA, data_digest(content, kind)).code
    return content.replace(pending.encode(), code.encode(), 1)


def _pending(label: Aigc, kind: Format) -> Aigc:
    """The label with a code as long as the one that it gets when the picture is encoded."""
    return label.sealed(basis(kind), _NO_DIGEST)


def holds(label: Aigc, file: Path, load: Callable[[], Image]) -> bool:
    """Whether a sealed label and the picture in `file` are unchanged; `load` decodes it.

    Raises OSError, and whatever `load` does.
    """
    if label.seal is None or not label.is_intact:
        return False
    over, digest, _own = label.seal
    if over == PIXELS:
        return pixel_digest(load()) == digest
    kind = format_of(file)
    if kind is None or not kind.lossy:
        return False
    try:
        return data_digest(file.read_bytes(), kind) == digest
    except ValueError:
        return False


# Copies ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What a file's texts say of its origin. `own` is whether this program made it."""

    texts: Mapping[str, str]
    packet: ET.Element | None
    own: bool
    aigc: str | None
    source: str | None
    visible: str | None

    @property
    def generated(self) -> bool:
        """Whether it says that it was generated, here or elsewhere."""
        source = (self.source or "").rpartition("/")[2]
        return self.own or self.aigc is not None or source in _GENERATED_SOURCES

    @property
    def labels(self) -> Labels:
        """What it says, as it stands there."""
        tool = _value(self.packet, TOOL_PROPERTY)
        return Labels(self.aigc, self.source, tool, self.visible)

    @property
    def unreadable(self) -> bool:
        """Whether there is a packet, and it is none of XMP."""
        return XMP_KEY in self.texts and self.packet is None

    @property
    def label(self) -> Aigc | None:
        """Its label, None if it has none that can be read."""
        try:
            return None if self.aigc is None else Aigc.from_json(self.aigc)
        except ValueError:
            return None


def read_told(texts: Mapping[str, str]) -> Told:
    """Understand a file's texts; a packet that is none of XMP counts as missing."""
    try:
        packet = xmp.parse(texts.get(XMP_KEY, "").encode("utf-8", "replace"))
    except xmp.XmpError:
        packet = None

    def said(name: xmp.Name) -> str | None:
        return None if packet is None else xmp.value(packet, name)

    tools = (texts.get(SOFTWARE_KEY), said(TOOL_PROPERTY))
    own = RECIPE_KEY in texts or any((tool or "").startswith(OWN_PROGRAM) for tool in tools)
    label = label_text(texts, said(AIGC_PROPERTY))
    return Told(texts, packet, own, label, said(SOURCE_PROPERTY), said(VISIBLE_PROPERTY))


def draws(visible: VisibleLabel, told: Told | None, saved: bool = False) -> bool:
    """Whether the label that can be seen is to be drawn: on what was generated, and once.

    `told` is None for pixels that were made here and have no file; `saved` tells a picture that is
    kept from a copy.
    """
    if visible.shown is Shown.NOWHERE or (saved and visible.shown is Shown.COPIES):
        return False
    return told is None or (told.generated and told.visible is None)


def copied_labels(
    told: Told, labelling: Labelling, keep: Keep, kind: Format, renewed: Aigc | None, drawn: bool
) -> Labels:
    """For a copy. What others said is kept; what this program says follows `labelling`.

    `renewed` is the file's own label if it holds, and the copy's pixels or data are new: its code
    is made again. A label that no longer holds keeps its old code, and goes on telling that.
    """
    if keep is Keep.NOTHING:
        return Labels()
    wished, own = labelling.keeping(keep), told.own
    aigc, sealing = told.aigc, None
    if own and not wished.aigc:
        aigc = None
    elif own and aigc is None:
        sealing = new_label(wished)
    elif (label := told.label) is not None:
        spread = label.spread_by(wished.propagator)
        sealing = spread if renewed is not None else None
        aigc = aigc if spread == label else spread.to_json()
    if sealing is not None:
        aigc = _pending(sealing, kind).to_json()
    source = told.source
    if own:
        source = (source or GENERATED_SOURCE) if wished.source_type else None
    tool = _value(told.packet, TOOL_PROPERTY) or (SOFTWARE if own else None)
    visible = _described(wished.visible) if drawn else told.visible
    return _fitting(Labels(aigc, source, tool, visible, sealing), kind)


def _fitting(labels: Labels, kind: Format) -> Labels:
    """Of labels that somebody made longer than a JPEG has room for, the longest go."""
    while kind is Format.JPEG and _is_too_long(labels.packet or ""):
        said = {"aigc": labels.aigc, "source": labels.source}
        said |= {"tool": labels.tool, "visible": labels.visible}
        longest = max(said, key=lambda name: len(said[name] or ""))
        if longest == "aigc":
            labels = replace(labels, sealing=None)
        labels = replace(labels, **{longest: None})
    return labels


def _is_too_long(packet: str) -> bool:
    """For a JPEG's segment."""
    return len(packet.encode("utf-8", "replace")) > JPEG_SEGMENT - _ROOM


def copied_texts(
    told: Told, labels: Labels, labelling: Labelling, keep: Keep, kind: Format
) -> dict[str, str]:
    """All texts of a copy, by keyword."""
    if keep is Keep.EVERYTHING and kind is Format.PNG and labels == told.labels and not told.own:
        return dict(told.texts)
    texts: dict[str, str] = {}
    packet = labels.packet
    if keep is Keep.EVERYTHING:
        texts = {k: t for k, t in told.texts.items() if k not in (XMP_KEY, TEXT_KEY)}
        if told.own and not labelling.parameters:
            texts.pop(PARAMETERS_KEY, None)
        if told.own and not labelling.recipe:
            texts.pop(RECIPE_KEY, None)
        packet = _kept_packet(told, labels, kind) or packet
    return texts | ({XMP_KEY: packet} if packet else {})


def _kept_packet(told: Told, labels: Labels, kind: Format) -> str | None:
    """The file's own packet with the copy's labels; None if it has none that can be kept."""
    given = told.texts.get(XMP_KEY)
    parts = () if told.packet is None else told.packet.iter(f"{{{xmp.RDF}}}Description")
    if given is None or next(iter(parts), None) is None:  # there is nothing properties stand in
        return None
    properties = {**labels.properties, RECIPE_PROPERTY: None, LEFT_OUT_PROPERTY: None}
    changes = {n: text for n, text in properties.items() if _value(told.packet, n) != text}
    packet = xmp.edited(given, changes) if changes else given
    return None if kind is Format.JPEG and _is_too_long(packet) else packet


def _value(packet: ET.Element | None, name: xmp.Name) -> str | None:
    return None if packet is None else xmp.value(packet, name)


def _described(visible: VisibleLabel) -> str:
    return f"{visible.words} {visible.corner}"
