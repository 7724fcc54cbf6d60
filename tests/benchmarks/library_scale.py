"""A library of 1,000,000 rows beside one of 100,000: what is asked of it, and what it weighs.

The files are links to a few, in folders of 10,000; every row is as long as a real one. Made once in
a folder that the environment variable `GLM_STUDIO_BENCHMARK_HOME` names, since that takes ten
minutes, else in a temporary one.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .table import Row

if TYPE_CHECKING:
    from glm_studio.library.folders import Folders
    from glm_studio.library.library import Library

SMALL, LARGE = 100_000, 1_000_000
MANY = 10_000
"""Pictures that are deleted together."""
ROUNDS = 3
_GROWTH = {
    "memory, at most": 4,
    "a page of rows, median": 4,
    "a row that is clicked, median": 4,
}
"""How many times as much ten times as many pictures may cost, where it must not grow with them."""
_WAIT_S = 1800.0
_MOST_MB = 200.0
_ROW_MS = 8.0
"""So long the window's thread may be busy at a time."""


def rows() -> Iterator[Row]:
    """Each size in a process of its own, so that its memory is the library's."""
    kept = os.environ.get("GLM_STUDIO_BENCHMARK_HOME")
    with tempfile.TemporaryDirectory() as other:
        home = Path(kept or other)
        figures: dict[int, dict[str, float]] = {}
        for number in (SMALL, LARGE):
            measured = _in_a_process(home, number)
            figures[number] = {row.what.partition(": ")[2]: row.value for row in measured}
            yield from measured
    for what, most in _GROWTH.items():
        ratio = figures[LARGE][what] / figures[SMALL][what]
        aim = f"below {most}"
        yield Row(f"library: {what}, a million / a tenth", ratio, "", aim, ratio < most)


def _in_a_process(home: Path, number: int) -> list[Row]:
    result = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.library_scale", str(home), str(number)],
        stdout=subprocess.PIPE,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(("tests", *sys.path)), "XDG_DATA_HOME": str(home)},
        text=True,
        check=True,
    )
    return [Row(*row) for row in json.loads(result.stdout.splitlines()[-1])]


def _measure(home: Path, number: int) -> Iterator[Row]:
    from glm_studio.library.library import Library
    from support.large_library import folders_in, make_large_library

    folders = folders_in(home / f"of-{number}")
    if not folders.index.exists():
        make_large_library(folders, number)
        os.sync()  # or the first changes would wait for all of it
    size = folders.index.stat().st_size / number
    of = f"library of {number:,}"
    yield Row(f"{of}: index on disk, a picture", size, "bytes")
    memory = _Memory()
    library = Library(folders)
    yield from _opening(library, number, of)
    opened = memory.rise()
    yield from _searches(library, of)
    yield from _pages(library, of)
    yield from _changes(library, of)
    library.close(60)
    most = max(opened, memory.stop())
    yield Row(f"{of}: memory, once it is open", opened, "MB")
    yield Row(f"{of}: memory, at most", most, "MB", f"at most {_MOST_MB:.0f} MB", most <= _MOST_MB)
    if number == SMALL:
        yield from _rebuilding(folders, of)


def _opening(library: Library, number: int, of: str) -> Iterator[Row]:
    shown: dict[int, float] = {}
    first_read = threading.Event()
    started = time.perf_counter()

    def on_change() -> None:
        pictures = library.pictures()
        assert not len(pictures) or pictures[0].width  # its page is read
        shown.setdefault(len(pictures), time.perf_counter() - started)
        first_read.set()

    unsubscribe = library.subscribe(on_change)
    library.open()
    assert library.wait_scanned(_WAIT_S)
    scanned = time.perf_counter() - started
    unsubscribe()
    first = min(shown.values())
    yield Row(f"{of}: start to first page", first, "s", "at most 0.5 s", first <= 0.5)
    yield Row(f"{of}: start to all pictures known", shown[number], "s")
    yield Row(f"{of}: start to index checked and all files compared", scanned, "s")


