"""Labels survive copies in every format; who lets go of them lets go of everything."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from engine.api import ImageReady
from glm_studio.library import xmp
from glm_studio.library.aigc import AIGC_PROPERTY, Aigc
from glm_studio.library.formats import Format
from glm_studio.library.headers import read_header
from glm_studio.library.label_report import Label, Report, State
from glm_studio.library.labels import (
    Keep,
)
from glm_studio.library.metadata import read_picture
from support.labels import NAMED, chunks, copy, fields, packet, reports, state

MakeImage = Callable[..., ImageReady]

KINDS = list(Format)
LOSSY = [kind for kind in Format if kind.lossy]


# Copied -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_labels_survive_from_every_format_to_every_other(save, source, kind):
    file = save(source)
    copied = copy(file, kind=kind)
    assert state(copied) is State.VERIFIED
    assert fields(copied)["ProduceID"] == fields(file)["ProduceID"]
    assert read_picture(copied).recipe == read_picture(file).recipe
    assert state(copy(copied, name="smaller", kind=kind, longest_side=32)) is State.VERIFIED


def test_a_png_that_has_all_labels_is_copied_byte_by_byte(save, monkeypatch):
    file = save()
    monkeypatch.setattr("glm_studio.library.provenance.SOFTWARE", "GLM Studio 99.0")
    assert copy(file).read_bytes() == file.read_bytes()


def test_an_old_picture_gets_its_labels_when_it_is_copied(save):
    file = save(labelling=replace(NAMED, source_type=False, aigc=False))
    for kind in KINDS:
        told = reports(copy(file, kind=kind))
        assert told[Label.AIGC].state is State.VERIFIED
        assert told[Label.SOURCE_TYPE].state is State.PRESENT


@pytest.mark.parametrize("kind", KINDS)
def test_no_copy_makes_a_changed_picture_an_unchanged_one(save, tmp_path, kind):
    with Image.open(save()) as picture:
        texts = PngImagePlugin.PngInfo()
        for keyword, text in picture.text.items():
            texts.add_itxt(keyword, text)
        picture.putpixel((5, 5), (1, 2, 3))
        picture.save(tmp_path / "edited.png", pnginfo=texts)
    assert state(copy(tmp_path / "edited.png", kind=kind)) is State.CHANGED


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_only_the_labels_keep_every_secret(save, source, kind):
    file = save(source)
    copied = copy(file, kind=kind, keep=Keep.LABELS)
    assert state(copied) is State.VERIFIED
    content = copied.read_bytes()
    for text in ("lighthouse", "nano", "Steps", "seed"):
        assert text.encode() not in content
        assert text.encode("utf-16-be") not in content
    assert set(read_header(copied).texts) == {"XML:com.adobe.xmp"}


# Nothing is nothing -----------------------------------------------------------------------------


def parts(file: Path) -> set[str]:
    """The names of all that a file is made of, as a tool for metadata lists them."""
    content = file.read_bytes()
    match file.suffix:
        case ".png":
            return {kind.decode() for kind, _ in chunks(content)}
        case ".webp":
            found, at = set(), 12
            while at < len(content):
                found.add(content[at : at + 4].decode())
                (length,) = struct.unpack_from("<I", content, at + 4)
                at += 8 + length + length % 2
            return found
        case ".jpg":
            found, at = set(), 2
            while content[at + 1] != 0xDA:
                found.add(f"{content[at + 1]:02X}")
                at += 2 + struct.unpack_from(">H", content, at + 2)[0]
            return found
        case _:
            names = (b"Exif", b"mime", b"xml", b"prof", b"rICC", b"uuid")
            return {name.decode() for name in names if name in content}


BARE = {
    Format.PNG: {"IHDR", "IDAT", "IEND"},
    Format.JPEG: {"E0", "DB", "C0", "C4"},  # JFIF's own head, tables, frame
    Format.WEBP: {"VP8 "},
    Format.AVIF: set(),
}


@pytest.fixture
def talkative(tmp_path: Path) -> Path:
    """A photo with all that a file can say."""
    file = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "Maker SECRET", "Owner SECRET"
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    said = xmp.packet({(xmp.XMP, "CreatorTool"): "SECRET", (xmp.DC, "title"): "SECRET"}).encode()
    Image.new("RGB", (32, 24), (200, 80, 40)).save(
        file, exif=exif, xmp=said, comment=b"SECRET", icc_profile=profile, dpi=(72, 72)
    )
    return file


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_nothing(save, talkative, kind):
    for file in (save(), save(Format.JPEG), save(Format.AVIF), talkative):
        copied = copy(file, kind=kind, keep=Keep.NOTHING)
        assert parts(copied) == BARE[kind]
        assert not read_header(copied).texts
        assert b"SECRET" not in copied.read_bytes()
    saved = save(kind, keep=Keep.NOTHING)
    assert parts(saved) == BARE[kind]


def test_without_its_profile_a_picture_keeps_its_colours(tmp_path):
    """One whose red and green change places, as no profile of a camera would have it."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {bytes(profile[at : at + 4]): at for at in range(132, len(profile) - 12, 12)
            if bytes(profile[at : at + 4]) in (b"rXYZ", b"gXYZ", b"desc")}  # fmt: skip
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12], profile[red + 4 : red + 12],
    )  # fmt: skip
    name = struct.unpack_from(">I", profile, tags[b"desc"] + 4)[0]
    at = profile.find("sRGB".encode("utf-16-be"), name)
    profile[at : at + 8] = "odd!".encode("utf-16-be")
    file = tmp_path / "odd.png"
    Image.new("RGB", (8, 8), (250, 10, 10)).save(file, icc_profile=bytes(profile))
    with Image.open(copy(file, keep=Keep.NOTHING)) as bare:
        red_now, green_now, _blue = bare.convert("RGB").getpixel((4, 4))
        assert "icc_profile" not in bare.info
    assert green_now > 200
    assert red_now < 60


