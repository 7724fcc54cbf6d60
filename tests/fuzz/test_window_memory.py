"""What the window remembers, after other hands had it: the window opens all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checkpoint import open_checkpoint
from glm_studio.resources import resource
from glm_studio.state.memory import Memory
from glm_studio.state.preferences import PREFERENCES
from glm_studio.state.studio import StudioState
from support import hostile
from support.garbage import collected_on_this_thread

_garbage = pytest.fixture(autouse=True, scope="module")(collected_on_this_thread)


@pytest.fixture(scope="module")
def states(qapp, tmp_path_factory) -> Iterator[StudioState]:
    """The states of a window that was used a little."""
    folder = tmp_path_factory.mktemp("memory")
    states = StudioState(resource("models", "nano"), Memory(folder / "window.json"))
    states.model.describe(open_checkpoint(states.model.folder))
    states.prompt.set_text("a cat")
    states.presets.save("mine", with_size=True)
    states.parameters.set_steps(7)
    states.remember()
    states.memory.write()
    yield states
    states.close()


@pytest.fixture(scope="module")
def sound(states) -> dict[str, object]:
    return json.loads(states.memory._file.read_text())


@given(data=st.data())
def test_whatever_it_says_the_window_comes_back(states: StudioState, sound, data):
    file: Path = states.memory._file
    file.write_text(data.draw(hostile.jsons(sound)), "utf-8", "surrogatepass")
    states.memory.read()
    states.recall()
    states.model.describe(states.model.checkpoint)  # then the panel is as it was
    for preference in PREFERENCES:
        assert preference.accepts(states.preferences.get(preference))
    value = states.parameters.value
    assert value.width > 0
    assert value.height > 0
    assert value.steps >= 1
    states.remember()
    states.memory.write()
    json.loads(file.read_text("utf-8"))
