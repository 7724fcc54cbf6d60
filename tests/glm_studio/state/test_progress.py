"""How far a picture is: time left that can be believed, and a bar that never goes back."""

from __future__ import annotations

import time

import pytest

from engine.api import Loaded, Loading, Replanned, Stage, StageStarted, StepDone, TokensDone
from glm_studio.state.progress import Progress
from glm_studio.ui.progress_track import ProgressTrack
from glm_studio.ui.theme import Theme
from support.fakes import MODEL

GIB = 2**30


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when told."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds

    return wait


def played(clock, *events) -> Progress:
    """After these events; a number lets that many seconds pass."""
    progress = Progress(Stage.LOAD)
    for event in events:
        if isinstance(event, int):
            clock(event)
        else:
            progress = progress.after(event)
    return progress


def loading(component: str, done: int, total: int) -> Loading:
    return Loading("", component, done * GIB, total * GIB)


@pytest.mark.parametrize(
    "between",
    [
        [],  # another total
        [Loaded("", MODEL, "cpu", "fp32", 1.0)],
        [Replanned("", "Memory ran out.", None)],
    ],
)
def test_a_second_load_does_not_count_the_time_of_the_first(clock, between):
    first = [loading("prior", 0, 40), 600, loading("prior", 40, 40)]
    second = [loading("transformer", 1, 11), 5, loading("transformer", 6, 11)]
    progress = played(clock, *first, 60, *between, *second)
    assert progress.left_s == pytest.approx(5.0)
    assert progress.rate == pytest.approx(GIB)


def test_the_same_load_once_more_and_the_check_sum_are_loads_of_their_own(clock):
    read = [loading("transformer", 0, 10), 300, loading("transformer", 10, 10)]
    again = [loading("transformer", 0, 10), 2, loading("transformer", 2, 10)]
    assert played(clock, *read, *again).left_s == pytest.approx(8.0)
    hashed = [loading("hash", 10, 20), 300, loading("hash", 12, 20)]
    weights = [loading("vae", 12, 20), 2, loading("vae", 14, 20)]
    assert played(clock, *hashed, *weights).left_s == pytest.approx(6.0)


WHOLE_RUN = [
    StageStarted("", Stage.PRIOR, 100),
    TokensDone("", 50, 100, 40.0, 3.0),
    TokensDone("", 100, 100, 40.0, 0.0),
    loading("transformer", 0, 10),
    loading("transformer", 9, 10),
    StageStarted("", Stage.DENOISE, 12),
    StepDone("", 12, 12, 2.0, 0.0),
    loading("vae", 1, 2),
    Loaded("", MODEL, "cpu", "fp32", 1.0),
    StageStarted("", Stage.DECODE, 1),
]
REFERENCES = [StageStarted("", Stage.REFERENCES, 2), loading("prior", 1, 10)]


@pytest.mark.parametrize("before", [[], REFERENCES])
def test_what_is_made_is_never_taken_back(clock, qtbot, states, before):
    progress, wholes, filled = Progress(Stage.LOAD), [], []
    track = ProgressTrack(Theme(states.appearance))
    qtbot.addWidget(track)
    for event in [*before, *WHOLE_RUN]:
        progress = progress.after(event)
        wholes.append(progress.whole_fraction)
        track.show_progress(progress)
        filled.append(sum(share * fill for share, fill in track._fills()))
    assert wholes == sorted(wholes)
    assert filled == pytest.approx(wholes)
    assert wholes[-1] == pytest.approx(0.9)


def test_references_are_a_part_of_the_whole():
    progress = Progress(Stage.LOAD).after(StageStarted("", Stage.REFERENCES, 2))
    assert Progress(Stage.LOAD).after(StageStarted("", Stage.PRIOR, 9)).whole_fraction == 0
    assert progress.after(StageStarted("", Stage.PRIOR, 9)).whole_fraction > 0


def test_a_picture_that_starts_anew_does():
    progress = Progress(Stage.LOAD).after(StageStarted("", Stage.DENOISE, 12))
    assert progress.whole_fraction > 0
    assert progress.after(Replanned("", "Memory ran out.", None)).whole_fraction == 0
