"""Two pictures on the canvas: side by side, with a slider, flickering, and their difference."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from glm_studio.state.canvas import Frame, Kind
from glm_studio.state.options import Motion
from glm_studio.state.pairing import Mode
from glm_studio.state.preferences import MOTION
from support.fakes import some_picture

RED, BLUE = "#c02020", "#2020c0"
LEFT = Qt.MouseButton.LeftButton


def plain(colour: str, side: int = 200) -> QImage:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def frame(number: int, image: QImage) -> Frame:
    return Frame(
        Kind.PICTURE, image.width(), image.height(), image=image, picture=some_picture(number)
    )


@pytest.fixture
def canvas(window, bridge, states):
    """Red, the pinned one, is A; blue, the shown one, is B."""
    states.preferences.set(MOTION, Motion.REDUCED.value)
    states.canvas.show_picture(some_picture(2), plain(BLUE))
    states.pairing.pin(frame(1, plain(RED)))
    window.activateWindow()
    window.body.centre.canvas.setFocus()
    return window.body.centre.canvas


def colour(canvas, x: float, y: float = 0.5) -> QColor:
    """What is painted at these parts of the canvas' width and height."""
    painted = canvas.grab().toImage()
    return painted.pixelColor(round(painted.width() * x), round(painted.height() * y))


def test_side_by_side_both_are_whole_and_move_together(canvas):
    first, second = canvas.panes
    assert first.target.size() == second.target.size()
    painted = canvas.grab().toImage()
    assert painted.pixelColor(first.target.center().toPoint()) == QColor(RED)
    assert painted.pixelColor(second.target.center().toPoint()) == QColor(BLUE)
    inside = second.rect.center() + QPointF(20, 10)
    canvas.zoom_to(8.0, inside)
    first, second = canvas.panes
    assert first.view.zoom == second.view.zoom == 8.0
    middle = first.rect.center() - first.rect.topLeft()
    apart = first.view.to_picture(middle) - second.view.to_picture(middle)
    assert apart.manhattanLength() < 0.3


def test_the_slider_shows_one_left_and_one_right_and_is_dragged(canvas, states):
    QTest.keyClick(canvas, "2")
    assert states.pairing.mode is Mode.SLIDER
    assert colour(canvas, 0.4) == QColor(RED)
    assert colour(canvas, 0.6) == QColor(BLUE)
    middle = canvas.rect().center()
    QTest.mousePress(canvas, LEFT, pos=middle)
    QTest.mouseMove(canvas, middle + QPoint(70, 0))
    QTest.mouseRelease(canvas, LEFT, pos=middle + QPoint(70, 0))
    assert states.pairing.split > 0.5
    assert colour(canvas, 0.5, 0.3) == QColor(RED)


def test_the_slider_is_moved_by_keys(canvas, states):
    states.pairing.choose(Mode.SLIDER)
    for _ in range(5):
        QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert states.pairing.split == pytest.approx(0.4)
    canvas.zoom_to(8.0)
    QTest.keyClick(canvas, Qt.Key.Key_Left)  # now it pans
    assert states.pairing.split == pytest.approx(0.4)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert states.pairing.split == pytest.approx(0.42)


def test_with_reduced_motion_flickering_waits_for_its_key(canvas, states):
    QTest.keyClick(canvas, "3")
    assert not states.pairing.flickering
    assert colour(canvas, 0.5) == QColor(RED)
    QTest.keyClick(canvas, "x")
    assert colour(canvas, 0.5) == QColor(BLUE)


def test_otherwise_it_flickers_by_itself_until_it_is_stopped(canvas, window, states):
    states.preferences.set(MOTION, Motion.FULL.value)
    QTest.keyClick(canvas, "3")
    assert states.pairing.flickering
    window.body.centre.compare.play.click()
    assert not states.pairing.flickering


