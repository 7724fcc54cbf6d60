"""Deleting is undone as if nothing had been, whatever trash the system has."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.api import ImageReady
from glm_studio.library.atomic import duplicate
from glm_studio.library.edits import Deletion
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.picture import Picture
from glm_studio.library.sidecar import Marks, read_marks, write_marks

OpenLibrary = Callable[..., Library]
MakeImage = Callable[..., ImageReady]

WAIT_S = 10.0


@pytest.fixture(autouse=True)
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trash of the test's own, as freedesktop.org has it."""
    (tmp_path / "xdg").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    return tmp_path / "xdg" / "Trash"


@pytest.fixture(params=["system's trash", "own trash"])
def library(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    open_library: OpenLibrary,
    make_image: MakeImage,
) -> Library:
    """A library of three pictures, the newest of them rated and tagged."""
    if request.param == "own trash":
        monkeypatch.setattr("glm_studio.library.trash._to_the_system_s", lambda _path: None)
    opened = open_library()
    for seed in (1, 2, 3):
        newest = opened.record(make_image(seed=seed)).result(WAIT_S)
    opened.rate([newest.path], 4).result(WAIT_S)
    opened.tag([newest.path], add=["approved"]).result(WAIT_S)
    opened.put_on_board([newest.path], "Moods").result(WAIT_S)
    return opened


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_deletion_is_undone_whole(
    request: pytest.FixtureRequest,
    library: Library,
    folders: Folders,
    trash: Path,
    open_library: OpenLibrary,
) -> None:
    before, files = list(library.pictures()), _files(folders.pictures)
    deletion = library.delete([before[0].path, before[2].path]).result(WAIT_S)
    assert library.pictures() == [before[1]]
    assert _files(folders.pictures) == [before[1].path.name]
    assert len(deletion.trashed) == 2
    assert not deletion.failed
    own = "own trash" in request.node.name
    assert deletion.in_own_trash == (2 if own else 0)
    assert len(list(trash.glob("files/*.png"))) == (0 if own else 2)
    restoration = library.restore(deletion).result(WAIT_S)
    assert library.pictures() == before
    assert set(restoration.pictures) == {before[0], before[2]}
    assert _files(folders.pictures) == files
    left = [path for path in (*trash.rglob("*"), *folders.deleted.rglob("*")) if path.is_file()]
    assert not left
    library.close(WAIT_S)
    assert open_library().pictures() == before


def test_index_forgets_what_is_deleted(library: Library, open_library: OpenLibrary) -> None:
    paths = [picture.path for picture in library.pictures()]
    library.delete(paths).result(WAIT_S)
    library.close(WAIT_S)
    assert not open_library().pictures()


def test_place_that_is_taken_meanwhile_is_not_overwritten(library: Library) -> None:
    path = library.pictures()[1].path
    deletion = library.delete([path]).result(WAIT_S)
    path.write_bytes(b"someone else's")
    restoration = library.restore(deletion).result(WAIT_S)
    assert not restoration.pictures
    assert restoration.failed[0].problem.kind == "restore"
    assert path.read_bytes() == b"someone else's"
    path.unlink()
    assert library.restore(deletion).result(WAIT_S).pictures == (deletion.trashed[0].picture,)


def test_picture_that_is_back_already_is_no_other_file(library: Library) -> None:
    path = library.pictures()[1].path
    deletion = library.delete([path]).result(WAIT_S)
    path.hardlink_to(deletion.trashed[0].file)  # the program ended while it brought it back
    restoration = library.restore(deletion).result(WAIT_S)
    assert restoration.pictures == (deletion.trashed[0].picture,)
    assert not restoration.failed
    assert path.exists()
    assert not deletion.trashed[0].file.exists()


