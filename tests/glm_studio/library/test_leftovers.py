"""After a start there is nothing left of programs that were killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from glm_studio.library.folders import Folders
from glm_studio.library.library import Library

OpenLibrary = Callable[..., Library]


@pytest.fixture
def dead() -> int:
    """The number of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def _places(folders: Folders) -> list[Path]:
    return [
        folders.pictures,
        folders.pictures / "trip",
        folders.rescued,
        folders.config,
        folders.data,
        folders.sessions,
        folders.queue,
        folders.prompts,
        folders.prompts / "styles",
        folders.prompts / "pasted",
        folders.keepsakes,
        folders.models / "glm",
        folders.cache,
        folders.thumbnails,
        folders.theme,
    ]


def test_a_start_removes_what_killed_programs_left(
    folders: Folders, open_library: OpenLibrary, dead: int
) -> None:
    for folder in _places(folders):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f".{dead}-00000000-00000000.part").write_bytes(b"half")
        (folder / f".{os.getppid()}-00000000-00000000.part").write_bytes(b"of a living one")
    (folders.cache / "previews").mkdir()
    for cache in (folders.cache / "hashes.json", folders.cache / "previews" / "vae.safetensors"):
        cache.with_suffix(f".{dead}.part").write_bytes(b"half")
    (folders.models / "glm" / "weights.incomplete").write_bytes(b"to be gone on with")
    open_library()
    left = [path for path in folders.pictures.parent.rglob("*") if str(dead) in path.name]
    assert not left
    living = folders.pictures.parent.rglob(f".{os.getppid()}-*.part")
    assert len(list(living)) == len(_places(folders))
    assert (folders.models / "glm" / "weights.incomplete").exists()
