"""What a picture's file says, to us and to other programs, whatever state it is in."""

from __future__ import annotations

import io
import json
import os
import random
import re
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from engine.api import ImageReady
from engine.recipe import ModelIdentity
from glm_studio import __version__
from glm_studio.library.metadata import UnreadablePictureError, encode_png, read_picture

MakeImage = Callable[..., ImageReady]

PROMPTS = [
    "a red circle",
    "",
    "two\nlines\n\nand a gap",
    "一只猫，戴着“帽子”",
    "🦊 ZWJ 👩‍🚀 and e\u0301",
    "last line like a peer's\nSteps: 1, Sampler: x, Seed: 2",
    'quotes " and \\ and , : ;',
    "tab\tbell\x07escape\x1b[31m",
    "NUL\0inside",
    "half a pair \ud83d",
    "long " * 20_000,
]


REFERENCE = {
    "path": "/a.png", "sha256": "0" * 64, "width": 64, "height": 64,
    "used_width": 64, "used_height": 64, "fit": "as it is",
}  # fmt: skip
ADAPTER = {"path": "/ink.safetensors", "sha256": "0" * 64, "weight": 0.5}


def _a1111(text: str) -> dict[str, str]:
    """AUTOMATIC1111's published way of reading the text: its expressions, its line rule."""
    pair = re.compile(r'\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
    *lines, last = text.strip().split("\n")
    if len(pair.findall(last)) < 3:
        lines.append(last)
        last = ""
    values = {"Prompt": "\n".join(line.strip() for line in lines)}
    for name, value in pair.findall(last):
        quoted = value[:1] == '"' and value[-1:] == '"'
        values[name] = json.loads(value) if quoted else value
    return values


def _saved(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    return path


def _with_texts(tmp_path: Path, **texts: str) -> Path:
    """A picture of another program."""
    chunks = PngImagePlugin.PngInfo()
    for keyword, text in texts.items():
        chunks.add_text(keyword.replace("_", "-"), text)
    path = tmp_path / "foreign.png"
    Image.new("RGB", (8, 4)).save(path, pnginfo=chunks)
    return path


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: ascii(prompt[:20]))
def test_recipe_comes_back_whole(make_image: MakeImage, tmp_path: Path, prompt: str) -> None:
    image = make_image(prompt=prompt)
    file = read_picture(_saved(tmp_path, encode_png(image)))
    assert file.recipe == image.recipe
    file.picture.prompt.encode()  # raises where databases and windows would


def test_pixels_come_back_exactly(make_image: MakeImage) -> None:
    image = make_image()
    with Image.open(io.BytesIO(encode_png(image))) as picture:
        assert picture.size == (64, 96)
        assert picture.tobytes() == image.pixels.data


def test_largest_prior_comes_back_in_pillow_too(make_image: MakeImage, tmp_path: Path) -> None:
    image = make_image()
    codes = tuple(range(16384 - 4096, 16384))
    prior = type(image.recipe.prior)(type(image.recipe.prior.grid)(64, 64), codes)
    path = _saved(tmp_path, encode_png(make_image(prior=prior)))
    with Image.open(path) as picture:
        assert json.loads(picture.info["glm-studio"])["prior"] == {
            "grid": [64, 64],
            "codes": list(codes),
        }


def test_peers_read_the_parameters(make_image: MakeImage, tmp_path: Path) -> None:
    image = make_image(prompt="ein Fuchs,\nblau: 狐狸", guidance=7.0)
    assert _a1111(read_picture(_saved(tmp_path, encode_png(image))).parameters) == {
        "Prompt": "ein Fuchs,\nblau: 狐狸",
        "Steps": "12",
        "Sampler": "Euler",
        "Schedule type": "Simple",
        "CFG scale": "7",
        "Seed": "42",
        "Size": "64x96",
        "Model hash": "0123456789",
        "Model": "nano",
        "Version": f"GLM Studio {__version__}",
    }


@pytest.mark.parametrize("name", ["a, b", "C: drive", 'the "big" one', "two\nlines", "模型, 1"])
def test_peers_read_any_model_name(make_image: MakeImage, tmp_path: Path, name: str) -> None:
    image = make_image(model=ModelIdentity(name, "ab" * 32))
    values = _a1111(read_picture(_saved(tmp_path, encode_png(image))).parameters)
    assert (values["Model"], values["Seed"]) == (name, "42")


def test_pictures_of_peers_are_understood(tmp_path: Path) -> None:
    text = (
        "a cat,\nsitting\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7.5, "
        'Seed: 965400086, Size: 512x512, Model: "x, y", Lora hashes: "a: 1, b: 2"'
    )
    file = read_picture(_with_texts(tmp_path, parameters=text))
    picture = file.picture
    assert file.recipe is None
    assert file.parameters == text
    assert picture.prompt == "a cat,\nsitting"
    assert (picture.seed, picture.steps, picture.guidance) == (965400086, 20, 7.5)
    assert (picture.model, picture.width, picture.height) == ("x, y", 8, 4)


@pytest.mark.parametrize(
    "text",
    [
        "just words",
        "Steps: many, Seed: " + "9" * 30 + ", CFG scale: nan",
        ":::,,,\n,,:",
        "a" * 10**6,
    ],
    ids=["prose", "numbers", "punctuation", "megabyte"],
)
def test_strange_parameters_say_nothing_wrong(tmp_path: Path, text: str) -> None:
    picture = read_picture(_with_texts(tmp_path, parameters=text)).picture
    assert (picture.seed, picture.steps, picture.guidance) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prompt", 5),
        ("seed", "42"),
        ("seed", 10**30),
        ("steps", -1),
        ("steps", True),
        ("steps", 10**9),
        ("guidance", 10**400),
        ("guidance", "1.5"),
        ("guidance", True),
        ("guidance", float("nan")),
        ("height", 10**30),
        ("height", 10**12),
        ("model", []),
        ("prior", {"grid": [2, 2], "codes": [1]}),
        ("prior", {"grid": [-1, -1], "codes": [1]}),
        ("prior", {"grid": [1, 1], "codes": [-5]}),
        ("prior", {"grid": [1, 1], "codes": [10**30]}),
        ("prior", {"grid": [1, 1], "codes": [True]}),
        ("prior", {"grid": {"1": 1, "2": 2}, "codes": []}),
        ("references", {}),
        ("references", "none"),
        ("references", None),
        ("references", [REFERENCE | {"width": -1}]),
        ("references", [REFERENCE | {"used_height": 10**30}]),
        ("adapters", {}),
        ("adapters", [ADAPTER | {"weight": float("nan")}]),
        ("adapters", [ADAPTER | {"weight": True}]),
        ("adapters", [ADAPTER | {"weight": "0.5"}]),
        ("adapters", [ADAPTER | {"weight": 1000.0}]),
        ("composed_with", {}),
        ("composed_with", [-1]),
        ("composed_with", ["7"]),
        ("trace", {"latents": {}, "pixels": ""}),
        ("versions", "none"),
        ("versions", [["torch", "2"]]),
    ],
)
def test_wrong_recipe_is_told_not_used(
    make_image: MakeImage, tmp_path: Path, field: str, value: object
) -> None:
    recipe = make_image().recipe.to_json() | {field: value}
    path = _with_texts(tmp_path, glm_studio=json.dumps(recipe), parameters="a cat")
    file = read_picture(path)
    assert file.recipe is None
    assert file.complaint
    assert file.picture.prompt == "a cat"


