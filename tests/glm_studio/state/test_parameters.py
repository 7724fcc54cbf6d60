"""The parameters that requests are made of."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QUndoStack

from engine.api import MAX_SEED, GenerationRequest
from engine.checkpoint import Checkpoint, open_checkpoint
from glm_studio.resources import resource
from glm_studio.series import Vary
from glm_studio.state.parameters import Draw, ParametersState, Part


@pytest.fixture
def parameters(qapp) -> ParametersState:
    rolled = iter(range(100, 200))
    return ParametersState(roll=lambda: next(rolled))


@pytest.fixture(scope="module")
def nano() -> Checkpoint:
    return open_checkpoint(resource("models", "nano"))


def test_a_request_holds_exactly_what_the_panel_shows(parameters):
    parameters.set_size(1568, 1056)
    parameters.set_steps(17)
    parameters.set_guidance(2.3)
    parameters.set_seed(42)
    parameters.set_seed(43, Draw.LAYOUT)
    expected = GenerationRequest("a cat", 1568, 1056, 17, 2.3, 42, composition_seed=43)
    assert parameters.requests("a cat") == [expected]


def test_three_pictures_have_seeds_one_after_the_other(parameters):
    parameters.set_seed(7)
    parameters.set_count(3)
    assert [request.seed for request in parameters.requests("x")] == [7, 8, 9]


def test_seeds_that_run_past_the_largest_start_again(parameters):
    parameters.set_seed(MAX_SEED)
    parameters.set_count(2)
    assert [request.seed for request in parameters.requests("x")] == [MAX_SEED, 0]


def test_a_new_seed_is_rolled_after_every_picture_unless_it_is_locked(parameters):
    first = parameters.requests("x")[0].seed
    second = parameters.requests("x")[0].seed
    assert second != first
    parameters.lock_seed(True)
    third = parameters.requests("x")[0].seed
    assert parameters.requests("x")[0].seed == third


@pytest.mark.parametrize(
    ("locked", "expected"),
    [
        ((), [(7, 50), (8, 51)]),
        ((Draw.LAYOUT,), [(7, 50), (8, 50)]),
        ((Draw.DETAIL,), [(7, 50), (7, 51)]),
        ((Draw.LAYOUT, Draw.DETAIL), [(7, 50), (8, 51)]),
    ],
)
def test_several_pictures_differ_in_what_is_not_locked(parameters, locked, expected):
    parameters.set_seed(7)
    parameters.set_seed(50, Draw.LAYOUT)
    parameters.set_count(2)
    for draw in locked:
        parameters.lock_seed(True, draw)
    made = parameters.requests("x")
    assert [(request.seed, request.composition_seed) for request in made] == expected
    again = parameters.requests("x")[0]
    assert (again.seed == 7) == (Draw.DETAIL in locked)
    assert (again.composition_seed == 50) == (Draw.LAYOUT in locked)


def test_the_dice_draws_even_when_the_seed_is_locked(parameters):
    parameters.lock_seed(True)
    before = parameters.value.seed
    parameters.roll_seed()
    assert parameters.value.seed != before
    assert parameters.value.seed_locked


def test_a_model_brings_its_limits_defaults_and_presets(parameters, nano):
    parameters.adopt(nano, {})
    assert (parameters.value.width, parameters.value.height) == nano.defaults.size
    assert parameters.value.steps == nano.defaults.steps
    assert parameters.presets == nano.defaults.size_presets
    parameters.set_size(4096, 4096)
    assert nano.limits.complaint(parameters.value.width, parameters.value.height) is None


def test_sizes_between_two_allowed_ones_become_the_nearest(parameters):
    parameters.set_size(1000, 790)
    assert (parameters.value.width, parameters.value.height) == (992, 800)


def test_a_value_outside_its_limits_is_announced_as_the_one_it_becomes(parameters, qtbot):
    parameters.set_steps(200)
    with qtbot.waitSignal(parameters.changed):
        parameters.set_steps(500)
    assert parameters.value.steps == 200


def test_what_was_remembered_comes_back(parameters, nano):
    parameters.adopt(nano, {})
    parameters.set_size(320, 192)
    parameters.set_seed(5)
    parameters.lock_seed(True)
    remembered = parameters.remembered()
    again = ParametersState()
    again.adopt(nano, remembered)
    assert again.value == parameters.value


@pytest.mark.parametrize(
    "remembered",
    [{"width": "wide"}, {"steps": None}, {"guidance": float("nan")}, {"unknown": 3}, {"seed": -4}],
)
def test_damaged_memories_leave_usable_values(parameters, nano, remembered):
    parameters.adopt(nano, remembered)
    value = parameters.value
    assert nano.limits.complaint(value.width, value.height) is None
    assert value.steps == nano.defaults.steps
    assert 0 <= value.seed <= MAX_SEED


def test_what_pictures_differ_in_can_be_chosen_against_the_locks(parameters):
    parameters.set_seed(7)
    parameters.set_seed(50, Draw.LAYOUT)
    parameters.set_count(2)
    parameters.set_vary(Vary.DETAIL)  # of a layout that is drawn anew after this run
    made = parameters.requests("x")
    assert [(r.seed, r.composition_seed) for r in made] == [(7, 50), (8, 50)]
    assert parameters.requests("x")[0].composition_seed != 50


def test_looking_at_what_is_planned_rolls_no_seed(parameters):
    planned = parameters.planned("x")
    assert parameters.planned("x") == planned
    assert parameters.requests("x") == planned


def test_each_part_is_reset_alone_and_can_be_brought_back(qapp):
    undo = QUndoStack()
    parameters = ParametersState(undo=undo)
    parameters.set_size(1280, 1280)
    parameters.set_steps(7)
    parameters.lock_seed(True)
    parameters.set_count(5)
    changed, seed = parameters.value, parameters.value.seed
    assert not any(parameters.is_default(part) for part in Part)
    parameters.reset(Part.QUALITY)
    assert parameters.is_default(Part.QUALITY)
    assert parameters.value.width == 1280
    parameters.reset()
    assert all(parameters.is_default(part) for part in Part)
    assert parameters.value.seed == seed
    undo.undo()
    undo.undo()
    assert parameters.value == changed


def test_seeds_that_a_layout_was_written_with_stay_as_long_as_it_does(parameters):
    group = (50, 51, 52, 53)
    parameters.restore({"composition_seed": 51, "composed_with": group, "vary": "nonsense"})
    assert parameters.planned("x")[0].composed_with == group
    parameters.set_count(2)
    parameters.set_vary(Vary.DETAIL)
    assert {request.composed_with for request in parameters.planned("x")} == {group}
    parameters.set_seed(60, Draw.LAYOUT)
    assert parameters.planned("x")[0].composed_with == ()
