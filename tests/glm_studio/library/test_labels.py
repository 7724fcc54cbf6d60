"""Every picture says that it was generated, by whom, and whether it was changed since."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image, PngImagePlugin

from engine.api import ImageReady
from glm_studio.library import xmp
from glm_studio.library.aigc import AIGC_PROPERTY
from glm_studio.library.formats import Format
from glm_studio.library.headers import read_header
from glm_studio.library.integrity import data_digest
from glm_studio.library.label_report import Label, Report, State
from glm_studio.library.labels import (
    ALL_LABELS,
    Labelling,
    Shown,
    VisibleLabel,
    saved_labelling,
)
from glm_studio.library.metadata import encode_picture
from glm_studio.library.provenance import GENERATED_SOURCE, SOURCE_PROPERTY
from glm_studio.library.store import save_as
from support.labels import NAMED, chunk, chunks, copy, fields, packet, reports, state, with_chunk

MakeImage = Callable[..., ImageReady]

KINDS = list(Format)
LOSSY = [kind for kind in Format if kind.lossy]


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
    assert told[Label.RECIPE] == Report(
        Label.RECIPE, State.ABSENT, "The recipe was too long for a JPEG."
    )
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


def test_a_picture_that_somebody_made_transparent_is_changed(save, tmp_path):
    with Image.open(save()) as picture:
        texts = PngImagePlugin.PngInfo()
        for keyword, text in picture.text.items():
            texts.add_itxt(keyword, text)
        for alpha in (255, 0):  # the colours stay what they were
            picture.putalpha(alpha)
            picture.save(tmp_path / f"{alpha}.png", pnginfo=texts)
    assert state(tmp_path / "255.png") is State.VERIFIED
    assert state(tmp_path / "0.png") is State.CHANGED
    assert state(copy(tmp_path / "0.png")) is State.CHANGED


@pytest.mark.parametrize("name", ["half \ud83d of one", "a\x00b\x0b c", "\ufffe\uffff x"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_label_holds_whatever_the_producer_is_called(save, name, kind):
    file = save(kind, replace(NAMED, producer=name, propagator=name))
    assert state(file) is State.VERIFIED
    assert fields(file)["ContentProducer"] == fields(file)["ContentPropagator"]


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
    file.write_bytes(content[:2] + b"\xff\xee\x00\x0eAdobe\0d\0\0\0\0\0" + content[2:])
    assert state(file) is State.CHANGED


@pytest.mark.parametrize("kind", KINDS)
def test_another_producer_s_name_in_the_label_is_noticed(save, kind):
    file = save(kind, replace(NAMED, producer="Alice"))
    content = file.read_bytes()
    at = content.index(b"Alice")
    forged = content[:at] + b"Mally" + content[at + 5 :]
    if kind is Format.PNG:
        body = dict(chunks(content))[b"iTXt"]
        whole = b"".join(
            chunk(name, part.replace(b"Alice", b"Mally")) for name, part in chunks(content)
        )
        assert body
        forged = content[:8] + whole
    file.write_bytes(forged)
    told = reports(file)[Label.AIGC]
    assert (told.state, told.said) == (
        State.CHANGED, "the label was changed since Mally wrote it"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON"), ("[1]", "no JSON object"), ('{"Label": 1}', "Label is missing"),
        ('{"Label":"1","ContentProducer":"x"}', "ProduceID is missing"),
        ('{"Label":"1","Label":"2","ContentProducer":"x","ProduceID":"y"}', "twice"),
        ('{"Label":"1","ContentProducer":"x","ProduceID":"y","PropagateID":[]}', "no text"),
        ("[" * 10_000, "no JSON"), ('{"Label": ' + "9" * 5000 + "}", "no JSON"),
        ("x" * 30_000, "too long"),
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
def test_damaged_data_raises_nothing_but_what_it_says(make_image, kind):
    content = encode_picture(make_image(), kind)
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


# As the settings say ----------------------------------------------------------------------------


def test_commands_read_what_the_window_has_saved(tmp_path):
    file = tmp_path / "window.json"
    assert saved_labelling(file) == ALL_LABELS
    told = {"label_aigc": False, "label_producer": "示例", "label_shown": "everywhere",
            "label_corner": "nowhere", "label_recipe": "yes"}  # fmt: skip
    file.write_text(json.dumps({"preferences": told}), "utf-8")
    expected = Labelling(aigc=False, producer="示例", visible=VisibleLabel(Shown.EVERYWHERE))
    assert saved_labelling(file) == expected
    for damaged in ("", "[]", '{"preferences": 3}', "[" * 100_000):
        file.write_text(damaged, "utf-8")
        assert saved_labelling(file) == ALL_LABELS


def test_the_source_type_of_a_copy_is_the_file_s(tmp_path):
    file = tmp_path / "drawn.png"
    texts = PngImagePlugin.PngInfo()
    said = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalArt"
    texts.add_itxt("XML:com.adobe.xmp", xmp.packet({SOURCE_PROPERTY: said}))
    Image.new("RGB", (8, 4)).save(file, pnginfo=texts)
    assert reports(copy(file, kind=Format.WEBP))[Label.SOURCE_TYPE].said == "digitalArt"