def test_the_difference_has_figures_and_can_be_amplified(canvas, window, states, wait):
    states.canvas.show_picture(some_picture(3), plain("#c02030"))
    bar = window.body.centre.compare
    QTest.keyClick(canvas, "4")
    wait(lambda: states.pairing.difference)
    assert colour(canvas, 0.5).getRgb()[:3] == (0, 0, 16)
    assert "largest 16" in bar.figures.text()
    assert "100.0 % of the pixels" in bar.figures.text()
    bar.amplified.button(8).click()
    wait(lambda: colour(canvas, 0.5).getRgb()[:3] == (0, 0, 128))
    states.canvas.show_picture(some_picture(4), plain(RED))
    wait(lambda: bar.figures.text() == "Every pixel is the same")


def test_the_bar_says_what_is_compared_and_that_sizes_differ(canvas, window, states):
    bar = window.body.centre.compare
    assert bar.isVisible()
    assert "00001.png" in bar.caption.text()
    assert "00002.png" in bar.caption.text()
    states.canvas.show_picture(some_picture(3), plain(BLUE, 100))
    assert "200 × 200 and 100 × 100" in bar.caption.text()


def test_both_pixels_are_read_out_where_pictures_of_other_shapes_lie(canvas, states):
    wide = QImage(200, 100, QImage.Format.Format_RGB32)
    wide.fill(QColor(RED))
    wide.setPixelColor(100, 20, QColor("#123456"))
    states.pairing.pin(frame(6, wide))
    states.pairing.choose(Mode.SLIDER)
    canvas.zoom_to(4.0)
    QApplication.processEvents()  # the bar takes its height
    # The wide one lies over the middle of the square: its row 20 is the square's row 70.
    here = canvas.view.to_view(QPointF(100.5, 70.5)).toPoint()
    assert canvas.rect().contains(here)
    QTest.mouseMove(canvas, here)
    assert canvas.readout.at == QPoint(100, 70)
    assert canvas.readout.colours == (QColor("#123456"), QColor(BLUE))
    QTest.mouseMove(canvas, canvas.view.to_view(QPointF(100.5, 45.5)).toPoint())
    assert canvas.readout.colours == (QColor(BLUE),)  # the other does not reach there


def test_the_keys_are_where_they_were_on_a_russian_keyboard(canvas, states):
    states.pairing.choose(Mode.FLICKER)
    key = QKeyEvent(QEvent.Type.KeyPress, 0x427, Qt.KeyboardModifier.NoModifier, "ч")
    QApplication.sendEvent(canvas, key)
    assert states.pairing.second


def test_a_pinned_picture_waits_for_the_other(canvas, window, states):
    states.pairing.close()
    QTest.keyClick(canvas, "p")
    assert "now choose another picture" in window.body.centre.compare.caption.text()
    assert colour(canvas, 0.5) == QColor(BLUE)
    states.canvas.show_picture(some_picture(5), plain(RED))
    assert states.pairing.pair.a.picture == some_picture(2)


def test_escape_ends_the_comparison_before_it_stops_a_run(canvas, window, states):
    cancelled = []
    states.queue.cancel_asked.connect(cancelled.append)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not states.pairing.active
    assert not window.body.centre.compare.isVisible()
    assert not cancelled


def test_both_pixels_are_read_out(canvas, states):
    states.pairing.choose(Mode.DIFFERENCE)
    canvas.zoom_to(8.0)
    QTest.mouseMove(canvas, canvas.rect().center())
    assert canvas.readout.colours == (QColor(RED), QColor(BLUE))


@pytest.mark.parametrize("mode", Mode)
def test_nothing_is_cut_off_in_the_smallest_window(make_window, bridge, states, mode):
    from support.layout import faults, overlapping_zones

    window = make_window((1024, 640))
    states.canvas.show_picture(some_picture(2), plain(BLUE))
    states.pairing.pin(frame(1, plain(RED)))
    states.pairing.choose(mode)
    assert faults(window) == []
    assert overlapping_zones(window) == []
