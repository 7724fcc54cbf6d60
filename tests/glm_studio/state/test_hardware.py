"""The devices, read while somebody looks; and the examination, away from the window's thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QThread

from engine.errors import DeviceFaultError
from engine.examination import Check, Examination, Section, State
from engine.hardware import DeviceStatus, LaneState, Telemetry
from glm_studio.state.background import Background
from glm_studio.state.hardware import KEPT, HardwareState, Report


def device(used: int = 1, name: str = "npu:0") -> DeviceStatus:
    return DeviceStatus(name, "Ascend 910B3", LaneState.IDLE, Telemetry(used, 64, 50.0, 98.0, 3.0))


class Devices:
    """What an engine would answer, how often it was asked, and from where."""

    def __init__(self) -> None:
        self.asked = 0
        self.threads: set[threading.Thread] = set()
        self.hold = threading.Event()
        self.hold.set()

    def __call__(self) -> tuple[DeviceStatus, ...]:
        self.asked += 1
        self.threads.add(threading.current_thread())
        self.hold.wait(5)
        return (device(self.asked),)


@pytest.fixture
def hardware(qapp):
    hardware = HardwareState()
    hardware._timer.setInterval(10)
    hardware._listener.setInterval(5)
    yield hardware
    hardware.close()


def test_devices_are_read_only_while_they_are_looked_at(hardware, qtbot):
    devices = Devices()
    hardware.attach(devices)
    qtbot.wait(50)
    assert devices.asked == 0
    hardware.show(True)
    qtbot.waitUntil(lambda: len(hardware.past("npu:0")) >= 3)
    assert hardware.devices[0].telemetry.used_bytes == devices.asked
    hardware.show(False)
    qtbot.wait(30)
    asked = devices.asked
    qtbot.wait(60)
    assert devices.asked == asked
    assert threading.main_thread() not in devices.threads


def test_before_there_is_an_engine_there_are_none_and_then_they_come(hardware, qtbot):
    hardware.show(True)
    assert not hardware.ready
    hardware.attach(Devices())
    qtbot.waitUntil(lambda: bool(hardware.devices))


def test_two_minutes_are_kept(hardware, qtbot):
    hardware._timer.setInterval(0)
    hardware.attach(Devices())
    hardware.show(True)
    qtbot.waitUntil(lambda: len(hardware.past("npu:0")) == KEPT)
    first = hardware.past("npu:0")[0]
    qtbot.waitUntil(lambda: hardware.past("npu:0")[0] != first)
    assert len(hardware.past("npu:0")) == KEPT


def test_a_device_that_answers_slowly_is_not_asked_again_meanwhile(hardware, qtbot):
    devices = Devices()
    devices.hold.clear()
    hardware.attach(devices)
    hardware.show(True)
    qtbot.wait(100)
    assert devices.asked == 1
    devices.hold.set()
    qtbot.waitUntil(lambda: devices.asked > 1)


def test_reading_that_fails_is_tried_again(hardware, qtbot):
    answers = iter([OSError("npu-smi hangs"), (device(),)])

    def read():
        answer = next(answers, (device(),))
        if isinstance(answer, Exception):
            raise answer
        return answer

    hardware.attach(read)
    hardware.show(True)
    qtbot.waitUntil(lambda: bool(hardware.devices))


@pytest.fixture
def background(qapp):
    background = Background("examiner")
    yield background
    background.close()


FOUND = Examination({}, (Section("disk", (Check("cache", State.GOOD, "There is room."),)),))


def test_an_examination_says_what_it_looks_at_and_ends_with_a_report(hardware, background, qtbot):
    goes_on = threading.Event()
    window = QThread.currentThread()
    ran_on = []

    def examine(on_progress):
        ran_on.append(QThread.currentThread())
        on_progress("devices")
        goes_on.wait(5)
        return Report(FOUND, "the page")

    hardware.set_examiner(examine, background)
    assert hardware.can_examine
    hardware.examine()
    qtbot.waitUntil(lambda: hardware.step == "devices")
    assert not hardware.can_examine
    hardware.examine()  # a second wish meanwhile changes nothing
    goes_on.set()
    qtbot.waitUntil(lambda: hardware.report is not None)
    assert (hardware.report.text, hardware.step) == ("the page", None)
    assert hardware.can_examine
    assert len(ran_on) == 1
    assert ran_on[0] is not window


def test_an_examination_that_fails_says_why_and_can_be_repeated(hardware, background, qtbot):
    def examine(on_progress):
        raise RuntimeError("the moon is full")

    hardware.set_examiner(examine, background)
    hardware.examine()
    qtbot.waitUntil(lambda: hardware.problem is not None)
    assert "the moon is full" in str(hardware.problem)
    assert hardware.can_examine


def test_devices_that_the_engine_has_taken_out_are_known_with_the_reason(hardware, qtbot):
    why = DeviceFaultError.silent("npu:1", "Ascend 910B3").problem
    out = DeviceStatus("npu:1", "Ascend 910B3", LaneState.FAILED, Telemetry(), why)
    hardware.attach(lambda: (device(), out))
    hardware.show(True)
    qtbot.waitUntil(lambda: hardware.failed != {})
    assert hardware.failed == {"npu:1": why}
