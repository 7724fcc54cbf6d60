"""What was being made is given up: the canvas goes back to the picture that is selected."""

from __future__ import annotations

import pytest

from engine.api import GenerationRequest, JobFailed, Stage
from engine.errors import Problem
from glm_studio.library.metadata import read_picture
from glm_studio.library.store import save_picture
from glm_studio.state.canvas import Kind
from support.fakes import LOADING, picture_of, run_script


@pytest.fixture
def generate(loop, window, bridge, states):
    """Ask for some pictures, on the running loop."""

    def generate(count: int) -> None:
        async def now() -> None:
            states.prompt.set_text("a red circle")
            states.parameters.set_count(count)
            states.generate()

        loop.run_until_complete(now())

    return generate


@pytest.fixture
def chosen(bridge, library, states, wait, tmp_path):
    """A picture that is selected in the gallery and on the canvas."""
    request = GenerationRequest("old", 256, 256, 12, 1.5, 3)
    old = read_picture(save_picture(picture_of(request), tmp_path)).picture
    library.add(old)
    states.stage.show_picture(old)
    wait(lambda: states.canvas.frame.picture == old)
    return old


@pytest.mark.parametrize("one_by_one", [True, False])
def test_the_selected_picture_is_back_after_all_were_cancelled(
    window, engine, states, chosen, generate, wait, one_by_one
):
    engine.script = [LOADING[0], *run_script(hold_at=Stage.PRIOR)]
    generate(4)
    wait(lambda: states.canvas.frame.kind is Kind.COMPOSING)
    if one_by_one:
        states.queue.cancel_current()
        wait(lambda: len(states.queue.entries) == 3)
    states.queue.cancel_all()
    wait(lambda: not states.queue.busy)
    wait(lambda: states.canvas.frame.picture == chosen)
    assert window.body.centre.canvas.isVisible()


def test_the_selected_picture_is_back_after_one_failed(engine, states, chosen, generate, wait):
    engine.script = [*run_script()[:2], JobFailed("", Stage.PRIOR, Problem("x", "a", "b", "c"))]
    generate(2)
    wait(lambda: not states.queue.busy)
    wait(lambda: states.canvas.frame.picture == chosen)