def test_references_and_adapters_come_back(make_image: MakeImage, tmp_path: Path) -> None:
    told = {"references": [REFERENCE], "adapters": [ADAPTER, ADAPTER | {"weight": -1}]}
    recipe = make_image().recipe.to_json() | told
    read = read_picture(_with_texts(tmp_path, glm_studio=json.dumps(recipe))).recipe
    assert read is not None
    assert read.references[0].path == "/a.png"
    assert [use.weight for use in read.adapters] == [0.5, -1.0]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, '{"guidance": NaN}'])
def test_recipe_that_is_no_recipe(tmp_path: Path, text: str) -> None:
    file = read_picture(_with_texts(tmp_path, glm_studio=text))
    assert file.recipe is None
    assert file.complaint


def test_every_cut_is_noticed(make_image: MakeImage, tmp_path: Path) -> None:
    content = encode_png(make_image())
    for length in range(0, len(content), 97):
        with pytest.raises(UnreadablePictureError):
            read_picture(_saved(tmp_path, content[:length]))


def test_damage_never_surprises(make_image: MakeImage, tmp_path: Path) -> None:
    image = make_image()
    content = encode_png(image)
    chance = random.Random(1)
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            file = read_picture(_saved(tmp_path, bytes(damaged)))
        except UnreadablePictureError:
            continue
        assert file.recipe in (None, image.recipe)


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "empty", "text"])
def test_not_a_picture(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind != "missing":
        path.write_text("" if kind == "empty" else "no picture")
    with pytest.raises(UnreadablePictureError) as caught:
        read_picture(path)
    problem = caught.value.problem
    assert problem.kind == "picture"
    assert str(path) in problem.what
    assert problem.why
    assert problem.remedy


def test_text_that_unpacks_to_too_much_is_left_out(make_image: MakeImage, tmp_path: Path) -> None:
    content = encode_png(make_image())
    bomb = _chunk(b"zTXt", b"bomb\0\0" + zlib.compress(bytes(20 * 2**20)))
    behind_header = 8 + 25
    path = _saved(tmp_path, content[:behind_header] + bomb + content[behind_header:])
    assert read_picture(path).recipe == make_image().recipe


def test_texts_behind_the_pixels_are_found(tmp_path: Path) -> None:
    path = _with_texts(tmp_path)
    content = path.read_bytes()
    text = _chunk(b"zTXt", b"parameters\0\0" + zlib.compress(b"a late cat"))
    path.write_bytes(content[:-12] + text + content[-12:])
    assert read_picture(path).picture.prompt == "a late cat"


def test_time_outlasts_copying(make_image: MakeImage, tmp_path: Path) -> None:
    created = datetime(2026, 11, 24, 10, 15, 30, 5, tzinfo=timezone(timedelta(hours=8)))
    path = _saved(tmp_path, encode_png(make_image(), created))
    os.utime(path, (0, 0))
    found = read_picture(path).picture.created
    assert found == created
    assert found.tzinfo is UTC


def test_time_of_a_foreign_picture_is_its_file_s(tmp_path: Path) -> None:
    path = _with_texts(tmp_path)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert read_picture(path).picture.created == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