# What others wrote ------------------------------------------------------------------------------

THEIRS = Aigc("1", "001191110000TESTTESTTEST10000", "their-number", "their code")


def theirs(tmp_path: Path, kind: Format, **more: str) -> Path:
    file = tmp_path / f"theirs{kind.suffix}"
    orientation = ("http://ns.adobe.com/tiff/1.0/", "Orientation")
    said = xmp.packet({AIGC_PROPERTY: THEIRS.to_json(), (xmp.DC, "title"): "Kept"})
    said = said.replace(
        "  </rdf:Description>",
        f'<tiff:Orientation xmlns:tiff="{orientation[0]}">6</tiff:Orientation></rdf:Description>',
    )
    picture = Image.new("RGB", (64, 48), (20, 120, 60))
    if kind is Format.PNG:
        texts = PngImagePlugin.PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", said)
        picture.save(file, pnginfo=texts)
    else:
        picture.save(file, kind.value, xmp=said.encode())
    return file


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_another_s_label_is_kept_as_it_is(tmp_path, source, kind):
    file = theirs(tmp_path, source)
    copied = copy(file, kind=kind)
    assert fields(copied) == json.loads(THEIRS.to_json())
    assert reports(copied)[Label.AIGC] == Report(Label.AIGC, State.PRESENT, THEIRS.producer)
    assert ">Kept</dc:title>" in packet(copied)
    if (source, kind) != (Format.PNG, Format.PNG):
        assert "Orientation" not in packet(copied)


def test_whoever_spreads_it_is_named_if_so_set_and_once(tmp_path):
    first = copy(theirs(tmp_path, Format.PNG), replace(NAMED, propagator="Gallery"), "first")
    found = fields(first)
    assert (found["ContentProducer"], found["ProduceID"]) == (THEIRS.producer, "their-number")
    assert (found["ContentPropagator"], found["ReservedCode1"]) == ("Gallery", "their code")
    assert len(found["PropagateID"]) == 32
    second = copy(first, replace(NAMED, propagator="Another"), "second", kind=Format.JPEG)
    assert fields(second) == found


def test_a_photo_is_never_said_to_be_generated(talkative):
    for keep in Keep:
        copied = copy(talkative, keep=keep, kind=Format.PNG)
        told = reports(copied)
        assert {told[Label.AIGC].state, told[Label.SOURCE_TYPE].state} == {State.ABSENT}


@pytest.mark.parametrize("text", ['{"AIGC":%s}', "%s"])
def test_a_label_in_a_text_of_its_own_is_read(tmp_path, text):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("AIGC", text % THEIRS.to_json())
    file = tmp_path / "theirs.png"
    Image.new("RGB", (8, 4)).save(file, pnginfo=texts)
    assert reports(file)[Label.AIGC].said == THEIRS.producer
    assert copy(file).read_bytes() == file.read_bytes()
    assert fields(copy(file, kind=Format.JPEG)) == json.loads(THEIRS.to_json())


def test_a_packet_that_is_none_is_no_reason_to_refuse_a_copy(tmp_path):
    file = tmp_path / "theirs.png"
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", "<broken Orientation")
    Image.new("RGB", (64, 64), "red").save(file, pnginfo=texts)
    for kind in KINDS:
        assert read_picture(copy(file, kind=kind, longest_side=32)).picture.width == 32
