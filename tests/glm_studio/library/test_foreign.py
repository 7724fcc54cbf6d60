"""Pictures of other programs: what made them is understood, and nothing in them can hurt."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from glm_studio.library.facts import Facts
from glm_studio.library.foreign.readers import read_foreign
from glm_studio.library.metadata import read_picture

from .foreign_samples import A1111, FLUX, FOOOCUS, KSAMPLER, SAMPLES, SECOND_PASS, SWARM

USER_COMMENT, EXIF_IFD, SOFTWARE, MAKE, MODEL, MAKER_NOTE = (
    0x9286, 0x8769, 0x0131, 0x010F, 0x0110, 0x927C,
)  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_program_wrote_is_understood(name: str, tmp_path: Path) -> None:
    texts, facts = SAMPLES[name]
    chunks = PngImagePlugin.PngInfo()
    for keyword, text in texts.items():
        chunks.add_text(keyword, text)
    path = tmp_path / "picture.png"
    Image.new("RGB", (8, 4)).save(path, pnginfo=chunks)
    file = read_picture(path)
    assert file.facts == facts
    picture = file.picture
    assert (picture.prompt, picture.seed, picture.model) == (facts.prompt, facts.seed, facts.model)
    assert (picture.program, picture.references) == (facts.program, facts.references)
    assert (picture.width, picture.height) == (8, 4)


def _exif(outer: Mapping[int, Any], inner: Mapping[int, Any]) -> Image.Exif:
    exif = Image.Exif()
    exif.update(outer)
    exif.get_ifd(EXIF_IFD).update(inner)
    return exif


AS_PIEXIF = {USER_COMMENT: b"UNICODE\0" + A1111.encode("utf-16-be")}
AS_IMAGESHARP = {USER_COMMENT: b"UNICODE\0" + json.dumps(SWARM).encode("utf-16-le")}
AS_ASCII = {USER_COMMENT: b"ASCII\0\0\0" + json.dumps(SWARM).encode()}


@pytest.mark.parametrize("kind", ["jpg", "webp", "avif"])
@pytest.mark.parametrize(
    ("outer", "inner", "sample"),
    [
        ({}, AS_PIEXIF, "A1111"),
        ({}, AS_IMAGESHARP, "SwarmUI"),
        ({}, AS_ASCII, "SwarmUI"),
        (
            {USER_COMMENT: json.dumps(FOOOCUS), MAKER_NOTE: "fooocus", SOFTWARE: "Fooocus v2.5.5"},
            {},
            "Fooocus",
        ),
        ({MODEL: f"prompt:{json.dumps(KSAMPLER)}", MAKE: "workflow:{}"}, {}, "ComfyUI"),
    ],
    ids=["A1111", "SwarmUI", "SwarmUI in ASCII", "Fooocus", "ComfyUI"],
)
def test_exif_is_read_too(
    kind: str,
    outer: Mapping[int, Any],
    inner: Mapping[int, Any],
    sample: str,
    tmp_path: Path,
) -> None:
    path = tmp_path / f"picture.{kind}"
    Image.new("RGB", (8, 4)).save(path, exif=_exif(outer, inner).tobytes())
    assert read_picture(path).facts == SAMPLES[sample][1]


def test_chinese_prompt_in_exif_is_read_in_either_byte_order(tmp_path: Path) -> None:
    prompt = "一只猫坐在红色的屋顶上\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 5"
    for order in ("be", "le"):
        comment = b"UNICODE\0" + prompt.encode(f"utf-16-{order}")
        path = tmp_path / f"{order}.jpg"
        Image.new("RGB", (8, 4)).save(path, exif=_exif({}, {USER_COMMENT: comment}).tobytes())
        assert read_picture(path).facts.prompt == "一只猫坐在红色的屋顶上"


def test_picture_turned_by_its_exif_has_the_sides_that_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    Image.new("RGB", (80, 40)).save(path, exif=_exif({0x0112: 6}, {}).tobytes())
    picture = read_picture(path).picture
    assert (picture.width, picture.height) == (40, 80)


def test_picture_without_any_texts_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "photo.webp"
    Image.new("RGB", (8, 4)).save(path)
    assert read_picture(path).facts == Facts()


@pytest.mark.parametrize("seed", range(8))
def test_nothing_malformed_raises(seed: int) -> None:
    """Texts with values of other types, gaps, and noise in them; the types stay what they are."""
    chance = random.Random(seed)
    for texts, _facts in SAMPLES.values():
        for _ in range(12):
            spoilt = {keyword: _spoilt(text, chance) for keyword, text in texts.items()}
            facts = read_foreign(spoilt)
            assert isinstance(facts.prompt, str)
            assert isinstance(facts.model, str)
            assert isinstance(facts.seed, int | None)
            assert isinstance(facts.guidance, float | None)
            assert facts.size is None or all(isinstance(side, int) for side in facts.size)


STRANGE = (None, True, -1, 10**40, 1e300, "", "x", [], [[]], {}, ["3", 0], {"a": None}, "\ud800")


def _spoilt(text: str, chance: random.Random) -> str:
    if not text.startswith("{"):
        at = chance.randrange(len(text))
        return text[:at] + chance.choice('\0",:\\n') + text[at + chance.randrange(9) :]
    data = json.loads(text)
    for _ in range(chance.randrange(1, 6)):
        place = data
        while isinstance(place, dict | list) and place:
            key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if chance.random() < 0.3 or not isinstance(place[key], dict | list):
                place[key] = copy.deepcopy(chance.choice(STRANGE))
                break
            place = place[key]
    return json.dumps(data)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"1": ' * 50_000, "NaN", "[]", '"x"', "{}"])
def test_text_that_is_no_object_says_nothing(text: str) -> None:
    for keyword in ("prompt", "workflow", "invokeai_metadata", "sd-metadata"):
        assert read_foreign({keyword: text}) == Facts()


def _chain(length: int, circle: bool) -> str:
    """A graph whose texts are behind a long row of nodes, or behind none."""
    graph = dict(SECOND_PASS)
    graph["6"] = {"class_type": "Reroute", "inputs": {"conditioning": ["c0", 0]}}
    for number in range(length):
        after = "c0" if circle and number == length - 1 else f"c{number + 1}"
        inputs = {"conditioning": [after, 0], "image": [after, 0], "text": [after, 0]}
        graph[f"c{number}"] = {"class_type": "SaveImage", "inputs": inputs}
    return json.dumps(graph)


@pytest.mark.parametrize("circle", [True, False])
def test_endless_graph_ends_soon(circle: bool) -> None:
    text = _chain(20_000, circle)
    started = time.monotonic()
    facts = read_foreign({"prompt": text})
    assert time.monotonic() - started < 5
    assert (facts.prompt, facts.negative) == ("", "text, watermark")


def test_graph_without_a_sampler_is_known_to_be_comfyui_s() -> None:
    upscaled = {"1": {"class_type": "LoadImage", "inputs": {"image": "a.png"}}}
    assert read_foreign({"prompt": json.dumps(upscaled)}) == Facts(program="ComfyUI")


def test_negative_is_not_taken_for_the_prompt_where_there_is_none() -> None:
    graph = json.loads(json.dumps(FLUX))
    graph["22"] = {
        "class_type": "CFGGuider",
        "inputs": {"model": ["30", 0], "positive": ["41", 0], "negative": ["60", 0], "cfg": 4.0},
    }
    graph["60"] = {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["41", 0]}}
    facts = read_foreign({"prompt": json.dumps(graph)})
    assert (facts.prompt, facts.negative) == ("cute anime girl with fennec ears", "")
    assert facts.guidance == 4.0