def _searches(library: Library, of: str) -> Iterator[Row]:
    from glm_studio.library.query import Order, Query

    asked = {
        "a rare word": Query(text="astrolabe"),
        "a common word": Query(text="telescope"),
        "two letters": Query(text="br"),
        "a tag": Query(tags=("approved",)),
        "a board": Query(board="Moods"),
        "five stars": Query(least_rating=5),
        "a size": Query(size=(1024, 1024)),
        "model and references": Query(model="GLM-Image", has_reference=True),
        "word, tag and stars": Query(text="lantern", tags=("poster",), least_rating=4),
    }
    asked |= {f"all, {order.value} first": Query(order=order) for order in Order}
    for name, query in asked.items():
        yield Row(
            f"{of}: search, {name}", _milliseconds(library, lambda q=query: library.search(q)), "ms"
        )
    yield Row(f"{of}: counting what there is", _milliseconds(library, library.facets), "ms")


def _pages(library: Library, of: str) -> Iterator[Row]:
    """Rows that nobody has read: in pages, before somebody scrolls to them, and one by one by the
    window's thread where something is clicked."""
    pictures = library.pictures()
    places = [(step * 7919 * 128) % len(pictures) for step in range(200)]
    pages = _times(lambda row: pictures.read(range(row, row + 1)), places)
    yield Row(f"{of}: a page of rows, median", pages[100], "ms")
    yield Row(f"{of}: a page of rows, 95th percentile", pages[189], "ms")
    library._catalogue._touch()
    singles = _times(lambda row: pictures[row], [place + 64 for place in places])
    yield Row(f"{of}: a row that is clicked, median", singles[100], "ms")
    late = singles[189]
    aim = f"at most {_ROW_MS:.0f} ms"
    met = late <= _ROW_MS
    yield Row(f"{of}: a row that is clicked, 95th percentile", late, "ms", aim, met)
    last = pictures[len(pictures) - 1].path
    finding = _times(lambda _row: pictures.row_of(last), places)
    found, met = finding[100], finding[100] <= _ROW_MS
    yield Row(f"{of}: where the last picture stands, median", found, "ms", aim, met)


def _times(work: Callable[[int], object], rows: list[int]) -> list[float]:
    """How long it takes for each row, in ms, the shortest first."""
    times = []
    for row in rows:
        started = time.perf_counter()
        work(row)
        times.append(1000 * (time.perf_counter() - started))
    return sorted(times)


def _changes(library: Library, of: str) -> Iterator[Row]:
    from glm_studio.library.listing import Files

    chosen = library.pictures()[:MANY]
    started = time.perf_counter()
    deletion = library.delete(Files(chosen)).result(_WAIT_S)
    yield Row(f"{of}: delete {MANY:,} files", time.perf_counter() - started, "s")
    assert len(deletion.trashed) == MANY
    assert not deletion.failed
    started = time.perf_counter()
    assert not library.restore(deletion).result(_WAIT_S).failed
    yield Row(f"{of}: bring {MANY:,} back", time.perf_counter() - started, "s")


def _rebuilding(folders: Folders, of: str) -> Iterator[Row]:
    """Every file read, and the index made from nothing."""
    from glm_studio.library.rebuild import rebuild

    kept = folders.index.with_suffix(".kept")
    folders.index.rename(kept)
    try:
        started = time.perf_counter()
        memory = _Memory()
        assert rebuild(folders, lambda _done: None).pictures == SMALL
        yield Row(f"{of}: rebuilt from the files", time.perf_counter() - started, "s")
        most = memory.stop()
        yield Row(f"{of}: memory while it is rebuilt", most, "MB", f"at most {_MOST_MB:.0f} MB",
                  most <= _MOST_MB)  # fmt: skip
    finally:
        shutil.move(kept, folders.index)


class _Memory:
    """How much more the process holds than at the beginning, at most."""

    def __init__(self) -> None:
        gc.collect()
        self._start = self._most = _memory_mb()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def rise(self) -> float:
        """Now."""
        return _memory_mb() - self._start

    def stop(self) -> float:
        """The most since it began."""
        self._ended.set()
        self._thread.join()
        return self._most - self._start

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            self._most = max(self._most, _memory_mb())


def _milliseconds(library: Library, work: Callable[[], object]) -> float:
    """The best of some rounds: other programs only ever make it longer."""
    times = []
    for _ in range(ROUNDS):
        library._catalogue._touch()  # or the answer of before would do
        started = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - started))
    return min(times)


def _memory_mb() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    gc.disable()  # as in the window, which collects between other things
    measured = [
        (row.what, row.value, row.unit, row.aim, row.met)
        for row in _measure(Path(sys.argv[1]), int(sys.argv[2]))
    ]
    print(json.dumps(measured))
