"""Every picture says that it was generated, by whom, and whether it was changed since."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from engine.api import ImageReady
from glm_studio.library import xmp
from glm_studio.library.aigc import AIGC_PROPERTY, Aigc
from glm_studio.library.copying import CopyOptions, copy_of_file
from glm_studio.library.decode import decode
from glm_studio.library.formats import Format
from glm_studio.library.headers import read_header
from glm_studio.library.integrity import data_digest
from glm_studio.library.label_report import Label, Report, State, read_labels
from glm_studio.library.labels import (
    ALL_LABELS,
    Corner,
    Keep,
    Labelling,
    Shown,
    VisibleLabel,
    Words,
    read_labelling,
    saved_preferences,
)
from glm_studio.library.metadata import encode_picture, read_picture
from glm_studio.library.provenance import GENERATED_SOURCE, SOURCE_PROPERTY
from glm_studio.library.store import save_as
from glm_studio.library.visible_label import labelled

MakeImage = Callable[..., ImageReady]

KINDS = list(Format)
LOSSY = [kind for kind in Format if kind.lossy]
NAMED = Labelling(producer="Образец 示例", propagator="")
PROMPT = "a lighthouse that nobody may know of"


@pytest.fixture
def image(make_image: MakeImage) -> ImageReady:
    return make_image(prompt=PROMPT)


@pytest.fixture
def save(image: ImageReady, tmp_path: Path) -> Callable[..., Path]:
    def save(
        kind: Format = Format.PNG, labelling: Labelling = NAMED, keep: Keep = Keep.EVERYTHING
    ) -> Path:
        target = tmp_path / f"saved{kind.suffix}"
        return save_as(image, target, overwrite=True, labelling=labelling, keep=keep)

    return save


def copy(file: Path, labelling: Labelling = NAMED, name: str = "copy", **options: object) -> Path:
    wish = CopyOptions(**options)  # type: ignore[arg-type]
    texts = read_header(file).texts
    target = file.with_name(name + wish.kind.suffix)
    target.write_bytes(copy_of_file(file, texts, lambda: decode(file), wish, labelling))
    return target


def reports(file: Path) -> dict[Label, Report]:
    return {report.label: report for report in read_labels(read_picture(file))}


def state(file: Path) -> State:
    return reports(file)[Label.AIGC].state


def packet(file: Path) -> str:
    """The packet, found by its own marks alone, as a stranger would."""
    content = file.read_bytes()
    start = content.index(b"<?xpacket begin")
    return content[start : content.index(b'<?xpacket end="w"?>')].decode()


def fields(file: Path) -> dict[str, str]:
    found = xmp.value(xmp.parse((packet(file) + '<?xpacket end="w"?>').encode()), AIGC_PROPERTY)
    assert found is not None
    told: dict[str, str] = json.loads(found)
    return told


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        found.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def with_chunk(png: bytes, body: bytes, kind: bytes = b"iTXt") -> bytes:
    crc = zlib.crc32(kind + body)
    return png[:33] + struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc) + png[33:]


# Written ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_has_the_labels_and_they_hold(save, kind):
    file = save(kind)
    told = reports(file)
    assert told[Label.AIGC] == Report(Label.AIGC, State.VERIFIED, "Образец 示例")
    assert told[Label.SOURCE_TYPE].said == "trainedAlgorithmicMedia"
    assert {told[Label.RECIPE].state, told[Label.PARAMETERS].state} == {State.PRESENT}
    found = fields(file)
    assert list(found) == [
        "Label", "ContentProducer", "ProduceID", "ReservedCode1",
        "ContentPropagator", "PropagateID", "ReservedCode2",
    ]  # fmt: skip
    assert found["Label"] == "1"
    assert len(found["ProduceID"]) == 32
    assert 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"' in packet(file)
    assert f"<Iptc4xmpExt:DigitalSourceType>{GENERATED_SOURCE}<" in packet(file)


def test_in_a_png_the_packet_is_plain_and_before_the_pixels(save):
    (kind, body), *_rest = chunks(save().read_bytes())[1:]
    assert kind == b"iTXt"
    assert body.startswith(b"XML:com.adobe.xmp\0\0\0\0\0<?xpacket begin")


def test_two_pictures_have_two_numbers(save):
    assert fields(save())["ProduceID"] != fields(save())["ProduceID"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("part", "label"),
    [
        ("recipe", Label.RECIPE), ("parameters", Label.PARAMETERS),
        ("source_type", Label.SOURCE_TYPE), ("aigc", Label.AIGC),
    ],
)  # fmt: skip
def test_each_label_is_switched_off_alone_and_stays_off_in_copies(save, part, label, kind):
    labelling = replace(NAMED, **{part: False})
    copied = copy(save(Format.PNG), labelling, kind=kind)
    for file in (save(kind, labelling), copied):
        missing = {name for name, r in reports(file).items() if r.state is State.ABSENT}
        assert missing == {label}


def test_a_label_always_fits_into_a_jpeg(make_image, tmp_path):
    image = make_image(prompt="word " * 20_000)
    file = save_as(image, tmp_path / "long.jpg", overwrite=False, labelling=NAMED)
    told = reports(file)
    assert told[Label.AIGC].state is State.VERIFIED
    assert told[Label.RECIPE] == Report(Label.RECIPE, State.ABSENT, "It was too long for a JPEG.")
    assert read_header(file).texts["Software"].startswith("GLM Studio")


# Verified ---------------------------------------------------------------------------------------


def test_another_compression_is_no_change_and_a_pixel_is(save, tmp_path):
    with Image.open(save()) as picture:
        texts = PngImagePlugin.PngInfo()
        for keyword, text in picture.text.items():
            texts.add_itxt(keyword, text)
        picture.save(tmp_path / "smaller.png", pnginfo=texts, compress_level=9)
        picture.putpixel((5, 5), (1, 2, 3))
        picture.save(tmp_path / "edited.png", pnginfo=texts)
    assert state(tmp_path / "smaller.png") is State.VERIFIED
    assert state(tmp_path / "edited.png") is State.CHANGED


@pytest.mark.parametrize("kind", LOSSY)
def test_a_lossy_picture_that_is_saved_anew_is_changed(save, kind, tmp_path):
    file = save(kind)
    with Image.open(file) as picture:
        picture.save(tmp_path / f"again{kind.suffix}", kind.value, xmp=picture.info["xmp"])
    assert state(tmp_path / f"again{kind.suffix}") is State.CHANGED


def test_what_stands_beside_the_data_is_no_change(save):
    file = save(Format.JPEG)
    content = file.read_bytes()
    file.write_bytes(content[:2] + b"\xff\xfe\x00\x07hello" + content[2:])
    assert state(file) is State.VERIFIED


@pytest.mark.parametrize("kind", KINDS)
def test_another_producer_s_name_in_the_label_is_noticed(save, kind):
    file = save(kind, replace(NAMED, producer="Alice"))
    content = file.read_bytes()
    at = content.index(b"Alice")
    forged = content[:at] + b"Mally" + content[at + 5 :]
    if kind is Format.PNG:
        body = dict(chunks(content))[b"iTXt"]
        whole = b"".join(
            _chunk(name, part.replace(b"Alice", b"Mally")) for name, part in chunks(content)
        )
        assert body
        forged = content[:8] + whole
    file.write_bytes(forged)
    told = reports(file)[Label.AIGC]
    assert (told.state, told.said) == (
        State.CHANGED, "the label was changed since Mally wrote it"
    )  # fmt: skip


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON"), ("[1]", "no JSON object"), ('{"Label": 1}', "Label is missing"),
        ('{"Label":"1","ContentProducer":"x"}', "ProduceID is missing"),
        ('{"Label":"1","Label":"2","ContentProducer":"x","ProduceID":"y"}', "twice"),
        ('{"Label":"1","ContentProducer":"x","ProduceID":"y","PropagateID":[]}', "no text"),
        ("[" * 10_000, "no JSON"), ("x" * 30_000, "too long"),
    ],
)  # fmt: skip
def test_a_label_that_is_none_is_said_to_be(tmp_path, text, why):
    file = tmp_path / "theirs.png"
    plain = io.BytesIO()
    Image.new("RGB", (8, 4)).save(plain, "PNG")
    body = b"XML:com.adobe.xmp\0\0\0\0\0" + xmp.packet({AIGC_PROPERTY: text}).encode()
    file.write_bytes(with_chunk(plain.getvalue(), body))
    told = reports(file)[Label.AIGC]
    assert told.state is State.MALFORMED
    assert why in told.said


@pytest.mark.parametrize("kind", LOSSY)
def test_damaged_data_raises_nothing_but_what_it_says(image, kind):
    content = encode_picture(image, kind)
    for length in range(0, len(content), max(len(content) // 100, 1)):
        for damaged in (content[:length], _flipped(content, length)):
            try:
                data_digest(damaged, kind)
            except ValueError as error:
                assert str(error)  # noqa: PT017 - or it is a digest, which is as good


def _flipped(content: bytes, place: int) -> bytes:
    damaged = bytearray(content)
    damaged[place] ^= 0x55
    return bytes(damaged)


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


def test_a_png_that_has_all_labels_is_copied_byte_by_byte(save):
    file = save()
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


# The label that can be seen ---------------------------------------------------------------------

SEEN = VisibleLabel(Shown.COPIES, Words.CHINESE, Corner.BOTTOM_RIGHT)


@pytest.mark.parametrize("words", Words)
@pytest.mark.parametrize("size", [(512, 512), (640, 1024), (1600, 900), (240, 240)])
@pytest.mark.parametrize("ground", ["white", "black", "yellow"])
def test_letters_are_as_high_as_the_standard_asks_and_stand_out(words, size, ground):
    clean = Image.new("RGB", size, ground)
    marked = labelled(clean, replace(SEEN, words=words))
    plate = Image.new("L", size)
    plate.putdata([255 * (a != b) for a, b in zip(_pixels(clean), _pixels(marked), strict=True)])
    box = plate.getbbox()
    assert box is not None
    assert box[2] <= size[0] - 4
    assert box[3] <= size[1] - 4
    inside = marked.crop(box).convert("L")
    bright = inside.point(lambda value: 255 * (value > 200))
    if ground == "black":
        bright = marked.convert("L").point(lambda value: 255 * (value > 200))
    inner = bright.getbbox() if ground == "black" else _letters(bright)
    assert inner is not None
    assert inner[3] - inner[1] >= 0.05 * min(size) - 1
    darkest = min(inside.getextrema())
    assert _contrast(255, darkest) > 4.5


def _pixels(image: Image.Image) -> list[object]:
    data = image.tobytes()
    return [data[at : at + 3] for at in range(0, len(data), 3)]


def _letters(bright: Image.Image) -> tuple[int, int, int, int] | None:
    """Without the corners of the box, which are round and show the picture."""
    edge = min(bright.size) // 8
    return bright.crop((edge, edge, bright.width - edge, bright.height - edge)).getbbox()


def _contrast(light: int, dark: int) -> float:
    def luminance(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return (luminance(light) + 0.05) / (luminance(dark) + 0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_copies_show_the_label_and_what_is_saved_does_not(save, kind):
    labelling = replace(NAMED, visible=SEEN)
    file = save(labelling=labelling)
    copied = copy(file, labelling, kind=kind)
    assert Label.VISIBLE not in reports(file)
    assert reports(copied)[Label.VISIBLE].said == "zh bottom_right"
    assert state(copied) is State.VERIFIED
    again = copy(copied, labelling, "again", kind=Format.PNG)
    assert decode(again).convert("RGB").tobytes() == decode(copied).convert("RGB").tobytes()


def test_every_picture_shows_it_where_that_is_set(save):
    labelling = replace(NAMED, visible=replace(SEEN, shown=Shown.EVERYWHERE))
    clean, file = decode(save()).tobytes(), save(labelling=labelling)
    assert decode(file).tobytes() != clean
    assert copy(file, labelling).read_bytes() == file.read_bytes()


def test_a_photo_gets_no_label(talkative):
    labelling = replace(NAMED, visible=SEEN)
    copied = copy(talkative, labelling, kind=Format.PNG)
    assert decode(copied).convert("RGB").tobytes() == decode(talkative).convert("RGB").tobytes()


def test_a_transparent_picture_is_labelled_where_it_is_empty():
    marked = labelled(Image.new("RGBA", (256, 256), (0, 0, 0, 0)), SEEN)
    left, top, right, bottom = marked.getchannel("A").getbbox() or (0, 0, 0, 0)
    assert right - left > bottom - top > 0.05 * 256


# As the settings say ----------------------------------------------------------------------------


def test_commands_read_what_the_window_has_saved(tmp_path):
    file = tmp_path / "window.json"
    assert read_labelling(saved_preferences(file)) == ALL_LABELS
    told = {"label_aigc": False, "label_producer": "示例", "label_shown": "everywhere",
            "label_corner": "nowhere", "label_recipe": "yes"}  # fmt: skip
    file.write_text(json.dumps({"preferences": told}), "utf-8")
    expected = Labelling(aigc=False, producer="示例", visible=VisibleLabel(Shown.EVERYWHERE))
    assert read_labelling(saved_preferences(file)) == expected
    for damaged in ("", "[]", '{"preferences": 3}', "[" * 100_000):
        file.write_text(damaged, "utf-8")
        assert read_labelling(saved_preferences(file)) == ALL_LABELS


def test_the_source_type_of_a_copy_is_the_file_s(tmp_path):
    file = tmp_path / "drawn.png"
    texts = PngImagePlugin.PngInfo()
    said = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalArt"
    texts.add_itxt("XML:com.adobe.xmp", xmp.packet({SOURCE_PROPERTY: said}))
    Image.new("RGB", (8, 4)).save(file, pnginfo=texts)
    assert reports(copy(file, kind=Format.WEBP))[Label.SOURCE_TYPE].said == "digitalArt"
