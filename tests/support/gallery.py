"""A real library of a few small pictures, and a window that shows it on the gallery's page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from engine.api import GenerationRequest
from glm_studio.library.library import Library
from glm_studio.library.picture import Picture
from glm_studio.state.pages import Page
from support.fakes import picture_of

PROMPTS = (
    "a lighthouse at dusk",
    "red umbrella in the rain",
    "an old fisherman in the rain",
    "misty mountains in ink",
)
SIZES = ((64, 64), (96, 64), (64, 96))
WAIT_S = 10.0


def fill(library: Library, number: int) -> list[Picture]:
    """Make pictures, the newest last; seeds count from 1000."""
    requests = [
        GenerationRequest(PROMPTS[i % len(PROMPTS)], *SIZES[i % 3], 10 + i % 2, 1.5, 1000 + i)
        for i in range(number)
    ]
    return [library.record(picture_of(request)).result(WAIT_S) for request in requests]


def gallery_page(window: QWidget):
    """The gallery's page, opened."""
    window._states.pages.show(Page.GALLERY)
    return window.body.pages.page(Page.GALLERY)


def spot(view, row: int) -> QPoint:
    """The middle of a tile."""
    return view.visualRect(view.model().index(row, 0)).center()


def click(qtbot, view, row: int, keys=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, spot(view, row))


def seeds(pictures: Sequence[Picture]) -> list[int | None]:
    return [picture.seed for picture in pictures]
