"""What the next pictures should take, as the window asks for it."""

from __future__ import annotations

import dataclasses
import threading

import pytest

from engine.api import Forecast, GenerationRequest
from glm_studio.series import Vary, series
from glm_studio.state.forecast import ForecastState, outlook_of

FIRST = GenerationRequest("x", 1024, 1024, 30, 1.5, 1, composition_seed=50)
TOLD = Forecast("cpu", "Some processor", {"prior": 20.0, "denoise": 10.0, "decode": 1.0})


def expect(request: GenerationRequest) -> Forecast:
    return TOLD


@pytest.mark.parametrize(
    ("count", "vary", "seconds"),
    [
        (1, Vary.ALL, 31),
        (4, Vary.DETAIL, 20 + 4 * 11),  # the layout is written once
        (4, Vary.LAYOUT, 20 + 4 * 11),  # and four of them in the same passes
        (8, Vary.ALL, 2 * 20 + 8 * 11),
    ],
)
def test_codes_that_serve_several_pictures_count_once(count, vary, seconds):
    outlook = outlook_of(series(FIRST, count, vary), expect)
    assert (outlook.count, outlook.total_s) == (count, seconds)


def test_several_devices_make_several_at_a_time():
    def on_two(request: GenerationRequest) -> Forecast:
        return dataclasses.replace(TOLD, at_once=2)

    assert outlook_of(series(FIRST, 8, Vary.ALL), on_two).total_s == (2 * 20 + 8 * 11) / 2
    assert outlook_of([FIRST], on_two).total_s == 31


def test_what_nobody_knows_is_not_added_up():
    unknown = dataclasses.replace(TOLD, seconds={})
    assert outlook_of(series(FIRST, 3, Vary.ALL), lambda request: unknown).total_s is None


@pytest.fixture
def asked(qapp):
    """The state, and the requests that it is asked about."""
    requests = [FIRST]
    state = ForecastState(lambda: list(requests))
    yield state, requests
    state.close()


def test_many_changes_are_one_question(asked, qtbot):
    state, _ = asked
    heard = []
    state.attach(lambda request: heard.append(request) or TOLD)
    for _ in range(20):
        state.refresh()
    qtbot.waitUntil(lambda: state.outlook is not None)
    assert (heard, state.outlook.total_s) == ([FIRST], 31)


def test_an_answer_that_comes_too_late_is_not_shown(asked, qtbot):
    state, requests = asked
    gate, heard = threading.Event(), []

    def slowly(request: GenerationRequest) -> Forecast:
        heard.append(request)
        gate.wait(5)
        return dataclasses.replace(TOLD, seconds={"denoise": float(request.steps)})

    state.attach(slowly)
    qtbot.waitUntil(lambda: len(heard) == 1)
    shown = []
    state.changed.connect(lambda: shown.append(state.outlook.total_s))
    requests[0] = dataclasses.replace(FIRST, steps=5)
    state._ask()
    gate.set()
    qtbot.waitUntil(lambda: len(shown) > 0)
    assert shown == [5.0]


def test_an_engine_that_goes_takes_its_forecast_along(asked, qtbot):
    state, _ = asked
    state.attach(expect)
    qtbot.waitUntil(lambda: state.outlook is not None)
    state.detach()
    assert state.outlook is None
    state.refresh()
    assert not state._timer.isActive()
