"""`glm-studio adapters` and `--adapter`: found by name, listed with what fits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from engine.api import Adapter
from engine.checkpoint import open_checkpoint
from glm_studio import cli, generate
from glm_studio.adapter_list import asked_adapter
from glm_studio.resources import resource
from support.fakes import LOADING, FakeEngine, run_script

LAYER = "transformer_blocks.0.attn1.to_q"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The adapters folder, with one file that fits the nano and one that does not."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "glm-studio" / "adapters"
    folder.mkdir(parents=True)
    nano = open_checkpoint(resource("models", "nano"))
    tensors = {
        n: i for file in nano.component("transformer").files for n, i in file.tensors.items()
    }
    outputs, inputs = tensors[f"{LAYER}.weight"].shape
    for name, width in (("ink", inputs), ("other", inputs + 1)):
        pair = {
            f"transformer.{LAYER}.lora_A.weight": torch.zeros(2, width),
            f"transformer.{LAYER}.lora_B.weight": torch.zeros(outputs, 2),
        }
        save_file(pair, folder / f"{name}.safetensors")
    return folder


def test_people_see_what_fits(folder, capsys):
    assert cli.main(["adapters"]) == 0
    ink, other = capsys.readouterr().out.splitlines()
    assert ink.split()[:5] == ["ink", "rank", "2", "1", "layers"]
    assert other.startswith("other")
    assert "does not fit" in other


def test_programs_get_a_list(folder, capsys):
    assert cli.main(["adapters", str(folder), "--json"]) == 0
    ink, other = json.loads(capsys.readouterr().out)
    assert (ink["name"], ink["rank"], ink["layers"], ink["complaint"]) == ("ink", 2, 1, "")
    assert Path(ink["file"]) == folder / "ink.safetensors"
    assert other["complaint"]


def test_an_empty_folder_says_where_files_belong(tmp_path, capsys):
    assert cli.main(["adapters", str(tmp_path)]) == 0
    assert str(tmp_path) in capsys.readouterr().err


def test_a_picture_is_asked_for_with_adapters_by_name_and_by_file(folder, monkeypatch, tmp_path):
    engine = FakeEngine([*LOADING, *run_script()])
    monkeypatch.setattr(generate, "make_engine", lambda *_: engine)
    file = str(folder / "ink.safetensors")
    words = ["generate", "x", "-o", str(tmp_path / "x.png")]
    assert cli.main([*words, "--adapter", "ink=0.5", "--adapter", file]) == 0
    assert engine.requests[0].adapters == (Adapter(file, 0.5), Adapter(file, 1.0))


def test_one_that_does_not_fit_is_refused(folder, capsys):
    assert cli.main(["generate", "x", "--adapter", "other"]) == 2
    assert "the layer goes from" in capsys.readouterr().err


@pytest.mark.parametrize("asked", ["fox", "fox=0.8", "./fox.safetensors", "~nobody/fox", "a" * 300])
def test_an_unknown_name_is_answered_with_the_known_ones(folder, capsys, asked):
    with pytest.raises(SystemExit) as ended:
        cli.main(["generate", "x", "--adapter", asked])
    assert ended.value.code == cli.BAD_INPUT
    told = capsys.readouterr().err
    assert f"no such file or name: '{asked.removesuffix('=0.8')}'" in told
    assert f"names in {folder}: ink, other" in told


def test_a_weight_that_is_no_number_is_told_from_a_name(folder, capsys):
    with pytest.raises(SystemExit):
        cli.main(["generate", "x", "--adapter", "ink=much"])
    assert "'much' is not a number" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["ink=2", "a=b"])
@pytest.mark.parametrize(("behind", "weight"), [("", 1.0), ("=0.5", 0.5)])
def test_a_path_may_hold_an_equals_sign(folder, name, behind, weight):
    file = (folder / "ink.safetensors").rename(folder / f"{name}.safetensors")
    assert asked_adapter(f"{file}{behind}") == Adapter(str(file), weight)
    assert asked_adapter(f"{name}{behind}") == Adapter(str(file), weight)
