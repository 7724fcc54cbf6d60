"""The Undo that is offered takes back its own step."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QUndoStack

from glm_studio.state.undo import Change, offer_to_undo


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def stack(qapp, log) -> QUndoStack:
    made = QUndoStack()
    made.beginMacro("both")
    push(made, "a", log)
    push(made, "b", log)
    made.endMacro()
    return made


def push(stack: QUndoStack, name: str, log: list[str]) -> None:
    stack.push(Change(name, lambda: log.append(f"redo {name}"), lambda: log.append(f"undo {name}")))


def test_it_takes_back_its_step_and_no_later_one(stack, log):
    offer = offer_to_undo(stack, "said")
    push(stack, "c", log)
    offer.run()
    offer.run()
    assert log == ["undo b", "undo a"]
    stack.undo()
    stack.undo()  # passes over what is taken back already
    assert log == ["undo b", "undo a", "undo c"]


def test_a_step_that_was_undone_by_key_is_not_undone_twice(stack, log):
    offer = offer_to_undo(stack, "said")
    stack.undo()
    offer.run()
    assert log == ["undo b", "undo a"]
    stack.redo()
    assert log[2:] == ["redo a", "redo b"]
