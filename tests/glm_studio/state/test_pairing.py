"""Two pictures beside each other: which two, in which order, and how far they are apart."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from engine.api import GenerationRequest, PreviewKind, PreviewReady
from glm_studio.state.canvas import Frame, Kind
from glm_studio.state.difference import difference, fitted
from glm_studio.state.pairing import Mode, PairingState
from support.fakes import colour, some_picture


def image(side: int = 10, rgb: tuple[int, int, int] = (100, 100, 100)) -> QImage:
    made = QImage(side, side, QImage.Format.Format_RGB32)
    made.fill(QColor(*rgb))
    return made


def frame(number: int, rgb: tuple[int, int, int] = (100, 100, 100), side: int = 10) -> Frame:
    return Frame(Kind.PICTURE, side, side, image=image(side, rgb), picture=some_picture(number))


def show(states, number: int, rgb: tuple[int, int, int] = (100, 100, 100), side: int = 10) -> None:
    states.canvas.show_picture(some_picture(number), image(side, rgb))


@pytest.fixture
def pairing(states) -> PairingState:
    return states.pairing


# Difference --------------------------------------------------------------------------------------


def test_equal_pictures_have_no_difference():
    found = difference(image(), image(), QSize(10, 10), QSize(10, 10), 16)
    figures = found.figures
    assert (figures.largest, figures.mean, figures.changed) == (0, 0, 0)
    assert figures.psnr_db == math.inf
    assert found.image.pixelColor(5, 5) == QColor("black")


def test_one_changed_pixel_is_found_and_made_visible():
    changed = image()
    changed.setPixelColor(3, 7, QColor(104, 100, 90))
    found = difference(image(), changed, QSize(10, 10), QSize(10, 10), 8)
    figures = found.figures
    assert figures.largest == 10
    assert figures.changed == pytest.approx(0.01)
    assert figures.mean == pytest.approx(14 / 300)
    assert figures.psnr_db == pytest.approx(10 * math.log10(255**2 / (116 / 300)))
    assert found.image.pixelColor(3, 7).getRgb()[:3] == (32, 0, 80)
    assert found.image.pixelColor(3, 6) == QColor("black")


def test_the_difference_is_the_same_whichever_is_first():
    a, b = image(rgb=(10, 200, 30)), image(rgb=(40, 20, 30))
    sizes = QSize(10, 10), QSize(10, 10)
    one, two = difference(a, b, *sizes, 1), difference(b, a, *sizes, 1)
    assert one.image == two.image
    assert one.figures == two.figures


def test_another_shape_is_laid_over_the_middle_and_the_rest_is_not_compared():
    assert fitted(QSize(20, 10), QSize(10, 10)).getRect() == (0, 2, 10, 5)
    wide = QImage(20, 10, QImage.Format.Format_RGB32)
    wide.fill(QColor(100, 100, 110))
    found = difference(image(), wide, QSize(10, 10), QSize(20, 10), 1)
    assert found.image.pixelColor(5, 0) == QColor("black")
    assert found.image.pixelColor(5, 4).blue() == 10
    assert found.figures.changed == 1


def test_a_preview_is_compared_at_the_size_of_the_picture():
    found = difference(image(10), image(5), QSize(10, 10), QSize(10, 10), 1)
    assert found.image.size() == QSize(10, 10)
    assert found.figures.largest == 0


# Which two ---------------------------------------------------------------------------------------


def test_the_pinned_picture_is_compared_with_whatever_is_shown(states, pairing):
    show(states, 1)
    pairing.pin(states.canvas.frame)
    assert pairing.active
    assert pairing.pair is None  # with itself there is nothing to compare
    show(states, 2, (1, 2, 3))
    assert pairing.pair.a.picture == some_picture(1)
    assert pairing.pair.b.picture == some_picture(2)
    show(states, 3)
    assert pairing.pair.b.picture == some_picture(3)
    show(states, 1)
    assert pairing.pair is None


def test_a_live_preview_can_be_compared(states, pairing):
    pairing.pin(frame(1))
    request = GenerationRequest("x", 256, 256, 1, 1.5, 1)
    event = PreviewReady("", PreviewKind.LATENTS, 4, 12, colour(64, 64))
    states.canvas.show_preview(object(), request, event)
    assert pairing.pair.b.preview is PreviewKind.LATENTS
    assert pairing.pair.sizes_differ


def test_a_still_of_the_strip_can_be_compared_with_its_own_picture(states, pairing):
    request, owner = GenerationRequest("x", 256, 256, 1, 1.5, 1), object()
    event = PreviewReady("", PreviewKind.LATENTS, 4, 12, colour(64, 64))
    states.canvas.show_preview(owner, request, event)
    states.film.record(owner, request, event)
    states.canvas.show_result(owner, colour(256, 256))
    pairing.pin(states.canvas.frame)
    states.film.look_at(0)
    assert pairing.pair.b.step == 4
    assert not pairing.pair.sizes_differ


def test_swapping_changes_sides_and_not_what_is_shown(states, pairing):
    show(states, 2)
    pairing.pin(frame(1))
    pairing.swap()
    pair = pairing.pair
    assert (pair.a.picture, pair.b.picture) == (some_picture(2), some_picture(1))
    assert pair.shown is pair.a
    assert pair.other is pair.b


def test_the_difference_follows_the_pictures_and_the_amplification(states, pairing, wait):
    show(states, 2, (110, 100, 100))
    pairing.pin(frame(1))
    assert pairing.difference is None
    pairing.choose(Mode.DIFFERENCE)
    wait(lambda: pairing.difference)
    assert pairing.difference.figures.largest == 10
    pairing.amplify(4)
    wait(lambda: pairing.difference.image.pixelColor(5, 5).red() == 40)
    for number in range(3, 9):  # the newest wins, whatever is being computed
        show(states, number, (100 + number, 100, 100))
    wait(lambda: pairing.difference.figures.largest == 8)
    pairing.close()
    assert pairing.difference is None


def test_flickering_stays_below_what_is_dangerous(states, pairing, qtbot):
    show(states, 2)
    pairing.pin(frame(1))
    pairing.flicker(True)
    assert not pairing.flickering  # another mode is shown
    pairing.choose(Mode.FLICKER)
    pairing.set_rate(50)
    assert pairing.rate == 3
    pairing.flicker(True)
    shown = pairing.second
    qtbot.waitUntil(lambda: pairing.second is not shown, timeout=1000)
    pairing.close()
    assert not pairing.flickering


def test_by_hand_it_flips_once_a_key(states, pairing):
    show(states, 2)
    pairing.pin(frame(1))
    pairing.choose(Mode.FLICKER)
    assert not pairing.second
    pairing.flip()
    assert pairing.second


def test_the_previous_picture_is_one_step_away(states, pairing, tmp_path, wait):
    from support.fakes import FakeLibrary

    pictures = [some_picture(number, tmp_path) for number in range(2)]
    for number, picture in enumerate(pictures):
        image(8, (number, 0, 0)).save(str(picture.path))
    states.gallery.open(FakeLibrary(pictures))
    wait(lambda: len(states.gallery.pictures) == 2)
    states.stage.show_picture(pictures[0])
    wait(lambda: states.canvas.frame.picture)
    states.stage.compare_with_previous()
    wait(lambda: pairing.pair)
    assert pairing.pair.a.picture == pictures[1]
    said = []
    states.noticed.connect(said.append)
    states.stage.show_picture(pictures[1])
    wait(lambda: states.canvas.frame.picture == pictures[1])
    states.stage.compare_with_previous()
    assert said == ["There is no earlier picture to compare with."]


def test_a_picture_that_cannot_be_read_is_said_and_changes_nothing(states, pairing, wait):
    show(states, 1)
    states.stage.compare_with(some_picture(2))
    wait(lambda: states.failures.problem)
    assert "00002.png" in states.failures.problem.what
    assert not pairing.active
