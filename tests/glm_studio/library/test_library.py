"""The user's pictures: all of them, newest first, whatever happened while nobody looked."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from engine.api import ImageReady
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.picture import Picture
from glm_studio.library.store import SaveError, save_picture

MakeImage = Callable[..., ImageReady]
OpenLibrary = Callable[..., Library]

WAIT_S = 10.0


def _seeds(library: Library) -> list[int | None]:
    return [picture.seed for picture in library.pictures()]


def test_recorded_picture_is_there_and_told(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    told = threading.Event()
    threads: list[str] = []

    def on_change() -> None:
        threads.append(threading.current_thread().name)
        told.set()

    unsubscribe = library.subscribe(on_change)
    picture = library.record(make_image(prompt="圆")).result(WAIT_S)
    assert told.wait(WAIT_S)
    assert library.pictures() == [picture]
    assert picture.path.parent == folders.pictures
    assert picture == Picture(
        picture.path, picture.created, 64, 96, "圆", 42, 12, 1.5, "nano", 0, "GLM Studio"
    )
    assert threads == ["library_0"]
    unsubscribe()
    unsubscribe()
    library.record(make_image()).result(WAIT_S)
    assert len(threads) == 1


def test_newest_first_now_and_at_the_next_start(
    open_library: OpenLibrary, make_image: MakeImage
) -> None:
    library = open_library()
    for future in [library.record(make_image(seed=seed)) for seed in range(12)]:
        future.result(WAIT_S)
    assert _seeds(library) == list(range(11, -1, -1))
    library.close(WAIT_S)
    assert _seeds(open_library()) == list(range(11, -1, -1))


def test_bad_listener_stops_nothing(open_library: OpenLibrary, make_image: MakeImage) -> None:
    library = open_library()
    seen: list[int] = []
    library.subscribe(lambda: seen[99])  # type: ignore[arg-type, return-value]
    library.subscribe(lambda: seen.append(len(library.pictures())))
    library.record(make_image()).result(WAIT_S)
    library.record(make_image()).result(WAIT_S)
    library.close(WAIT_S)
    assert seen == [1, 2]


def test_changes_by_others_are_noticed_at_open(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    kept, lost, changed = (
        library.record(make_image(seed=seed)).result(WAIT_S).path for seed in (1, 2, 3)
    )
    library.close(WAIT_S)
    lost.unlink()
    album = folders.pictures / "album"
    added = save_picture(make_image(seed=4), album)
    shutil.copy(save_picture(make_image(seed=5, prompt="changed"), album / ".hidden"), changed)
    (folders.pictures / "half.png").write_bytes(kept.read_bytes()[:-1])
    (folders.pictures / "notes.txt").write_text("not a picture")
    library = open_library()
    assert {picture.path: picture.seed for picture in library.pictures()} == {
        kept: 1,
        changed: 5,
        added: 4,
    }


def test_picture_that_became_unreadable_goes(
    open_library: OpenLibrary, make_image: MakeImage
) -> None:
    library = open_library()
    path = library.record(make_image()).result(WAIT_S).path
    library.close(WAIT_S)
    path.write_bytes(b"overwritten")
    assert not open_library().pictures()


def test_start_shows_the_index_before_any_file_is_read(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    library.record(make_image()).result(WAIT_S)
    library.close(WAIT_S)
    with closing(sqlite3.connect(folders.index)) as database, database:
        database.execute("UPDATE pictures SET prompt = 'from the index'")
    assert [picture.prompt for picture in open_library().pictures()] == ["from the index"]


@pytest.mark.parametrize("damage", ["noise", "torn page", "newer", "empty", "edited", "emptied"])
def test_damaged_index_is_rebuilt_from_the_files(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders, damage: str
) -> None:
    library = open_library()
    for seed in range(40):
        library.record(make_image(seed=seed, prompt="word " * 100)).result(WAIT_S)
    library.close(WAIT_S)
    content = folders.index.read_bytes()
    edits = {
        "newer": "PRAGMA user_version = 999",
        "edited": "UPDATE pictures SET created_us = 'yesterday'",
        "emptied": "DROP TABLE pictures",
    }
    if damage in edits:
        with closing(sqlite3.connect(folders.index)) as database, database:
            database.execute(edits[damage])
    else:
        torn = content[:4096] + os.urandom(8192) + content[12288:]
        damaged = {"noise": os.urandom(5000), "torn page": torn, "empty": b""}
        folders.index.write_bytes(damaged[damage])
    library = open_library()
    assert _seeds(library) == list(range(39, -1, -1))
    library.close(WAIT_S)
    assert folders.index.with_name("library.sqlite3.broken").exists() == (damage != "empty")
    with closing(sqlite3.connect(folders.index)) as database:
        assert database.execute("SELECT count(*) FROM pictures").fetchone() == (40,)


def test_no_place_for_an_index(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    folders.data.parent.mkdir(parents=True)
    folders.data.write_text("in the way")
    library = open_library()
    library.record(make_image(seed=1)).result(WAIT_S)
    library.close(WAIT_S)
    assert _seeds(open_library()) == [1]


def test_text_that_no_database_holds(
    open_library: OpenLibrary, folders: Folders, make_image: MakeImage
) -> None:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("parameters", 'x\nSteps: 1, Seed: 2, Model: "\\ud83d, \\u0000"')
    folders.pictures.mkdir(parents=True)
    Image.new("RGB", (4, 4)).save(folders.pictures / "strange.png", pnginfo=chunks)
    save_picture(make_image(prompt="half a pair \ud83d"), folders.pictures)
    open_library().close(WAIT_S)
    models = {picture.seed: picture.model for picture in open_library().pictures()}
    assert models == {2: "?, ?", 42: "nano"}


def test_names_that_are_no_text_are_pictures_too(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    path = save_picture(make_image(), folders.pictures)
    strange = path.rename(os.fsdecode(os.fsencode(path.parent) + b"/caf\xe9.PNG"))
    open_library().close(WAIT_S)
    assert [picture.path for picture in open_library().pictures()] == [strange]


def test_finished_picture_need_not_wait_for_the_scan(
    make_image: MakeImage, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glm_studio.library.work._PUBLISH_S", 0.0)
    original = save_picture(make_image(), folders.pictures)
    for number in range(500):
        os.link(original, folders.pictures / f"{number}.png")
    library = Library(folders)
    scanned_when_saved: list[int] = []
    started = threading.Event()

    def on_change() -> None:
        if library.pictures() and not started.is_set():
            started.set()
            future = library.record(make_image())
            future.add_done_callback(lambda _: scanned_when_saved.append(len(library.pictures())))

    library.subscribe(on_change)
    library.open()
    assert library.wait_scanned(WAIT_S)
    assert scanned_when_saved == [201]
    assert len(library.pictures()) == 502
    assert library.close(WAIT_S)


def test_orphans_go_at_open(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    save_picture(make_image(), folders.pictures)
    with subprocess.Popen(["true"]) as process:
        process.wait()
    orphan = folders.pictures / f".{process.pid}-00000000-00000000.part"
    living = folders.pictures / f".{os.getppid()}-00000000-00000000.part"
    album = folders.pictures / "album"
    album.mkdir()
    beside_a_sidecar = album / orphan.name
    for path in (orphan, living, beside_a_sidecar):
        path.touch()
    open_library()
    assert [path.exists() for path in (orphan, living, beside_a_sidecar)] == [False, True, False]


def test_refused_picture_is_rescued_shown_and_told(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders, read_only_folder: Path
) -> None:
    refusing = replace(folders, pictures=read_only_folder)
    library = open_library(refusing)
    with pytest.raises(SaveError) as caught:
        library.record(make_image(seed=7)).result(WAIT_S)
    rescued = caught.value.rescued
    assert rescued is not None
    assert rescued.parent == folders.rescued
    assert str(rescued) in str(caught.value)
    assert _seeds(library) == [7]
    library.close(WAIT_S)
    assert [picture.path for picture in open_library(folders).pictures()] == [rescued]


class _SlowDisk:
    """Holds every flush to the disk back until it is told to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self)

    def __call__(self, descriptor: int) -> None:
        self.reached.set()
        assert self.go_on.wait(WAIT_S)
        self._fsync(descriptor)


