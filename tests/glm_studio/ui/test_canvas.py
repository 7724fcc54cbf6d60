"""Working on the canvas by hand and by key: zoom, pan, single pixels, menus and dragging out."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDrag, QImage, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from support.fakes import some_picture

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


def chequered(side: int = 64) -> QImage:
    """Each pixel has a colour of its own."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    for y in range(side):
        for x in range(side):
            image.setPixelColor(x, y, QColor(3 * x, 3 * y, (x * 7 + y * 13) % 256))
    return image


@pytest.fixture
def canvas(window, bridge, states):
    states.canvas.show_picture(some_picture(1), chequered())
    window.activateWindow()
    window.body.centre.canvas.setFocus()
    return window.body.centre.canvas


def point_of(canvas, x: float, y: float) -> QPoint:
    """Where the middle of a pixel is on the canvas."""
    middle = canvas.view.to_view(QPointF(x + 0.5, y + 0.5))
    return QPoint(math.floor(middle.x()), math.floor(middle.y()))


def drag(canvas, start: QPoint, end: QPoint, keys=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mousePress(canvas, LEFT, keys, start)
    for part in (0.3, 0.6, 1.0):
        here = QPointF(start) + (QPointF(end) - QPointF(start)) * part
        move = _move(canvas, here, keys)
        QApplication.sendEvent(canvas, move)
    QTest.mouseRelease(canvas, LEFT, keys, end)


def _move(canvas, here: QPointF, keys) -> QEvent:
    from PySide6.QtGui import QMouseEvent

    there = QPointF(canvas.mapToGlobal(here.toPoint()))
    return QMouseEvent(QEvent.Type.MouseMove, here, there, LEFT, LEFT, keys)


def turn_wheel(canvas, at: QPointF, by: int) -> None:
    none, still = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    there = QPointF(canvas.mapToGlobal(at.toPoint()))
    device = QPointingDevice.primaryPointingDevice()
    event = QWheelEvent(
        at, there, QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, none, still, False,
        device=device,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


@pytest.mark.parametrize("zoom", [1.0, 3.0, 16.0])
def test_pixels_are_shown_as_they_are(canvas, zoom):
    canvas.zoom_to(zoom)
    painted = canvas.grab().toImage()
    for x, y in ((30, 30), (33, 28), (31, 35)):
        at = point_of(canvas, x, y)
        assert painted.pixelColor(at) == chequered().pixelColor(x, y)


def test_far_in_there_are_lines_between_the_pixels(canvas):
    canvas.zoom_to(8.0)
    edge = canvas.view.to_view(QPointF(32, 32.5)).toPoint()
    before = canvas.grab().toImage().pixelColor(edge)
    assert before in [chequered().pixelColor(x, 32) for x in (31, 32)]
    canvas.zoom_to(16.0)
    edge = canvas.view.to_view(QPointF(32, 32.5)).toPoint()
    after = canvas.grab().toImage().pixelColor(edge)
    assert after not in [chequered().pixelColor(x, 32) for x in (31, 32)]


def test_the_pixel_under_the_pointer_is_read_out_where_it_can_be_pointed_at(canvas):
    canvas.zoom_to(2.0)
    QTest.mouseMove(canvas, point_of(canvas, 30, 20))
    assert canvas.readout is None
    canvas.zoom_to(8.0)
    QTest.mouseMove(canvas, point_of(canvas, 30, 20))
    assert canvas.readout.at == QPoint(30, 20)
    assert canvas.readout.colours == (chequered().pixelColor(30, 20),)
    assert canvas.readout.words() == ["30, 20", "90 60 214  #5a3cd6"]
    corner = QPointF(12, canvas.height() - 12).toPoint()
    with_it = canvas.grab().toImage().pixelColor(corner)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.readout is None
    assert canvas.grab().toImage().pixelColor(corner) != with_it


def test_the_wheel_zooms_where_the_pointer_is(canvas):
    canvas.zoom_to(20.0)
    at = QPointF(canvas.width() / 2 + 50, canvas.height() / 2 + 30)
    before = canvas.view.to_picture(at)
    turn_wheel(canvas, at, 240)
    assert canvas.zoom > 25
    after = canvas.view.to_picture(at)
    assert after.x() == pytest.approx(before.x(), abs=0.3)
    assert after.y() == pytest.approx(before.y(), abs=0.3)


def test_a_zoomed_picture_is_dragged_and_moved_by_arrows(canvas):
    canvas.zoom_to(20.0)
    before = canvas.view.target().topLeft()
    drag(canvas, QPoint(200, 200), QPoint(160, 230))
    assert canvas.view.target().topLeft() - before == QPointF(-40, 30)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.target().left() < before.x() - 40


def test_zoom_and_place_outlast_a_change_of_language(window, canvas):
    canvas.zoom_to(16.0)
    canvas.pan(QPointF(-100, 50))
    before = canvas.view.to_picture(QPointF(100, 100))
    window.rebuild()
    again = window.body.centre.canvas
    assert again is not canvas
    assert again.zoom == 16.0
    assert (again.view.to_picture(QPointF(100, 100)) - before).manhattanLength() < 1


# Dragging out, copying and the menu --------------------------------------------------------------


@pytest.fixture
def dragged(monkeypatch) -> list[QDrag]:
    """What was dragged out, instead of a drag that waits for its end."""
    seen: list[QDrag] = []
    monkeypatch.setattr(QDrag, "exec", lambda self, *_: seen.append(self))
    return seen


def test_a_fitted_picture_is_dragged_out_as_its_file(canvas, dragged):
    drag(canvas, canvas.rect().center(), canvas.rect().center() + QPoint(60, 10))
    (one,) = dragged
    assert one.mimeData().urls()[0].toLocalFile() == str(some_picture(1).path)
    assert not one.pixmap().isNull()


def test_a_zoomed_one_is_dragged_out_with_ctrl(canvas, dragged):
    canvas.zoom_to(20.0)
    before = canvas.view.target()
    drag(canvas, QPoint(200, 200), QPoint(260, 200))
    assert not dragged
    canvas.pan(QPointF(-60, 0))
    drag(canvas, QPoint(200, 200), QPoint(260, 200), CTRL)
    assert len(dragged) == 1
    assert canvas.view.target() == before


def test_what_has_no_file_yet_is_dragged_as_pixels(canvas, states, dragged):
    from support.fakes import colour

    states.canvas.show_result(object(), colour(64, 64))
    states.canvas.follow()
    drag(canvas, canvas.rect().center(), canvas.rect().center() + QPoint(60, 10))
    assert dragged[0].mimeData().hasImage()
    assert not dragged[0].mimeData().hasUrls()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_holds_what_can_be_done_now(canvas, window, states):
    centre = window.body.centre
    centre.canvas_actions.open_menu(QPoint(10, 10))
    menu = centre.canvas_actions._menu
    words = " ".join(entry.text() for entry in menu.actions())
    assert "Save the picture as…\tCtrl+Shift+S" in words
    assert "Compare with the previous picture\tC" in words
    assert "Swap the two pictures" not in words  # nothing is compared
    assert "previews" not in words  # this picture has none
    menu.close()


def test_buttons_that_have_no_room_are_in_the_menu_alone(make_window, bridge, states, qtbot):
    window = make_window((1600, 900))
    states.canvas.show_picture(some_picture(1), chequered())
    bar = window.body.centre.bar
    assert all(button.isVisible() for button in bar.buttons.values())
    window.resize(1024, 700)
    QApplication.processEvents()
    assert not bar.button("picture.copy").isVisible()
    assert bar.more.isVisible()
    qtbot.waitUntil(lambda: bar._caption.width() >= 100)


def test_new_details_and_layouts_are_one_click_away(canvas, window, states, monkeypatch):
    asked = []
    monkeypatch.setattr(
        states.reuse, "vary", lambda picture, draw: asked.append((picture, draw.value))
    )
    window.resize(1600, 900)
    bar = window.body.centre.bar
    bar.button("picture.new_detail").click()
    bar.button("picture.new_layout").click()
    assert [picture for picture, _ in asked] == [some_picture(1)] * 2
    assert asked[0][1] != asked[1][1]
