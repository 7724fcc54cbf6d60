"""`glm-studio replay`, with the real engine and the bundled model: what differs, and where."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from engine.api import GenerationRequest, ImageReady, Pixels
from engine.recipe import PriorCodes, Recipe, Trace
from engine.sizes import Grid
from glm_studio import cli, replay
from glm_studio.differences import CodeDifference, Step, compare, compare_codes
from glm_studio.library.metadata import read_recipe
from glm_studio.library.store import SaveError, save_as
from support.fakes import picture_of

WORDS = ["--size", "192x192", "--steps", "3", "--seed", "5", "--precision", "fp32"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "circle.png"
    assert cli.main(["generate", "a red circle", "-o", str(path), *WORDS]) == 0
    return path


def save(picture: Image.Image, recipe: Recipe, path: Path) -> Path:
    pixels = Pixels(*picture.size, picture.tobytes())
    return save_as(ImageReady("", pixels, recipe, {}), path, overwrite=True)


def altered(made: Path, path: Path, **values: object) -> Path:
    """The same pixels with another recipe."""
    with Image.open(made) as picture:
        return save(picture.convert("RGB"), replace(read_recipe(made), **values), path)


def replayed(capsys, *words: object) -> tuple[int, dict]:
    capsys.readouterr()
    code = cli.main(["replay", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_same_machine_makes_the_same_pixels(made, capsys):
    code, found = replayed(capsys, made)
    assert code == 0
    assert found["same"]
    assert found["codes_drawn"]
    assert found["first"] is found["codes"] is found["latents_step"] is found["pixels"] is None
    assert found["changed"] == {}


def test_people_read_it_in_words(made, capsys):
    capsys.readouterr()
    assert cli.main(["replay", str(made)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Codes       the same"
    assert said[1] == "Latents     the same after each of 3 steps"
    assert said[-1] == "The same pixels."


def test_another_precision_parts_in_the_noise(made, capsys):
    code, found = replayed(capsys, made, "--precision", "bf16", "--from-codes")
    assert code == 1
    assert (found["first"], found["latents_step"]) == ("latents", 0)
    assert not found["codes_drawn"]
    assert 0 < found["pixels"]["different"] <= found["pixels"]["total"] == 192 * 192
    assert found["changed"] == {"precision": ["fp32", "bf16"]}


def test_another_driver_is_named_whatever_the_device_was_called(made, tmp_path, capsys):
    (facts,) = read_recipe(made).hardware.values()
    then = {"cpu:3": {**facts, "driver": "25.2.0"}}
    _, found = replayed(capsys, altered(made, tmp_path / "card.png", hardware=then))
    assert found["changed"] == {"driver": ["25.2.0", "nothing"]}
    older = altered(made, tmp_path / "older.png", hardware={})  # which says nothing about it
    assert replayed(capsys, older)[1]["changed"] == {}


def test_codes_that_were_drawn_otherwise_do_not_hide_the_rest(made, tmp_path, capsys):
    prior = read_recipe(made).prior
    codes = (prior.codes[0] ^ 1, *prior.codes[1:])
    other = altered(made, tmp_path / "other.png", prior=replace(prior, codes=codes))
    code, found = replayed(capsys, other)
    assert code == 1
    assert found["first"] == "codes"
    assert found["codes"] == {"different": 1, "total": 36, "first": [0, 0]}
    assert found["latents_step"] == 1  # the noise is the same, what the changed code makes is not


def test_a_picture_that_was_retouched_is_told_apart(made, tmp_path, capsys):
    with Image.open(made) as picture:
        retouched = picture.convert("RGB")
    retouched.putpixel((3, 4), tuple(255 - value for value in retouched.getpixel((3, 4))))
    path = save(retouched, read_recipe(made), tmp_path / "touched.png")
    code, found = replayed(capsys, path)
    assert code == 1
    assert found["first"] == "file"
    assert found["pixels"]["different"] == 1


def test_other_weights_are_the_first_difference(made, tmp_path, capsys):
    model = replace(read_recipe(made).model, hash="0" * 64)
    code, found = replayed(capsys, altered(made, tmp_path / "other.png", model=model))
    assert code == 0  # the pixels are the same all the same, and that is what was asked
    assert found["first"] == "weights"


def test_the_replay_can_be_kept(made, tmp_path, capsys):
    target = tmp_path / "again.png"
    assert replayed(capsys, made, "-o", target)[0] == 0
    assert read_recipe(target) == read_recipe(made)


def test_a_folder_that_takes_no_files_is_refused_before_anything_is_computed(
    made, monkeypatch, capsys
):
    monkeypatch.setattr(replay, "make_engine", lambda *_: pytest.fail("an engine was made"))
    assert cli.main(["replay", str(made), "-o", "/proc/again.png"]) == 2
    assert "takes no files" in capsys.readouterr().err


def test_what_was_found_is_said_even_if_the_picture_cannot_be_kept(
    made, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def full(image: ImageReady, target: Path, overwrite: bool, **_labels: object) -> Path:
        raise SaveError(target, OSError(28, "No space left on device"))

    monkeypatch.setattr(replay, "save_as", full)
    capsys.readouterr()
    assert cli.main(["replay", str(made), "--from-codes", "-o", str(tmp_path / "a.png")]) == 3
    told = capsys.readouterr()
    assert told.out.endswith("The same pixels.\n")
    (rescued,) = (tmp_path / "data").rglob("*.png")
    assert str(rescued) in told.err


def test_a_file_without_a_recipe_is_refused(tmp_path, capsys):
    plain = tmp_path / "plain.png"
    Image.new("RGB", (8, 8)).save(plain)
    assert cli.main(["replay", str(plain)]) == 2
    assert "no recipe" in capsys.readouterr().err


def test_a_picture_of_another_size_is_refused(made, tmp_path, capsys):
    small = altered(made, tmp_path / "small.png", width=224)
    assert cli.main(["replay", str(small)]) == 2
    assert "another program has changed it" in capsys.readouterr().err


def _runs(**values: object) -> tuple[Recipe, Recipe, Image.Image, ImageReady]:
    image = picture_of(GenerationRequest("x", 64, 64, 2, 1.5, 1))
    then = replace(image.recipe, trace=Trace(("a", "b", "c"), "p"))
    before = Image.frombytes("RGB", (64, 64), image.pixels.data)
    return then, replace(then, **values), before, image


def test_latents_part_after_a_step():
    then, now, before, image = _runs(trace=Trace(("a", "b", "x"), "p"))
    found = compare(then, now, None, before, image.pixels)
    assert (found.first, found.latents_step) == (Step.LATENTS, 2)


def test_only_the_decoder_differs():
    then, now, before, image = _runs(trace=Trace(("a", "b", "c"), "q"))
    before.putpixel((0, 0), (0, 0, 0))
    assert compare(then, now, None, before, image.pixels).first is Step.DECODE


def test_a_file_without_a_trace_is_compared_by_its_pixels():
    then, now, before, image = _runs()
    found = compare(replace(then, trace=None), now, None, before, image.pixels)
    assert found.same
    assert found.latents_step is None


def test_the_first_different_code_has_a_place():
    grid = Grid(2, 3)
    then, now = PriorCodes(grid, (1, 2, 3, 4, 5, 6)), PriorCodes(grid, (1, 2, 3, 4, 0, 0))
    assert compare_codes(then, then) is None
    assert compare_codes(then, now) == CodeDifference(2, 6, (1, 1))
