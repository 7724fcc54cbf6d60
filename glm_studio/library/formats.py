"""Picture formats: what files may be, how pictures are written, and where their texts go."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glm_studio.library import xmp

if TYPE_CHECKING:
    from PIL.Image import Image

PARAMETERS_KEY = "parameters"
RECIPE_KEY = "glm-studio"
CREATED_KEY = "Creation Time"
SOFTWARE_KEY = "Software"
JOB_KEY = "glm-studio-job"
"""Of a PNG: by it the queue knows that a picture is there already."""
XMP_KEY = "XML:com.adobe.xmp"
"""A whole XMP packet: the keyword of its chunk in a PNG, and its name among any file's texts."""

DEFAULT_QUALITY = 92

RECIPE_PROPERTY = (xmp.OWN, "Recipe")
CREATED_PROPERTY = (xmp.XMP, "CreateDate")
LEFT_OUT_PROPERTY = (xmp.OWN, "LeftOut")
"""Names the recipe in a JPEG that has no room for it."""

EXIF_IFD, USER_COMMENT, EXIF_SOFTWARE = 0x8769, 0x9286, 0x0131
UNICODE_COMMENT = b"UNICODE\0"

_LONGEST_SOFTWARE = 1000
"""Characters: a JPEG has room for 64 KiB of EXIF, and whoever made the file may write anything."""

_DATE_TAKEN, _OFFSET_TAKEN = 0x9003, 0x9011
_PNG_COMPRESSION = 1
"""1024x1024 px of a photo: 0.11 s and 2.0 MB; Pillow's own 6 takes 0.2 s for 1.75 MB."""
_NO_SUBSAMPLING_FROM = 90
"""From this quality on JPEG keeps colours at full size: edges of drawn text fray otherwise."""
_PRINTING = ("CMYK", "YCbCr", "LAB")
"""Modes that PNG does not know, and whose profiles are none of RGB's."""
JPEG_SEGMENT = 65_000
"""A JPEG's segment holds little more than this many bytes, with its head."""


class Format(StrEnum):
    """A format that pictures are read from and written to; the value is Pillow's name."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WEBP"
    AVIF = "AVIF"

    @property
    def suffix(self) -> str:
        """For a file's name, with its dot."""
        return ".jpg" if self is Format.JPEG else f".{self.lower()}"

    @property
    def mime(self) -> str:
        """The media type."""
        return f"image/{self.lower()}"

    @property
    def lossy(self) -> bool:
        """Whether `quality` means anything."""
        return self is not Format.PNG

    @property
    def available(self) -> bool:
        """Whether Pillow was built with it here."""
        from PIL import features  # noqa: PLC0415 - the window opens without Pillow

        feature = {Format.WEBP: "webp", Format.AVIF: "avif", Format.JPEG: "jpg"}.get(self, "zlib")
        return bool(features.check(feature))


_SUFFIXES = {kind.suffix: kind for kind in Format} | {".jpeg": Format.JPEG}


def format_of(path: Path | str) -> Format | None:
    """The format that a file's name stands for."""
    name = path if isinstance(path, str) else path.name
    dot = name.rfind(".")
    return _SUFFIXES.get(name[dot:].lower()) if dot > 0 else None


def encode(
    image: Image,
    kind: Format,
    quality: int = DEFAULT_QUALITY,
    texts: Mapping[str, str] | None = None,
) -> bytes:
    """A whole file. `quality` is 1 to 100; `texts` are by keyword, none for a file that says none.

    PNG holds any text under its keyword, and an XMP packet. The others have EXIF's user comment for
    `parameters`, where other programs look for it, and the packet for the recipe; other texts are
    left out, and of a JPEG what does not fit into its segments of 64 KiB: the packet stays. What
    the image itself still holds of its file (comments, EXIF) is not written, only its colour
    profile. Takes 0.1 s a megapixel as PNG or JPEG, some tenths as WebP or AVIF.
    """
    file = io.BytesIO()
    profile = image.info.get("icc_profile")
    if image.mode in _PRINTING:
        image, profile = image.convert("RGB"), None  # that is of the inks
    image = _bare(image)
    options: dict[str, Any] = {"icc_profile": profile}
    if kind is Format.PNG:
        options |= {"pnginfo": _png_texts(texts or {}), "compress_level": _PNG_COMPRESSION}
    else:
        image = _flat(image, keep_alpha=kind is not Format.JPEG)
        options |= {"quality": quality, **_embedded(texts or {}, kind)}
    if kind is Format.JPEG:
        options["subsampling"] = 0 if quality >= _NO_SUBSAMPLING_FROM else 2
    image.save(file, kind.value, **options)
    return file.getvalue()


