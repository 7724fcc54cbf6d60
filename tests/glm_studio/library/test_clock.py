"""A clock that is wrong or set back: nothing is overwritten, and the newest picture comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.api import ImageReady
from glm_studio.library import store
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library

WAIT_S = 10.0
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Set the system's clock, as far as pictures go by it."""
    moment = [NOON]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return moment[0]

    monkeypatch.setattr(store, "datetime", Clock)
    monkeypatch.setattr(store, "_now", store._Clock().now)

    def set_clock(to: timedelta) -> None:
        moment[0] = NOON + to

    return set_clock


def _made(library: Library, image: ImageReady) -> Path:
    return library.record(image).result(WAIT_S).path


@pytest.mark.parametrize("back", [timedelta(), timedelta(seconds=2), timedelta(minutes=50)])
def test_a_correction_turns_no_order_round(make_image, open_library, set_clock, back) -> None:
    library = open_library()
    first = _made(library, make_image(seed=1))
    set_clock(-back)
    second, third = _made(library, make_image(seed=2)), _made(library, make_image(seed=3))
    assert [picture.path for picture in library.pictures()] == [third, second, first]


def test_a_clock_that_was_wrong_by_years_is_not_believed_for_ever(
    make_image, open_library, set_clock
) -> None:
    library = open_library()
    set_clock(timedelta(days=3650))
    future = _made(library, make_image(seed=1))
    set_clock(timedelta())
    now = _made(library, make_image(seed=1))
    pictures = {picture.path: picture.created for picture in library.pictures()}
    assert pictures[now] == NOON
    assert pictures[future] == NOON + timedelta(days=3650)


def test_the_same_second_twice_overwrites_nothing(
    make_image, open_library, set_clock, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    saved = []
    for _ in range(3):
        set_clock(timedelta())
        monkeypatch.setattr(store, "_now", store._Clock().now)  # as another window has it
        saved.append(_made(library, make_image(seed=1)))
    assert len(set(saved)) == len(list(folders.pictures.iterdir())) == 3
