"""Zoom and pan: what stays where it is, what is seen, and which pixel is under the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize

from glm_studio.ui.viewport import MAX_ZOOM, Camera, Viewport


def view(
    room: tuple[int, int] = (800, 600),
    picture: tuple[int, int] = (1024, 1024),
    scale: float = 1.0,
    camera: Camera | None = None,
) -> Viewport:
    made = Viewport(camera or Camera(), margin=10)
    made.set_room(QSize(*room), scale)
    made.set_picture(*picture)
    return made


def close(a: QPointF, b: QPointF, within: float = 1e-6) -> bool:
    return abs(a.x() - b.x()) <= within and abs(a.y() - b.y()) <= within


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_fitted_the_whole_picture_is_seen_inside_the_margin(qapp, scale):
    one = view(scale=scale)
    target = one.target()
    assert QRectF(0, 9, 800, 582).contains(target)
    assert target.height() == pytest.approx(580)
    assert one.visible() == QRect(0, 0, 1024, 1024)


def test_a_small_picture_is_enlarged_by_fitting_but_not_into_blocks(qapp):
    assert view(picture=(16, 16)).zoom == 4


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_one_to_one_is_a_picture_pixel_on_a_screen_pixel(qapp, scale):
    one = view(scale=scale)
    one.zoom_to(1.0)
    target = one.target()
    assert target.width() * scale == pytest.approx(1024)
    assert (target.left() * scale) % 1 == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("at", [QPointF(400, 300), QPointF(130, 470)])
def test_the_point_under_the_pointer_stays_there(qapp, at):
    one = view(scale=2)
    one.zoom_to(3.0)
    before = one.to_picture(at)
    one.zoom_by(1.7, at)
    assert close(one.to_picture(at), before, within=0.2)  # on whole pixels of the screen


def test_a_picture_cannot_be_pushed_out_and_does_not_remember_the_attempt(qapp):
    one = view()
    one.zoom_to(4.0)
    one.pan(QPointF(1e6, 1e6))
    assert close(one.target().topLeft(), QPointF(0, 0))
    one.pan(QPointF(-40, 0))
    assert one.target().left() == -40
    one.pan(QPointF(-1e6, -1e6))
    assert close(one.target().bottomRight(), QPointF(800, 600))


def test_fitted_there_is_nothing_to_pan(qapp):
    one = view()
    before = one.target()
    one.pan(QPointF(50, 50))
    assert one.fitted
    assert one.target() == before


def test_the_pixel_under_a_point(qapp):
    one = view(picture=(100, 100))
    one.zoom_to(8.0)
    pixel = one.pixel_at(QPointF(400, 300))
    assert pixel == QPoint(50, 50)
    assert close(one.to_view(QPointF(50, 50)), QPointF(400, 300))
    one.zoom_to(1.0)
    assert one.pixel_at(QPointF(10, 10)) is None


def test_only_what_can_be_seen_is_visible(qapp):
    one = view(room=(80, 60), picture=(1000, 1000))
    one.zoom_to(10.0)
    seen = one.visible()
    assert (seen.width(), seen.height()) in {(8, 6), (9, 7), (9, 6), (8, 7)}


def test_the_buttons_stop_at_round_zooms_and_meet_one_to_one(qapp):
    one = view()
    seen = []
    for _ in range(30):
        one.zoom_in()
        seen.append(one.zoom)
    assert 1.0 in seen
    assert seen == sorted(seen)
    assert one.zoom == MAX_ZOOM
    while one.zoom > 1.0:
        one.zoom_out()
    assert one.zoom == 1.0


def test_it_cannot_be_zoomed_out_of_sight(qapp):
    one = view()
    one.zoom_to(0.0001)
    assert one.zoom == pytest.approx(0.5 * 580 / 1024)


def test_views_of_one_camera_show_the_same_part_of_pictures_of_any_size(qapp):
    camera = Camera()
    large = view(camera=camera, picture=(1024, 1024))
    small = view(camera=camera, picture=(512, 512), room=(400, 600))
    large.zoom_to(4.0, QPointF(100, 100))
    large.pan(QPointF(33, -20))
    assert small.zoom == 8.0
    middle = large.to_picture(QPointF(400, 300)) / 1024
    same = small.to_picture(QPointF(200, 300)) / 512
    assert close(middle, same, within=1e-3)
    small.fit()
    assert large.fitted


def test_everybody_hears_of_a_move(qapp, qtbot):
    camera = Camera()
    one = view(camera=camera)
    for act in (lambda: one.zoom_to(2.0), lambda: one.pan(QPointF(5, 5)), one.fit):
        with qtbot.waitSignal(camera.moved, timeout=100):
            act()


def test_nothing_happens_without_a_picture(qapp):
    one = view(picture=(0, 0))
    one.zoom_to(3.0)
    one.pan(QPointF(3, 3))
    assert one.fitted
    assert one.empty
    assert one.visible().isEmpty()
