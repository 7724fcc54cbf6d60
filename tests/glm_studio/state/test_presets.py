"""Presets of the panel, and sizes that are kept."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QUndoStack

from engine.checkpoint import open_checkpoint
from glm_studio.resources import resource
from glm_studio.state.memory import Memory
from glm_studio.state.parameters import ParametersState
from glm_studio.state.presets import Grade, PresetsState
from glm_studio.state.sizes import SizesState


@pytest.fixture
def undo(qapp) -> QUndoStack:
    return QUndoStack()


@pytest.fixture
def memory(tmp_path) -> Memory:
    return Memory(tmp_path / "window.json")


@pytest.fixture
def parameters(undo) -> ParametersState:
    return ParametersState(undo=undo)


@pytest.fixture
def presets(parameters, memory, undo) -> PresetsState:
    return PresetsState(parameters, memory, undo)


@pytest.fixture
def sizes(parameters, memory, undo) -> SizesState:
    return SizesState(parameters, memory, undo)


def test_grades_follow_the_model_and_leave_the_size_alone(presets, parameters):
    parameters.set_size(1568, 1056)
    steps = []
    for grade in Grade:
        presets.apply(presets.graded(grade))
        steps.append(parameters.value.steps)
    assert steps == [12, 30, 50]
    assert (parameters.value.width, parameters.value.height) == (1568, 1056)
    parameters.adopt(open_checkpoint(resource("models", "nano")), {})
    assert [presets.graded(grade).steps for grade in Grade] == [5, 12, 20]


def test_a_preset_is_a_step_that_can_be_taken_back(presets, parameters, undo):
    parameters.set_guidance(3.0)
    presets.apply(presets.graded(Grade.DRAFT))
    assert not presets.differs
    undo.undo()
    assert (parameters.value.steps, parameters.value.guidance) == (30, 3.0)
    assert presets.differs
    undo.redo()
    assert parameters.value.steps == 12


def test_the_mark_comes_with_a_change_and_goes_with_it(presets, parameters):
    assert (presets.grade, presets.differs) == (Grade.NORMAL, False)
    parameters.set_steps(31)
    assert presets.differs
    parameters.set_steps(30)
    assert not presets.differs
    parameters.set_size(1280, 1280)  # which no grade says anything about
    assert not presets.differs


def test_own_presets_are_saved_updated_renamed_moved_deleted_and_brought_back(
    presets, parameters, undo
):
    parameters.set_steps(17)
    presets.save(" Poster ", with_size=True)
    parameters.set_steps(9)
    presets.save("Words", with_size=False)
    poster, words = presets.own
    assert (poster.name, poster.steps, poster.size) == ("Poster", 17, (1024, 1024))
    assert words.size is None
    assert presets.chosen == words
    parameters.set_size(1280, 1280)
    presets.apply(poster)
    assert (parameters.value.steps, parameters.value.width) == (17, 1024)
    parameters.set_steps(18)
    assert presets.differs
    presets.update(poster)
    assert presets.own[0].steps == 18
    assert not presets.differs
    presets.rename(presets.own[0], "Print")
    assert presets.chosen.name == "Print"
    presets.move(presets.own[0], +1)
    assert [preset.name for preset in presets.own] == ["Words", "Print"]
    presets.delete(presets.own[0])
    assert [preset.name for preset in presets.own] == ["Print"]
    for _ in range(2):
        undo.undo()
    assert [preset.name for preset in presets.own] == ["Print", "Words"]


def test_names_that_are_empty_or_taken_are_refused_in_words(presets):
    assert presets.problem_with("  ")
    assert presets.problem_with("Draft")
    presets.save("Poster", with_size=False)
    assert presets.problem_with("poster")
    assert not presets.problem_with("poster", presets.own[0])
    assert not presets.problem_with("Poster 2")


def test_presets_outlive_the_program_and_damage_leaves_the_others(
    presets, parameters, memory, undo, tmp_path, qtbot
):
    presets.save("Poster", with_size=True)
    presets.save("Words", with_size=False)
    file = tmp_path / "window.json"
    qtbot.waitUntil(lambda: file.exists() and "Words" in file.read_text())
    stored = json.loads(file.read_text())
    stored["presets"]["own"] += [{"name": "Broken", "steps": "many"}, 7, {"name": "", "steps": 1}]
    file.write_text(json.dumps(stored))
    again = Memory(file)
    again.read()
    other = PresetsState(parameters, again, undo)
    other.recall()
    assert other.own == presets.own
    assert other.chosen == presets.chosen


# Sizes -------------------------------------------------------------------------------------------


def test_the_authors_sizes_come_first(sizes):
    assert sizes.recommended[:2] == ((1280, 1280), (1568, 1056))
    assert (1024, 1024) in sizes.recommended


def test_an_own_size_is_kept_once_and_can_be_forgotten(sizes, parameters, memory, undo):
    assert not sizes.can_keep  # the model's own
    parameters.set_size(1184, 896)
    sizes.keep()
    assert (sizes.own, sizes.can_keep) == (((1184, 896),), False)
    sizes.keep()
    other = SizesState(parameters, memory, undo)
    other.recall()
    assert other.own == ((1184, 896),)
    sizes.forget((1184, 896))
    assert sizes.own == ()
    undo.undo()
    assert sizes.own == ((1184, 896),)
    parameters.adopt(open_checkpoint(resource("models", "nano")), {})
    assert sizes.own == ()  # this model cannot draw it


def test_one_side_follows_the_other_in_the_ratio_that_they_had(sizes, parameters):
    parameters.set_size(1536, 1024)
    sizes.lock_ratio(True)
    sizes.set_width(768)
    assert sizes.current == (768, 512)
    sizes.set_height(800)
    assert sizes.current == (1216, 800)  # the nearest multiples of 32
    sizes.swap()
    sizes.set_width(512)
    assert sizes.current == (512, 768)
    sizes.lock_ratio(False)
    sizes.set_width(640)
    assert sizes.current == (640, 768)


def test_counts_of_a_size(sizes, parameters):
    parameters.set_size(1024, 1024)
    assert (sizes.codes, sizes.tokens) == (1280, 4096)