def test_close_finishes_what_was_recorded(
    open_library: OpenLibrary, make_image: MakeImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    disk = _SlowDisk(monkeypatch)
    futures = [library.record(make_image(seed=seed)) for seed in range(3)]
    assert disk.reached.wait(WAIT_S)
    assert not library.close(timeout_s=0.01)
    disk.go_on.set()
    assert library.close(WAIT_S)
    assert [future.result(0).seed for future in futures] == [0, 1, 2]


def test_nobody_can_cancel_a_save(
    open_library: OpenLibrary, make_image: MakeImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    disk = _SlowDisk(monkeypatch)
    futures = [library.record(make_image()) for _ in range(2)]
    assert disk.reached.wait(WAIT_S)
    assert not futures[1].cancel()
    disk.go_on.set()
    assert futures[1].result(WAIT_S).path.exists()


def test_picture_after_the_close_is_not_lost(
    open_library: OpenLibrary, make_image: MakeImage
) -> None:
    library = open_library()
    library.close(WAIT_S)
    assert library.record(make_image()).result(0).path.exists()


def test_close_leaves_no_thread(open_library: OpenLibrary) -> None:
    open_library().close(WAIT_S)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("library")]


def test_import_is_light() -> None:
    heavy = ("PySide6", "torch", "PIL", "numpy")
    code = (
        "import sys, glm_studio.library.library, glm_studio.library.thumbnails, glm_studio.show;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stdout == b"[]\n"
