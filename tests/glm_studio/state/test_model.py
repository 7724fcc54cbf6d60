"""The model's state: loading for one stage is seen, and is over when the stage begins."""

from __future__ import annotations

from engine.api import Loading, Stage, StageStarted
from glm_studio.state.model import ModelState, Phase
from support.checkpoints import NANO
from support.fakes import LOADING


def test_a_component_brought_in_for_its_stage_is_loading_and_then_ready():
    state = ModelState(NANO)
    phases: list[Phase] = []
    state.changed.connect(lambda: phases.append(state.phase))
    for event in LOADING:
        state.apply(event)
    assert phases[-1] is Phase.READY
    state.apply(Loading("", "transformer", 1 << 30, 13 << 30))
    assert phases[-1] is Phase.LOADING
    state.apply(StageStarted("", Stage.DENOISE, 12))
    assert phases[-1] is Phase.READY


def test_a_stage_of_a_model_that_is_not_loaded_says_nothing_about_it():
    state = ModelState(NANO)
    state.load()
    state.apply(StageStarted("", Stage.DENOISE, 12))
    assert state.phase is Phase.LOADING
