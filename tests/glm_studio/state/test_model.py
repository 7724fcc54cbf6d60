"""The model's state: loading for one stage is seen, and is over when the stage begins."""

from __future__ import annotations

import pytest

from engine.api import JobCancelled, JobFailed, Loaded, Loading, Planned, Stage, StageStarted
from engine.errors import Problem
from engine.plan import GIB, Plan, StageNeed
from glm_studio.state.model import ModelState, Phase
from support.checkpoints import NANO
from support.fakes import LOADING, MODEL

WHY = Problem("weights", "It cannot be read.", "It is damaged.", "Download it again.")


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


def loading(loaded_before: bool) -> ModelState:
    state = ModelState(NANO)
    for event in LOADING if loaded_before else ():
        state.apply(event)
    state.apply(Loading("job-2", "transformer", 1 << 30, 13 << 30))
    assert state.phase is Phase.LOADING
    return state


@pytest.mark.parametrize("stage", [None, Stage.REFERENCES, Stage.PRIOR])
@pytest.mark.parametrize(
    "last",
    [lambda stage: JobCancelled("job-2", stage), lambda stage: JobFailed("job-2", stage, WHY)],
)
@pytest.mark.parametrize(("loaded_before", "phase"), [(True, Phase.READY), (False, Phase.UNLOADED)])
def test_a_job_that_ends_while_it_loads_leaves_nothing_loading(stage, last, loaded_before, phase):
    state = loading(loaded_before)
    state.apply(last(stage))
    assert state.phase is phase


def test_a_picture_that_is_cancelled_while_it_waits_does_not_end_the_load_of_another():
    state = loading(loaded_before=True)
    state.apply(JobCancelled("job-3", None))
    assert state.phase is Phase.LOADING


def planned(job: str, device: str) -> Planned:
    stages = (StageNeed("prior", GIB, 0, 0),)
    plan = Plan("full resident", "bf16", 256, 256, 0, (), stages, False, 2 * GIB, 2 * GIB)
    return Planned(job, plan, device)


def test_only_a_load_that_failed_fails_the_model():
    state = loading(loaded_before=True)
    state.apply(planned("job-2", "cpu"))
    state.apply(JobFailed("job-2", Stage.LOAD, WHY))
    assert state.phase is Phase.FAILED
    assert state.problem is WHY


def test_what_one_card_cannot_load_says_nothing_of_the_other():
    state = ModelState(NANO)
    state.apply(planned("job-1", "npu:0"))
    state.apply(Loaded("job-1", MODEL, "npu:0", "fp16", 0.5))
    state.apply(planned("job-2", "npu:1"))
    state.apply(Loading("job-2", "transformer", 1 << 30, 13 << 30))
    state.apply(JobFailed("job-2", Stage.LOAD, WHY))
    assert state.phase is Phase.READY
    assert state.problem is None
    state.apply(planned("job-3", "npu:0"))
    state.apply(JobFailed("job-3", Stage.LOAD, WHY))
    assert state.phase is Phase.FAILED
