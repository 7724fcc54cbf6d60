"""Thumbnails: asked for when they are seen, forgotten when there are too many."""

from __future__ import annotations

from pathlib import Path

from glm_studio.state.thumbnails import ThumbnailState
from support.fakes import colour


class FakeThumbnails:
    def __init__(self) -> None:
        self.asked = []

    def request(self, path, side_px, on_ready) -> None:
        self.asked.append((path, on_ready))


def test_a_thumbnail_is_asked_for_once_and_then_here(qapp, qtbot):
    state, source = ThumbnailState(), FakeThumbnails()
    state.open(source)
    assert state.image(Path("a.png")) is None
    assert state.image(Path("a.png")) is None
    assert [path for path, _ in source.asked] == [Path("a.png")]
    with qtbot.waitSignal(state.ready) as ready:
        source.asked[0][1](Path("a.png"), colour(32, 20))
    assert ready.args == [Path("a.png")]
    assert state.image(Path("a.png")).width() == 32


def test_the_newest_wish_is_served_first_and_old_ones_are_dropped(qapp, qtbot):
    state, source = ThumbnailState(), FakeThumbnails()
    state.open(source)
    for number in range(1000):
        state.image(Path(f"{number}.png"))
    busy = len(source.asked)
    assert busy < 10
    with qtbot.waitSignal(state.ready):
        source.asked[0][1](source.asked[0][0], colour(8, 8))
    assert source.asked[busy][0] == Path("999.png")
    served = 0
    while served < len(source.asked):
        path, on_ready = source.asked[served]
        served += 1
        if path != source.asked[0][0]:
            with qtbot.waitSignal(state.ready):
                on_ready(path, colour(8, 8))
    assert len(source.asked) < 200


def test_a_picture_without_thumbnail_is_known_as_broken(qapp, qtbot):
    state, source = ThumbnailState(), FakeThumbnails()
    state.open(source)
    state.image(Path("a.png"))
    assert not state.broken(Path("a.png"))
    with qtbot.waitSignal(state.ready):
        source.asked[0][1](Path("a.png"), None)
    assert state.broken(Path("a.png"))
