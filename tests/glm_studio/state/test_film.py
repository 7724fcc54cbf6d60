"""The film strip: what it keeps, where it looks, and that it comes back with its picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtGui import QImage

from engine.api import GenerationRequest, PreviewKind, PreviewReady
from glm_studio.state.background import Background
from glm_studio.state.canvas import CanvasState, Kind
from glm_studio.state.film import FilmState
from glm_studio.state.film_strip import MOST_SIDE_PX, MOST_STILLS
from support.fakes import colour, some_picture

REQUEST = GenerationRequest("x", 512, 320, 50, 1.5, 1)
OWNER, NEXT = object(), object()
CODES = 416


def codes(step: int) -> PreviewReady:
    return PreviewReady("", PreviewKind.CODES, step, CODES, colour(64, 40, (1, 1, step % 256)))


def latents(step: int, side: int = 64) -> PreviewReady:
    return PreviewReady("", PreviewKind.LATENTS, step, 50, colour(side, side, (step, 2, 2)))


COMPOSITION = PreviewReady("", PreviewKind.COMPOSITION, 4, 4, colour(90, 60, (9, 9, 9)))


class Rig:
    """A canvas and its film, told of events as the studio tells them."""

    def __init__(self, background: Background, most_bytes: int = 256 << 20) -> None:
        self.canvas = CanvasState()
        self.film = FilmState(self.canvas, background, most_bytes)

    def preview(self, event: PreviewReady, owner: object = OWNER) -> None:
        self.canvas.show_preview(owner, REQUEST, event)
        self.film.record(owner, REQUEST, event)

    def finish(self, number: int = 0, owner: object = OWNER) -> None:
        self.canvas.show_result(owner, colour(512, 320, (200, 0, number)))
        self.canvas.keep_result(owner, some_picture(number))
        self.film.keep(owner, some_picture(number))

    def kinds(self) -> list[tuple[PreviewKind | None, int]]:
        return [(still.frame.preview, still.frame.step) for still in self.film.stills]


@pytest.fixture
def background(qapp) -> Iterator[Background]:
    made = Background("pictures")
    yield made
    made.close()


@pytest.fixture
def rig(background) -> Rig:
    return Rig(background)


def run(rig: Rig, number: int = 0, owner: object = OWNER) -> None:
    for event in (codes(60), codes(300), latents(10), latents(50)):
        rig.preview(event, owner)
    rig.finish(number, owner)


def test_each_preview_is_kept_as_it_was(rig):
    for event in (codes(60), COMPOSITION, codes(300), latents(10)):
        rig.preview(event)
    assert rig.kinds() == [
        (PreviewKind.CODES, 60),
        (PreviewKind.COMPOSITION, 4),
        (PreviewKind.CODES, 300),
        (PreviewKind.LATENTS, 10),
    ]
    # The canvas keeps the composition while codes are written; the strip has the codes themselves.
    late_codes = rig.film.stills[2].frame.image
    assert late_codes.pixelColor(3, 3).getRgb()[:3] == (1, 1, 300 % 256)


def test_a_long_run_keeps_an_even_choice(rig):
    rig.preview(COMPOSITION)
    for step in range(1, CODES + 1):
        rig.preview(codes(step))
    for step in range(1, 51):
        rig.preview(latents(step))
    kinds = rig.kinds()
    assert len(kinds) == MOST_STILLS
    assert kinds[0][0] is PreviewKind.COMPOSITION
    assert kinds[-1] == (PreviewKind.LATENTS, 50)
    steps = [step for kind, step in kinds if kind is PreviewKind.LATENTS]
    assert 20 <= len(steps) <= 44
    assert max(b - a for a, b in pairwise(steps)) <= 3


def test_memory_is_bounded_by_size_as_well(rig):
    rig.preview(latents(1, side=MOST_SIDE_PX * 2))
    still = rig.film.stills[0]
    assert max(still.frame.image.width(), still.frame.image.height()) == MOST_SIDE_PX
    assert (still.frame.width, still.frame.height) == (512, 320)


def test_one_looks_back_while_the_picture_goes_on(rig):
    rig.preview(codes(60))
    rig.preview(latents(10))
    rig.film.look_at(0)
    assert rig.canvas.frame is rig.film.stills[0].frame
    rig.preview(latents(20))
    assert rig.canvas.frame is rig.film.stills[0].frame
    assert rig.film.position == 0
    rig.film.look_at(99)
    assert rig.canvas.frame.step == 20
    assert rig.canvas.still is None


def test_what_is_looked_at_is_not_thinned_out(rig):
    for step in range(1, 5):
        rig.preview(codes(step))
    rig.film.look_at(2)
    looked_at = rig.canvas.frame
    for step in range(5, 300):
        rig.preview(codes(step))
    assert looked_at in [still.frame for still in rig.film.stills]
    assert rig.film.stills[rig.film.position].frame is looked_at


def test_a_picture_keeps_its_strip_and_brings_it_back(rig):
    run(rig, 0)
    assert len(rig.film.stills) == 4
    assert rig.film.finished
    rig.canvas.show_picture(some_picture(7), QImage(8, 8, QImage.Format.Format_RGB32))
    assert rig.film.stills == ()
    rig.canvas.show_picture(some_picture(0), QImage(512, 320, QImage.Format.Format_RGB32))
    assert len(rig.film.stills) == 4
    rig.film.step(-1)
    assert rig.canvas.frame.step == 50
    rig.film.step(1)
    assert rig.canvas.frame.kind is Kind.PICTURE


def test_another_picture_is_shown_as_it_is_not_at_the_same_place_of_its_strip(rig):
    run(rig, 0)
    run(rig, 1, NEXT)
    rig.film.look_at(1)
    rig.canvas.show_picture(some_picture(0), QImage(512, 320, QImage.Format.Format_RGB32))
    assert rig.canvas.still is None
    assert rig.film.position == len(rig.film.stills)


def test_looking_back_and_forth_faster_than_strips_are_packed_loses_none(rig, wait):
    run(rig, 0)
    run(rig, 1, NEXT)
    for number in (0, 1) * 10:
        rig.canvas.show_picture(some_picture(number), QImage(8, 8, QImage.Format.Format_RGB32))
    wait(lambda: not rig.film._moving)
    for number in (0, 1):
        rig.canvas.show_picture(some_picture(number), QImage(8, 8, QImage.Format.Format_RGB32))
        wait(lambda: len(rig.film.stills) == 4)


def test_the_next_run_takes_the_canvas_from_a_still(rig):
    run(rig, 0)
    rig.film.look_at(1)
    rig.preview(codes(5), NEXT)
    assert rig.canvas.still is None
    assert rig.kinds() == [(PreviewKind.CODES, 5)]


def test_the_oldest_strips_go_when_there_are_too_many(background):
    rig = Rig(background, most_bytes=1)
    run(rig, 0)
    run(rig, 1, NEXT)
    rig.canvas.show_picture(some_picture(0), QImage(512, 320, QImage.Format.Format_RGB32))
    assert rig.film.stills == ()
    rig.canvas.show_picture(some_picture(1), QImage(512, 320, QImage.Format.Format_RGB32))
    assert len(rig.film.stills) == 4


def test_strips_that_are_not_shown_take_less_memory_and_come_back_as_they_were(rig, wait):
    for step in range(1, 9):
        rig.preview(latents(step, side=256))
    rig.finish(0)
    before = [still.frame.image.copy() for still in rig.film.stills]
    full = rig.film._kept_bytes()
    run(rig, 1, NEXT)
    wait(lambda: rig.film._kept_bytes() < full / 4)
    rig.canvas.show_picture(some_picture(0), QImage(512, 320, QImage.Format.Format_RGB32))
    wait(lambda: rig.film.stills)
    assert [still.frame.image for still in rig.film.stills] == before
    rig.film.look_at(3)
    assert rig.canvas.frame.step == 4


def test_a_run_given_up_takes_its_strip_and_the_still_with_it(rig):
    rig.preview(codes(60))
    rig.film.look_at(0)
    rig.canvas.drop_live(OWNER)
    rig.film.drop(OWNER)
    assert rig.film.stills == ()
    assert rig.canvas.frame.kind is Kind.EMPTY


def test_playing_ends_at_the_picture(rig, qtbot):
    run(rig)
    rig.film._timer.setInterval(1)
    seen = []
    rig.canvas.changed.connect(lambda: seen.append(rig.canvas.frame.step))
    rig.film.play()
    qtbot.waitUntil(lambda: not rig.film.playing)
    assert seen == [60, 300, 10, 50, 0]
    assert rig.canvas.frame.kind is Kind.PICTURE


def test_previews_of_other_pictures_are_kept_without_being_shown(rig):
    rig.preview(codes(60))
    rig.film.record(NEXT, dataclasses.replace(REQUEST, seed=2), latents(3))
    assert rig.kinds() == [(PreviewKind.CODES, 60)]
    rig.film.keep(NEXT, some_picture(9))
    rig.canvas.show_picture(some_picture(9), QImage(8, 8, QImage.Format.Format_RGB32))
    assert rig.kinds() == [(PreviewKind.LATENTS, 3)]
