"""The window itself: what it remembers, its keys, its theme, its canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from engine.api import Planned, Replanned
from engine.plan import GIB, Plan, StageNeed
from glm_studio.state.appearance import Appearance
from glm_studio.state.canvas import Kind
from glm_studio.state.pages import Page
from support.fakes import colour, some_picture


def show_colour(states, colour: str = "#c02040", width: int = 256, height: int = 256) -> None:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    states.canvas.show_picture(some_picture(1), image)


def middle(window) -> QColor:
    """The colour in the middle of the canvas, as it is painted."""
    painted = window.body.centre.canvas.grab().toImage()
    return painted.pixelColor(painted.width() // 2, painted.height() // 2)


def test_the_canvas_paints_the_picture(window, bridge, states):
    show_colour(states)
    assert middle(window) == QColor("#c02040")


def test_a_small_preview_fills_the_place_of_the_picture(window, bridge, states):
    from engine.api import GenerationRequest, Pixels, PreviewKind, PreviewReady

    request = GenerationRequest("x", 256, 256, 1, 1.5, 1)
    event = PreviewReady("", PreviewKind.LATENTS, 4, 12, Pixels(2, 2, bytes([10, 200, 30] * 4)))
    states.canvas.show_preview(object(), request, event)
    canvas = window.body.centre.canvas
    assert states.canvas.frame.kind is Kind.PREVIEW
    assert middle(window) == QColor(10, 200, 30)
    assert canvas.view.target().width() > canvas.width() / 3


def test_codes_that_are_not_written_yet_are_not_shown_as_if_they_were(window, bridge, states):
    """Grey is what the engine paints there, and grey it would be taken for."""
    from engine.api import GenerationRequest, PreviewKind, PreviewReady

    request, grey = GenerationRequest("x", 256, 256, 1, 1.5, 1), (128, 128, 128)
    states.canvas.show_preview(
        object(), request, PreviewReady("", PreviewKind.CODES, 20, 320, colour(64, 64, grey))
    )
    canvas = window.body.centre.canvas
    painted, target = canvas.grab().toImage(), canvas.view.target().toRect()
    first_row = painted.pixelColor(target.center().x() + 3, target.top() + 8)
    assert first_row == QColor(*grey)
    assert middle(window) != QColor(*grey)
    assert "Codes 20 of 320" in window.body.centre.bar._caption.text()


def test_what_is_only_sketched_shines_through(window, bridge, states):
    from engine.api import GenerationRequest, PreviewKind, PreviewReady

    request, orange = GenerationRequest("x", 256, 256, 1, 1.5, 1), (240, 120, 0)
    event = PreviewReady("", PreviewKind.COMPOSITION, 4, 4, colour(64, 64, orange))
    states.canvas.show_preview(object(), request, event)
    veiled = middle(window)
    assert veiled != QColor(*orange)
    assert veiled.hue() == pytest.approx(QColor(*orange).hue(), abs=10)
    assert window.body.centre.bar._caption.text().startswith("Composition")


def test_zoom_keeps_the_point_under_the_pointer(window, bridge, states):
    show_colour(states, width=512, height=512)
    canvas = window.body.centre.canvas
    assert canvas.fitted
    at = QPointF(canvas.width() / 2 + 60, canvas.height() / 2 - 40)
    canvas.zoom_to(3.0)
    before = canvas.view.target()
    share = (at.x() - before.x()) / before.width()
    canvas.zoom_to(6.0, at)
    after = canvas.view.target()
    assert (at.x() - after.x()) / after.width() == pytest.approx(share, abs=0.01)


def test_keys_zoom_and_fit(window, bridge, states, qtbot):
    show_colour(states)
    canvas, ctrl = window.body.centre.canvas, Qt.KeyboardModifier.ControlModifier
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_1, ctrl)
    assert canvas.zoom == 1.0
    qtbot.keyClick(window, Qt.Key.Key_Plus, ctrl)
    assert canvas.zoom > 1.0
    qtbot.keyClick(window, Qt.Key.Key_0, ctrl)
    assert canvas.fitted


def test_a_window_fits_the_screen_with_its_button(make_window, qapp):
    window = make_window(size=None)
    room = qapp.primaryScreen().availableGeometry()
    assert room.width() < 1360  # the first size, or this would say nothing
    assert window.width() <= room.width()
    assert window.height() < room.height()  # a title has to fit in, too
    button = window.body.panel.generate_bar.generate
    assert window.rect().contains(button.mapTo(window, button.rect().bottomRight()))


def test_a_size_from_a_larger_screen_fits_this_one(make_window, states, qapp):
    large = make_window((2400, 1300))
    large.close()
    room = qapp.primaryScreen().availableGeometry()
    again = make_window(size=None)
    assert again.width() <= room.width()
    assert again.height() < room.height()


def test_panels_can_be_hidden_and_stay_hidden_next_time(make_window, states, bridge, qtbot):
    first = make_window()
    first.body.header.right.click()
    assert not first.body.gallery.isVisible()
    first.close()
    states.remember()
    second = make_window()
    assert not second.body.gallery.isVisible()
    assert second.body.panel.isVisible()


def test_what_was_typed_and_set_comes_back(states, bridge, tmp_path):
    from glm_studio.state.memory import Memory
    from glm_studio.state.studio import StudioState

    states.prompt.set_text("half a tho")
    states.parameters.set_size(320, 192)
    states.parameters.set_steps(33)
    states.appearance.choose(Appearance.LIGHT)
    states.remember()
    states.memory.write()
    memory = Memory(tmp_path / "window.json")
    memory.read()
    again = StudioState(states.model.folder, memory)
    again.recall()
    again.model.describe(states.model.checkpoint)
    assert again.prompt.text == "half a tho"
    value = again.parameters.value
    assert (value.width, value.height, value.steps) == (320, 192, 33)
    assert again.appearance.choice is Appearance.LIGHT
    again.close()


def test_the_theme_changes_what_is_painted(make_window, states, bridge):
    window = make_window(look=Appearance.DARK)

    def lightness() -> float:
        return window.grab().toImage().pixelColor(5, 300).lightnessF()

    assert lightness() < 0.3
    states.appearance.choose(Appearance.LIGHT)
    assert lightness() > 0.7


def test_an_example_fills_the_prompt(window, bridge, states, qtbot):
    from PySide6.QtWidgets import QPushButton

    chip = window.body.centre.empty.findChildren(QPushButton)[0]
    chip.click()
    assert states.prompt.text == states.prompt.examples[0]


def test_the_badge_says_plainly_that_the_nano_is_a_stand_in(window, bridge):
    assert "stand-in" in window.body.header.badge.text()


def test_everything_that_acts_has_a_name_for_screen_readers_and_a_tooltip(window, bridge):
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox

    for widget in window.findChildren(QAbstractButton) + window.findChildren(QAbstractSpinBox):
        if widget.isVisible():
            name = widget.accessibleName() or getattr(widget, "text", str)()
            assert name, widget
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not button.text():
            assert button.toolTip(), button


def test_escape_without_a_job_puts_an_error_away(window, bridge, states, qtbot):
    from engine.errors import Problem

    states.failures.show(Problem("x", "It broke.", "Why.", "Mend it."))
    assert window.body.banner.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.body.banner.isVisible()


def test_the_model_s_details_say_how_it_uses_memory(window, bridge, states):
    stages = (StageNeed("denoise", 3 * GIB, GIB, 0),)
    plan = Plan("int8 swapped", "bf16", 256, 256, 0, (), stages, False, 9 * GIB, 8 * GIB)
    states.model.apply(Planned("", plan))
    said = window.body.header.badge.toolTip()
    assert "int8 swapped" in said
    assert "4.0 GiB of 8.0 GiB" in said


def test_a_picture_that_starts_anew_for_want_of_memory_says_so(window, bridge, states):
    stages = (StageNeed("denoise", GIB, GIB, 0),)
    plan = Plan("streamed", "bf16", 256, 256, 0, (), stages, False, 9 * GIB, 8 * GIB)
    states.model.apply(Replanned("", "The device cpu ran out of memory.", plan))
    assert "smaller plan" in window.body.toast.text()
    assert states.model.plan is plan


class Flashes(QObject):
    """Widgets that are shown as windows of their own from now on."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets = []
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and watched.isWindow():
            self.widgets.append(repr(watched))
        return False


def test_a_body_made_anew_shows_the_same_and_hears_as_before(window, bridge, states, wait, qtbot):
    """What the old one had asked for or was connected to must not reach for it any more."""
    states.prompt.set_text("half a tho")
    show_colour(states, width=2000, height=2000)  # is shrunk in the background
    window.grab()
    old, flashed = window.body, Flashes()
    window.rebuild()
    qtbot.waitUntil(lambda: not isValid(old))
    assert flashed.widgets == []
    assert window.body.panel.prompt.toPlainText() == "half a tho"
    assert window.focusWidget() is window.body.panel.prompt
    states.noticed.emit("something")
    states.parameters.set_steps(33)
    states.appearance.choose(Appearance.LIGHT)
    states.pages.show(Page.HARDWARE)
    states.queue.changed.emit()
    states.background.run(lambda: None, lambda _: states.noticed.emit("later"))
    wait(lambda: window.body.toast.text() == "later")
    assert window.body.pages.currentWidget() is window.body.pages.page(Page.HARDWARE)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert states.pages.current is Page.CREATE


def test_the_key_of_the_first_page_stays_on_it(window, states, qtbot):
    window.activateWindow()
    states.pages.show(Page.SETTINGS)
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        assert states.pages.current is Page.CREATE
