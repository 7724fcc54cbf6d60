"""Which picture the canvas shows."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtGui import QColor, QImage

from engine.api import GenerationRequest, ImageRef, PreviewKind, PreviewReady, Stage
from engine.sizes import big_grid, prior_tokens, small_grid
from glm_studio.state.canvas import CanvasState, Kind, to_image
from glm_studio.state.progress import Progress
from support.fakes import colour, some_picture

REQUEST = GenerationRequest("x", 512, 320, 12, 1.5, 1)
OWNER, NEXT = object(), object()
SMALL, BIG = small_grid(512, 320), big_grid(512, 320)
LATENTS = PreviewReady("", PreviewKind.LATENTS, 4, 12, colour(64, 40))
COMPOSITION = PreviewReady("", PreviewKind.COMPOSITION, 4, 4, colour(90, 60, (9, 9, 9)))


def codes(step: int, total: int = SMALL.codes + BIG.codes) -> PreviewReady:
    return PreviewReady("", PreviewKind.CODES, step, total, colour(80, 48, (7, 7, 7)))


@pytest.fixture
def canvas(qapp) -> CanvasState:
    return CanvasState()


def test_pixels_become_an_image_of_the_same_colours():
    image = to_image(colour(3, 2, (10, 20, 30)))
    assert (image.width(), image.height()) == (3, 2)
    assert {image.pixelColor(x, y).getRgb()[:3] for x in range(3) for y in range(2)} == {
        (10, 20, 30)
    }


def test_composition_then_preview_then_picture(canvas):
    canvas.show_progress(OWNER, REQUEST, Progress(Stage.PRIOR, done=4, total=100))
    assert canvas.frame.kind is Kind.COMPOSING
    canvas.show_preview(OWNER, REQUEST, LATENTS)
    assert canvas.frame.kind is Kind.PREVIEW
    # The preview is smaller than the picture, and takes the picture's place all the same.
    assert (canvas.frame.width, canvas.frame.height) == (512, 320)
    canvas.show_result(OWNER, colour(512, 320, (1, 2, 3)))
    assert canvas.frame.kind is Kind.PICTURE
    assert canvas.frame.picture is None
    assert canvas.keep_result(OWNER, some_picture())
    assert canvas.frame.picture == some_picture()


def test_with_references_the_big_grid_is_composed_at_once(canvas):
    request = dataclasses.replace(REQUEST, references=(ImageRef("a.png"),))
    canvas.show_progress(OWNER, request, Progress(Stage.PRIOR, 3, 160))
    assert (canvas.frame.grid, canvas.frame.written) == (big_grid(512, 320), 3)


def test_the_small_grid_is_composed_before_the_big_one(canvas):
    small, big = SMALL, BIG
    canvas.show_progress(OWNER, REQUEST, Progress(Stage.PRIOR, small.codes - 1, 999))
    assert (canvas.frame.grid, canvas.frame.written) == (small, small.codes - 1)
    canvas.show_progress(OWNER, REQUEST, Progress(Stage.PRIOR, small.codes + 3, 999))
    assert (canvas.frame.grid, canvas.frame.written) == (big, 3)
    canvas.show_progress(OWNER, REQUEST, Progress(Stage.PRIOR, prior_tokens(512, 320) + 1, 999))
    assert canvas.frame.written == big.codes


def test_a_preview_says_what_it_was_made_from(canvas):
    for event in (codes(7), COMPOSITION, LATENTS):
        canvas.show_preview(OWNER, REQUEST, event)
        frame = canvas.frame
        assert (frame.preview, frame.step, frame.total) == (event.kind, event.step, event.total)
    canvas.show_result(OWNER, colour(512, 320))
    assert canvas.frame.preview is None


def test_counting_on_does_not_take_a_preview_of_the_codes_away(canvas):
    canvas.show_preview(OWNER, REQUEST, codes(7))
    canvas.show_progress(OWNER, REQUEST, Progress(Stage.PRIOR, 8, SMALL.codes + BIG.codes))
    assert canvas.frame.image is not None
    canvas.show_progress(NEXT, REQUEST, Progress(Stage.PRIOR, 2, SMALL.codes + BIG.codes))
    assert canvas.frame.image is None  # of another picture nothing is known yet


def test_the_composition_stays_until_the_transformer_paints(canvas):
    canvas.show_preview(OWNER, REQUEST, COMPOSITION)
    canvas.show_preview(OWNER, REQUEST, codes(SMALL.codes + 9))
    assert canvas.frame.image.pixelColor(0, 0).red() == 9
    assert (canvas.frame.grid, canvas.frame.written) == (BIG, 9)
    canvas.show_preview(OWNER, REQUEST, LATENTS)
    assert canvas.frame.kind is Kind.PREVIEW
    canvas.show_preview(NEXT, REQUEST, codes(3))
    assert canvas.frame.image.pixelColor(0, 0).red() == 7


@pytest.mark.parametrize(
    ("event", "grid", "written", "sketched"),
    [
        (codes(3), SMALL, 3, False),
        (codes(SMALL.codes), BIG, 0, True),
        (codes(SMALL.codes + 5), BIG, 5, True),
        (codes(5, BIG.codes), BIG, 5, False),  # image-to-image writes no small grid
        (COMPOSITION, BIG, 0, True),
    ],
)
def test_what_a_preview_leaves_open(canvas, event, grid, written, sketched):
    canvas.show_preview(OWNER, REQUEST, event)
    frame = canvas.frame
    assert (frame.grid, frame.written, frame.sketched) == (grid, written, sketched)


def test_a_chosen_picture_stays_while_another_is_made(canvas):
    canvas.show_preview(OWNER, REQUEST, LATENTS)
    canvas.show_picture(some_picture(1), _image())
    canvas.show_preview(OWNER, REQUEST, LATENTS)
    assert canvas.frame.picture == some_picture(1)
    assert canvas.live_hidden
    canvas.follow()
    assert canvas.frame.kind is Kind.PREVIEW
    assert not canvas.live_hidden


def test_the_next_picture_does_not_become_the_one_that_was_saved_late(canvas):
    canvas.show_result(OWNER, colour(512, 320))
    canvas.show_preview(NEXT, REQUEST, LATENTS)
    assert not canvas.keep_result(OWNER, some_picture())
    assert canvas.frame.kind is Kind.PREVIEW


def test_a_cancelled_picture_leaves_an_empty_canvas(canvas):
    canvas.show_preview(OWNER, REQUEST, LATENTS)
    assert canvas.drop_live(OWNER)
    assert canvas.frame.kind is Kind.EMPTY


def _image() -> QImage:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    return image
