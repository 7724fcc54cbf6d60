"""What the window offers to compute on, and what it remembers of the choice."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QThread

from engine.api import Loaded
from engine.errors import DeviceError
from engine.examination import Examination
from engine.hardware import DeviceStatus, Kind, LaneState, Sighting, Telemetry
from engine.recipe import ModelIdentity
from glm_studio.state.background import Background
from glm_studio.state.device_choices import choices
from glm_studio.state.hardware import HardwareState, Report
from glm_studio.state.memory import Memory
from glm_studio.state.studio import StudioState
from support.checkpoints import NANO

CPU = Sighting("cpu", Kind.CPU, "Kunpeng 920")
ILL = DeviceError("The card is not well.", "npu-smi says: Alarm.", "Run: npu-smi info").problem


def cards(count: int, kind: Kind = Kind.NPU) -> list[Sighting]:
    return [Sighting(f"{kind}:{n}", kind, "Ascend 910B3") for n in range(count)]


def test_without_a_card_there_is_the_processor():
    assert choices([CPU]) == [("auto", "Automatic"), ("cpu", "Kunpeng 920, cpu")]
    assert choices([]) == [("auto", "Automatic")]


def test_one_card_is_neither_all_nor_a_pair():
    assert choices([*cards(1), CPU]) == [
        ("auto", "Automatic"),
        ("npu:0", "Ascend 910B3, npu:0"),
        ("cpu", "Kunpeng 920, cpu"),
    ]


def test_two_cards_can_make_pictures_each_or_one_together():
    assert choices([*cards(2), CPU]) == [
        ("auto", "Automatic"),
        ("all", "All 2 cards"),
        ("npu:0", "Ascend 910B3, npu:0"),
        ("npu:1", "Ascend 910B3, npu:1"),
        ("cpu", "Kunpeng 920, cpu"),
        ("npu:0+npu:1", "One picture over two: npu:0 and npu:1"),
    ]


def test_eight_cards_are_offered_together_and_each():
    offered = dict(choices([*cards(8), CPU]))
    assert offered["all"] == "All 8 cards"
    assert [wish for wish in offered if wish.startswith("npu:")][:-1] == [
        f"npu:{n}" for n in range(8)
    ]


def test_what_cannot_be_used_is_not_offered_and_not_counted():
    first, second, third = cards(3)
    ill = Sighting(second.name, second.kind, second.title, problem=ILL)
    offered = dict(choices([first, ill, third, CPU]))
    assert "npu:1" not in offered
    assert offered["all"] == "All 2 cards"
    assert "npu:0+npu:2" in offered


def test_all_are_those_of_the_best_kind():
    offered = dict(choices([*cards(1), *cards(2, Kind.CUDA), CPU]))
    assert "all" not in offered  # it would be one card
    assert "cuda:0+cuda:1" in offered


def test_what_nobody_would_offer_is_there_if_it_is_chosen():
    assert choices([*cards(3), CPU], "npu:0,npu:1+npu:2")[-1] == (
        "npu:0,npu:1+npu:2",
        "npu:0, npu:1 + npu:2",
    )
    assert choices([], "npu:5")[-1] == ("npu:5", "npu:5")


# Remembered ---------------------------------------------------------------------------------------


@pytest.fixture
def start(qapp, tmp_path):
    """Start a window's states anew, as it is closed and opened again."""
    running: list[StudioState] = []

    def close() -> None:
        for states in running:
            states.remember()
            states.memory.write()
            states.close()
        running.clear()

    def start(named: str | None = None) -> HardwareState:
        close()
        memory = Memory(tmp_path / "window.json")
        memory.read()
        running.append(StudioState(NANO, memory))
        running[0].recall()
        if named is not None:
            running[0].hardware.insist(named)
        return running[0].hardware

    yield start
    close()


