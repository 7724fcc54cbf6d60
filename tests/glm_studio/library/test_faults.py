"""A disk that refuses, at whichever call: the picture is elsewhere, once and whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from engine.api import ImageReady
from glm_studio.library import atomic
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.metadata import read_picture
from glm_studio.library.reach import Reach
from glm_studio.library.rescue import bring_home, waiting
from glm_studio.library.scan import NOTHING_KNOWN, scan
from glm_studio.library.sidecar import Marks, SidecarError, read_marks, write_marks
from glm_studio.library.store import SaveError, save_as, save_picture
from support.power import Recording, disks

MakeImage = Callable[..., ImageReady]
OpenLibrary = Callable[..., Library]

WAIT_S = 10.0
FAULTS = {
    "full": errno.ENOSPC,
    "quota": errno.EDQUOT,
    "defect": errno.EIO,
    "read-only": errno.EROFS,
    "forbidden": errno.EACCES,
    "unplugged": errno.ENODEV,
    "stale": errno.ESTALE,
}


@pytest.fixture
def image(make_image: MakeImage) -> ImageReady:
    return make_image(width=32, height=32)


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return tmp_path / "tmp"


def _visible(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*.png") if not p.name.startswith(".")]


def _assert_whole(path: Path) -> None:
    assert read_picture(path).recipe
    with Image.open(path) as picture:
        picture.load()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_refuses_at_any_call_costs_no_picture(
    image: ImageReady, folders: Folders, open_library: OpenLibrary, fault: str
) -> None:
    """From each call of a save on, all that the disk of the pictures is asked for fails."""
    library = open_library()
    folders.pictures.mkdir(parents=True)
    with Recording(folders.pictures) as recording:
        library.record(image).result(WAIT_S)
    for first in range(1, recording.asked + 1):
        before = {*_visible(folders.pictures), *_visible(folders.rescued)}

        def refuse(number: int, kind: str, first: int = first) -> int | None:
            return FAULTS[fault] if number >= first else None

        with Recording(folders.pictures, refuse):
            future = library.record(image)
            error = future.exception(WAIT_S)
        new = {*_visible(folders.pictures), *_visible(folders.rescued)} - before
        told = future.result().path if error is None else getattr(error, "rescued", None)
        assert told in new, f"call {first}: {error}"
        _assert_whole(told)
        if isinstance(error, SaveError):
            assert error.rescued == told
            assert str(told) in error.problem.what
            # Where even taking back is refused, there may be a second one, never none.
            assert len(new) <= 2
        else:
            assert new == {told}


def test_a_drive_that_answers_no_question_costs_no_picture(
    image: ImageReady, folders: Folders, open_library: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stale network drive fails whoever asks what is there, also to say why saving failed."""
    library = open_library()
    real = os.stat

    def stat(path: object, *args: object, **named: object) -> os.stat_result:
        if isinstance(path, str | Path) and Path(path).is_relative_to(folders.pictures):
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(path))
        return real(path, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", stat)
    error = library.record(image).exception(WAIT_S)
    assert isinstance(error, SaveError)
    assert error.rescued is not None
    _assert_whole(error.rescued)


def test_a_name_that_no_disk_takes_is_said_in_words(image: ImageReady, tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="too long"):
        save_as(image, tmp_path / f"{'x' * 300}.png", overwrite=False)


def test_a_disk_without_links_that_keeps_no_name_has_no_second_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a name is given by renaming, a name that was not kept is taken back as well."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "no disk")

    source = tmp_path / "a.png"
    source.write_bytes(b"a")
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    monkeypatch.setattr(atomic, "sync_folder", fail)
    with pytest.raises(OSError, match="no disk"):
        atomic.move(source, tmp_path / "b.png")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.png"]


def test_a_fault_that_passes_leaves_one_picture(
    image: ImageReady, folders: Folders, open_library: OpenLibrary
) -> None:
    """One call fails, the next ones work: what was half-done is taken back."""
    library = open_library()
    folders.pictures.mkdir(parents=True)
    for number in range(1, 8):
        before = {*_visible(folders.pictures), *_visible(folders.rescued)}
        with Recording(folders.pictures, lambda n, kind, at=number: errno.EIO if n == at else None):
            library.record(image).exception(WAIT_S)
        new = {*_visible(folders.pictures), *_visible(folders.rescued)} - before
        assert len(new) == 1, f"call {number}"
        _assert_whole(new.pop())


def test_told_only_when_it_is_on_the_disk(
    image: ImageReady, folders: Folders, open_library: OpenLibrary
) -> None:
    """Gallery and future hear of a picture after its bytes and its name were flushed."""
    library = open_library()
    folders.pictures.mkdir(parents=True)
    with Recording(folders.pictures) as recording:
        library.subscribe(lambda: recording.tell("gallery"))
        future = library.record(image)
        future.add_done_callback(lambda _: recording.tell("future"))
        future.result(WAIT_S)
    order = [call.path if call.kind == "told" else call.kind for call in recording.calls]
    assert order == [
        "create", "write", "sync", "link", "sync folder", "unlink", "gallery", "future",
    ]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_marks_stay_as_they_were_when_the_disk_refuses(
    image: ImageReady, tmp_path: Path, fault: str
) -> None:
    old, new = Marks(3, ("old",)), Marks(5, ("new",))
    picture = save_picture(image, tmp_path / "pictures")
    write_marks(picture, old)
    for first in range(1, 5):
        at = lambda number, kind, first=first: FAULTS[fault] if number >= first else None  # noqa: E731
        refused = False
        with Recording(picture.parent, at):
            try:
                write_marks(picture, new)
            except SidecarError:
                refused = True
        assert read_marks(picture) == (old if refused else new)
        write_marks(picture, old)


# The way home --------------------------------------------------------------------------------


@pytest.fixture
def rescued(image: ImageReady, folders: Folders, open_library: OpenLibrary) -> Library:
    """A library with two rescued pictures, one of them rated; now its folder works again."""
    library = open_library()
    folders.pictures.parent.mkdir(parents=True, exist_ok=True)
    folders.pictures.write_text("in the way")
    for _ in range(2):
        assert isinstance(library.record(image).exception(WAIT_S), SaveError)
    library.rate([library.pictures()[0].path], 4).result(WAIT_S)
    folders.pictures.unlink()
    return library


def test_rescued_pictures_come_home_once(rescued: Library, folders: Folders) -> None:
    assert len(rescued.rescued().result(WAIT_S)) == 2
    ratings = [picture.rating for picture in rescued.pictures()]
    outcome = rescued.bring_home().result(WAIT_S)
    assert not outcome.failed
    assert {path.parent for path in outcome.moved} == {folders.rescued}
    assert {picture.path.parent for picture in outcome.moved.values()} == {folders.pictures}
    assert [picture.rating for picture in rescued.pictures()] == ratings == [4, 0]
    assert {picture.path for picture in rescued.pictures()} == {*_visible(folders.pictures)}
    assert not list(folders.rescued.iterdir())
    assert not rescued.bring_home().result(WAIT_S).moved
    assert len(_visible(folders.pictures)) == 2


def test_a_folder_that_still_refuses_keeps_them_where_they_are(
    rescued: Library, folders: Folders
) -> None:
    folders.pictures.write_text("in the way")
    outcome = rescued.bring_home().result(WAIT_S)
    assert not outcome.moved
    assert {failure.problem.kind for failure in outcome.failed} == {"save"}
    assert len(_visible(folders.rescued)) == 2


def test_the_next_start_knows_those_that_wait(
    rescued: Library, folders: Folders, open_library: OpenLibrary
) -> None:
    rescued.close(WAIT_S)
    library = open_library()
    assert len(library.rescued().result(WAIT_S)) == len(library.pictures()) == 2


def test_pictures_in_a_temporary_folder_stay_in_the_gallery_and_come_home(
    image: ImageReady, folders: Folders, own_temporary_folder: Path, open_library: OpenLibrary
) -> None:
    library = open_library()
    for blocked in (folders.pictures, folders.rescued):
        blocked.parent.mkdir(parents=True, exist_ok=True)
        blocked.write_text("in the way")
    error = library.record(image).exception(WAIT_S)
    assert isinstance(error, SaveError)
    assert error.rescued is not None
    assert own_temporary_folder in error.rescued.parents
    library.rescan().result(WAIT_S)
    assert [picture.path for picture in library.pictures()] == [error.rescued]
    folders.pictures.unlink()
    assert len(library.bring_home().result(WAIT_S).moved) == 1
    library.rescued().result(WAIT_S)
    assert not list(own_temporary_folder.iterdir()), "no folder is left"


def test_power_cuts_on_the_way_home_neither_lose_nor_double(
    image: ImageReady, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, left = tmp_path / "disk", tmp_path / "left"
    picture = save_picture(image, root / "rescued")
    write_marks(picture, Marks(4))
    content = picture.read_bytes()
    with Recording(root) as recording:
        bring_home(picture, root / "pictures")
    monkeypatch.setattr(atomic, "_PROCESS", "0" * 8)
    for disk in disks(recording, every=50):
        disk.make(left)
        folders = Folders(left / "pictures", left, left / "cache", left / "config")
        list(
            scan(
                folders.pictures,
                NOTHING_KNOWN,
                Reach(tmp_path / "mounts.json", (folders.pictures,)),
            )
        )
        for path in waiting(folders):
            bring_home(path, folders.pictures)
        (home,) = _visible(left)
        assert home.parent == folders.pictures, disk.moment
        assert home.read_bytes() == content
        assert read_marks(home) == Marks(4), disk.moment


def test_names_fit_encrypted_homes(make_image: MakeImage, tmp_path: Path) -> None:
    """eCryptfs takes 143 bytes; a sidecar's name is the longest."""
    image = make_image(prompt="a" * 500, seed=2**53 - 1, width=32, height=32)
    save_picture(image, tmp_path)
    path = save_picture(image, tmp_path)
    assert len(os.fsencode(f"{path.name}.xmp")) <= 143
