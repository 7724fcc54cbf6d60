"""A library of 100,000 pictures: how soon it is there, how fast it is searched, what it weighs."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .table import Row

PICTURES = 100_000
ROUNDS = 5
MANY = 1000
"""Pictures that are changed together."""

TYPED = ("telescope", "astrolabe", "纸月亮", "red kites")


def rows() -> Iterator[Row]:
    """Measured in a process of its own, so that its memory is the library's."""
    with tempfile.TemporaryDirectory() as home:
        result = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.gallery", home],
            stdout=subprocess.PIPE,
            env=os.environ
            | {"PYTHONPATH": os.pathsep.join(("tests", *sys.path)), "XDG_DATA_HOME": home},
            text=True,
            check=True,
        )
    for row in json.loads(result.stdout.splitlines()[-1]):
        yield Row(*row)


def _measure(home: Path) -> Iterator[Row]:
    from support.large_library import folders_in, make_large_library

    folders = folders_in(home)
    started = time.perf_counter()
    make_large_library(folders, PICTURES)
    os.sync()  # or the first changes would wait for all of it
    print(f"made in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    index_bytes = folders.index.stat().st_size
    yield Row("gallery: index on disk, a picture", index_bytes / PICTURES, "bytes")
    yield from _library(folders)


def _library(folders: object) -> Iterator[Row]:
    from glm_studio.library.folders import Folders
    from glm_studio.library.library import Library

    assert isinstance(folders, Folders)
    before = _memory_mb()
    library = Library(folders)
    shown: dict[int, float] = {}
    started = time.perf_counter()

    def on_change() -> None:
        shown.setdefault(len(library.pictures()), time.perf_counter() - started)

    library.subscribe(on_change)
    library.open()
    assert library.wait_scanned(300)
    scanned = time.perf_counter() - started
    first, known = min(shown.values()), shown[PICTURES]
    yield Row("gallery: start to first page", first, "s", "at most 0.5 s", first <= 0.5)
    yield Row("gallery: start to all pictures known", known, "s", "at most 3 s", known <= 3)
    yield Row("gallery: start to all files compared", scanned, "s")
    memory = _memory_mb() - before
    yield Row("gallery: memory", memory, "MB", "at most 250 MB", memory <= 250)
    yield from _searches(library)
    yield from _changes(library)
    library.close()


def _searches(library: object) -> Iterator[Row]:
    from glm_studio.library.library import Library
    from glm_studio.library.query import Order, Query

    assert isinstance(library, Library)

    def anew(query: Query) -> None:
        library._catalogue._touch()  # or the answer of before would do
        library.search(query)

    strokes = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
    times = [_milliseconds(lambda t=text: anew(Query(text=t))) for text in strokes]
    yield Row("gallery: search a keystroke, median", statistics.median(times), "ms")
    worst = max(times)
    yield Row("gallery: search a keystroke, worst", worst, "ms", "at most 200 ms", worst <= 200)
    filters = {
        "tag": Query(tags=("approved",)),
        "board": Query(board="Moods"),
        "rating": Query(least_rating=5),
        "size": Query(size=(1024, 1024)),
        "model and reference": Query(model="GLM-Image", has_reference=True),
        "by prompt": Query(order=Order.PROMPT),
        "text, tag, rating": Query(text="lantern", tags=("poster",), least_rating=4),
    }
    for name, query in filters.items():
        yield Row(f"gallery: filter, {name}", _milliseconds(lambda q=query: anew(q)), "ms")
    yield Row("gallery: counting what there is", _milliseconds(library.facets), "ms")


def _changes(library: object) -> Iterator[Row]:
    from glm_studio.library.library import Library

    assert isinstance(library, Library)
    paths = [picture.path for picture in library.pictures()[:MANY]]
    started = time.perf_counter()
    assert len(library.tag(paths, add=["chosen"]).result(300).after) == MANY
    yield Row(f"gallery: tag {MANY}", time.perf_counter() - started, "s")
    started = time.perf_counter()
    deletion = library.delete(paths).result(300)
    yield Row(f"gallery: delete {MANY}", time.perf_counter() - started, "s")
    assert not deletion.failed
    started = time.perf_counter()
    assert not library.restore(deletion).result(300).failed
    yield Row(f"gallery: bring {MANY} back", time.perf_counter() - started, "s")


def _milliseconds(work: Callable[[], object]) -> float:
    """The best of some rounds: other programs only ever make it longer."""
    times = []
    for _ in range(ROUNDS):
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
        (row.what, row.value, row.unit, row.aim, row.met) for row in _measure(Path(sys.argv[1]))
    ]
    print(json.dumps(measured))
