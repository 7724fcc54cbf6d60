"""Sentences that remember how they were put together."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

from engine.api import JobFailed, to_json
from engine.errors import Problem, RequestError
from engine.texts import Text, joined, say


def test_a_sentence_is_a_plain_string_to_everyone_else():
    sentence = say("{n:,} codes of {path}", n=1200, path=Path("a.png"))
    assert sentence == "1,200 codes of a.png"
    assert json.dumps({"why": sentence}) == '{"why": "1,200 codes of a.png"}'
    assert f"{sentence}!" == "1,200 codes of a.png!"


def test_it_remembers_its_gaps_on_the_way_to_another_process():
    inner = say("{name} is gone", name="npu:0")
    problem = Problem("x", say("Stopped: {why}.", why=inner), "", "")
    there = over_there(JobFailed("1", None, problem)).problem
    assert there == problem
    assert there.what.template == "Stopped: {why}."
    assert there.what.values["why"].template == "{name} is gone"
    assert to_json(problem)["what"] == "Stopped: npu:0 is gone."


def test_what_cannot_travel_is_kept_as_its_words():
    sentence = say("It said: {error}.", error=OSError(lambda: None))
    assert isinstance(over_there(sentence), Text)


def test_parts_in_a_row_stay_sentences():
    row = joined("; ", [say("one"), "two"])
    assert row == "one; two"
    assert isinstance(row.values["part0"], Text)


def test_errors_name_the_field_in_words_that_can_be_translated():
    assert RequestError("steps", "", "").problem.what.values["field"].template
    assert str(RequestError("guidance", "", "").problem.what) == "The guidance cannot be used."


def over_there(value):
    """As another process has it."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301
