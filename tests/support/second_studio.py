"""A second studio's library in a process of its own, that does what it is told on standard input.

Each line is a JSON list of a word and its argument; each is answered by a line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.api import ImageReady
from glm_studio.library import roots
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.rebuild import rebuild
from support.fakes import picture_of
from support.jobs import request

WAIT_S = 30.0


class SecondStudio:
    """The other end of the pipe."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, word: str, argument: object = None) -> Any:
        self.tell(word, argument)
        return self.answer()

    def tell(self, word: str, argument: object = None) -> None:
        assert self._process.stdin is not None
        print(json.dumps([word, argument]), file=self._process.stdin, flush=True)

    def answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def second_studio(folders: Folders) -> Iterator[SecondStudio]:
    places = [folders.pictures, folders.data, folders.cache, folders.config]
    command = [sys.executable, __file__, *map(str, places)]
    environment = {"PYTHONPATH": ":".join(sys.path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield SecondStudio(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(WAIT_S) == 0


def main() -> None:
    roots._REST = 0
    folders = Folders(*map(Path, sys.argv[1:]))
    library = Library(folders)
    library.open()
    library.wait_scanned(WAIT_S)
    deletions = []
    for line in sys.stdin:
        word, argument = json.loads(line)
        answer: object = None
        if word == "record":
            futures = [library.record(_picture(seed)) for seed in argument]
            answer = [str(future.result(WAIT_S).path) for future in futures]
        elif word == "rate":
            answer = len(library.rate([Path(argument)], 5).result(WAIT_S).after)
        elif word == "delete":
            deletions.append(library.delete([Path(argument)]).result(WAIT_S))
        elif word == "restore":
            library.restore(deletions.pop()).result(WAIT_S)
        elif word == "rebuild":
            answer = rebuild(folders, lambda _: None).pictures
        elif word == "see":
            answer = _see(library, argument)
        print(json.dumps(answer), flush=True)
    library.close(WAIT_S)


def _picture(seed: int) -> ImageReady:
    return picture_of(request(width=64, height=64, seed=seed))


def _see(library: Library, number: int) -> dict[str, int]:
    """Ratings by name, once there are so many pictures."""
    deadline = time.monotonic() + WAIT_S
    library.look().result(WAIT_S)
    while len(library.pictures()) != number and time.monotonic() < deadline:
        time.sleep(0.05)
        library.look().result(WAIT_S)
    return {picture.path.name: picture.rating for picture in library.pictures()}


if __name__ == "__main__":
    main()
