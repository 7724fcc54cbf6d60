"""A window with pictures that no disk took asks before it is closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import Problem
from glm_studio.library.store import SaveError
from glm_studio.ui.unsaved_sheet import UnsavedSheet


@pytest.fixture
def unsaved(window, bridge, library, states, loop, wait):
    """The window, with one finished picture in memory alone."""
    states.prompt.set_text("a red circle")
    library.failing = SaveError(Path("/full"), OSError(28, "No space left"))

    async def generate() -> None:
        states.generate()

    loop.run_until_complete(generate())
    wait(lambda: states.queue.unsaved == 1)
    return window


def _sheet(window) -> UnsavedSheet:
    (sheet,) = (each for each in window.findChildren(UnsavedSheet) if each.isVisible())
    return sheet


def test_closing_asks_and_the_window_stays(unsaved, states) -> None:
    states.failures.show(Problem("x", "Something else failed.", "It did.", "Never mind."))
    assert not unsaved.close()
    assert not unsaved.close()
    sheet = _sheet(unsaved)
    assert sheet.save.hasFocus()
    assert "The disk is full." in sheet.why.text()
    sheet.stay.click()
    assert unsaved.isVisible()


def test_saved_again_there_is_nothing_to_ask(unsaved, library, loop, wait, qtbot) -> None:
    unsaved.close()
    sheet = _sheet(unsaved)

    async def save() -> None:
        sheet.save.click()

    loop.run_until_complete(save())
    wait(lambda: len(library.pictures()) == 1)
    assert not [each for each in unsaved.findChildren(UnsavedSheet) if each.isVisible()]
    with qtbot.waitSignal(unsaved.closing):
        assert unsaved.close()


@pytest.mark.parametrize("by", ["the user's word", "the system"])
def test_it_closes_all_the_same(unsaved, qtbot, by: str) -> None:
    with qtbot.waitSignal(unsaved.closing):
        if by == "the system":
            unsaved.leave()
        else:
            unsaved.close()
            _sheet(unsaved).close_anyway.click()
