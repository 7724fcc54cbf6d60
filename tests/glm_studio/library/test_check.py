"""Whoever doubts can check: everything that is wrong is found, named and has a remedy."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import ImageReady
from engine.recipe import Trace
from glm_studio import cli, cli_library
from glm_studio.library.check import check, repair
from glm_studio.library.check_files import Fault, Finding
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.rebuild import IndexFileError, rebuild
from glm_studio.library.sidecar import Marks, sidecar_of, write_marks
from glm_studio.library.store import save_picture

MakeImage = Callable[..., ImageReady]
OpenLibrary = Callable[..., Library]

WAIT_S = 10.0


def _found(folders: Folders, thorough: bool = False) -> list[Finding]:
    return list(check(folders, thorough, lambda _: None))


def _wrong(folders: Folders, thorough: bool = False) -> dict[Fault, set[Path]]:
    wrong: dict[Fault, set[Path]] = {}
    for finding in _found(folders, thorough):
        if finding.mends:
            wrong.setdefault(finding.fault, set()).add(finding.path)
    return wrong


@pytest.fixture
def paths(open_library: OpenLibrary, make_image: MakeImage) -> list[Path]:
    """A library of five pictures that has been closed."""
    library = open_library()
    saved = [library.record(make_image(seed=seed)).result(WAIT_S).path for seed in range(5)]
    library.rate(saved[:1], 4).result(WAIT_S)
    library.close(WAIT_S)
    return saved


def test_all_is_well(paths: list[Path], folders: Folders) -> None:
    seen: list[int] = []
    assert not list(check(folders, True, seen.append))
    assert seen == [1, 2, 3, 4, 5]


def test_all_is_well_beside_an_open_window(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    library.record(make_image()).result(WAIT_S)
    assert not _found(folders)


def test_each_thing_that_is_wrong_is_found(
    paths: list[Path], folders: Folders, make_image: MakeImage
) -> None:
    rated, cut, gone, changed, said = paths
    cut.write_bytes(cut.read_bytes()[:-4])
    gone.unlink()
    new = save_picture(make_image(seed=9), folders.pictures / "album")
    save_picture(make_image(seed=8), folders.cache).replace(changed)
    sidecar_of(said).write_text("<half")
    lone = sidecar_of(folders.pictures / "elsewhere.png")
    shutil.copy(sidecar_of(rated), lone)
    (folders.pictures / "notes.txt.xmp").write_text("another program's")
    with subprocess.Popen(["true"]) as process:
        process.wait()
    left = [place / f".{process.pid}-00000000-00000000.part" for place in
            (folders.pictures, folders.data, folders.cache / "thumbnails")]  # fmt: skip
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    rescued = save_picture(make_image(seed=7), folders.rescued)
    broken = folders.queue / "1.broken"
    broken.parent.mkdir()
    broken.touch()
    folders.imports.parent.mkdir(exist_ok=True)
    folders.imports.write_text(json.dumps([str(folders.cache / "drive")]))
    assert _wrong(folders) == {
        Fault.UNREADABLE: {cut},
        Fault.EXTRA: {gone},
        Fault.UNINDEXED: {new, rescued},
        Fault.STALE: {changed, said},
        Fault.SIDECAR: {sidecar_of(said)},
        Fault.LONE_SIDECAR: {lone},
        Fault.TEMPORARY: set(left),
        Fault.RESCUED: {folders.rescued},
        Fault.QUEUE: {broken},
        Fault.AWAY: {folders.cache / "drive"},
    }
    repair(folders, lambda _: None)
    assert set(_wrong(folders)) == {
        Fault.UNREADABLE, Fault.SIDECAR, Fault.LONE_SIDECAR, Fault.RESCUED, Fault.QUEUE, Fault.AWAY,
    }  # fmt: skip
    assert cut.exists()
    assert rescued.exists()


def test_pixels_that_rotted_are_found_by_looking_closely(
    folders: Folders, make_image: MakeImage
) -> None:
    image = make_image(width=64, height=64)
    trace = Trace((), hashlib.sha256(image.pixels.data).hexdigest()[:16])
    good = save_picture(replace(image, recipe=replace(image.recipe, trace=trace)), folders.pictures)
    other = Trace((), "0" * 16)
    bad = save_picture(replace(image, recipe=replace(image.recipe, trace=other)), folders.pictures)
    rotten = folders.pictures / "rotten.png"
    content = bytearray(good.read_bytes())
    middle = content.index(b"IDAT") + 2000
    content[middle : middle + 40] = bytes(40)
    rotten.write_bytes(content)
    assert not _wrong(folders)
    assert _wrong(folders, thorough=True) == {Fault.PIXELS: {bad, rotten}}


@pytest.mark.parametrize("damage", ["noise", "newer", "words", "row"])
def test_index_that_is_damaged(paths: list[Path], folders: Folders, damage: str) -> None:
    edits = {
        "newer": "PRAGMA user_version = 999",
        "words": "INSERT INTO words (words, rowid, searched) VALUES ('delete', 1, 'a red circle')",
        "row": "UPDATE pictures SET rating = 1 WHERE id = 2",
    }
    if damage in edits:
        with closing(sqlite3.connect(folders.index)) as database, database:
            database.execute(edits[damage])
    else:
        folders.index.write_bytes(os.urandom(5000))
    fault = Fault.STALE if damage == "row" else Fault.INDEX
    assert set(_wrong(folders)) == {fault}
    rebuild(folders, lambda _: None)
    assert not _found(folders)


def test_without_an_index_nothing_is_wrong(folders: Folders, make_image: MakeImage) -> None:
    save_picture(make_image(), folders.pictures)
    (note,) = _found(folders)
    assert (note.fault, note.mends) == (Fault.INDEX, "")


def test_words_that_do_not_fit_are_mended_at_the_start_after_a_crash(
    paths: list[Path], open_library: OpenLibrary, folders: Folders
) -> None:
    from glm_studio.library.query import Query

    with closing(sqlite3.connect(folders.index)) as crashed:
        with crashed:
            crashed.execute("PRAGMA journal_mode = WAL")
            crashed.execute("INSERT INTO words (words) VALUES ('delete-all')")
        library = open_library()
        library.rescan().result(WAIT_S)  # what follows the mending on the library's thread
        assert len(library.search(Query(text="circle"))) == 5


def test_rebuild_makes_everything_from_the_files(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    saved = [library.record(make_image(seed=seed)).result(WAIT_S).path for seed in range(6)]
    library.rate(saved[:2], 5).result(WAIT_S)
    library.tag(saved[1:3], ["sky", "夜景"]).result(WAIT_S)
    library.put_on_board(saved[3:], "Moods").result(WAIT_S)
    before = list(library.pictures())
    library.close(WAIT_S)
    for file in folders.data.glob("library.sqlite3*"):
        file.unlink()
    counts: list[int] = []
    assert rebuild(folders, counts.append).pictures == counts[-1] == 6
    assert not _found(folders)
    assert open_library().pictures() == before


def test_rebuild_beside_an_open_window(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    path = library.record(make_image(seed=1)).result(WAIT_S).path
    with closing(sqlite3.connect(folders.index)) as database, database:
        database.execute("UPDATE pictures SET prompt = 'nonsense'")
        database.execute("INSERT INTO pictures SELECT 99, x'2f78', mtime_ns, bytes, created_us,"
                         " width, height, '', 1, 1, 1, '', 0, 0, 0, '', 0, '', '', ''"
                         " FROM pictures")  # fmt: skip
    assert rebuild(folders, lambda _: None).dropped == 1
    later = library.record(make_image(seed=2)).result(WAIT_S).path
    library.look().result(WAIT_S)
    assert {p.path: p.prompt for p in library.pictures()} == {
        path: "a red circle", later: "a red circle",
    }  # fmt: skip
    assert not _found(folders)


def test_rebuild_keeps_what_cannot_be_reached(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders, tmp_path: Path
) -> None:
    library = open_library()
    path = save_picture(make_image(), tmp_path / "shots")
    library.add_folder(path.parent).result(WAIT_S)
    library.close(WAIT_S)
    path.parent.rename(tmp_path / "unplugged")
    done = rebuild(folders, lambda _: None)
    assert (done.dropped, list(done.away)) == (0, [path.parent])
    assert [picture.path for picture in open_library().pictures()] == [path]


def test_index_of_another_library_loses_its_rows(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders, tmp_path: Path
) -> None:
    open_library().record(make_image(seed=1)).result(WAIT_S)
    moved = replace(folders, pictures=tmp_path / "others")
    theirs = save_picture(make_image(seed=2), moved.pictures)
    assert [picture.path for picture in open_library(moved).pictures()] == [theirs]


# The command ------------------------------------------------------------------------------------


@pytest.fixture
def home(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setattr(cli_library.Folders, "standard", lambda: folders)
    monkeypatch.setattr(cli, "start_logging", lambda: None)
    return folders


def test_command_says_that_all_is_well(
    paths: list[Path], home: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["library", "check"]) == 0
    assert capsys.readouterr().out == "5 pictures looked at. All is well.\n"


def test_command_says_what_is_wrong_and_repairs(
    paths: list[Path], home: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    paths[0].unlink()
    assert cli.main(["library", "check"]) == 1
    said = capsys.readouterr().out
    assert f"wrong  {paths[0]}: The index knows it, but there is no such file.\n" in said
    assert "-> Start GLM Studio, or run: glm-studio library check --repair" in said
    assert cli.main(["library", "check", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["well"]
    kinds = {finding["kind"] for finding in told["findings"]}
    assert kinds == {"extra", "lone sidecar"}
    sidecar_of(paths[0]).unlink()
    assert cli.main(["library", "check", "--repair", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_command_rebuilds(
    paths: list[Path], home: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["library", "rebuild"]) == 0
    assert "knows 5 pictures" in capsys.readouterr().out
    paths[0].write_bytes(b"half")
    assert cli.main(["library", "rebuild", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["pictures"] == 4
    assert [each["path"] for each in told["unreadable"]] == [str(paths[0])]


def test_command_that_cannot_look(
    home: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["library", "check", "--folder", str(tmp_path / "gone")]) == 2
    assert "cannot be looked at" in capsys.readouterr().err
    home.data.parent.mkdir(parents=True)
    home.data.write_text("in the way")
    assert cli.main(["library", "rebuild"]) == 2
    with pytest.raises(IndexFileError):
        rebuild(home, lambda _: None)


def test_backup_is_checked_without_an_index(
    home: Folders, make_image: MakeImage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = save_picture(make_image(), tmp_path / "backup")
    write_marks(path, Marks(3))
    assert cli.main(["library", "check", "--thorough", "--folder", str(path.parent)]) == 0
    path.unlink()
    assert cli.main(["library", "check", "--folder", str(path.parent)]) == 1
    assert "It belongs to" in capsys.readouterr().out
