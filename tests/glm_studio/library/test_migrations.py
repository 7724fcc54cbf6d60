"""An index of an earlier version becomes one of today, and knows what it knew."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from engine.api import ImageReady
from glm_studio.library.folders import Folders
from glm_studio.library.index import open_index
from glm_studio.library.library import Library
from glm_studio.library.migrations import MIGRATIONS
from glm_studio.library.query import Query

OpenLibrary = Callable[..., Library]
MakeImage = Callable[..., ImageReady]

WAIT_S = 10.0

VERSION_0_1 = """
    CREATE TABLE pictures (
        id INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,
        mtime_ns INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        created_us INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        prompt TEXT NOT NULL,
        seed INTEGER,
        steps INTEGER,
        guidance REAL,
        model TEXT NOT NULL
    );
    CREATE INDEX pictures_by_time ON pictures (created_us);
    INSERT INTO pictures VALUES
        (1, x'2F612E706E67', 5, 7, 1700000000000000, 64, 96, 'A red Circle', 42, 12, 1.5, 'nano'),
        (2, x'2F622E706E67', 5, 7, 1700000001000000, 64, 96, '', NULL, NULL, NULL, '');
    PRAGMA user_version = 1;
"""


def _make_old_index(folders: Folders) -> None:
    folders.data.mkdir(parents=True)
    with closing(sqlite3.connect(folders.index)) as database:
        database.executescript(VERSION_0_1)


def test_old_rows_are_shown_and_read_again(folders: Folders) -> None:
    _make_old_index(folders)
    index = open_index(folders.index)
    old = [index.entry(Path(name)) for name in ("/a.png", "/b.png")]
    assert [(e[0].prompt, e[0].seed) for e in old if e] == [("A red Circle", 42), ("", None)]
    assert {e[1].mtime_ns for e in old if e} == {-1}  # so that the scan reads the files
    index.close()
    with closing(sqlite3.connect(folders.index)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        found = database.execute("SELECT rowid FROM words WHERE words MATCH '\"red cir\"'")
        assert found.fetchall() == [(1,)]


def test_old_index_learns_what_its_files_say(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders
) -> None:
    library = open_library()
    made = library.record(make_image(prompt="a lighthouse")).result(WAIT_S)
    library.rate([made.path], 4).result(WAIT_S)
    marked = list(library.pictures())
    library.close(WAIT_S)
    folders.index.unlink()
    with closing(sqlite3.connect(folders.index)) as database:
        database.executescript(VERSION_0_1)
    library = open_library()
    assert library.pictures() == marked
    assert library.search(Query(text="lighthouse", program="GLM Studio", least_rating=4)) == marked
    assert not folders.index.with_name("library.sqlite3.broken").exists()


def test_each_step_can_be_taken_from_the_one_before() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        for script in MIGRATIONS:
            database.executescript(script)
        columns = [row[1] for row in database.execute("PRAGMA table_info(pictures)")]
    assert {"path", "rating", "tags", "boards", "searched"} <= set(columns)


def test_programs_that_start_at_once_do_not_take_each_other_s_index_for_broken(tmp_path) -> None:
    programs = 4
    together = threading.Barrier(programs)

    def start(file: Path) -> Path | None:
        together.wait()
        index = open_index(file)
        index.close()
        return index.file

    with ThreadPoolExecutor(programs) as pool:
        for number in range(5):
            file = tmp_path / f"{number}.sqlite3"
            assert list(pool.map(start, [file] * programs)) == [file] * programs
    assert list(tmp_path.glob("*.broken")) == []
