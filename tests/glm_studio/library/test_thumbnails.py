"""Small copies: in time, in the order of what is looked at, and honest about broken files."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from engine.api import Pixels
from glm_studio.library.folders import Folders
from glm_studio.library.thumbnail_cache import trim
from glm_studio.library.thumbnails import Thumbnails

WAIT_S = 10.0
RED, BLUE = (200, 0, 0), (0, 0, 200)


@pytest.fixture
def start(folders: Folders) -> Iterator[Callable[[], Thumbnails]]:
    """Start thumbnails with one thread."""
    started: list[Thumbnails] = []

    def start_one() -> Thumbnails:
        started.append(Thumbnails(folders, threads=1))
        return started[-1]

    yield start_one
    for thumbnails in started:
        thumbnails.close()


def _picture(tmp_path: Path, name: str = "picture.png", colour: tuple[int, ...] = RED) -> Path:
    path = tmp_path / name
    Image.new("RGB", (400, 200), colour).save(path, compress_level=0)
    return path


def _get(thumbnails: Thumbnails, path: Path, side_px: int = 100) -> Pixels | None:
    answers: list[tuple[Path, Pixels | None]] = []
    answered = threading.Event()

    def on_ready(of: Path, pixels: Pixels | None) -> None:
        answers.append((of, pixels))
        answered.set()

    thumbnails.request(path, side_px, on_ready)
    assert answered.wait(WAIT_S)
    assert answers[0][0] == path
    return answers[0][1]


def _is(pixels: Pixels | None, colour: tuple[int, ...]) -> bool:
    """JPEG may be off by a shade."""
    assert pixels
    return all(abs(a - b) < 8 for a, b in zip(pixels.data[:3], colour, strict=True))


def test_thumbnail_fits_and_keeps_its_shape(
    start: Callable[[], Thumbnails], tmp_path: Path
) -> None:
    pixels = _get(start(), _picture(tmp_path))
    assert pixels
    assert (pixels.width, pixels.height, len(pixels.data)) == (100, 50, 100 * 50 * 3)
    assert _is(pixels, RED)


def test_small_picture_is_not_enlarged(start: Callable[[], Thumbnails], tmp_path: Path) -> None:
    pixels = _get(start(), _picture(tmp_path), side_px=1000)
    assert pixels
    assert (pixels.width, pixels.height) == (400, 200)


@pytest.mark.parametrize("suffix", ["jpg", "webp", "avif"])
def test_other_formats_have_thumbnails(
    start: Callable[[], Thumbnails], tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"picture.{suffix}"
    Image.new("RGB", (1600, 800), RED).save(path)
    pixels = _get(start(), path)
    assert pixels
    assert (pixels.width, pixels.height) == (100, 50)
    assert _is(pixels, RED)


def test_photo_is_shown_with_its_upper_side_up(
    start: Callable[[], Thumbnails], tmp_path: Path
) -> None:
    path = tmp_path / "phone.jpg"
    photo = Image.new("RGB", (400, 200), RED)
    photo.paste(BLUE, (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise: its left side belongs up
    photo.save(path, exif=exif.tobytes(), quality=95)
    pixels = _get(start(), path)
    assert pixels
    assert (pixels.width, pixels.height) == (50, 100)
    assert _is(pixels, BLUE)


def test_newest_wish_first_and_twice_is_once_more(
    start: Callable[[], Thumbnails], tmp_path: Path
) -> None:
    thumbnails = start()
    busy, go_on, finished = threading.Event(), threading.Event(), threading.Event()
    order: list[str] = []

    def hold(_path: Path, _pixels: Pixels | None) -> None:
        busy.set()
        assert go_on.wait(WAIT_S)

    def note(path: Path, _pixels: Pixels | None) -> None:
        order.append(path.stem)
        if len(order) == 4:
            finished.set()

    thumbnails.request(_picture(tmp_path), 100, hold)
    assert busy.wait(WAIT_S)
    paths = {name: _picture(tmp_path, f"{name}.png") for name in "abc"}
    for name in ("a", "b", "c", "a"):
        thumbnails.request(paths[name], 100, note)
    go_on.set()
    assert finished.wait(WAIT_S)
    assert order == ["a", "a", "c", "b"]


def test_answers_come_from_another_thread(start: Callable[[], Thumbnails], tmp_path: Path) -> None:
    threads: list[threading.Thread] = []
    answered = threading.Event()

    def on_ready(_path: Path, _pixels: Pixels | None) -> None:
        threads.append(threading.current_thread())
        answered.set()

    start().request(_picture(tmp_path), 100, on_ready)
    assert answered.wait(WAIT_S)
    assert threads != [threading.current_thread()]


@pytest.mark.parametrize("kind", ["missing", "text", "cut", "too large"])
def test_unreadable_files_have_none(
    start: Callable[[], Thumbnails], tmp_path: Path, kind: str
) -> None:
    whole = _picture(tmp_path, "whole.png").read_bytes()
    path = tmp_path / "broken.png"
    if kind == "too large":
        Image.new("1", (10_000, 9_000)).save(path)
    elif kind != "missing":
        path.write_bytes(b"no picture" if kind == "text" else whole[:-20])
    thumbnails = start()
    assert _get(thumbnails, path) is None
    assert _is(_get(thumbnails, _picture(tmp_path)), RED)


def test_kept_for_the_next_start(
    start: Callable[[], Thumbnails], tmp_path: Path, folders: Folders
) -> None:
    path = _picture(tmp_path)
    _get(start(), path)
    (kept,) = folders.thumbnails.iterdir()
    Image.new("RGB", (100, 50), BLUE).save(kept)
    assert _is(_get(start(), path), BLUE)


def test_broken_cache_is_made_again(
    start: Callable[[], Thumbnails], tmp_path: Path, folders: Folders
) -> None:
    path = _picture(tmp_path)
    _get(start(), path)
    (kept,) = folders.thumbnails.iterdir()
    kept.write_bytes(b"")
    assert _is(_get(start(), path), RED)
    assert kept.stat().st_size > 0


def test_changed_picture_gets_a_new_one(start: Callable[[], Thumbnails], tmp_path: Path) -> None:
    thumbnails = start()
    path = _picture(tmp_path)
    size = path.stat().st_size
    assert _is(_get(thumbnails, path), RED)
    _picture(tmp_path, colour=BLUE)
    os.utime(path, (0, 0))
    assert path.stat().st_size == size
    assert _is(_get(thumbnails, path), BLUE)


def test_no_place_for_a_cache(
    start: Callable[[], Thumbnails], tmp_path: Path, folders: Folders
) -> None:
    folders.cache.parent.mkdir(parents=True)
    folders.cache.write_text("in the way")
    assert _is(_get(start(), _picture(tmp_path)), RED)


def test_listener_s_failure_is_its_own(start: Callable[[], Thumbnails], tmp_path: Path) -> None:
    thumbnails = start()

    def fail(_path: Path, _pixels: Pixels | None) -> None:
        raise RuntimeError("the window is gone")

    thumbnails.request(_picture(tmp_path), 100, fail)
    assert _is(_get(thumbnails, _picture(tmp_path, "other.png")), RED)


def test_close_ends_the_threads(folders: Folders, tmp_path: Path) -> None:
    thumbnails = Thumbnails(folders)
    assert sum(thread.name.startswith("thumbnails") for thread in threading.enumerate()) == 3
    thumbnails.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("thumbn")]
    thumbnails.request(_picture(tmp_path), 100, lambda _path, _pixels: None)


def _cached(folder: Path, number: int, age_days: int, size_bytes: int = 1000) -> Path:
    file = folder / f"{number}.jpg"
    file.write_bytes(bytes(size_bytes))
    moment = time.time() - age_days * 86400
    os.utime(file, (moment, moment))
    return file


def test_too_many_thumbnails_make_the_oldest_go(tmp_path: Path) -> None:
    files = [_cached(tmp_path, number, age_days=number) for number in range(20)]
    assert trim(tmp_path, lambda: False, most_bytes=20_000) == 20_000
    assert trim(tmp_path, lambda: False, most_bytes=10_000) == 9_000
    assert sorted(tmp_path.iterdir()) == sorted(files[:9])


def test_a_thumbnail_that_is_looked_at_is_not_old(
    start: Callable[[], Thumbnails], folders: Folders, tmp_path: Path
) -> None:
    thumbnails, picture = start(), _picture(tmp_path)
    _get(thumbnails, picture)
    (kept,) = folders.thumbnails.iterdir()
    os.utime(kept, (0, 0))
    _cached(folders.thumbnails, 1, age_days=3, size_bytes=kept.stat().st_size * 9)
    assert _get(thumbnails, picture)
    trim(folders.thumbnails, lambda: False, most_bytes=kept.stat().st_size * 2)
    assert list(folders.thumbnails.iterdir()) == [kept]


def test_the_folder_is_looked_after_while_the_window_is_open(
    start: Callable[[], Thumbnails], folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.thumbnails.mkdir(parents=True)
    files = [_cached(folders.thumbnails, number, age_days=number) for number in range(10)]
    monkeypatch.setattr("glm_studio.library.thumbnails._TIDY_S", 0.01)
    monkeypatch.setattr("glm_studio.library.thumbnail_cache.MOST_BYTES", 5_000)
    start()
    deadline = time.monotonic() + WAIT_S
    while files[5].exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not files[5].exists()
    assert files[0].exists()
