"""`glm-studio plan`: what a picture would need, before anything is loaded."""

from __future__ import annotations

import json

import pytest

from glm_studio import cli
from support.checkpoints import NANO


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_the_table_names_every_component_and_stage(capsys):
    assert cli.main(["plan", "--precision", "fp32", "--memory", "4"]) == 0
    out = capsys.readouterr().out
    for word in ("256 x 256 px", "full resident", "of 4.00", "vision_language_encoder",
                 "text_encoder", "transformer", "vae", "prior", "denoise", "decode"):  # fmt: skip
        assert word in out
    assert "too large" not in out


def test_as_json_it_is_one_object_a_device(capsys):
    words = ["plan", "--json", "--precision", "fp32", "--size", "512x512", "--store", "int8"]
    assert cli.main(words) == 0
    told = json.loads(capsys.readouterr().out)["cpu"]
    assert (told["width"], told["height"], told["precision"]) == (512, 512, "fp32")
    assert {part["name"]: part["storage"] for part in told["components"]}["transformer"] == "int8"


def test_a_smaller_budget_is_a_smaller_plan_and_says_what_was_refused(capsys):
    assert cli.main(["plan", "--precision", "fp32", "--size", "512x512", "--memory", "0.29"]) == 0
    out = capsys.readouterr().out
    assert "swapped" in out
    assert "full resident: 0.3 GiB" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--memory", "0.01"], "At least"),
        (["--place", "attic"], "resident, swapped, streamed"),
        (["--store", "int2"], "int4"),
        (["--place", "streamed", "--store", "int8"], "--store full"),
        (["--size", "100x100"], "multiples of 32"),
    ],
)
def test_what_cannot_be_is_refused_in_words_with_exit_code_2(capsys, words, told):
    assert cli.main(["plan", "--precision", "fp32", *words]) == cli.BAD_INPUT
    captured = capsys.readouterr()
    assert told in captured.err
    assert not captured.out


@pytest.mark.parametrize("text", ["0", "-3", "much", "nan"])
def test_memory_that_is_no_number_of_gib_is_refused(capsys, text):
    with pytest.raises(SystemExit) as ended:
        cli.main(["plan", f"--memory={text}"])
    assert ended.value.code == cli.BAD_INPUT
    assert "GiB" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["-3", "9", "some", "1.5"])
def test_more_references_than_a_picture_may_have_are_refused(capsys, text):
    with pytest.raises(SystemExit) as ended:
        cli.main(["plan", f"--references={text}"])
    assert ended.value.code == cli.BAD_INPUT
    assert "from 0 to 4" in capsys.readouterr().err


def test_generate_follows_the_wish_and_the_file_tells(tmp_path, capsys):
    target = tmp_path / "a.png"
    cheap = ["--steps", "1", "--size", "192x192", "--precision", "fp32", "--model", str(NANO)]
    words = ["generate", "a red circle", *cheap, "-o", str(target)]
    words += ["--store", "int8", "--place", "swapped"]
    assert cli.main(words) == 0
    capsys.readouterr()
    assert cli.main(["show", "--json", str(target)]) == 0
    plan = json.loads(capsys.readouterr().out)["plan"]
    assert plan["storage"]["transformer"] == "int8"
    assert plan["places"]["transformer"] == "swapped"
    assert cli.main(["show", str(target)]) == 0
    assert "int8: vision_language_encoder, transformer" in capsys.readouterr().out
