"""Pictures that the pictures folder refused are kept twice, and moved there by one click."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.api import GenerationRequest, ImageReady
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.store import SaveError
from support.fakes import picture_of

WAIT_S = 10.0


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    home = tmp_path / "home"
    home.mkdir()
    (home / "pictures").write_text("in the way")
    return Folders(home / "pictures", home / "data", home / "cache", home / "config")


@pytest.fixture
def library(folders: Folders, states) -> Iterator[Library]:
    library = Library(folders)
    library.open()
    assert library.wait_scanned(WAIT_S)
    states.rescued.open(library)
    yield library
    states.rescued.close()
    assert library.close(WAIT_S)


def _image(seed: int = 3) -> ImageReady:
    return picture_of(GenerationRequest("a red circle", 64, 64, 12, 1.5, seed))


def _refused(library: Library, states, image: ImageReady) -> Path:
    error = library.record(image).exception(WAIT_S)
    assert isinstance(error, SaveError)
    assert error.rescued is not None
    states.rescued.keep(error.rescued, image, error.problem)
    return error.rescued


def _visible(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.png"))


def test_one_click_moves_them_and_lets_the_memory_go(library, states, folders, qtbot) -> None:
    rescued = [_refused(library, states, _image(seed)) for seed in (1, 2)]
    assert states.rescued.held_bytes == 2 * 64 * 64 * 3
    folders.pictures.unlink()
    with qtbot.waitSignal(states.rescued.moved) as moved:
        states.failures.retry()
    assert states.rescued.held_bytes == 0
    assert sorted(moved.args[0]) == sorted(rescued)
    assert len(_visible(folders.pictures)) == 2
    assert not _visible(folders.rescued)
    assert states.failures.problem is None


def test_a_click_too_early_offers_it_again(library, states, folders, qtbot) -> None:
    _refused(library, states, _image())
    states.failures.retry()
    qtbot.waitUntil(lambda: states.failures.problem is not None)
    assert states.failures.action == "Move it there now"
    assert states.rescued.held_bytes
    assert len(_visible(folders.rescued)) == 1


def test_pixels_in_memory_make_up_for_a_rescued_file_that_is_lost(
    library, states, folders, qtbot
) -> None:
    rescued = _refused(library, states, _image())
    rescued.unlink()
    folders.pictures.unlink()
    with qtbot.waitSignal(states.rescued.moved):
        states.failures.retry()
    assert len(_visible(folders.pictures)) == 1
    assert states.rescued.held_bytes == 0


def test_two_clicks_make_no_second_picture(library, states, folders, qtbot) -> None:
    rescued = _refused(library, states, _image())
    rescued.unlink()
    folders.pictures.unlink()
    states.rescued.bring_home()
    states.rescued.bring_home()
    qtbot.waitUntil(lambda: not states.rescued.held_bytes)
    assert library.rescued().result(WAIT_S) == ()  # whatever was asked for is done
    assert len(_visible(folders.pictures)) == 1


def test_one_that_is_rescued_while_others_are_moved_is_not_saved_twice(
    library, states, folders, qtbot
) -> None:
    _refused(library, states, _image(1))
    folders.pictures.unlink()
    with qtbot.waitSignal(states.rescued.moved):
        states.failures.retry()
        library.rescued().result(WAIT_S)
        folders.pictures.rename(folders.pictures.with_name("unplugged"))
        folders.pictures.write_text("in the way")
        late = _refused(library, states, _image(2))
        folders.pictures.unlink()
        folders.pictures.with_name("unplugged").rename(folders.pictures)
    assert library.rescued().result(WAIT_S) == (late,)
    assert len(_visible(folders.pictures)) == 1


def test_the_next_start_says_that_some_wait(library, states, folders, qtbot) -> None:
    assert isinstance(library.record(_image()).exception(WAIT_S), SaveError)
    states.rescued.open(library)
    qtbot.waitUntil(lambda: states.failures.problem is not None)
    assert "1 picture" in states.failures.problem.what
    assert str(folders.rescued) in states.failures.problem.what
    folders.pictures.unlink()
    with qtbot.waitSignal(states.rescued.moved):
        states.failures.retry()


def test_memory_is_bounded_and_the_oldest_go_first(library, states, monkeypatch) -> None:
    monkeypatch.setattr("glm_studio.state.rescued._MOST_BYTES", 2 * 64 * 64 * 3)
    for seed in (1, 2, 3):
        _refused(library, states, _image(seed))
    assert states.rescued.held_bytes == 2 * 64 * 64 * 3
