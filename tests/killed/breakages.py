"""Ways to break the program, to see that the harness notices."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_WHILE_S = 0.02
"""As long as a slow disk takes for a file."""


def write_in_place() -> None:
    """A file has its name before it has its bytes, as where `open(name, "wb")` is all there is."""
    from glm_studio.library import atomic

    @contextmanager
    def temporary_file(folder: Path, content: bytes, *_: object, **__: object) -> Iterator[bytes]:
        yield content

    def replace(content: bytes, target: Path, durable: bool = True) -> None:
        with target.open("wb", 0) as file:
            file.write(content[: len(content) // 2])
            time.sleep(_WHILE_S)
            file.write(content[len(content) // 2 :])

    def publish(content: bytes, target: Path) -> None:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        replace(content, target)

    _put(atomic.temporary_file, temporary_file)
    _put(atomic.replace, replace)
    _put(atomic.publish, publish)


def _put(old: object, new: object) -> None:
    """In the place of another function, wherever that was imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith("glm_studio."):
            for own, value in list(vars(module).items()):
                if value is old:
                    setattr(module, own, new)


def write_later() -> None:
    """Ratings, tags and boards are announced, and reach the disk a moment after that."""
    from glm_studio.library.sidecar import write_marks

    def write_soon(picture: Path, wish: object) -> None:
        threading.Timer(_WHILE_S, write_marks, (picture, wish)).start()

    _put(write_marks, write_soon)


def clean_nothing_up() -> None:
    """What a killed program leaves behind stays."""
    from glm_studio.library import atomic, leftovers

    _put(atomic.remove_orphans, lambda folder: None)
    _put(leftovers.remove_leftovers, lambda *_: None)


def trust_the_index() -> None:
    """A start shows what the index says, and reads no file."""
    from glm_studio.library.work import Work

    def scanning(work, folders, known):
        yield
        return []

    Work._scanning = scanning


BREAKAGES: dict[str, Callable[[], None]] = {
    function.__name__: function
    for function in (write_in_place, write_later, clean_nothing_up, trust_the_index)
}
