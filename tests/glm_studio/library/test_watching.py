"""Files that others change, and drives that go and come, while the library is open."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.api import ImageReady
from glm_studio.library import roots, scan, trash
from glm_studio.library.edits import Sighting
from glm_studio.library.folders import Folders
from glm_studio.library.imports import FolderError
from glm_studio.library.index import Index
from glm_studio.library.library import Library
from glm_studio.library.query import Query
from glm_studio.library.sidecar import Marks, write_marks
from glm_studio.library.store import SaveError, save_picture

MakeImage = Callable[..., ImageReady]
OpenLibrary = Callable[..., Library]

WAIT_S = 10.0


@pytest.fixture(autouse=True)
def _looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roots, "_REST", 0)


def _look(library: Library) -> Sighting:
    return library.look().result(WAIT_S)


def _names(library: Library) -> set[str]:
    return {picture.path.name for picture in library.pictures()}


class Drive:
    """A disk that can be pulled out and put in again, with what is on it."""

    def __init__(self, mount: Path, disk: Path) -> None:
        self.mount, self._disk = mount, disk
        mount.mkdir()
        disk.mkdir()
        self.inside = False
        self.insert()

    def insert(self) -> None:
        command = ["mount", "-t", "tmpfs", "tmpfs", str(self.mount)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("needs the right to mount a tmpfs")
        shutil.copytree(self._disk, self.mount, dirs_exist_ok=True)
        self.inside = True

    def pull(self) -> None:
        shutil.rmtree(self._disk)
        shutil.copytree(self.mount, self._disk)
        subprocess.run(["umount", str(self.mount)], check=True)
        self.inside = False


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Drive]:
    drive = Drive(tmp_path / "drive", tmp_path / "disk")
    yield drive
    if drive.inside:
        subprocess.run(["umount", "-l", str(drive.mount)], check=True)


def test_what_others_do_is_seen_at_the_next_look(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    kept = library.record(make_image(seed=1)).result(WAIT_S).path
    lost = library.record(make_image(seed=2)).result(WAIT_S).path
    _look(library)
    lost.unlink()
    deep = save_picture(make_image(seed=3), folders.pictures / "album" / "deep")
    write_marks(kept, Marks(4, ("sky",)))
    sighting = _look(library)
    assert (sighting.read, sighting.gone) == (2, 1)
    assert {picture.path: picture.rating for picture in library.pictures()} == {kept: 4, deep: 0}
    save_picture(make_image(seed=4), deep.parent)
    assert _look(library).read == 1
    shutil.rmtree(deep.parent)
    assert _look(library).gone == 2
    assert _names(library) == {kept.name}


def test_change_within_the_same_tick_of_the_disk_s_clock(
    open_library: OpenLibrary,
    make_image: MakeImage,
    folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = open_library()
    path = library.record(make_image(seed=1)).result(WAIT_S).path
    _look(library)
    before = folders.pictures.stat()
    path.rename(path.with_name("other.png"))
    os.utime(folders.pictures, ns=(before.st_atime_ns, before.st_mtime_ns))
    monkeypatch.setattr(roots, "FRESH_NS", 0)
    _look(library)
    assert _names(library) == {"other.png"}


def test_clock_that_goes_back_hides_nothing(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    past, future = 10**9, 4 * 10**18
    for number, when_ns in enumerate((past, future, past)):
        path = save_picture(make_image(seed=number), folders.pictures)
        os.utime(path, ns=(when_ns, when_ns))
        os.utime(folders.pictures, ns=(when_ns, when_ns))
        _look(library)
        assert path.name in _names(library)


def test_look_at_many_unchanged_folders_reads_none(
    open_library: OpenLibrary,
    make_image: MakeImage,
    folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(250):
        (folders.pictures / str(number)).mkdir(parents=True)
    original = save_picture(make_image(), folders.pictures / "1")
    for folder in (*folders.pictures.iterdir(), folders.pictures):
        os.utime(folder, (1e9, 1e9))
    library = open_library()
    listed: list[str] = []
    listing = scan._listing
    monkeypatch.setattr(
        scan,
        "_listing",
        lambda folder, waiting: (listed.append(folder), listing(folder, waiting))[1],
    )
    _look(library)
    assert not listed
    shutil.copy(original, folders.pictures / "200" / "new.png")
    assert _look(library).read == 1
    assert listed == [folders.pictures / "200"]


def test_drive_that_is_pulled_out_keeps_its_pictures(
    open_library: OpenLibrary, make_image: MakeImage, drive: Drive
) -> None:
    library = open_library()
    shots = drive.mount / "shots"
    path = save_picture(make_image(seed=5), shots)
    library.add_folder(shots).result(WAIT_S)
    drive.pull()
    sighting = _look(library)
    assert sighting.away == (shots,)
    assert library.away[shots] == f"The drive at {drive.mount} is not connected."
    assert _names(library) == {path.name}
    (rated,) = library.rate([path], 3).result(WAIT_S).failed
    assert rated.problem.what == f"The folder {shots} cannot be reached."
    (deleted,) = library.delete([path]).result(WAIT_S).failed
    assert deleted.problem.kind == "away"
    library.rescan().result(WAIT_S)
    library.close(WAIT_S)
    library = open_library()
    assert _names(library) == {path.name}
    drive.insert()
    (shots / path.name).rename(shots / "renamed.png")
    assert _look(library).back == (shots,)
    assert not library.away
    assert _names(library) == {"renamed.png"}


def test_empty_mount_point_is_no_empty_folder(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders, drive: Drive
) -> None:
    own = replace(folders, pictures=drive.mount)
    library = open_library(own)
    first = library.record(make_image(seed=1)).result(WAIT_S).path
    _look(library)
    drive.pull()
    _look(library)
    assert _names(library) == {first.name}
    with pytest.raises(SaveError, match="The drive is not connected") as caught:
        library.record(make_image(seed=2)).result(WAIT_S)
    assert caught.value.rescued is not None
    (kept,) = library.bring_home().result(WAIT_S).failed  # the drive would hide it
    assert kept.path == caught.value.rescued
    assert kept.path.exists()
    assert not list(drive.mount.iterdir())
    drive.insert()
    _look(library)
    library.record(make_image(seed=3)).result(WAIT_S)
    assert len(library.pictures()) == 3
    assert not library.bring_home().result(WAIT_S).failed


def test_nothing_comes_back_from_the_trash_to_an_empty_mount_point(
    open_library: OpenLibrary,
    make_image: MakeImage,
    folders: Folders,
    drive: Drive,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trash, "_to_the_system_s", lambda path: None)
    library = open_library(replace(folders, pictures=drive.mount))
    path = library.record(make_image(seed=1)).result(WAIT_S).path
    _look(library)
    deletion = library.delete([path]).result(WAIT_S)
    drive.pull()
    _look(library)
    (failed,) = library.restore(deletion).result(WAIT_S).failed
    assert failed.problem.why == "The drive is not connected."
    assert not list(drive.mount.iterdir())
    drive.insert()
    _look(library)
    assert not library.restore(deletion).result(WAIT_S).failed
    assert path.exists()


def test_drive_below_a_folder(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders, tmp_path: Path
) -> None:
    folders.pictures.mkdir(parents=True)
    drive = Drive(folders.pictures / "nas", tmp_path / "disk")
    path = save_picture(make_image(), drive.mount)
    library = open_library()
    drive.pull()
    assert _look(library).away == (drive.mount,)
    assert _names(library) == {path.name}
    drive.mount.rmdir()  # as a system does that makes mount points itself
    _look(library)
    assert _names(library) == {path.name}
    drive.mount.mkdir()
    drive.insert()
    try:
        assert _look(library).back == (drive.mount,)
        path_now = drive.mount / path.name
        path_now.unlink()
        assert _look(library).gone == 1
    finally:
        subprocess.run(["umount", "-l", str(drive.mount)], check=True)


def test_files_that_moved_to_where_the_drive_was(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders, drive: Drive
) -> None:
    own = replace(folders, pictures=drive.mount / "pictures")
    library = open_library(own)
    library.record(make_image(seed=1)).result(WAIT_S)
    _look(library)
    drive.pull()
    moved = save_picture(make_image(seed=2), own.pictures)
    _look(library)
    assert [picture.path for picture in library.pictures()] == [moved]


class _Hanging:
    """A disk that does not answer: no call ends until it does."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._scandir = os.fspath(folder), os.scandir
        self.answers = threading.Event()
        monkeypatch.setattr(os, "scandir", self)

    def __call__(self, path: str | Path) -> object:
        if os.fspath(path).startswith(self._folder):
            assert self.answers.wait(WAIT_S)
        return self._scandir(path)


