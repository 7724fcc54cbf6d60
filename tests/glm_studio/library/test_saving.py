"""A picture is on the disk whole or not at all, whatever interrupts the saving."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from engine.api import ImageReady
from glm_studio.library.atomic import remove_orphans
from glm_studio.library.metadata import read_picture
from glm_studio.library.rescue import rescue
from glm_studio.library.store import SaveError, save_as, save_picture

MakeImage = Callable[..., ImageReady]


def _visible(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


def _assert_whole(path: Path) -> None:
    assert read_picture(path).recipe
    with Image.open(path) as picture:
        picture.load()


class KilledError(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("step", ["fsync", "link", "unlink"])
def test_failing_step_leaves_nothing_half(
    make_image: MakeImage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise KilledError

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(KilledError):
        save_picture(make_image(), tmp_path / "new")
    monkeypatch.undo()
    for path in _visible(tmp_path / "new"):
        _assert_whole(path)


_DIE_AT = """
import os, sys
from pathlib import Path
from engine.api import *
from engine.sizes import Grid
from glm_studio.library.store import save_picture

folder, step, nth = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
real, calls = getattr(os, step), 0

def stop(*args, **kwargs):
    global calls
    calls += 1
    if calls < nth:
        return real(*args, **kwargs)
    if step == "fsync" and nth == 1:
        os.ftruncate(args[0], 100)  # the disk took only the beginning
    print("now", flush=True)
    sys.stdin.read()

recipe = Recipe("p", 32, 32, 1, 1.0, 1, "fp32", "cpu", ModelIdentity("m", "00"),
                PriorCodes(Grid(1, 1), (1,)), {})
setattr(os, step, stop)
save_picture(ImageReady("j", Pixels(32, 32, bytes(3072)), recipe, {}), folder)
"""


@pytest.mark.parametrize(
    ("step", "nth", "visible"), [("fsync", 1, 0), ("link", 1, 0), ("fsync", 2, 1), ("unlink", 1, 1)]
)
def test_kill_leaves_nothing_half(tmp_path: Path, step: str, nth: int, visible: int) -> None:
    command = [sys.executable, "-c", _DIE_AT, str(tmp_path), step, str(nth)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=Path.cwd(), **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == b"now\n"
        remove_orphans(tmp_path)
        assert list(tmp_path.glob(".*.part")), "a living writer keeps its file"
        process.send_signal(signal.SIGKILL)
    assert len(_visible(tmp_path)) == visible
    for path in _visible(tmp_path):
        _assert_whole(path)
    remove_orphans(tmp_path)
    assert not list(tmp_path.glob(".*")), "a dead writer's file goes"


def test_predecessor_of_the_same_process_id_is_dead(tmp_path: Path) -> None:
    orphan = tmp_path / f".{os.getpid()}-00000000-00000000.part"
    orphan.write_bytes(b"half")
    remove_orphans(tmp_path)
    assert not orphan.exists()


def test_files_of_others_are_no_orphans(tmp_path: Path) -> None:
    download = tmp_path / ".download.part"
    download.write_bytes(b"half")
    remove_orphans(tmp_path)
    assert download.exists()


def test_names_never_collide(make_image: MakeImage, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        saved = list(threads.map(lambda _: save_picture(make_image(), tmp_path), range(24)))
    assert sorted(saved) == sorted(_visible(tmp_path))
    assert len(set(saved)) == 24
    for path in saved:
        _assert_whole(path)


@pytest.mark.parametrize(
    ("prompt", "ending"),
    [
        ("A red circle!", "_a-red-circle_seed42.png"),
        ("../../etc/passwd\0: <b>*?|", "_etc-passwd-b_seed42.png"),
        ("Ünïcode café", "_unicode-cafe_seed42.png"),
        ("只有中文", "_seed42.png"),
        ("word " * 30, "_word-word-word-word-word-word-word-word_seed42.png"),
        ("x" * 300, "_" + "x" * 40 + "_seed42.png"),
        ("", "_seed42.png"),
    ],
)
def test_names_suit_every_file_system(
    make_image: MakeImage, tmp_path: Path, prompt: str, ending: str
) -> None:
    path = save_picture(make_image(prompt=prompt), tmp_path)
    assert path.parent == tmp_path
    assert path.name[len("YYYY-MM-DD_HHMMSS") :] == ending


@pytest.mark.parametrize("has_links", [True, False], ids=["links", "no links"])
def test_save_as_keeps_what_is_there(
    make_image: MakeImage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    if not has_links:

        def refuse(*_args: object, **_kwargs: object) -> None:
            raise OSError(errno.EPERM, "no hard links on FAT")

        monkeypatch.setattr(os, "link", refuse)
    target = tmp_path / "mine.png"
    assert save_as(make_image(seed=1), target, overwrite=False) == target
    with pytest.raises(SaveError, match="already"):
        save_as(make_image(seed=2), target, overwrite=False)
    assert read_picture(target).picture.seed == 1
    save_as(make_image(seed=3), target, overwrite=True)
    assert read_picture(target).picture.seed == 3
    assert list(tmp_path.iterdir()) == [target]


def test_save_as_needs_its_folder(make_image: MakeImage, tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="no such folder"):
        save_as(make_image(), tmp_path / "none" / "mine.png", overwrite=False)


def test_full_disk_says_so_and_the_picture_is_rescued(
    make_image: MakeImage, small_disk: Path, tmp_path: Path
) -> None:
    image = make_image()
    with pytest.raises(SaveError) as caught:
        save_picture(image, small_disk)
    assert not list(small_disk.iterdir())
    told = rescue(image, caught.value, tmp_path / "rescued")
    assert told.rescued
    _assert_whole(told.rescued)
    assert told.problem.why == "The disk is full."
    assert str(told.rescued) in told.problem.what
    assert str(small_disk) in told.problem.what
    assert "Free some space" in told.problem.remedy


def test_read_only_folder_says_so(make_image: MakeImage, read_only_folder: Path) -> None:
    with pytest.raises(SaveError, match=r"only be read|not allowed"):
        save_picture(make_image(), read_only_folder / "pictures")


def test_rescue_goes_to_a_temporary_folder_at_last(
    make_image: MakeImage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    failure = SaveError(blocked, NotADirectoryError(errno.ENOTDIR, "Not a directory"))
    told = rescue(make_image(), failure, blocked / "rescued")
    assert told.rescued
    _assert_whole(told.rescued)


@contextmanager
def tiny_files() -> Iterator[None]:
    """No file of this process may become larger than a kilobyte, not even the test's report."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_nowhere_to_go_is_told_honestly(
    make_image: MakeImage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    image = make_image()
    with tiny_files():
        with pytest.raises(SaveError, match="larger than allowed") as caught:
            save_picture(image, tmp_path / "pictures")
        told = rescue(image, caught.value, tmp_path / "rescued")
    assert told.rescued is None
    assert "safe" not in str(told)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
