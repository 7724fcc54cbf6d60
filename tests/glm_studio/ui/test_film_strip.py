"""The strip under the canvas: scrubbed by hand and key, while a picture is made and afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from engine.api import GenerationRequest, PreviewKind, PreviewReady
from support.fakes import colour, run_script, some_picture

REQUEST = GenerationRequest("x", 256, 256, 4, 1.5, 1)
SHADES = [(40 * step, 20, 20) for step in range(1, 6)]


def preview(step: int, kind: PreviewKind = PreviewKind.LATENTS) -> PreviewReady:
    return PreviewReady("", kind, step, 5, colour(64, 64, SHADES[step - 1]))


@pytest.fixture
def bar(window, bridge, states):
    """Five previews of a picture that is finished."""
    owner = object()
    for step in range(1, 6):
        event = preview(step)
        states.canvas.show_preview(owner, REQUEST, event)
        states.film.record(owner, REQUEST, event)
    states.canvas.show_result(owner, colour(256, 256, (10, 200, 10)))
    states.canvas.keep_result(owner, some_picture(1))
    states.film.keep(owner, some_picture(1))
    window.activateWindow()
    return window.body.centre.film


def shown(window) -> QColor:
    painted = window.body.centre.canvas.grab().toImage()
    return painted.pixelColor(painted.width() // 2, painted.height() // 2)


def test_dragging_over_the_strip_shows_each_preview_on_the_canvas(window, bar, states):
    strip = bar.strip
    seen = []
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=strip.slot(0).center().toPoint())
    for index in range(6):
        strip.mouseMoveEvent(_move(strip, strip.slot(index).center()))
        seen.append(shown(window).getRgb()[:3])
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton)
    assert seen == [*SHADES, (10, 200, 10)]


def _move(strip, at):
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(at), QPointF(at), left, left, none)


def test_keys_step_from_the_canvas_and_from_the_strip(window, bar, states):
    canvas = window.body.centre.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, ",")
    assert shown(window).getRgb()[:3] == SHADES[4]
    assert "Step 5 of 5" in window.body.centre.bar._caption.text()
    bar.strip.setFocus()
    QTest.keyClick(bar.strip, Qt.Key.Key_Home)
    assert shown(window).getRgb()[:3] == SHADES[0]
    QTest.keyClick(bar.strip, Qt.Key.Key_Right)
    assert shown(window).getRgb()[:3] == SHADES[1]
    assert bar.strip.accessibleDescription() == "Step 2 of 5"
    QTest.keyClick(bar.strip, Qt.Key.Key_End)
    assert bar.strip.accessibleDescription() == "The picture"


def test_the_strip_shows_each_still_in_its_own_colours(bar):
    painted = bar.strip.grab().toImage()
    for index, shade in enumerate(SHADES):
        at = bar.strip.slot(index).center().toPoint()
        assert painted.pixelColor(at).getRgb()[:3] == shade


def test_playing_ends_at_the_picture_and_the_button_says_so(window, bar, states, qtbot):
    states.film._timer.setInterval(2)
    bar.play.click()
    assert bar.play.toolTip() == "Stop"
    qtbot.waitUntil(lambda: not states.film.playing)
    assert bar.play.toolTip() == "Play the previews"
    assert shown(window).getRgb()[:3] == (10, 200, 10)


def test_a_picture_from_before_says_that_it_has_none_and_nothing_jumps(window, bar, states):
    from PySide6.QtGui import QImage

    height = window.body.centre.canvas.height()
    states.canvas.show_picture(some_picture(7), QImage(256, 256, QImage.Format.Format_RGB32))
    assert bar.isVisible()
    assert "no previews" in bar.strip.accessibleDescription()
    assert not bar.play.isEnabled()
    assert window.body.centre.canvas.height() == height


def test_before_the_first_run_there_is_no_strip(window, bridge, states):
    from PySide6.QtGui import QImage

    states.canvas.show_picture(some_picture(7), QImage(256, 256, QImage.Format.Format_RGB32))
    assert not window.body.centre.film.isVisible()


def test_it_can_be_hidden_and_stays_hidden(window, bar, states):
    window.body.commands.find("canvas.film").run()
    assert not bar.isVisible()
    window.rebuild()
    assert not window.body.centre.film.isVisible()
    window.body.commands.find("canvas.film").run()
    assert window.body.centre.film.isVisible()


def test_a_run_fills_the_strip_and_its_picture_brings_it_back(
    window, bridge, states, engine, loop, wait
):
    engine.script = run_script()
    states.prompt.set_text("a red circle")

    async def start() -> None:
        states.generate()

    loop.run_until_complete(start())
    wait(lambda: states.canvas.frame.picture is not None)
    assert len(states.film.stills) == 1
    made = states.canvas.frame.picture
    states.canvas.show_picture(some_picture(9), states.canvas.frame.image)
    assert states.film.stills == ()
    states.canvas.show_picture(made, states.canvas.picture_frame.image)
    assert len(states.film.stills) == 1


def test_from_a_still_of_the_running_picture_one_click_leads_back(window, bridge, states):
    owner = object()
    for step in (1, 2):
        states.canvas.show_preview(owner, REQUEST, preview(step))
        states.film.record(owner, REQUEST, preview(step))
    live = window.body.centre.bar.live
    assert not live.isVisible()
    states.film.look_at(0)
    assert live.isVisible()
    live.click()
    assert shown(window).getRgb()[:3] == SHADES[1]
    assert not live.isVisible()


def test_a_still_can_be_compared_with_the_picture(window, bar, states):
    states.pairing.pin(states.canvas.frame)
    states.film.look_at(0)
    assert "Step 1 of 5" in window.body.centre.compare.caption.text()


def test_many_stills_become_fewer_tiles_but_each_can_be_reached(window, bridge, states):
    owner = object()
    for step in range(1, 61):
        event = PreviewReady("", PreviewKind.LATENTS, step, 60, colour(64, 64, (4 * step, 0, 0)))
        states.canvas.show_preview(owner, REQUEST, event)
        states.film.record(owner, REQUEST, event)
    strip = window.body.centre.film.strip
    layout = strip.strip_layout
    assert layout.dense
    assert min(tile.width() for tile in layout.tiles()) >= 15
    assert {layout.index_at(x) for x in range(strip.width())} == set(range(61))
    first = strip.grab().toImage().pixelColor(layout.tiles()[1].center().toPoint())
    assert first.red() < 40
    for index in (0, 30, 60):  # whichever is looked at is whole, and where the pointer is
        assert layout.slot(index, index).width() == layout.whole
        assert layout.slot(index, index).right() <= layout.room.right() + 1


@pytest.mark.parametrize("size", [(1024, 640), (1920, 1080)])
def test_nothing_is_cut_off(make_window, bridge, states, size):
    from support.layout import faults, overlapping_zones

    window = make_window(size)
    owner = object()
    states.canvas.show_preview(owner, REQUEST, preview(1))
    states.film.record(owner, REQUEST, preview(1))
    assert window.body.centre.film.isVisible()
    assert faults(window) == []
    assert overlapping_zones(window) == []