def test_a_choice_is_there_at_the_next_start(start, tmp_path):
    assert start().wish == "auto"
    start().choose("npu:1")
    assert start().wish == "npu:1"
    start().choose("auto")
    assert start().wish == "auto"
    assert "device" not in (tmp_path / "window.json").read_text("utf-8")


def test_the_command_line_wins_and_leaves_the_memory_alone(start):
    start().choose("npu:1")
    hardware = start("npu:0,npu:1,npu:5")
    assert hardware.wish == "npu:0,npu:1,npu:5"
    assert "npu:0,npu:1,npu:5" in dict(hardware.choices)
    assert start("auto").wish == "auto"
    assert start().wish == "npu:1"


def test_a_choice_that_names_no_devices_is_forgotten(start, tmp_path):
    (tmp_path / "window.json").write_text('{"device": "the big one!"}', "utf-8")
    assert start().wish == "auto"


# Looked for ---------------------------------------------------------------------------------------


@pytest.fixture
def hardware(qapp):
    hardware = HardwareState()
    yield hardware
    hardware.close()


@pytest.fixture
def background(qapp):
    background = Background("starter")
    yield background
    background.close()


def test_devices_are_looked_for_when_the_page_opens_and_after_a_check(hardware, background, qtbot):
    window, ran_on = QThread.currentThread(), []

    def survey():
        ran_on.append(QThread.currentThread())
        return (*cards(len(ran_on)), CPU)

    hardware.set_surveyor(survey, background)
    qtbot.wait(20)
    assert hardware.sightings == ()
    for times in (1, 2):
        hardware.show(True)
        qtbot.waitUntil(lambda n=times: len(hardware.sightings) == n + 1)
        hardware.show(False)
    hardware.set_examiner(lambda on_progress: Report(Examination({}, ()), ""), background)
    hardware.examine()
    qtbot.waitUntil(lambda: len(hardware.sightings) == 4)
    assert window not in ran_on


def test_a_look_that_fails_is_taken_again(hardware, background, qtbot):
    answers = iter([OSError("npu-smi hangs"), (CPU,)])

    def survey():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    hardware.set_surveyor(survey, background)
    hardware.show(True)
    qtbot.waitUntil(lambda: not hardware._surveying)
    hardware.show(False)
    hardware.show(True)
    qtbot.waitUntil(lambda: hardware.sightings == (CPU,))


def test_a_device_in_use_is_not_amiss_a_second_time(hardware, background, qtbot):
    ill = [Sighting(seen.name, seen.kind, seen.title, problem=ILL) for seen in cards(2)]
    none = DeviceError("No card.", "There is none.", "There is nothing to be done.").problem
    missing = Sighting("cuda", Kind.CUDA, "NVIDIA", problem=none)
    used = DeviceStatus("npu:0", "Ascend 910B3", LaneState.FAILED, Telemetry(), ILL)
    hardware.set_surveyor(lambda: (*ill, missing, CPU), background)
    hardware.attach(lambda: (used,))
    hardware.show(True)
    qtbot.waitUntil(lambda: bool(hardware.devices and hardware.sightings))
    assert hardware.amiss == (ill[1],)


def test_an_engine_that_goes_takes_its_devices_with_it(hardware, qtbot):
    goes_on, asked = threading.Event(), threading.Event()

    def read():
        asked.set()
        goes_on.wait(5)
        return (DeviceStatus("npu:0", "Ascend 910B3", LaneState.IDLE, Telemetry()),)

    hardware.attach(read)
    hardware.show(True)
    assert asked.wait(5)
    hardware.detach()
    goes_on.set()
    qtbot.waitUntil(lambda: not hardware._reading)
    assert hardware.devices == ()  # what it answers too late is not heard
    assert not hardware.ready


def test_a_model_that_is_opened_anew_is_not_loaded_any_more(states):
    states.model.apply(Loaded("1", ModelIdentity("nano", "0" * 64), "cpu", "fp32", 1.0))
    states.model.opening()
    assert states.model.loaded is None
    assert states.model.plans == {}
