"""One picture's copy as a file's bytes: the one rule for everything that is made for others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glm_studio.library import manifest, provenance, xmp
from glm_studio.library.aigc import Aigc
from glm_studio.library.credentials import has_credentials, signed
from glm_studio.library.foreign.readers import read_foreign
from glm_studio.library.formats import (
    DEFAULT_QUALITY,
    PARAMETERS_KEY,
    XMP_KEY,
    Format,
    encode,
    format_of,
)
from glm_studio.library.infotext import facts_as_infotext
from glm_studio.library.labels import Keep, Labelling
from glm_studio.library.visible_label import labelled

if TYPE_CHECKING:
    from PIL.Image import Image

_OF_THE_FILE = (
    ("http://ns.adobe.com/tiff/1.0/", "Orientation"),
    (xmp.XMP, "Thumbnails"),
    ("http://ns.adobe.com/xmp/note/", "HasExtendedXMP"),
)
"""Properties that are true of one file alone: a copy is upright, and may be smaller."""


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """How a copy is written. `quality` is 1 to 100 and counts for the lossy formats."""

    kind: Format = Format.PNG
    quality: int = DEFAULT_QUALITY
    keep: Keep = Keep.EVERYTHING
    longest_side: int | None = None
    """In px; None for as it is."""


def copy_of_file(
    file: Path,
    texts: Mapping[str, str],
    load: Callable[[], Image],
    options: CopyOptions,
    labelling: Labelling,
) -> bytes:
    """A copy of a picture's file, which has these texts; `load` decodes it.

    A PNG that is to be one, whole and with all that it says, keeps every byte. Slow: some tenths of
    a second a megapixel. Raises OSError, and whatever `load` does.
    """
    told, kind, keep = provenance.read_told(texts), options.kind, options.keep
    drawn = provenance.draws(labelling.visible, told)
    same_pixels = options.longest_side is None and not drawn and not kind.lossy
    same_pixels = same_pixels and format_of(file) is Format.PNG
    if same_pixels and keep is Keep.EVERYTHING:
        labels = provenance.copied_labels(told, labelling, keep, kind, None, drawn)
        if provenance.copied_texts(told, labels, labelling, keep, kind) == texts:
            return file.read_bytes()
    image = load()
    renewed = None if same_pixels else _holding(told, file, image, keep)
    labels = provenance.copied_labels(told, labelling, keep, kind, renewed, drawn)
    said = provenance.copied_texts(told, labels, labelling, keep, kind)
    if keep is Keep.EVERYTHING and kind is not Format.PNG:
        said |= _parameters(said)
    size = image.size
    picture = _changed(image, options, labelling if drawn else None)
    content = provenance.encode_labelled(
        picture, kind, options.quality, _of_a_copy(said), labels.sealing
    )
    wished = labelling.keeping(keep)
    if not wished.credentials or not (told.own or has_credentials(file)):
        return content  # of a stranger's picture without any, nobody knows where it comes from
    done = _actions(file, options, resized=picture.size != size, drawn=drawn)
    whole = keep is Keep.EVERYTHING or told.own  # ours say nothing that a recipe says
    return signed(content, kind, wished, lambda: manifest.copied(file, whole, done))


def copy_of_pixels(image: Image, options: CopyOptions, labelling: Labelling) -> bytes:
    """A copy of what was made here and has no file, such as a preview: it has labels alone."""
    drawn = provenance.draws(labelling.visible, None)
    labels = provenance.new_labels(labelling, options.keep, options.kind, drawn)
    texts = {XMP_KEY: labels.packet} if labels.packet else {}
    picture = _changed(image, options, labelling if drawn else None)
    if texts:
        content = provenance.encode_labelled(
            picture, options.kind, options.quality, texts, labels.sealing
        )
    else:
        content = encode(picture, options.kind, options.quality)
    wished = labelling.keeping(options.keep)
    return signed(content, options.kind, wished, lambda: manifest.made(None))


def copy_of_unknown(image: Image, options: CopyOptions) -> bytes:
    """A copy of pixels whose file is gone and was none of ours: nothing is claimed of them."""
    return encode(_changed(image, options, None), options.kind, options.quality)


def _holding(told: provenance.Told, file: Path, image: Image, keep: Keep) -> Aigc | None:
    """The file's label, if it is ours, is wanted, and the picture is still the one it is about."""
    label = told.label
    if keep is Keep.NOTHING or label is None or label.seal is None:
        return None
    return label if provenance.holds(label, file, lambda: image) else None


def _actions(file: Path, options: CopyOptions, resized: bool, drawn: bool) -> list[str]:
    """What was done to the file, in C2PA's words."""
    before, kind = format_of(file), options.kind
    done = {
        "c2pa.resized": resized,
        "c2pa.edited": drawn,
        "c2pa.converted": before is not kind,
        "c2pa.transcoded": before is kind and kind.lossy,
        "c2pa.edited.metadata": options.keep is not Keep.EVERYTHING,
    }
    return [action for action, was_done in done.items() if was_done] or ["c2pa.edited.metadata"]


def _changed(image: Image, options: CopyOptions, drawing: Labelling | None) -> Image:
    """Smaller, labelled, and without a profile: those may name a camera, a screen or a person."""
    from PIL import Image as Pillow  # noqa: PLC0415 - the window opens without Pillow

    from engine.pictures import to_srgb  # noqa: PLC0415 - the same

    profile = image.info.get("icc_profile")
    if options.keep is Keep.NOTHING and profile:
        alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
        image = to_srgb(image.convert("RGB") if alpha else image, profile)
        if alpha:
            image.putalpha(alpha)
        image.info.pop("icc_profile", None)
    if options.longest_side is not None:
        size = (options.longest_side, options.longest_side)
        image.thumbnail(size, Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    if drawing is None:
        return image
    kept = image.info.get("icc_profile")
    image = labelled(image, drawing.visible)
    if kept:
        image.info["icc_profile"] = kept
    return image


def _parameters(texts: Mapping[str, str]) -> dict[str, str]:
    """Where only `parameters` can come along, what is known of the picture in that form."""
    if PARAMETERS_KEY in texts:
        return {}
    infotext = facts_as_infotext(read_foreign(texts))
    return {PARAMETERS_KEY: infotext} if infotext else {}


def _of_a_copy(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts without what is true of the file alone that they come from."""
    packet = texts.get(XMP_KEY)
    if packet is None or not any(local in packet for _space, local in _OF_THE_FILE):
        return dict(texts)
    try:
        return {**texts, XMP_KEY: xmp.edited(packet, dict.fromkeys(_OF_THE_FILE))}
    except xmp.XmpError:  # it is none, and nobody else reads it either
        return dict(texts)
