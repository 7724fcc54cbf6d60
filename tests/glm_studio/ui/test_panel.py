"""The panel's sections, presets, sizes and seeds, and what it says of the next pictures."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from engine.api import Forecast
from engine.errors import PlanError
from glm_studio.series import Vary
from glm_studio.state.memory import Memory
from glm_studio.state.parameters import Draw
from glm_studio.state.preferences import EARLY_PICTURE, PREVIEWS
from glm_studio.state.presets import Grade
from support.fakes import some_picture


@pytest.fixture
def panel(window, bridge):
    return window.body.panel


@pytest.fixture
def forecast(panel, states, engine):
    """The line above the button, asked of the fake engine."""
    states.forecast.attach(engine.expect)
    return panel.generate_bar.forecast


# Sections ----------------------------------------------------------------------------------------


def test_a_section_folds_says_what_is_in_it_and_stays_folded(panel, states, qtbot, tmp_path):
    section = panel.size_section
    section.head.setFocus()
    qtbot.keyClick(section.head, Qt.Key.Key_Space)
    assert not panel.size_picker.isVisible()
    states.parameters.set_size(320, 192)
    assert section._summary.text() == "320 × 192"
    states.memory.write()
    again = Memory(tmp_path / "window.json")
    again.read()
    assert again.group("sections")["size"] is True
    qtbot.keyClick(section.head, Qt.Key.Key_Space)
    assert panel.size_picker.isVisible()


def test_an_arrow_resets_what_differs_and_ctrl_z_brings_it_back(panel, window, states, qtbot):
    assert not panel.size_section.reset.isVisible()
    states.parameters.set_size(320, 192)
    assert panel.size_section.reset.isVisible()
    panel.size_section.reset.setFocus()
    qtbot.mouseClick(panel.size_section.reset, Qt.MouseButton.LeftButton)
    assert (states.parameters.value.width, states.parameters.value.height) == (256, 256)
    assert not panel.size_section.reset.isVisible()
    assert QApplication.focusWidget() is panel.size_section.head
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert states.parameters.value.width == 320


def test_everything_is_reset_at_once_and_offered_back(panel, window, states):
    offers = []
    states.offered.connect(offers.append)
    states.parameters.set_steps(7)
    states.parameters.set_count(4)
    seed = states.parameters.value.seed
    window.body.commands.find("parameters.reset").run()
    assert (states.parameters.value.steps, states.parameters.value.count) == (12, 1)
    assert states.parameters.value.seed == seed
    offers[0].run()
    assert (states.parameters.value.steps, states.parameters.value.count) == (7, 4)


def test_every_control_says_what_it_does(panel):
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QLineEdit, QWidget

    states = panel._states
    states.parameters.set_count(2)
    panel.quality_section.unfold()
    silent = [
        widget
        for widget in panel.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QAbstractSpinBox | QLineEdit)
        and widget.isVisible()
        and not isinstance(widget.parentWidget(), QAbstractSpinBox)
        and not widget.toolTip()
    ]
    assert silent == []


@pytest.mark.parametrize("focused", [False, True])
def test_the_wheel_changes_a_number_only_where_the_keyboard_is(panel, states, focused):
    panel.quality_section.unfold()
    field = panel.steps.field
    (field if focused else panel.prompt).setFocus()
    before = states.parameters.value.steps
    place = QPointF(field.rect().center())
    QApplication.sendEvent(
        field,
        QWheelEvent(
            place, field.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    assert states.parameters.value.steps - before == focused


# Presets -----------------------------------------------------------------------------------------


def test_segments_set_the_quality_and_are_walked_by_arrow_keys(panel, states, qtbot):
    buttons = panel.presets.segments.buttons
    qtbot.mouseClick(buttons[Grade.DRAFT], Qt.MouseButton.LeftButton)
    assert states.parameters.value.steps == 5
    buttons[Grade.DRAFT].setFocus()
    for expected in (12, 20):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
        assert states.parameters.value.steps == expected
    assert buttons[Grade.FINE].isChecked()
    assert "20" in buttons[Grade.FINE].toolTip()
    states.parameters.set_steps(21)
    assert "•" in buttons[Grade.FINE].text()
    assert "•" not in buttons[Grade.DRAFT].text()


def test_an_own_preset_is_saved_in_the_sheet_and_chosen_in_the_menu(panel, states, qtbot):
    states.parameters.set_steps(9)
    panel.presets.edit()
    sheet = panel.presets._sheet
    assert not sheet.save.isEnabled()
    assert sheet.complaint.text() == ""
    qtbot.keyClicks(QApplication.focusWidget(), "draft")
    assert sheet.complaint.isVisible()
    sheet.name.setText("Poster")
    qtbot.keyClick(sheet.name, Qt.Key.Key_Return)
    (preset,) = states.presets.own
    assert (preset.name, preset.steps, preset.size) == ("Poster", 9, None)
    assert panel.presets.more.text() == "Poster"
    assert not any(button.isChecked() for button in panel.presets.segments.buttons.values())
    states.parameters.set_steps(10)
    assert panel.presets.more.text() == "Poster •"


@pytest.mark.qt_log_ignore("does not support")  # what the offscreen platform says of menus
def test_the_menu_sets_and_updates_own_presets(panel, states):
    states.parameters.set_steps(9)
    states.presets.save("Poster", with_size=False)
    states.parameters.set_steps(10)
    panel.presets.open_menu()
    menu: QMenu = panel.presets._menu
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "Poster"
    next(action for action in menu.actions() if "Update" in action.text()).trigger()
    assert states.presets.own[0].steps == 10
    menu.close()
    states.parameters.set_steps(3)
    panel.presets.open_menu()
    panel.presets._menu.actions()[0].trigger()
    assert states.parameters.value.steps == 10
    panel.presets._menu.close()


def test_the_sheet_renames_orders_and_deletes(panel, states, qtbot):
    for name in ("One", "Two"):
        states.presets.save(name, with_size=True)
    panel.presets.edit()
    sheet = panel.presets._sheet
    assert [row.up.isEnabled() for row in sheet.rows] == [False, True]
    qtbot.mouseClick(sheet.rows[1].up, Qt.MouseButton.LeftButton)
    assert [row.preset.name for row in sheet.rows] == ["Two", "One"]
    first = sheet.rows[0]
    first.name.setText("One")
    first.name.editingFinished.emit()
    assert not first.complaint.isHidden()
    first.name.setText("Three")
    first.name.editingFinished.emit()
    assert [preset.name for preset in states.presets.own] == ["Three", "One"]
    qtbot.mouseClick(sheet.rows[0].delete, Qt.MouseButton.LeftButton)
    assert [preset.name for preset in states.presets.own] == ["One"]


# Sizes -------------------------------------------------------------------------------------------


def test_a_free_size_is_kept_as_a_chip_and_removed_by_its_key(panel, states, qtbot):
    picker = panel.size_picker
    known = len(picker.chips)
    assert not picker.keep.isEnabled()
    states.parameters.set_size(384, 256)
    qtbot.mouseClick(picker.keep, Qt.MouseButton.LeftButton)
    chip = picker.chips[-1]
    assert (len(picker.chips), chip.size_px, chip.isChecked()) == (known + 1, (384, 256), True)
    qtbot.keyClick(picker.chips[0], Qt.Key.Key_Delete)  # the model's stay
    assert len(picker.chips) == known + 1
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert len(picker.chips) == known


def test_sides_can_keep_their_ratio_and_the_counts_follow(panel, states, qtbot):
    picker = panel.size_picker
    states.parameters.set_size(384, 256)
    qtbot.mouseClick(picker.ratio, Qt.MouseButton.LeftButton)
    picker._width.setValue(480)
    assert states.sizes.current == (480, 320)
    assert "600 tokens" in picker._counts.text()


# Seeds and count ---------------------------------------------------------------------------------


def test_what_several_pictures_differ_in_is_asked_only_then(panel, states, qtbot):
    assert not panel.vary.isVisible()
    panel.count.setValue(3)
    assert panel.vary.isVisible()
    buttons = panel.vary.segments.buttons
    qtbot.mouseClick(buttons[Vary.DETAIL], Qt.MouseButton.LeftButton)
    layouts = {request.composition_seed for request in states.parameters.planned("x")}
    assert len(layouts) == 1
    states.parameters.lock_seed(True, Draw.DETAIL)
    assert buttons[Vary.LAYOUT].isChecked()


@pytest.mark.qt_log_ignore("does not support")
def test_a_seed_is_taken_from_the_last_ones(panel, states, qtbot, loop, wait):
    for seed in (7, 8):
        states.parameters.set_seed(seed)
        generate(states, loop)
    wait(lambda: not states.queue.busy)
    popover = panel.seed.open_history()
    view = popover.view
    assert [view.model().index(row, 0).data() for row in range(2)] == ["8", "7"]
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert states.parameters.value.seed == 7


@pytest.mark.qt_log_ignore("does not support")
def test_a_seed_comes_from_the_selected_picture_and_from_the_clipboard(panel, states):
    QApplication.clipboard().setText("no number")
    popover = panel.seed.open_history()
    assert not popover.selected.isEnabled()
    assert not popover.paste.isEnabled()
    popover.close_popover()
    states.gallery.select(some_picture(3))
    QApplication.clipboard().setText("Seed: 4711, Size: 256x256")
    popover = panel.seed.open_history()
    popover.selected.click()
    assert states.parameters.value.seed == 1003
    panel.seed.open_history().paste.click()
    assert states.parameters.value.seed == 4711
    panel.seed.open_history().copy.click()
    assert QApplication.clipboard().text() == "4711"


# What the next pictures take ---------------------------------------------------------------------


def test_time_and_memory_stand_above_the_button_and_follow_the_panel(forecast, states, qtbot):
    qtbot.waitUntil(lambda: "About" in forecast.text)
    assert "3.0 GiB of 16.0 GiB on Some processor" in forecast.text
    before = forecast.text
    states.parameters.set_steps(60)
    states.parameters.set_count(3)
    qtbot.waitUntil(lambda: forecast.text != before)
    assert "3 min" in forecast.text
    assert "for 3 picture" in forecast.text
    assert "Painting: 1 min 00 s" in forecast.toolTip()


def test_what_does_not_fit_warns_with_what_to_do(forecast, states, engine, qtbot):
    error = PlanError("It does not fit.", "At least 18 GiB are needed.", "Make it smaller.")
    engine.forecast = lambda request: Forecast(
        "npu:0", "Ascend 910B3", peak_bytes=18 << 30, budget_bytes=16 << 30, problem=error.problem
    )
    states.forecast.refresh()
    qtbot.waitUntil(lambda: forecast.text == "It does not fit.\nMake it smaller.")
    assert forecast._time.property("warns")
    assert forecast.toolTip() == "At least 18 GiB are needed."


def test_nothing_is_said_that_nobody_knows(forecast, states, engine, qtbot):
    engine.forecast = lambda request: Forecast("cpu", "Some processor")
    qtbot.waitUntil(lambda: states.forecast.outlook is not None)
    states.forecast.refresh()
    qtbot.waitUntil(lambda: not forecast.isVisible())
    engine.forecast = lambda request: Forecast("cpu", "Some processor", {}, 1 << 30, 2 << 30)
    states.forecast.refresh()
    qtbot.waitUntil(forecast.isVisible)
    assert "About" not in forecast.text


def test_previews_are_made_as_the_preferences_say(panel, states, engine, loop, wait):
    states.preferences.set(PREVIEWS, False)
    states.preferences.set(EARLY_PICTURE, "always")
    generate(states, loop)
    wait(lambda: engine.requests)
    assert engine.requests[0].preview.enabled is False
    assert engine.requests[0].preview.composition is True
    wait(lambda: not states.queue.busy)


def test_a_whole_series_is_asked_about_by_its_layouts(forecast, states, engine, qtbot):
    states.parameters.set_count(8)
    engine.expected.clear()
    states.forecast.refresh()
    qtbot.waitUntil(lambda: "for 8 picture" in forecast.text)
    assert len(engine.expected) == 2  # layouts are written four at a time
    assert all(dataclasses.is_dataclass(request) for request in engine.expected)


def generate(states, loop) -> None:
    async def ask() -> None:
        states.prompt.set_text("a red circle")
        states.generate()

    loop.run_until_complete(ask())
