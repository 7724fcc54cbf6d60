"""`glm-studio show`: what a file says, for people, for programs, and whoever wrote the file."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from engine.api import ImageReady, Pixels
from engine.recipe import AdapterUse, Fit, ModelIdentity, PriorCodes, Recipe, ReferenceUse
from engine.sizes import Grid
from glm_studio.cli_labels import usual_signing
from glm_studio.library.credentials import Signer
from glm_studio.library.labels import Labelling
from glm_studio.library.store import save_as
from glm_studio.show import show

RECIPE = Recipe(
    prompt='a "red" circle\n圆 🦊',
    width=64,
    height=96,
    steps=12,
    guidance=1.5,
    seed=42,
    precision="bf16",
    device="cpu",
    model=ModelIdentity("nano", "0123456789abcdef" * 4),
    prior=PriorCodes(Grid(3, 2), (7, 8, 9, 10, 11, 12)),
    versions={"torch": "2.10.0", "diffusers": "0.42.1"},
    hardware={"cpu": {"processor": "TaiShan v110", "threads": "96"}},
    composition_seed=42,
)


def _ours(tmp_path: Path, recipe: Recipe = RECIPE) -> Path:
    image = ImageReady("job", Pixels(64, 96, bytes(64 * 96 * 3)), recipe, {})
    return save_as(image, tmp_path / "ours.png", overwrite=False)


def _theirs(tmp_path: Path, **texts: str) -> Path:
    chunks = PngImagePlugin.PngInfo()
    for keyword, text in texts.items():
        chunks.add_text(keyword.replace("_", "-"), text)
    path = tmp_path / "theirs.png"
    Image.new("RGB", (8, 4)).save(path, pnginfo=chunks)
    return path


@pytest.mark.parametrize("suffix", ["jpg", "webp", "avif"])
def test_other_formats_say_it_too(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    image = ImageReady("job", Pixels(64, 96, bytes(64 * 96 * 3)), RECIPE, {})
    path = save_as(image, tmp_path / f"ours.{suffix}", overwrite=False)
    assert show(path, as_json=True) == 0
    assert Recipe.from_json(json.loads(capsys.readouterr().out)) == RECIPE


def test_what_is_understood_of_a_graph_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = {
        "1": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox"}},
        "2": {
            "class_type": "KSampler",
            "inputs": {"positive": ["1", 0], "negative": "", "seed": 7, "steps": 20, "cfg": 8.0},
        },
    }
    assert show(_theirs(tmp_path, prompt=json.dumps(graph)), as_json=False) == 0
    said = capsys.readouterr()
    assert said.out == "a fox\nSteps: 20, CFG scale: 8.0, Seed: 7, Version: ComfyUI\n\n"
    assert "made with ComfyUI" in said.err


def test_people_read_the_prompt_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(_ours(tmp_path), as_json=False) == 0
    assert capsys.readouterr().out == (
        'a "red" circle\n'
        "圆 🦊\n"
        "\n"
        "Size        64 x 96 px\n"
        "Steps       12\n"
        "Guidance    1.5\n"
        "Seed        42\n"
        "Precision   bf16\n"
        "Device      cpu\n"
        "Model       nano\n"
        f"Model hash  {'0123456789abcdef' * 4}\n"
        "Prior       3 rows x 2 columns of codes\n"
        "Hardware    cpu: processor TaiShan v110, threads 96\n"
        "Versions    torch 2.10.0\n"
        "            diffusers 0.42.1\n"
        "Labels      recipe: present\n"
        "            parameters for other programs: present\n"
        "            source type (IPTC): present (trainedAlgorithmicMedia)\n"
        "            generated content (GB 45438-2025): verified (GLM Studio)\n"
        "            content credentials (C2PA): absent\n"
    )


def test_programs_read_the_documented_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(_ours(tmp_path), as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {
        "prompt": 'a "red" circle\n圆 🦊',
        "width": 64,
        "height": 96,
        "steps": 12,
        "guidance": 1.5,
        "seed": 42,
        "precision": "bf16",
        "device": "cpu",
        "model": {"name": "nano", "hash": "0123456789abcdef" * 4},
        "prior": {"grid": [3, 2], "codes": [7, 8, 9, 10, 11, 12]},
        "versions": {"torch": "2.10.0", "diffusers": "0.42.1"},
        "composition_seed": 42,
        "references": [],
        "adapters": [],
        "trace": None,
        "plan": None,
        "composed_with": [],
        "hardware": {"cpu": {"processor": "TaiShan v110", "threads": "96"}},
        "labels": [
            {"label": "recipe", "state": "present", "said": ""},
            {"label": "parameters", "state": "present", "said": ""},
            {"label": "source_type", "state": "present", "said": "trainedAlgorithmicMedia"},
            {"label": "aigc", "state": "verified", "said": "GLM Studio"},
            {"label": "credentials", "state": "absent", "said": ""},
        ],
    }


def test_content_credentials_have_a_section_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    signer = Signer(replace(usual_signing(), name="Anna"), pytest.fail)
    labelling = Labelling(credentials=True, signer=signer)
    image = ImageReady("job", Pixels(64, 96, bytes(64 * 96 * 3)), RECIPE, {})
    path = save_as(image, tmp_path / "ours.jpg", overwrite=False, labelling=labelling)
    assert show(path, as_json=False) == 0
    out = capsys.readouterr().out
    assert "content credentials (C2PA): verified (Anna)" in out
    assert "Credentials valid\n            signed by Anna with GLM Studio" in out
    assert "            from nano (inputTo)" in out
    path.write_bytes(path.read_bytes().replace(b"c2pa.created", b"c2pa.crested"))
    assert show(path, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["credentials"]["standing"] == "changed"
    assert "assertion.hashedURI.mismatch (c2pa.actions.v2)" in said["credentials"]["faults"]
    assert Recipe.from_json(said) == RECIPE


def test_what_the_device_was_stands_in_a_line_of_its_own(tmp_path, capsys):
    cards = {"npu:0": {"chip": "910B3", "driver": "25.2.0"}, "npu:1": {"chip": "910B3"}}
    assert show(_ours(tmp_path, replace(RECIPE, hardware=cards)), as_json=False) == 0
    out = capsys.readouterr().out
    assert "Hardware    npu:0: chip 910B3, driver 25.2.0" in out
    assert "            npu:1: chip 910B3" in out


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        (5, "42 for the detail, 5 for the composition"),
        (None, "42 for the detail, unknown for the composition"),
    ],
)
def test_two_seeds_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int | None, said: str
) -> None:
    assert show(_ours(tmp_path, replace(RECIPE, composition_seed=seed)), as_json=False) == 0
    assert f"Seed        {said}\n" in capsys.readouterr().out


def test_references_and_adapters_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    uses = (
        ReferenceUse("one.png", "00", 256, 256, 256, 256, Fit.AS_IT_IS),
        ReferenceUse("two.png", "11", 300, 200, 288, 192, Fit.CROPPED),
    )
    recipe = replace(RECIPE, references=uses, adapters=(AdapterUse("a.safetensors", "22", 0.5),))
    assert show(_ours(tmp_path, recipe), as_json=False) == 0
    assert (
        "References  one.png (256 x 256 px, used as it is)\n"
        "            two.png (300 x 200 px, used cropped to 288 x 192)\n"
        "Adapters    a.safetensors at 0.5\n"
    ) in capsys.readouterr().out


@pytest.mark.parametrize(("as_json", "code"), [(False, 0), (True, 1)])
def test_parameters_of_a_peer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], as_json: bool, code: int
) -> None:
    text = "a cat\nSteps: 20, Sampler: Euler a, Seed: 5"
    assert show(_theirs(tmp_path, parameters=text), as_json) == code
    printed = capsys.readouterr()
    assert (text in printed.out) == (not as_json)
    assert "no recipe of GLM Studio" in printed.err


@pytest.mark.parametrize("as_json", [False, True])
def test_picture_that_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    assert show(_theirs(tmp_path), as_json) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("glm-studio: ")
    assert "does not say how it was made" in printed.err


def test_recipe_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(_theirs(tmp_path, glm_studio='{"prompt": "x"}'), as_json=True) == 1
    assert "lacks 'prior'" in capsys.readouterr().err


@pytest.mark.parametrize("as_json", [False, True])
def test_file_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    assert show(tmp_path / "none.png", as_json) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("glm-studio: ")
    assert "There is no such file." in printed.err


@pytest.mark.parametrize("as_json", [False, True])
def test_no_file_steers_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    attack = "red \x1b]0;title\x07 \x1b[2J \x9b31m \x7f \r over \ud83d\ttab"
    recipe = replace(
        RECIPE,
        prompt=attack,
        device=f"cpu\n{attack}",
        versions={attack: attack},
        hardware={attack: {attack: attack}},
    )
    assert show(_ours(tmp_path, recipe), as_json) == 0
    show(_theirs(tmp_path, parameters=attack.replace("\ud83d", "")), as_json)
    show(tmp_path / attack.replace("\ud83d", ""), as_json)
    printed = capsys.readouterr()
    for char in printed.out + printed.err:
        assert char in "\n\t" or char.isprintable()


def test_poor_terminal_is_no_reason_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert show(_ours(tmp_path), as_json=False) == 0
    terminal.flush()
    assert b"Seed        42" in terminal.buffer.getvalue()  # type: ignore[attr-defined]
