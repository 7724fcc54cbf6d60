"""Fixtures of the window's tests: states and a window over fakes, on a qasync loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.garbage import collected_on_this_thread

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_SETTLED = 40
"""So many rounds of the loop: a fake picture's way to where it holds."""

Wait = Callable[[Callable[[], object]], None]


_garbage = pytest.fixture(autouse=True, scope="module")(collected_on_this_thread)


@pytest.fixture(autouse=True, scope="session")
def _clipboard_is_left_empty() -> Iterator[None]:
    """What Python has put there would be destroyed by Qt's last words, when Python is gone: that
    ends a run that passed with a segmentation fault."""
    yield
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture
def loop(qapp) -> Iterator[asyncio.AbstractEventLoop]:
    """The window's loop: asyncio on Qt's."""
    from glm_studio.loop import WindowLoop

    qapp.setQuitOnLastWindowClosed(False)
    loop = WindowLoop(qapp)
    asyncio.set_event_loop(loop)
    with loop:
        yield loop
    asyncio.set_event_loop(None)


@pytest.fixture
def wait(loop) -> Wait:
    """Run the loop until a condition holds; fails after five seconds.

    What follows from it at once is done as well: whatever is still due when the loop stops may be
    carried out by pytest-qt after the test, when there is no running loop.
    """

    async def poll(condition: Callable[[], object]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.005)
        for _ in range(_SETTLED):
            await asyncio.sleep(0)

    return lambda condition: loop.run_until_complete(poll(condition))


@pytest.fixture
def states(qapp, tmp_path: Path) -> Iterator[object]:
    """All states of a window that has opened the bundled model, with an empty gallery."""
    from glm_studio.resources import resource
    from glm_studio.state.memory import Memory
    from glm_studio.state.studio import StudioState

    states = StudioState(resource("models", "nano"), Memory(tmp_path / "window.json"))
    yield states
    states.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns whenever a window has a smallest size, or a menu opens."""
    ours = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(ours):
            item.add_marker(
                pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")
            )
