"""Numbers as people type them: outside the limits, digit by digit, and with slips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine.api import MAX_SEED

SIDES = "192 to 512, multiples of 32"


def type_into(qtbot, field, text: str) -> str:
    """Type over what is there and press Enter; returns what stood there before Enter."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    standing = str(field.text())
    qtbot.keyClick(field, Qt.Key.Key_Return)
    return standing


@pytest.mark.parametrize(
    ("typed", "used", "hint"),
    [
        ("100", 192, SIDES),
        ("600", 512, SIDES),
        ("1024", 512, SIDES),
        ("300", 288, SIDES),
        ("320", 320, ""),
    ],
)
def test_a_side_becomes_the_nearest_that_is_allowed(
    window, bridge, states, qtbot, typed, used, hint
):
    field = window.body.panel.size_picker._width
    assert type_into(qtbot, field, typed) == typed
    assert states.parameters.value.width == field.value() == used
    assert field.text() == str(used)
    toast = window.body.toast
    assert toast.isVisible() == bool(hint)
    assert hint in toast.text()


def test_a_side_that_is_left_with_tab_counts_too(window, bridge, states, qtbot):
    picker = window.body.panel.size_picker
    picker._width.setFocus()
    picker._width.selectAll()
    qtbot.keyClicks(picker._width, "600")
    picker._height.setFocus()
    assert states.parameters.value.width == 512
    assert "Width: " + SIDES in window.body.toast.text()


def test_the_limits_can_be_read_before_one_types(window, bridge):
    assert SIDES in window.body.panel.size_picker._height.toolTip()


@pytest.mark.parametrize(
    ("name", "typed", "used", "hint"),
    [
        ("steps", "500", 200, "Steps: 1 to 200"),
        ("steps", "0", 1, "Steps: 1 to 200"),
        ("guidance", "25", 20.0, "Guidance: 1 to 20"),
        ("guidance", "0.5", 1.0, "Guidance: 1 to 20"),
        ("guidance", "2.25", 2.25, ""),
    ],
)
def test_other_numbers_do_as_sides_do(window, bridge, states, qtbot, name, typed, used, hint):
    assert type_into(qtbot, getattr(window.body.panel, name).field, typed) == typed
    assert getattr(states.parameters.value, name) == used
    assert hint in window.body.toast.text()


@pytest.mark.parametrize("slip", ["x", "-", "+", "e"])
def test_what_is_no_number_does_not_get_into_a_field(window, bridge, qtbot, slip):
    field = window.body.panel.steps.field
    assert type_into(qtbot, field, "1" + slip + "2") == "12"


def test_an_emptied_field_keeps_its_number(window, bridge, states, qtbot):
    field = window.body.panel.steps.field
    before = field.value()
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == (before, str(before))


def test_a_seed_takes_digits_alone_and_becomes_the_largest_at_most(window, bridge, states, qtbot):
    field = window.body.panel.seed._field
    assert type_into(qtbot, field, "12a-b3") == "123"
    assert states.parameters.value.seed == 123
    assert not window.body.toast.isVisible()
    assert type_into(qtbot, field, "9" * 20) == "9" * 20
    assert states.parameters.value.seed == MAX_SEED
    assert field.text() == str(MAX_SEED)
    assert f"Detail seed: 0 to {MAX_SEED}" in window.body.toast.text()
