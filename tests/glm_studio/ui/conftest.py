"""A window over fakes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from engine.checkpoint import open_checkpoint
from glm_studio.bridge import Bridge
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.state.appearance import Appearance
from glm_studio.state.studio import StudioState
from glm_studio.ui.main_window import MainWindow
from glm_studio.ui.theme import Theme
from support.fakes import FakeEngine, FakeLibrary, run_script
from support.gallery import fill

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def engine() -> FakeEngine:
    """Makes pictures at once; a test may give it another script."""
    return FakeEngine(run_script())


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def make_window(states: StudioState, qtbot, qapp: QApplication) -> Iterator[MakeWindow]:
    """Opens a window on the states, in a theme, and of a size or of the one that it takes."""
    themes = []

    def make(
        size: tuple[int, int] | None = (1280, 800), look: Appearance = Appearance.DARK
    ) -> MainWindow:
        states.appearance.choose(look)
        theme = Theme(states.appearance)
        themes.append(theme)
        theme.apply()
        window = MainWindow(states, theme)
        qtbot.addWidget(window)
        if size is not None:
            window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        return window

    qapp.setStyle("Fusion")
    yield make
    for theme in themes:
        states.appearance.changed.disconnect(theme.apply)


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


@pytest.fixture
def theme(window: MainWindow) -> Theme:
    """The window's."""
    return window._theme


@pytest.fixture
def bridge(
    loop, wait, states: StudioState, engine: FakeEngine, library: FakeLibrary
) -> Iterator[Bridge]:
    """The states joined to the fake engine, with the model described and loaded."""
    states.model.describe(open_checkpoint(states.model.folder))
    states.gallery.open(library)
    bridge = Bridge(states, library)

    async def attach() -> None:
        bridge.attach(engine)

    loop.run_until_complete(attach())
    wait(lambda: states.model.loaded)
    yield bridge
    loop.run_until_complete(bridge.drain())


@pytest.fixture(scope="session")
def twelve_pictures(tmp_path_factory) -> Path:
    """A folder of twelve small pictures, made once: each waits for the disk."""
    home = tmp_path_factory.mktemp("twelve")
    library = Library(Folders(*(home / n for n in ("pictures", "data", "cache", "config"))))
    library.open()
    fill(library, 12)
    library.close()
    return home / "pictures"


@pytest.fixture
def shelf(states: StudioState, twelve_pictures, tmp_path, monkeypatch) -> Iterator[Library]:
    """A real library of twelve pictures behind the states, with a trash of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    home = tmp_path / "home"
    shutil.copytree(twelve_pictures, home / "pictures")
    library = Library(Folders(*(home / n for n in ("pictures", "data", "cache", "config"))))
    library.open()
    assert library.wait_scanned(10)
    states.open_library(library)
    yield library
    library.close()
