"""A library of many pictures, made quickly: links to a few files, and an index that knows them."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from glm_studio.library.folders import Folders
from glm_studio.library.index import Entry, open_index, stamp_of
from glm_studio.library.picture import Picture

WORDS = """
a poster of the winter fair with a brass telescope under a paper moon and two lanterns in soft
morning light painted on rough canvas by an unknown hand near the harbour where ferries wait for fog
to lift while children fly red kites above the glass roof of the old station
""".split()  # noqa: SIM905 - read better than 53 quoted words
CHINESE = "一张冬季集市的海报上面有黄铜望远镜和纸月亮两盏灯笼柔和的晨光"
SIZES = ((1024, 1024), (1280, 1280), (1568, 1056), (1056, 1568), (1472, 1088), (1728, 960))
MODELS = ("GLM-Image", "GLM-Image nano", "dreamshaper_8", "sd_xl_base_1.0")
TAGS = ("approved", "draft", "client A", "client B", "poster", "texture", "人物", "夜景")
BOARDS = ("Spring campaign", "Catalogue", "Moods")
RARE = "astrolabe"
"""Stands in one prompt of ten thousand."""

_FILES_A_FOLDER = 10_000
_LINKS_A_FILE = 5000
"""File systems allow some ten thousand names a file."""


def folders_in(home: Path) -> Folders:
    return Folders(home / "pictures", home / "data", home / "cache", home / "config")


def make_large_library(folders: Folders, number: int, seed: int = 1) -> None:
    """As if `number` pictures had been made and indexed, a minute after each other."""
    chance = random.Random(seed)
    index = open_index(folders.index)
    paths = _files(folders.pictures, number)
    for start in range(0, number, 5000):
        index.update([_entry(path, place, chance) for place, path in _some(paths, start)])
    index.close()


def _some(paths: list[Path], start: int) -> Iterator[tuple[int, Path]]:
    return enumerate(paths[start : start + 5000], start=start)


def _files(folder: Path, number: int) -> list[Path]:
    paths = [_path(folder, place) for place in range(number)]
    for place, path in enumerate(paths):
        if place % _LINKS_A_FILE == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
            colour = tuple(random.Random(place).choices(range(256), k=3))
            Image.new("RGB", (256, 256), colour).save(path)
        else:
            path.hardlink_to(paths[place - place % _LINKS_A_FILE])
    return paths


def _path(folder: Path, place: int) -> Path:
    month = folder / f"{place // _FILES_A_FOLDER:03}"
    return month / f"2026-01-01_{place:06}_seed{place}.png"


def _entry(path: Path, place: int, chance: random.Random) -> Entry:
    words = chance.choices(WORDS, k=chance.randint(15, 45))
    if place % 10_000 == 77:
        words.append(RARE)
    prompt = " ".join(words)
    if place % 5 == 0:
        prompt = "".join(chance.choices(CHINESE, k=40)) + prompt[:60]
    width, height = chance.choice(SIZES)
    picture = Picture(
        path,
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=place),
        width,
        height,
        prompt,
        seed=chance.randrange(2**32),
        steps=30,
        guidance=1.5,
        model=chance.choice(MODELS),
        references=int(chance.random() < 0.1),
        program="GLM Studio",
        rating=chance.choice((0, 0, 0, 0, 3, 4, 5)),
        tags=tuple(sorted(chance.sample(TAGS, k=chance.choice((0, 0, 1, 2))))),
        boards=tuple(chance.sample(BOARDS, k=chance.choice((0, 0, 0, 1)))),
    )
    return picture, stamp_of(os.stat(path))  # noqa: PTH116
