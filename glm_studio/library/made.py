"""Which pictures are on disk already, of those that a session was making when it ended."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from glm_studio.library.formats import JOB_KEY
from glm_studio.library.headers import read_header
from glm_studio.library.png import PngError

_SEED = re.compile(r"seed([0-9]{1,16})(?:_[0-9]+)?\.png$")
"""In the name that a picture is saved by (`store.py`). Between a crash and the next start nobody
renames it; who does gets it a second time."""


def find_made(jobs: Mapping[str, int], folders: Iterable[Path]) -> dict[str, Path]:
    """The files of jobs, each given with its seed, as far as there are any.

    Reads no more files than have one of the seeds in their names, however many there are; clocks
    are not asked.
    """
    seeds = set(jobs.values())
    made: dict[str, Path] = {}
    for folder in folders if jobs else ():
        for path in _with_seeds(folder, seeds):
            with suppress(OSError, PngError, ValueError):
                job = read_header(path).texts.get(JOB_KEY)
                if job is not None and job in jobs:
                    made[job] = path
    return made


def _with_seeds(folder: Path, seeds: set[int]) -> list[Path]:
    found: list[Path] = []
    with suppress(OSError), os.scandir(folder) as entries:  # no folder, no pictures
        for entry in entries:
            match = _SEED.search(entry.name)
            if match and int(match[1]) in seeds:
                found.append(Path(entry.path))
    return found
