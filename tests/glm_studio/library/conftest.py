"""Pictures to save, folders to save them in, and disks that refuse."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.api import ImageReady, Pixels
from engine.recipe import ModelIdentity, PriorCodes, Recipe
from engine.sizes import Grid
from glm_studio.library.folders import Folders
from glm_studio.library.formats import Format
from glm_studio.library.labels import Keep, Labelling
from glm_studio.library.library import Library
from glm_studio.library.store import save_as
from support.labels import NAMED

RECIPE = Recipe(
    prompt="a red circle",
    width=64,
    height=96,
    steps=12,
    guidance=1.5,
    seed=42,
    precision="fp32",
    device="cpu",
    model=ModelIdentity("nano", "0123456789abcdef" * 4),
    prior=PriorCodes(Grid(3, 2), (7, 8, 9, 10, 11, 12)),
    versions={"torch": "2.10.0"},
    composition_seed=42,
)


@pytest.fixture
def make_image() -> Callable[..., ImageReady]:
    """Make a picture; keywords replace fields of its recipe."""

    def make(**changes: Any) -> ImageReady:
        recipe = replace(RECIPE, **changes)
        count = recipe.width * recipe.height * 3
        pixels = Pixels(recipe.width, recipe.height, random.Random(recipe.seed).randbytes(count))
        return ImageReady("job", pixels, recipe, {"denoise": 1.0})

    return make


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    home = tmp_path / "home"
    return Folders(home / "pictures", home / "data", home / "cache", home / "config")


@pytest.fixture
def open_library(folders: Folders) -> Iterator[Callable[..., Library]]:
    """Open a library, as at a start of the program, and wait for its scan."""
    opened: list[Library] = []

    def open_one(where: Folders = folders) -> Library:
        library = Library(where)
        opened.append(library)
        library.open()
        assert library.wait_scanned(10.0)
        return library

    yield open_one
    for library in opened:
        assert library.close(10.0)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for no picture."""
    disk = tmp_path / "small"
    disk.mkdir()
    yield from _mount(disk, "size=4k")


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that the user may not write to; permissions do not keep root out, a disk does."""
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o555)
    if os.access(folder, os.W_OK):
        yield from _mount(folder, "ro")
    else:
        yield folder


def _mount(folder: Path, options: str) -> Iterator[Path]:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def save(make_image: Callable[..., ImageReady], tmp_path: Path) -> Callable[..., Path]:
    """Save a picture in a format and with the labels that a test asks for."""
    image = make_image(prompt="a lighthouse that nobody may know of")

    def save(
        kind: Format = Format.PNG, labelling: Labelling = NAMED, keep: Keep = Keep.EVERYTHING
    ) -> Path:
        target = tmp_path / f"saved{kind.suffix}"
        return save_as(image, target, overwrite=True, labelling=labelling, keep=keep)

    return save
