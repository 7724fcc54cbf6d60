"""Folders of other programs: shown where they are, remembered, and let go of again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from engine.api import ImageReady
from glm_studio.library.folders import Folders
from glm_studio.library.imports import FolderError
from glm_studio.library.library import Library
from glm_studio.library.query import Query

from .foreign_samples import SAMPLES

OpenLibrary = Callable[..., Library]
MakeImage = Callable[..., ImageReady]

WAIT_S = 10.0


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """What another program left: pictures of all formats, also in subfolders, and other files."""
    folder = tmp_path / "ComfyUI" / "output"
    (folder / "2026").mkdir(parents=True)
    texts = PngImagePlugin.PngInfo()
    for keyword, text in SAMPLES["ComfyUI"][0].items():
        texts.add_text(keyword, text)
    Image.new("RGB", (64, 48)).save(folder / "ComfyUI_00001_.png", pnginfo=texts)
    for suffix in ("jpg", "JPEG", "webp", "avif"):
        Image.new("RGB", (64, 48)).save(folder / "2026" / f"{suffix}.{suffix}")
    (folder / "2026" / "workflow.json").write_text("{}")
    (folder / "2026" / "broken.webp").write_bytes(b"RIFF\0\0\0\0WEBPVP8 ")
    (folder / "2026" / "video.gif").write_bytes(b"GIF89a")
    return folder


def _names(library: Library) -> set[str]:
    return {picture.path.name for picture in library.pictures()}


ALL = {"ComfyUI_00001_.png", "jpg.jpg", "JPEG.JPEG", "webp.webp", "avif.avif"}


def test_imported_folder_is_shown_in_place_now_and_later(
    open_library: OpenLibrary, outputs: Path
) -> None:
    library = open_library()
    assert library.add_folder(outputs).result(WAIT_S).pictures == 5
    for _ in range(2):
        assert library.folders == (outputs,)
        assert _names(library) == ALL
        (made,) = library.search(Query(text="glass bottle", program="ComfyUI"))
        assert made.path == outputs / "ComfyUI_00001_.png"
        library.close(WAIT_S)
        library = open_library()


def test_removed_folder_is_hidden_and_untouched(
    open_library: OpenLibrary, outputs: Path, make_image: MakeImage
) -> None:
    library = open_library()
    own = library.record(make_image()).result(WAIT_S)
    files = sorted(outputs.rglob("*"))
    library.add_folder(outputs).result(WAIT_S)
    library.remove_folder(outputs).result(WAIT_S)
    for _ in range(2):
        assert library.pictures() == [own]
        assert library.folders == ()
        library.close(WAIT_S)
        library = open_library()
    assert sorted(outputs.rglob("*")) == files


def test_folder_in_a_folder_is_counted_and_shown_once(
    open_library: OpenLibrary, outputs: Path
) -> None:
    library = open_library()
    library.add_folder(outputs).result(WAIT_S)
    assert library.add_folder(outputs / "2026").result(WAIT_S).pictures == 4
    assert len(library.pictures()) == 5
    library.remove_folder(outputs).result(WAIT_S)
    assert _names(library) == ALL - {"ComfyUI_00001_.png"}
    library.rescan().result(WAIT_S)
    assert len(library.pictures()) == 4


def test_own_folder_is_no_import(
    open_library: OpenLibrary, folders: Folders, make_image: MakeImage
) -> None:
    library = open_library()
    library.record(make_image()).result(WAIT_S)
    assert library.add_folder(folders.pictures).result(WAIT_S).pictures == 1
    assert library.folders == ()


def test_folder_is_read_again_when_it_is_added_again(
    open_library: OpenLibrary, outputs: Path
) -> None:
    library = open_library()
    library.add_folder(outputs).result(WAIT_S)
    (outputs / "ComfyUI_00001_.png").unlink()
    Image.new("RGB", (8, 8)).save(outputs / "new.png")
    assert library.add_folder(outputs).result(WAIT_S).pictures == 5
    assert _names(library) == ALL - {"ComfyUI_00001_.png"} | {"new.png"}
    assert library.folders == (outputs,)


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_what_is_no_folder_is_told(open_library: OpenLibrary, tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "file":
        path.write_text("not a folder")
    library = open_library()
    with pytest.raises(FolderError) as caught:
        library.add_folder(path).result(WAIT_S)
    assert str(path) in caught.value.problem.what
    assert library.folders == ()


@pytest.mark.parametrize("content", ["", "{", "[1, null]", "{}", "[" * 10**5])
def test_damaged_list_of_folders_is_an_empty_one(
    open_library: OpenLibrary, folders: Folders, content: str
) -> None:
    folders.config.mkdir(parents=True)
    folders.imports.write_text(content)
    assert open_library().folders == ()


def test_list_of_folders_can_be_read_by_people(
    open_library: OpenLibrary, folders: Folders, outputs: Path
) -> None:
    open_library().add_folder(outputs).result(WAIT_S)
    assert json.loads(folders.imports.read_text("utf-8")) == [str(outputs)]


def test_rating_an_imported_picture_leaves_a_sidecar_beside_it(
    open_library: OpenLibrary, outputs: Path
) -> None:
    library = open_library()
    library.add_folder(outputs).result(WAIT_S)
    photo = outputs / "2026" / "jpg.jpg"
    library.rate([photo], 3).result(WAIT_S)
    assert photo.with_name("jpg.jpg.xmp").exists()
    library.remove_folder(outputs).result(WAIT_S)
    library.add_folder(outputs).result(WAIT_S)
    assert [p.path for p in library.search(Query(least_rating=3))] == [photo]
