"""Copies for others: named as wished, never over anything, with or without what made them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from engine.api import ImageReady
from glm_studio.library.export import Export, ExportError, file_names, run
from glm_studio.library.formats import Format
from glm_studio.library.labels import Keep
from glm_studio.library.metadata import read_picture
from glm_studio.library.naming import PatternError, free_names, names
from glm_studio.library.picture import Picture
from glm_studio.library.store import save_as, save_picture

from .foreign_samples import SAMPLES

MakeImage = Callable[..., ImageReady]

PICTURE = Picture(
    Path("/pictures/orig inal.png"), datetime(2026, 11, 24, 12, 30, 5, tzinfo=UTC), 1568, 1056,
    "A red fox, “OPEN”: 狐狸/лиса", 42, 30, 1.5, "GLM-Image", rating=4, boards=("Moods",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{prompt}", "a-red-fox-open-狐狸-лиса"),
        ("{seed}", "42"),
        ("{n:04}-{n}", "0001-1"),
        ("{seed:8}x", "42x"),
        ("{width}x{height} {steps} {guidance}", "1568x1056 30 1.5"),
        ("{model}/{board}/{name}", "GLM-Image/Moods/orig inal"),
        ("{rating} stars", "4 stars"),
        ("{{{seed}}}", "{42}"),
        ("plain", "plain"),
        ("", "picture"),
        ("../../{seed}", "42"),
        ("/etc/{seed}", "etc/42"),
        ("con", "_con"),
        ('a<>:"|?*\\b', "a-b"),
        ("{seed}. ", "42"),
        ("猫" * 300, "猫" * 43),
    ],
)
def test_pattern_makes_names(pattern: str, name: str) -> None:
    assert names([PICTURE], pattern, ".png") == [f"{name}.png"]


def test_what_a_picture_lacks_leaves_no_gap() -> None:
    bare = replace(PICTURE, prompt="", seed=None, model="", boards=())
    (name,) = names([bare], "{prompt}_{seed}_{model}_{board}_{width}", "")
    assert name == "1568"


def test_date_is_the_one_that_people_had(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    late = replace(PICTURE, created=datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    assert names([late], "{date} {time}", "") == ["2026-11-25 073000"]
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("pattern", "field"),
    [
        ("{nothing}", "nothing"), ("{seed", ""), ("{}", "{}"), ("{0}", "0"), ("}", ""),
        ("{prompt.__class__}", "prompt.__class__"), ("{seed!r}", "seed"), ("{seed:>9}", "seed"),
        ("{prompt:99999999}", "prompt"), ("{n:{seed}}", "n"),
    ],
)  # fmt: skip
def test_pattern_that_makes_no_names_says_why(pattern: str, field: str) -> None:
    with pytest.raises(PatternError) as caught:
        names([], pattern, ".png")
    assert caught.value.field == field


def test_names_that_repeat_or_are_taken_get_numbers(tmp_path: Path) -> None:
    (tmp_path / "fox_2.png").touch()
    wished = ["fox.png", "FOX.png", "fox.png", "owl.png"]
    assert free_names(wished, tmp_path) == ["fox.png", "FOX_2.png", "fox_3.png", "owl.png"]


@pytest.fixture
def pictures(make_image: MakeImage, tmp_path: Path) -> list[Picture]:
    """Three pictures of this program."""
    folder = tmp_path / "pictures"
    images = [make_image(seed=seed, prompt="a red fox") for seed in (1, 2, 3)]
    return [read_picture(save_picture(image, folder)).picture for image in images]


def _export(tmp_path: Path, **changes: object) -> Export:
    return replace(Export(tmp_path / "out" / "new", "{prompt}"), **changes)  # type: ignore[arg-type]


def test_names_are_those_that_were_promised(pictures: list[Picture], tmp_path: Path) -> None:
    export = _export(tmp_path)
    promised = file_names(pictures, export)
    assert promised == ["a-red-fox.png", "a-red-fox_2.png", "a-red-fox_3.png"]
    exported = run(pictures, export)
    assert exported.files == tuple(export.folder / name for name in promised)
    assert not exported.failed
    again = run(pictures, export)
    assert [path.name for path in again.files] == [f"a-red-fox_{n}.png" for n in (4, 5, 6)]


def test_whole_png_keeps_every_byte(pictures: list[Picture], tmp_path: Path) -> None:
    (copy, *_rest) = run(pictures, _export(tmp_path)).files
    assert copy.read_bytes() == pictures[0].path.read_bytes()


@pytest.mark.parametrize("kind", list(Format))
def test_smaller_copy_keeps_its_recipe(
    pictures: list[Picture], tmp_path: Path, kind: Format
) -> None:
    (copy, *_rest) = run(pictures, _export(tmp_path, kind=kind, longest_side=48)).files
    file = read_picture(copy)
    assert file.recipe == read_picture(pictures[0].path).recipe
    assert (file.picture.width, file.picture.height) == (32, 48)
    assert file.picture.created == pictures[0].created


@pytest.mark.parametrize("kind", list(Format))
def test_copy_without_metadata_says_nothing(
    pictures: list[Picture], tmp_path: Path, kind: Format
) -> None:
    (copy, *_rest) = run(pictures, _export(tmp_path, kind=kind, keep=Keep.NOTHING)).files
    file = read_picture(copy)
    assert (file.recipe, file.parameters, file.picture.seed) == (None, "", None)
    assert b"red fox" not in copy.read_bytes()


def test_picture_is_never_enlarged(pictures: list[Picture], tmp_path: Path) -> None:
    (copy, *_rest) = run(pictures, _export(tmp_path, longest_side=5000)).files
    assert Image.open(copy).size == (64, 96)


def test_foreign_picture_brings_its_facts_along(tmp_path: Path) -> None:
    from PIL import PngImagePlugin

    texts = PngImagePlugin.PngInfo()
    for keyword, text in SAMPLES["ComfyUI"][0].items():
        texts.add_text(keyword, text)
    path = tmp_path / "comfy.png"
    Image.new("RGB", (64, 64)).save(path, pnginfo=texts)
    picture = read_picture(path).picture
    (copy,) = run([picture], _export(tmp_path, kind=Format.JPEG)).files
    copied = read_picture(copy)
    facts = SAMPLES["ComfyUI"][1]
    assert replace(copied.facts, references=0) == facts
    assert "Negative prompt: text, watermark" in copied.parameters


def test_progress_is_told_and_cancelling_stops(pictures: list[Picture], tmp_path: Path) -> None:
    told: list[int] = []
    exported = run(pictures, _export(tmp_path), told.append, lambda: len(told) == 2)
    assert told == [1, 2]
    assert exported.cancelled
    assert len(exported.files) == 2


def test_picture_that_is_gone_or_broken_fails_alone(
    pictures: list[Picture], tmp_path: Path
) -> None:
    pictures[0].path.unlink()
    content = pictures[1].path.read_bytes()
    pictures[1].path.write_bytes(content[: len(content) // 2])
    exported = run(pictures, _export(tmp_path, kind=Format.WEBP))
    assert len(exported.files) == 1
    assert [failure.path for failure in exported.failed] == [p.path for p in pictures[:2]]
    assert {failure.problem.kind for failure in exported.failed} == {"picture"}


def test_full_disk_stops_and_leaves_nothing_half(
    pictures: list[Picture], tmp_path: Path, small_disk: Path
) -> None:
    exported = run(pictures, _export(tmp_path, folder=small_disk))
    assert not exported.files
    assert len(exported.failed) == 3
    assert {failure.problem.kind for failure in exported.failed} == {"export"}
    assert not list(small_disk.iterdir())


def test_folder_that_takes_nothing_is_told(
    pictures: list[Picture], tmp_path: Path, read_only_folder: Path
) -> None:
    with pytest.raises(ExportError):
        run(pictures, _export(tmp_path, folder=read_only_folder))


def test_save_as_takes_the_format_from_the_name(make_image: MakeImage, tmp_path: Path) -> None:
    for suffix, kind in ((".jpeg", "JPEG"), (".webp", "WEBP"), (".avif", "AVIF"), (".x", "PNG")):
        path = save_as(make_image(), tmp_path / f"picture{suffix}", overwrite=False)
        with Image.open(path) as picture:
            assert picture.format == kind


@pytest.mark.parametrize("kind", Format)
def test_a_picture_of_four_inks_becomes_one_of_a_screen(tmp_path, kind):
    path = tmp_path / "print.jpg"
    Image.new("CMYK", (32, 24), (0, 255, 255, 0)).save(path, icc_profile=b"of a press")
    exported = run([read_picture(path).picture], Export(tmp_path / "out", kind=kind))
    assert not exported.failed
    with Image.open(exported.files[0]) as copy:
        red, green, blue = copy.convert("RGB").getpixel((5, 5))
        assert copy.info.get("icc_profile") != b"of a press"
    assert red > 200
    assert max(green, blue) < 60
