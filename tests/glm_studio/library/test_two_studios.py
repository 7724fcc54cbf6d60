"""Two studios on one library, each in a process of its own: neither loses what the other does."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from engine.api import ImageReady
from glm_studio.library import roots
from glm_studio.library.check import check
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.rebuild import rebuild
from support.second_studio import SecondStudio, second_studio

MakeImage = Callable[..., ImageReady]
OpenLibrary = Callable[..., Library]

WAIT_S = 30.0


@pytest.fixture
def other(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecondStudio]:
    monkeypatch.setattr(roots, "_REST", 0)
    with second_studio(folders) as other:
        yield other


def _see(library: Library, condition: Callable[[], object]) -> None:
    """Look until it holds, as a window does."""
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        library.look().result(WAIT_S)


def test_each_sees_what_the_other_does(
    open_library: OpenLibrary, make_image: MakeImage, other: SecondStudio
) -> None:
    library = open_library()
    (theirs,) = other.ask("record", [1])
    _see(library, library.pictures)
    ours = library.record(make_image(seed=2)).result(WAIT_S).path
    assert len(other.ask("see", 2)) == 2
    other.ask("rate", str(ours))
    _see(library, lambda: [p.rating for p in library.pictures() if p.path == ours] == [5])
    library.rate([ours], 2).result(WAIT_S)
    other.ask("delete", theirs)
    _see(library, lambda: [picture.path for picture in library.pictures()] == [ours])
    assert other.ask("see", 1) == {ours.name: 2}
    other.ask("restore")
    _see(library, lambda: len(library.pictures()) == 2)


def test_both_save_and_rebuild_at_once(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders, other: SecondStudio
) -> None:
    library = open_library()
    other.tell("record", list(range(30)))
    mine = [library.record(make_image(seed=seed)) for seed in range(100, 130)]
    paths = {str(future.result(WAIT_S).path) for future in mine} | set(other.answer())
    assert len(paths) == 60
    other.tell("rebuild")
    assert rebuild(folders, lambda _: None).pictures == 60
    library.record(make_image(seed=7)).result(WAIT_S)
    assert other.answer() >= 60
    assert len(other.ask("see", 61)) == 61
    _see(library, lambda: len(library.pictures()) == 61)
    assert not list(check(folders, False, lambda _: None))
    with closing(sqlite3.connect(folders.index)) as database:
        assert database.execute("SELECT count(*) FROM pictures").fetchone() == (61,)
