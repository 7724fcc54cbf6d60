"""Files that another program deletes while the window shows them."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from glm_studio.app import Studio
from glm_studio.library import roots
from glm_studio.library.folders import Folders
from glm_studio.library.store import save_picture
from glm_studio.state import watching
from glm_studio.state.model import Phase
from glm_studio.state.pages import Page
from glm_studio.ui.gallery_page import GalleryPage
from support.checkpoints import NANO
from support.fakes import FakeEngine, picture_of, run_script
from support.jobs import request

MANY = 400


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(*(tmp_path / name for name in ("pictures", "data", "cache", "config")))


@pytest.fixture
def pictures(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(roots, "_REST", 0)
    monkeypatch.setattr(watching, "_IN_FRONT_MS", 50)
    first = save_picture(picture_of(request(width=64, height=64)), folders.pictures)
    links = [folders.pictures / f"{number}.png" for number in range(MANY)]
    for link in links:
        os.link(first, link)
    return links


async def _until(condition) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture
def run(loop, qapp, folders) -> Iterator[object]:
    """Run a studio while a script of a user goes on in it, then close it."""
    qapp.setStyle("Fusion")

    def run(user) -> None:
        async def session() -> None:
            studio = Studio(NANO, lambda: FakeEngine(run_script()), folders)
            running = asyncio.ensure_future(studio.run())
            try:
                await _until(lambda: studio.states.gallery.known)
                await _until(lambda: studio.states.model.phase is Phase.READY)
                await user(studio)
            finally:
                studio.window.close()
                await running

        loop.run_until_complete(session())

    return run


def test_gallery_follows_and_canvas_stays(run, pictures, caplog):
    said: list[str] = []

    async def user(studio: Studio) -> None:
        states = studio.states
        states.noticed.connect(said.append)
        states.pages.show(Page.GALLERY)
        (kept,) = [each for each in states.gallery.pictures if each.path not in pictures]
        shown = next(each for each in states.gallery.pictures if each is not kept)
        states.stage.show_picture(shown)
        await _until(lambda: states.canvas.frame.picture is shown)
        states.search.mark_all()
        with caplog.at_level(logging.WARNING):
            for path in pictures:
                path.unlink()
            await _until(lambda: len(states.gallery.pictures) == 1)
            await _until(lambda: len(states.search.pictures) == 1)
        assert states.gallery.pictures == [kept]
        assert states.search.marked_pictures() == [kept]
        assert isinstance(states.canvas.frame.image, QImage)
        await _until(lambda: said)
        assert states.failures.problem is None
        states.stage.show_picture(kept)
        await _until(lambda: states.canvas.frame.picture is kept)

    run(user)
    assert sum(int(line.rsplit(None, 2)[-2]) for line in said) == MANY
    assert all(line.startswith("No longer on the disk") for line in said)
    assert not caplog.records


def test_folder_that_goes_away_stays_in_sight(run, tmp_path, pictures):
    shots = tmp_path / "shots"
    save_picture(picture_of(request(width=64, height=64, seed=1)), shots)

    async def user(studio: Studio) -> None:
        states = studio.states
        states.folders.add([shots])
        await _until(lambda: len(states.gallery.pictures) == MANY + 2)
        mine = next(p for p in states.gallery.pictures if p.path.parent == shots)
        states.pages.show(Page.GALLERY)
        await _until(lambda: states.thumbnails.image(mine.path))
        states.search.select(mine)
        shots.rename(tmp_path / "unplugged")
        await _until(lambda: states.thumbnails.away(mine.path))
        assert mine in states.gallery.pictures
        (page,) = studio.window.findChildren(GalleryPage)
        details = page.details.details
        assert f"The folder {shots} cannot be reached." in details.text()
        states.thumbnails.forget(mine.path)
        await _until(lambda: states.thumbnails.image(mine.path))  # from the cache
        states.stage.show_picture(mine)
        await _until(lambda: states.failures.problem is not None)
        assert states.failures.problem.kind == "away"
        states.curation.rate([mine], 5)
        shutil.copytree(tmp_path / "unplugged", shots)
        await _until(lambda: not states.thumbnails.away(mine.path))
        assert not details.text().startswith("The folder")

    run(user)