def test_drive_that_hangs_holds_nobody_up(
    open_library: OpenLibrary,
    make_image: MakeImage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roots, "PATIENCE_S", 0.3)
    library = open_library()
    shots = tmp_path / "shots"
    kept = save_picture(make_image(seed=5), shots)
    library.add_folder(shots).result(WAIT_S)
    disk = _Hanging(shots, monkeypatch)
    rescan = library.rescan()
    start = time.monotonic()
    saved = library.record(make_image(seed=6)).result(WAIT_S).path
    assert time.monotonic() - start < 0.3
    rescan.result(WAIT_S)
    assert library.away == {shots: "It does not answer."}
    assert _names(library) == {kept.name, saved.name}
    _look(library)
    real = os.stat

    def stat(path: str | Path, *args: object, **named: object) -> os.stat_result:
        if isinstance(path, str | Path) and os.fspath(path).startswith(os.fspath(shots)):
            assert disk.answers.wait(WAIT_S)
        return real(path, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", stat)
    deleted = library.delete([kept]).result(WAIT_S / 2)
    assert [failure.problem.kind for failure in deleted.failed] == ["away"]
    assert library.close(WAIT_S)
    disk.answers.set()


def test_folder_on_a_drive_that_hangs_is_not_imported(
    open_library: OpenLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roots, "PATIENCE_S", 0.2)
    library = open_library()
    shots = tmp_path / "shots"
    shots.mkdir()
    disk = _Hanging(shots, monkeypatch)
    monkeypatch.setattr(Path, "iterdir", lambda path: iter(disk(path)))  # type: ignore[arg-type]
    with pytest.raises(FolderError, match="The drive does not answer"):
        library.add_folder(shots).result(WAIT_S)
    disk.answers.set()


def test_many_subfolders_are_left_out_of_a_shallow_scan(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    first = save_picture(make_image(), folders.pictures / "0")
    for number in range(1, 30):
        (folders.pictures / str(number)).mkdir()
        os.link(first, folders.pictures / str(number) / "same.png")
    library = open_library()
    shutil.rmtree(folders.pictures / "7")
    save_picture(make_image(), folders.pictures)
    sighting = _look(library)
    assert (sighting.read, sighting.gone) == (1, 1)
    assert len(library.pictures()) == 30


def test_drive_that_answers_again(
    open_library: OpenLibrary,
    make_image: MakeImage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roots, "PATIENCE_S", 0.2)
    library = open_library()
    shots = tmp_path / "shots"
    kept = save_picture(make_image(seed=5), shots)
    library.add_folder(shots).result(WAIT_S)
    disk = _Hanging(shots, monkeypatch)
    library.rescan().result(WAIT_S)
    kept.unlink()
    assert not _look(library).gone
    disk.answers.set()
    deadline = time.monotonic() + WAIT_S
    while library.away:
        assert time.monotonic() < deadline
        _look(library)
    assert not library.pictures()


def test_imported_folder_that_is_gone_is_away_until_it_is_let_go(
    open_library: OpenLibrary, make_image: MakeImage, tmp_path: Path
) -> None:
    library = open_library()
    shots = tmp_path / "shots"
    save_picture(make_image(), shots)
    save_picture(make_image(), shots / "sub")
    library.add_folder(shots).result(WAIT_S)
    shutil.rmtree(shots / "sub")
    assert _look(library).gone == 1
    shutil.rmtree(shots)
    assert _look(library).away == (shots,)
    assert len(library.pictures()) == 1
    library.remove_folder(shots).result(WAIT_S)
    assert not library.pictures()
    assert not library.away


def test_picture_that_is_deleted_while_it_is_read_does_not_come_back(
    open_library: OpenLibrary, make_image: MakeImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    path = library.record(make_image(seed=1)).result(WAIT_S).path
    write_marks(path, Marks(2))
    deletions = []
    read_entry = scan.read_entry

    def slowly(path: Path, stamp: object = None) -> object:
        entry = read_entry(path, stamp)
        deletions.append(library.delete([path]))
        deletions[0].result(WAIT_S)
        return entry

    monkeypatch.setattr(scan, "read_entry", slowly)
    _look(library)
    assert deletions
    assert not library.pictures()


def test_other_windows_index_rows_are_followed(
    open_library: OpenLibrary, make_image: MakeImage
) -> None:
    one, other = open_library(), open_library()
    made = one.record(make_image(seed=1)).result(WAIT_S).path
    _look(other)
    assert _names(other) == {made.name}
    one.rate([made], 5).result(WAIT_S)
    _look(other)
    assert [picture.rating for picture in other.pictures()] == [5]
    deletion = other.delete([made]).result(WAIT_S)
    _look(one)
    assert not one.pictures()
    other.restore(deletion).result(WAIT_S)
    _look(one)
    assert [picture.rating for picture in one.pictures()] == [5]


@pytest.fixture
def impatient(open_library: OpenLibrary, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library that does not wait long for others to let go of the index."""
    monkeypatch.setattr("glm_studio.library.index.BUSY_S", 0.05)
    return open_library()


def test_index_that_is_locked_for_long_loses_no_row(
    impatient: Library, make_image: MakeImage, folders: Folders
) -> None:
    library = impatient
    with closing(sqlite3.connect(folders.index, isolation_level=None)) as rival:
        rival.execute("BEGIN IMMEDIATE")
        path = library.record(make_image(seed=1)).result(WAIT_S).path
        assert _names(library) == {path.name}
        _look(library)
        assert _names(library) == {path.name}
        rival.execute("ROLLBACK")
        _look(library)
        assert _names(library) == {path.name}
        assert rival.execute("SELECT count(*) FROM pictures").fetchone() == (1,)


def test_what_is_done_while_the_index_is_locked_is_shown_at_once(
    impatient: Library, make_image: MakeImage, folders: Folders
) -> None:
    library = impatient
    old = [library.record(make_image(seed=seed)).result(WAIT_S).path for seed in (1, 2)]
    before = library.pictures()
    with closing(sqlite3.connect(folders.index, isolation_level=None)) as rival:
        rival.execute("BEGIN IMMEDIATE")
        new = library.record(make_image(seed=3)).result(WAIT_S).path
        other = library.record(make_image(seed=4)).result(WAIT_S).path
        library.delete([old[1], other]).result(WAIT_S)
        library.rate([new], 5).result(WAIT_S)
        found = library.pictures()
        assert [picture.path for picture in found] == [new, old[0]]
        assert [found.row_of(path) for path in (new, old[0], old[1], other)] == [0, 1, -1, -1]
        found.read(range(2))
        assert [found.known(row) for row in range(2)] == [found[0], found[1]] == list(found)
        assert [picture.path for picture in library.search(Query(least_rating=5))] == [new]
        assert [picture.path for picture in before] == old[::-1]
        rival.execute("ROLLBACK")
    _look(library)
    found = library.pictures()
    assert [(picture.path, picture.rating) for picture in found] == [(new, 5), (old[0], 0)]
    assert min(found.ids) > 0


def test_index_that_is_locked_and_then_on_a_full_disk_shows_all(
    open_library: OpenLibrary,
    make_image: MakeImage,
    folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What waited for another program is in the copy in memory that the library goes on with."""
    library = open_library()
    refused = [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL]
    update = Index.update

    def refuse(index: Index, *changes: Any) -> None:
        if refused and index.file is not None:
            error = sqlite3.OperationalError("refused")
            error.sqlite_errorcode = refused[0]
            raise error
        update(index, *changes)

    monkeypatch.setattr(Index, "update", refuse)
    first = library.record(make_image(seed=1)).result(WAIT_S).path
    refused.pop(0)
    second = library.record(make_image(seed=2)).result(WAIT_S).path
    assert _names(library) == {first.name, second.name}
    refused.clear()
    _look(library)
    assert library.close(WAIT_S)
    with closing(sqlite3.connect(folders.index)) as database:
        assert database.execute("SELECT count(*) FROM pictures").fetchone() == (2,)


def test_picture_that_the_disk_says_nothing_of_stays(
    open_library: OpenLibrary,
    make_image: MakeImage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = open_library()
    path = library.record(make_image(seed=1)).result(WAIT_S).path

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "no disk")

    monkeypatch.setattr(scan, "_stamp", fail)
    library.rescan().result(WAIT_S)
    assert _names(library) == {path.name}


def test_index_that_is_taken_away_is_made_again(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    library.record(make_image(seed=1)).result(WAIT_S)
    for file in folders.data.glob("library.sqlite3*"):
        file.unlink()
    _look(library)
    library.record(make_image(seed=2)).result(WAIT_S)
    library.close(WAIT_S)
    with closing(sqlite3.connect(folders.index)) as database:
        assert database.execute("SELECT count(*) FROM pictures").fetchone() == (2,)


@pytest.mark.parametrize("disk", ["small_disk", "read_only_folder"])
def test_disk_that_takes_no_index(
    open_library: OpenLibrary,
    make_image: MakeImage,
    folders: Folders,
    disk: str,
    request: pytest.FixtureRequest,
) -> None:
    own = replace(folders, data=request.getfixturevalue(disk))
    library = open_library(own)
    path = library.record(make_image(seed=1)).result(WAIT_S).path
    library.rate([path], 4).result(WAIT_S)
    _look(library)
    library.close(WAIT_S)
    library = open_library(own)
    assert [picture.rating for picture in library.pictures()] == [4]
    assert len(library.search(Query(text="circle"))) == 1


def test_disk_that_fills_up_and_is_emptied(
    open_library: OpenLibrary,
    make_image: MakeImage,
    folders: Folders,
    drive: Drive,
    caplog: pytest.LogCaptureFixture,
) -> None:
    own = replace(folders, data=drive.mount)
    subprocess.run(["mount", "-o", "remount,size=600k", str(drive.mount)], check=True)
    library = open_library(own)
    ballast = drive.mount / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    images = [make_image(seed=seed, prompt=f"words {seed} " * 200) for seed in range(30)]
    paths = {library.record(image).result(WAIT_S).path for image in images}
    assert {picture.path for picture in library.pictures()} == paths
    assert "database or disk is full" in caplog.text
    ballast.unlink()
    _look(library)
    library.close(WAIT_S)
    with closing(sqlite3.connect(own.index)) as database:
        assert database.execute("SELECT count(*) FROM pictures").fetchone() == (30,)