def _bare(image: Image) -> Image:
    """The same pixels without what else the file said: Pillow would write some of it again."""
    bare = image.copy()
    bare.info = {k: v for k, v in image.info.items() if k == "transparency"}
    return bare


def _flat(image: Image, keep_alpha: bool) -> Image:
    """In a mode that every lossy format takes; where there is no alpha, on white."""
    from PIL import Image as Pillow  # noqa: PLC0415

    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if not has_alpha:
        return image.convert("RGB")
    image = image.convert("RGBA")
    if keep_alpha:
        return image
    paper = Pillow.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _png_texts(texts: Mapping[str, str]) -> Any:
    """The packet first, as its specification wants it: uncompressed, and before the pixels."""
    from PIL import PngImagePlugin  # noqa: PLC0415

    chunks = PngImagePlugin.PngInfo()
    for keyword in sorted(texts, key=lambda keyword: keyword != XMP_KEY):
        if keyword in (RECIPE_KEY, XMP_KEY):
            chunks.add_itxt(keyword, texts[keyword])
        else:
            chunks.add_text(keyword, texts[keyword])
    return chunks


def _embedded(texts: Mapping[str, str], kind: Format) -> dict[str, bytes]:
    """EXIF and XMP as Pillow's options; none of an empty one."""
    narrow = kind is Format.JPEG
    embedded = {}
    if packet := _packet(texts):
        if narrow and len(packet) >= JPEG_SEGMENT:
            packet = _packet(texts, without_recipe=True)
        embedded["xmp"] = packet
    if exif := _exif(texts):
        if narrow and len(exif) >= JPEG_SEGMENT:
            exif = _exif({k: text for k, text in texts.items() if k != PARAMETERS_KEY})
        embedded["exif"] = exif
    return {name: part for name, part in embedded.items() if part}


def _packet(texts: Mapping[str, str], without_recipe: bool = False) -> bytes:
    """The packet among the texts, with what has no place of its own outside of a PNG."""
    properties: dict[xmp.Name, str | None] = {}
    if recipe := texts.get(RECIPE_KEY):
        if without_recipe:
            properties[LEFT_OUT_PROPERTY] = "recipe"
        else:
            properties[RECIPE_PROPERTY] = recipe
    if created := texts.get(CREATED_KEY):
        properties[CREATED_PROPERTY] = created
    if given := texts.get(XMP_KEY):
        return xmp.edited(given, properties).encode("utf-8", "replace")
    single = {name: text for name, text in properties.items() if text is not None}
    return xmp.packet(single).encode() if single else b""


def _exif(texts: Mapping[str, str]) -> bytes:
    from PIL import Image as Pillow  # noqa: PLC0415

    exif = Pillow.Exif()
    if software := texts.get(SOFTWARE_KEY):
        exif[EXIF_SOFTWARE] = software[:_LONGEST_SOFTWARE]
    inner: dict[int, Any] = {}
    if parameters := texts.get(PARAMETERS_KEY):
        inner[USER_COMMENT] = UNICODE_COMMENT + parameters.encode("utf-16-be", "replace")
    if created := _moment(texts.get(CREATED_KEY, "")):
        inner[_DATE_TAKEN] = created.strftime("%Y:%m:%d %H:%M:%S")
        inner[_OFFSET_TAKEN] = "+00:00"
    if inner:
        exif.get_ifd(EXIF_IFD).update(inner)
    return exif.tobytes() if inner or software else b""


def _moment(text: str) -> datetime | None:
    """The time in UTC, as `metadata` writes it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
