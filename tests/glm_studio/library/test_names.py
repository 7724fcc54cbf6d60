"""Pictures, folders, tags and boards of names that programs stumble over, through the library."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from glm_studio.library.export import Export, run
from glm_studio.library.formats import Format
from glm_studio.library.metadata import encode_png
from glm_studio.library.naming import names
from glm_studio.library.sidecar import JOINERS, read_marks
from glm_studio.library.thumbnails import Thumbnails
from glm_studio.show import FOUND, show
from glm_studio.ui.gallery_model import files_of
from support.fakes import some_picture
from support.hostile import NASTY, check_problem

WAIT_S = 10.0

NAMES = {
    "the longest": b"x" * 251 + b".png",
    "the longest in Chinese": "长".encode() * 83 + b".png",
    "no UTF-8": b"caf\xe9 \xff\xfe.png",
    "a new line": b"line\nother\r.png",
    "an escape": b"\x1b[31mred\x1b]0;title\x07.png",
    "emoji": "👨‍👩‍👧 \U0001f98a.png".encode(),
    "turned": "\u202egnp.exe\u202c.png".encode(),
    "a leading dash": b"-rf.png",
    "a trailing space": b"space .png",
    "markup": b"<b>&amp;'\"%s{}.png",
    "reserved": b"CON.png",
    "a backslash": b"a\\..\\x.png",
    "a wildcard": b"*?[a].png",
    "a sidecar's": b"x.xmp.png",
}


def _library_of(open_library, folders, make_image, name: bytes):
    """A library with one picture of this name, in a folder of the same name."""
    inner = Path(os.fsdecode(os.fsencode(folders.pictures) + b"/" + name.removesuffix(b".png")))
    inner.mkdir(parents=True)
    path = inner / os.fsdecode(name)
    path.write_bytes(encode_png(make_image()))
    return open_library(), path


@pytest.fixture(autouse=True)
def _own_trash(tmp_path, monkeypatch) -> None:
    (tmp_path / "xdg").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_picture_of_this_name_has_all_that_others_have(
    name, open_library, folders, make_image, tmp_path, capsys
):
    library, path = _library_of(open_library, folders, make_image, name)
    (picture,) = library.pictures()
    assert picture.path == path

    if len(name) + len(".xmp") <= 255:
        assert not library.rate([path], 4).result(WAIT_S).failed
        assert library.pictures()[0].rating == read_marks(path).rating == 4
    else:
        (failure,) = library.rate([path], 4).result(WAIT_S).failed
        check_problem(failure.problem)

    assert show(path, as_json=False) == FOUND
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err

    made = threading.Event()
    thumbnails = Thumbnails(folders)
    thumbnails.request(path, 32, lambda _path, pixels: made.set() if pixels else None)
    assert made.wait(WAIT_S)
    thumbnails.close()

    done = run([picture], Export(tmp_path / "out", pattern="{name}_{seed}", kind=Format.JPEG))
    assert [file.parent for file in done.files] == [tmp_path / "out"]
    (url,) = files_of([picture]).urls()
    assert url.isLocalFile()

    deletion = library.delete([path]).result(WAIT_S)
    assert not deletion.failed
    assert not path.exists()
    assert not library.pictures()
    assert not library.restore(deletion).result(WAIT_S).failed
    assert path.exists()
    assert [found.path for found in library.pictures()] == [path]


def test_a_path_longer_than_the_system_takes(make_image, folders, open_library, monkeypatch):
    """Reached step by step, as other programs do; no call takes it whole."""
    folders.pictures.mkdir(parents=True)
    monkeypatch.chdir(folders.pictures)
    for _ in range(20):
        Path("d" * 250).mkdir()
        monkeypatch.chdir("d" * 250)
    Path("deep.png").write_bytes(encode_png(make_image()))
    monkeypatch.chdir(folders.pictures)
    Path("near.png").write_bytes(encode_png(make_image()))
    library = open_library()
    assert [picture.path.name for picture in library.pictures()] == ["near.png"]


def test_links_in_circles_and_out_of_the_library(make_image, folders, open_library, tmp_path):
    folders.pictures.mkdir(parents=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.png").write_bytes(encode_png(make_image()))
    (folders.pictures / "circle").symlink_to(folders.pictures)
    (folders.pictures / "out").symlink_to(outside)
    (folders.pictures / "loop.png").symlink_to("loop.png")
    (folders.pictures / "device.png").symlink_to("/dev/zero")
    os.mkfifo(folders.pictures / "pipe.png")
    (folders.pictures / "mine.png").write_bytes(encode_png(make_image()))
    library = open_library()
    assert [picture.path.name for picture in library.pictures()] == ["mine.png"]


@pytest.mark.parametrize("text", NASTY)
def test_exported_names_stay_in_their_folder(text, make_image, folders, open_library, tmp_path):
    """Names are made of prompts, models, boards and old names, which strangers may have written."""
    picture = replace(
        some_picture(1), prompt=text, model=text, boards=(text,), path=Path("/a") / f"x{text[:50]}"
    )
    for field in ("prompt", "model", "board", "name"):
        for pattern in (f"{{{field}}}", f"{{{field}}}/{{{field}}}", f"../{{{field}}}"):
            (name,) = names([picture], pattern, ".png")
            parts = name.split("/")
            assert all(part.strip(" .") and ".." not in parts for part in parts)
            assert all(len(part.encode()) < 255 for part in parts)
            assert all(char.isprintable() or char in JOINERS for char in name)
            assert not any(set(part) & set('<>:"|?*\\') or part[0] == "-" for part in parts)
            assert (tmp_path / name).resolve().is_relative_to(tmp_path)