def test_marks_are_back_before_their_picture(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a program that ends in between leaves a picture without them."""
    newest = library.pictures()[0].path
    deletion = library.delete([newest]).result(WAIT_S)
    there: list[list[str]] = []

    def watched(source: Path, target: Path, durable: bool = True) -> None:
        duplicate(source, target, durable)
        there.append([path.name for path in newest.parent.glob(f"{newest.name}*")])

    monkeypatch.setattr("glm_studio.library.trash.duplicate", watched)
    library.restore(deletion).result(WAIT_S)
    assert there[0] == [f"{newest.name}.xmp"]


@pytest.mark.parametrize("has_links", [True, False], ids=["hard links", "no hard links"])
def test_marks_stay_in_the_trash_with_a_picture_that_cannot_come_back(
    library: Library, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    newest = library.pictures()[0]
    deletion = library.delete([newest.path]).result(WAIT_S)

    def full(source: Path, target: Path, durable: bool = True) -> None:
        if target == newest.path:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        duplicate(source, target, durable)
        if not has_links:
            source.unlink()

    monkeypatch.setattr("glm_studio.library.trash.duplicate", full)
    (failed,) = library.restore(deletion).result(WAIT_S).failed
    assert "full" in failed.problem.why
    assert not list(newest.path.parent.glob(f"{newest.path.name}*"))
    monkeypatch.undo()
    assert library.restore(deletion).result(WAIT_S).pictures == (newest,)


def test_emptied_trash_is_told(library: Library) -> None:
    newest, second, _third = library.pictures()
    deletion = library.delete([newest.path, second.path]).result(WAIT_S)
    deletion.trashed[0].file.unlink()
    restoration = library.restore(deletion).result(WAIT_S)
    assert restoration.pictures == (second,)
    ((path, problem),) = [(f.path, f.problem) for f in restoration.failed]
    assert (path, problem.kind) == (newest.path, "restore")
    assert "emptied" in problem.why


def test_folder_that_is_gone_is_made_again(library: Library, folders: Folders) -> None:
    before = list(library.pictures())
    deletion = library.delete([picture.path for picture in before]).result(WAIT_S)
    folders.pictures.rmdir()
    library.restore(deletion).result(WAIT_S)
    assert library.pictures() == before


def test_picture_that_is_gone_already_goes_from_the_gallery(library: Library) -> None:
    before = list(library.pictures())
    before[1].path.unlink()
    deletion = library.delete([before[1].path]).result(WAIT_S)
    assert not deletion.failed
    assert library.pictures() == [before[0], before[2]]


def test_sidecar_that_was_made_meanwhile_is_kept(library: Library) -> None:
    newest = library.pictures()[0]
    deletion = library.delete([newest.path]).result(WAIT_S)
    sidecar = newest.path.with_name(f"{newest.path.name}.xmp")
    sidecar.write_text("<newer/>")
    library.restore(deletion).result(WAIT_S)
    assert sidecar.read_text() == "<newer/>"


def _marks(picture: Picture) -> tuple[object, ...]:
    return picture.rating, picture.tags, picture.boards


@pytest.mark.parametrize("restart", [False, True], ids=["running", "next start"])
@pytest.mark.parametrize("place", ["same", "other name", "other folder"])
def test_picture_restored_by_a_file_manager_has_its_rating_again(
    library: Library, folders: Folders, open_library: OpenLibrary, place: str, restart: bool
) -> None:
    newest = library.pictures()[0]
    deletion = library.delete([newest.path]).result(WAIT_S)
    target = {
        "same": newest.path,
        "other name": newest.path.with_name("mine.png"),
        "other folder": folders.pictures / "kept" / newest.path.name,
    }[place]
    target.parent.mkdir(exist_ok=True)
    if restart:
        library.close(WAIT_S)
    shutil.move(deletion.trashed[0].file, target)  # and not the sidecar, which nobody thinks of
    shown = open_library() if restart else library
    shown.rescan().result(WAIT_S)
    (back,) = [picture for picture in shown.pictures() if picture.path == target]
    assert _marks(back) == _marks(newest) == (4, ("approved",), ("Moods",))
    assert read_marks(target) == Marks.of(newest)
    assert not list(folders.keepsakes.iterdir())


def test_sidecar_that_comes_back_with_its_picture_wins(library: Library, folders: Folders) -> None:
    newest = library.pictures()[0]
    deletion = library.delete([newest.path]).result(WAIT_S)
    write_marks(newest.path, Marks(1, ("changed since",)))
    shutil.move(deletion.trashed[0].file, newest.path)
    library.rescan().result(WAIT_S)
    assert _marks(library.pictures()[0]) == (1, ("changed since",), ())
    assert not list(folders.keepsakes.iterdir())


def test_what_was_taken_back_by_the_user_does_not_return(library: Library) -> None:
    newest = library.pictures()[0]
    library.restore(library.delete([newest.path]).result(WAIT_S)).result(WAIT_S)
    library.mark([replace(newest, rating=0, tags=(), boards=())]).result(WAIT_S)
    aside = newest.path.rename(newest.path.with_name("renamed.png"))
    library.rescan().result(WAIT_S)
    assert _marks(library.pictures()[0]) == (0, (), ())
    assert library.pictures()[0].path == aside


def test_trash_of_another_disk_is_no_loss(
    library: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be linked is copied, flushed, and only then taken away."""

    link = os.link

    def refuse(source: Path, target: Path, **more: Any) -> None:
        if Path(source).parent != Path(target).parent:
            raise OSError(errno.EXDEV, "another disk")
        link(source, target, **more)

    before = list(library.pictures())
    content = before[0].path.read_bytes()
    monkeypatch.setattr(os, "link", refuse)
    deletion = library.delete([before[0].path]).result(WAIT_S)
    monkeypatch.undo()
    assert deletion.trashed[0].file.read_bytes() == content
    library.restore(deletion).result(WAIT_S)
    assert library.pictures() == before


def test_path_that_is_no_picture_of_the_library_is_left_alone(
    library: Library, tmp_path: Path
) -> None:
    other = tmp_path / "other.png"
    other.write_bytes(b"not yours")
    assert library.delete([other]).result(WAIT_S) == Deletion()
    assert other.exists()


@pytest.fixture
def frozen(tmp_path: Path) -> Iterator[Callable[[Path], Path]]:
    """Shows a folder at another place, where nothing can be changed."""
    place = tmp_path / "frozen"
    place.mkdir()

    def freeze(folder: Path) -> Path:
        if subprocess.run(["mount", "--bind", folder, place], check=False).returncode:
            pytest.skip("needs the right to mount")
        subprocess.run(["mount", "-o", "remount,bind,ro", place], check=True)
        return place

    yield freeze
    subprocess.run(["umount", place], check=False, capture_output=True)


def test_disk_that_lets_nothing_go_is_told(
    library: Library,
    folders: Folders,
    frozen: Callable[[Path], Path],
    open_library: OpenLibrary,
) -> None:
    library.close(WAIT_S)
    refusing = open_library(replace(folders, pictures=frozen(folders.pictures)))
    shown = list(refusing.pictures())
    deletion = refusing.delete([shown[0].path]).result(WAIT_S)
    assert [failure.problem.kind for failure in deletion.failed] == ["delete"]
    assert refusing.pictures() == shown
    assert not [path for path in folders.deleted.rglob("*") if path.is_file()]
