"""The engine speaks English; the window says it in its own language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from engine.errors import Problem
from engine.texts import joined, say
from glm_studio.ui.wording import said

WORDS = {
    "{name} failed in {stage}.": "In {stage} versagte {name}.",
    "the painting": "der Malerei",
}


class Backwards(QTranslator):
    """A language that says the gaps the other way round."""

    def translate(self, context, text, disambiguation=None, n=-1):
        return WORDS.get(text)


@pytest.fixture
def backwards(qapp):
    translator = Backwards()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


FAILED = say("{name} failed in {stage}.", name="npu:0", stage=say("the painting"))


def test_a_sentence_is_translated_with_what_fills_its_gaps(backwards):
    assert said(FAILED) == "In der Malerei versagte npu:0."
    assert said(joined(" ", (FAILED, "Raw words."))) == "In der Malerei versagte npu:0. Raw words."
    assert said("{name} failed in {stage}.") == "{name} failed in {stage}."


def test_a_problem_is_shown_in_the_window_s_language(backwards, window, bridge, states):
    states.failures.show(Problem("x", FAILED, "", ""))
    assert window.body.banner.sentences[0].text() == "In der Malerei versagte npu:0."
