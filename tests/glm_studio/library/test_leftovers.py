"""What a killed program has left is taken away, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from glm_studio.library.folders import Folders
from glm_studio.library.leftovers import remove_leftovers

NAMES = (".{}-0123abcd-4567cdef.part", "rates.{}.part")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(*(tmp_path / name for name in ("pictures", "data", "cache", "config")))


def ended_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_only_what_belongs_to_nobody_goes(folders, tmp_path):
    places = [
        folders.config, folders.prompts, folders.prompts / "templates", tmp_path / "copies",
        folders.cache, folders.cache / "previews",
    ]  # fmt: skip
    gone, stays = [], []
    for place in places:
        place.mkdir(parents=True, exist_ok=True)
        name = NAMES[folders.cache in (place, place.parent)]
        gone.append(place / name.format(ended_process()))
        stays += [place / name.format(os.getppid()), place / "video.part", place / ".hidden"]
    for file in (*gone, *stays):
        file.write_bytes(b"half")
    remove_leftovers(folders, [tmp_path / "copies", tmp_path / "no such folder"])
    assert [file for file in gone if file.exists()] == []
    assert [file for file in stays if not file.exists()] == []
