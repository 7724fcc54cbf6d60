"""Files that say they are pictures, through all that reads and decodes them."""

from __future__ import annotations

import math
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import pictures as references
from engine.errors import EngineError, RequestError
from engine.recipe import Recipe
from engine.sizes import SizeLimits
from glm_studio.library.decode import decode, decode_small
from glm_studio.library.export import Export, run
from glm_studio.library.formats import Format
from glm_studio.library.metadata import (
    UnreadablePictureError,
    read_picture,
    read_recipe,
)
from glm_studio.library.picture import Picture
from glm_studio.library.png import PngError
from glm_studio.show import _lines
from glm_studio.state.incoming import _look_at, _problem
from support import hostile
from support.samples import COMFYUI, INFOTEXTS, INVOKEAI, RECIPE, SWARMUI, XMP_PACKET

TEXTS = {
    "glm-studio": hostile.jsons(RECIPE),
    "parameters": hostile.texts() | st.sampled_from(INFOTEXTS) | hostile.jsons(SWARMUI),
    "prompt": hostile.jsons(COMFYUI),
    "workflow": hostile.jsons({"nodes": [{"id": 1, "type": "KSampler", "mode": 0}], "links": []}),
    "invokeai_metadata": hostile.jsons(INVOKEAI),
    "Dream": hostile.texts(),
    "Creation Time": hostile.texts(),
    "Software": hostile.texts(),
    "XML:com.adobe.xmp": hostile.texts(),
    "\x1b[31m": hostile.texts(),
}
SOUND = {
    "JPEG": hostile.sound("JPEG", xmp=XMP_PACKET, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
    "WEBP": hostile.sound("WEBP", xmp=XMP_PACKET),
    "AVIF": hostile.sound("AVIF", xmp=XMP_PACKET),
    "PNG": hostile.sound("PNG"),
    "GIF": hostile.sound("GIF"),
    "TIFF": hostile.sound("TIFF"),
    "BMP": hostile.sound("BMP"),
}
PILLOW_S = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, struct.error)
"""Errors of damaged files; `RuntimeError` is libavif's."""

SUFFIXES = {"JPEG": "jpg", "WEBP": "webp", "AVIF": "avif", "TIFF": "tif"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def _readable(path: Path) -> Picture | None:
    """Read it as a start of the program, `show` and "Use these settings" do."""
    before = set(path.parent.iterdir())
    with hostile.soon():
        try:
            file = read_picture(path)
        except UnreadablePictureError as error:
            hostile.check_problem(error.problem)
            return None
        picture = file.picture
        _check(picture)
        if file.complaint:
            hostile.check_sentence(file.complaint)
        try:
            recipe = read_recipe(path)
        except UnreadablePictureError as error:
            hostile.check_problem(error.problem)
        else:
            assert isinstance(recipe, Recipe)
            assert "\n".join(_lines(recipe))
    assert set(path.parent.iterdir()) == before
    return picture


def _check(picture: Picture) -> None:
    """What a database, and a window, can hold."""
    assert picture.width > 0
    assert picture.height > 0
    for text in (picture.prompt, picture.model, picture.program):
        assert "\0" not in text
        text.encode()
    for number in (picture.seed, picture.steps, picture.references):
        assert number is None or 0 <= number < 2**63
    assert picture.guidance is None or math.isfinite(picture.guidance)
    assert picture.created.tzinfo is not None


def _decoded(path: Path) -> None:
    """Decode it as the gallery, the canvas, references, export and the drop sheet do."""
    for work in (lambda: decode_small(path, 64), lambda: decode(path)):
        with hostile.soon(), suppress(*PILLOW_S):
            try:
                assert max(work().size) >= 1
            except PngError as error:
                hostile.check_sentence(error.args[0])
    with hostile.soon():
        for look in (
            lambda: references.thumbnail(str(path), 64),
            lambda: references.measure(str(path), SizeLimits(64, 2048)),
            lambda: references.read_picture(str(path), SizeLimits(64, 2048)),
        ):
            try:
                assert look()
            except EngineError as error:
                hostile.check_problem(error.problem)
    with hostile.soon():
        try:
            assert not _look_at(path).image.isNull()
        except (UnreadablePictureError, RequestError) as error:
            hostile.check_problem(_problem(path.name, error))


def _exported(picture: Picture, folder: Path) -> None:
    with hostile.soon():
        done = run([picture], Export(folder / "out", kind=Format.JPEG))
    assert len(done.files) + len(done.failed) == 1
    for failure in done.failed:
        hostile.check_problem(failure.problem)
    assert {file.parent for file in done.files} <= {folder / "out"}


@given(content=hostile.pngs(TEXTS))
def test_png_of_any_chunks(folder, content):
    path = folder / "x.png"
    path.write_bytes(content)
    picture = _readable(path)
    _decoded(path)
    if picture is not None:
        _exported(picture, folder)


@pytest.mark.parametrize("kind", SOUND)
@given(data=st.data())
def test_damaged_files_of_every_format(folder, kind, data):
    path = folder / f"x.{SUFFIXES.get(kind, kind.lower())}"
    path.write_bytes(data.draw(hostile.damaged(SOUND[kind])))
    _readable(path)
    _decoded(path)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_files_cut_at_every_byte(folder, kind):
    """A PNG that is cut is no picture; of others the head says what there is to say."""
    path = folder / "x"
    whole = SOUND[kind]
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        try:
            read_picture(path)
        except UnreadablePictureError as error:
            hostile.check_problem(error.problem)
        else:
            assert kind != "PNG"


@given(packet=hostile.damaged(XMP_PACKET), comment=hostile.texts())
def test_xmp_and_exif_in_a_jpeg(folder, packet, comment):
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = comment.encode("utf-8", "replace")
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + comment.encode("utf-16-be", "surrogatepass")
    path = folder / "x.jpg"
    path.write_bytes(hostile.sound("JPEG", xmp=packet, exif=exif))
    assert _readable(path) is not None
