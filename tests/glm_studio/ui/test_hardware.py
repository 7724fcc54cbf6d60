"""The hardware's page, and several pictures at once."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest

from engine import hardware
from engine.api import Moved, Planned, Stage
from engine.errors import DeviceFaultError
from engine.estimate import Estimate, Rates
from engine.examination import Check, Examination, Expectation, Measurement, Section, State
from engine.hardware import DeviceStatus, LaneState, Sighting, Telemetry
from engine.plan import GIB, Plan, StageNeed
from glm_studio.state.appearance import Appearance
from glm_studio.state.background import Background
from glm_studio.state.canvas import Kind
from glm_studio.state.hardware import Report
from glm_studio.state.pages import Page
from support.fakes import run_script
from support.layout import faults, overlapping_zones

FAULT = DeviceFaultError(
    "The card npu:1 (Ascend 910B3) failed.", "It said: error code 507015.", "Run: npu-smi info"
).problem
TOLD = Telemetry(48 * GIB, 64 * GIB, 52.0, 98.4, 83.0, "OK")
CARDS = (
    DeviceStatus("npu:0", "Ascend 910B3", LaneState.BUSY, TOLD),
    DeviceStatus("npu:1", "Ascend 910B3", LaneState.FAILED, Telemetry(GIB, 64 * GIB), FAULT),
)
MANY = tuple(DeviceStatus(f"npu:{n}", "Ascend 910B3", LaneState.IDLE, TOLD) for n in range(8))
LONG = "/opt/models/" + "a-very-long-name-without-a-space" * 4
FOUND = Examination(
    {},
    (
        Section("program", tuple(Check(f"lib{n}", State.GOOD, f"lib {n}.") for n in range(6))),
        Section("devices", (Check("npu", State.NOTE, "No card.", "See docs."),)),
        Section(
            "disk",
            (
                Check("cache", State.MISSING, f"0.1 GiB free in {LONG}.", "Run: rm -r '/a b'"),
                Check("pictures", State.BROKEN, "It takes no files.", "Choose another folder."),
            ),
        ),
    ),
    measurements=(Measurement("cpu", "bf16", Rates(3.4e11, 2e10, 3e10, 5e-6), True),),
    expectations=(
        Expectation("GLM-Image", "cpu", "bf16", 1024, 1024, 30, Estimate(536, 10260, 119)),
    ),
)


@pytest.fixture
def page(window, states):
    states.hardware._timer.setInterval(10)
    return window.body.pages.page(Page.HARDWARE)


def open_page(window, qtbot, page) -> None:
    QTest.keyClick(window, Qt.Key.Key_F10)
    qtbot.waitUntil(page.isVisible)


def test_f10_opens_the_page_and_escape_closes_it_and_cancels_nothing(window, states, page, qtbot):
    open_page(window, qtbot, page)
    assert window.body.rail.buttons[Page.HARDWARE].isChecked()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert not window.body.rail.buttons[Page.HARDWARE].isChecked()
    assert not states.hardware.shown


def test_before_there_is_an_engine_the_page_says_so(window, states, page, qtbot):
    open_page(window, qtbot, page)
    assert "engine is starting" in page._empty_text.text()
    assert page._empty.isVisible()
    states.hardware.attach(lambda: CARDS)
    qtbot.waitUntil(lambda: not page._empty.isVisible())


def test_each_device_has_a_card_that_says_how_it_is(window, states, page, qtbot):
    states.hardware.attach(lambda: CARDS)
    open_page(window, qtbot, page)
    qtbot.waitUntil(lambda: len(page.cards) == 2)
    busy, failed = page.cards["npu:0"], page.cards["npu:1"]
    for words in ("Ascend 910B3", "Busy", "48.0 GiB of 64.0 GiB", "52 °C", "98 W", "83 %"):
        assert words in busy.text()
    for words in ("Failed", "error code 507015", "npu-smi info"):
        assert words in failed.text()
    assert "°C" not in failed.text()  # what it does not tell is not shown
    assert busy.accessibleName() == "Ascend 910B3, npu:0, Busy"


def test_the_cards_live(window, states, page, qtbot):
    used = iter(range(1, 10_000))

    def read():
        told = Telemetry(next(used) % 64 * GIB, 64 * GIB)
        return (DeviceStatus("npu:0", "Ascend 910B3", LaneState.IDLE, told),)

    states.hardware.attach(read)
    open_page(window, qtbot, page)
    qtbot.waitUntil(lambda: "npu:0" in page.cards)
    before, card = page.cards["npu:0"].text(), page.cards["npu:0"]
    qtbot.waitUntil(lambda: card.text() != before)
    assert page.cards["npu:0"] is card


def examined(states, qtbot) -> None:
    examiner = Background("examiner", states)
    states.hardware.set_examiner(lambda on_progress: Report(FOUND, "the whole page"), examiner)
    states.hardware.examine()
    qtbot.waitUntil(lambda: states.hardware.report is not None)


def test_the_check_is_shown_and_can_be_copied(window, states, page, qtbot):
    view = page.examination
    open_page(window, qtbot, page)
    assert not view.check.isEnabled()
    assert not view.copy.isVisible()
    examined(states, qtbot)
    qtbot.waitUntil(lambda: "another folder" in view.text())
    assert view.check.isEnabled()
    for words in ("something is worth mending", "3 h 01 min", "GLM-Image, 1024 × 1024, 30 steps",
                  "340 GFLOP/s", "cpu, bf16 (chosen)", "No card.", LONG):  # fmt: skip
        assert words in view.text()
    view.copy.click()
    assert QGuiApplication.clipboard().text() == "the whole page"


def test_a_command_that_mends_is_copied_alone(window, states, page, qtbot):
    from PySide6.QtWidgets import QToolButton

    open_page(window, qtbot, page)
    examined(states, qtbot)
    qtbot.waitUntil(lambda: len(page.examination.findChildren(QToolButton)) == 2)
    first, _ = page.examination.findChildren(QToolButton)
    first.click()
    assert QGuiApplication.clipboard().text() == "rm -r '/a b'"


@pytest.mark.parametrize("look", [Appearance.DARK, Appearance.LIGHT])
@pytest.mark.parametrize("size", [(1024, 640), (1280, 800), (3840, 2160)])
def test_nothing_is_cut_off(make_window, states, qtbot, size, look):
    window = make_window(size, look)
    states.hardware.attach(lambda: CARDS)
    page = window.body.pages.page(Page.HARDWARE)
    window.body.rail.buttons[Page.HARDWARE].click()
    examined(states, qtbot)
    qtbot.waitUntil(lambda: len(page.cards) == 2 and "another folder" in page.examination.text())
    qtbot.wait(20)
    assert faults(window) == []
    assert overlapping_zones(window) == []
    assert page.widget().width() == page.viewport().width()


def test_looking_at_eight_cards_holds_up_nothing(window, states, page, qtbot):
    states.hardware.attach(lambda: MANY)
    open_page(window, qtbot, page)
    qtbot.waitUntil(lambda: len(page.cards) == 8)
    past = [TOLD] * 120
    best = min(_seconds(lambda: _show_all(page, past)) for _ in range(5))
    assert best < 0.008


def _show_all(page, past) -> None:
    for status in MANY:
        page.cards[status.name].show_device(status, past)


def _seconds(act) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


# What is computed on ------------------------------------------------------------------------------

SOUND = tuple(Sighting(f"npu:{n}", hardware.Kind.NPU, "Ascend 910B3") for n in range(2))
ILL = tuple(Sighting(f"npu:{n}", hardware.Kind.NPU, "Ascend 910B3", problem=FAULT) for n in (2, 3))
HIDDEN = Sighting(
    "npu:4",
    hardware.Kind.NPU,
    "Ascend 910B3",
    problem=DeviceFaultError("It is hidden.", f"By {LONG}.", "Run: unset X").problem,
)


@pytest.fixture
def seen(window, states, bridge, page, qtbot):
    """Open the page where such devices are here."""

    def see(*sightings: Sighting) -> None:
        states.hardware.set_surveyor(lambda: sightings, Background("surveyor", states))
        open_page(window, qtbot, page)
        qtbot.waitUntil(lambda: states.hardware.sightings == sightings)

    return see


def offered(page) -> list[str]:
    return [page.choice.box.itemText(n) for n in range(page.choice.box.count())]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_device_is_chosen_by_keys(seen, states, page, qtbot):
    seen(*SOUND)
    box = page.choice.box
    assert offered(page)[:2] == ["Automatic", "All 2 cards"]
    assert box.accessibleName() == "Compute on"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.view().isVisible()
    assert states.hardware.wish == "auto"
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    with qtbot.waitSignal(states.hardware.chosen):
        QTest.keyClick(box.view(), Qt.Key.Key_Return)
    assert states.hardware.wish == "all"


def test_the_wheel_scrolls_the_page_and_chooses_nothing(seen, states, page):
    seen(*SOUND)
    centre = QPointF(page.choice.box.rect().center())
    for way in (120, -120):
        event = QWheelEvent(
            centre, page.choice.box.mapToGlobal(centre), QPoint(), QPoint(0, way),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QGuiApplication.sendEvent(page.choice.box, event)
    assert states.hardware.wish == "auto"
    assert page.choice.box.currentText() == "Automatic"


def test_what_the_command_line_names_is_shown_as_chosen(seen, states, page):
    states.hardware.insist("npu:0,npu:1,npu:5")
    seen(*SOUND)
    assert page.choice.box.currentText() == "npu:0, npu:1, npu:5"


def test_nothing_is_chosen_while_pictures_are_made(seen, states, page, engine, loop, wait):
    seen(*SOUND)
    states.hardware.attach(engine.hardware)
    assert page.choice.box.isEnabled()
    engine.script = run_script(hold_at=Stage.DENOISE)
    states.prompt.set_text("a red circle")

    async def start() -> None:
        states.generate()

    loop.run_until_complete(start())
    wait(lambda: states.queue.running)
    assert not page.choice.box.isEnabled()
    assert page.choice.reason.text() == page.choice.box.toolTip() == "Pictures are being made."
    states.choose_devices("npu:1")
    assert states.hardware.wish == "auto"
    engine.release()
    wait(lambda: not states.queue.busy and not states.queue.saving)
    assert page.choice.box.isEnabled()
    states.choose_devices("npu:1")
    assert page.choice.box.currentText() == "Ascend 910B3, npu:1"


def test_nothing_is_chosen_while_the_engine_starts(window, states, page, qtbot):
    open_page(window, qtbot, page)
    assert not page.choice.box.isEnabled()
    assert page.choice.reason.text() == "The engine is starting."


def test_what_is_amiss_is_told_once_for_each_reason(seen, page, qtbot):
    seen(*SOUND, *ILL, HIDDEN)
    qtbot.waitUntil(lambda: len(page.amiss) == 2)
    both, hidden = page.amiss
    for words in ("npu:2, npu:3", "error code 507015", "npu-smi info"):
        assert words in both.text()
    assert "It is hidden." in hidden.text()
    hidden.copy.click()
    assert QGuiApplication.clipboard().text() == "unset X"
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    assert all(part.textInteractionFlags() & selectable for part in hidden._words)


def test_what_is_mended_has_no_card_any_more(seen, states, page, qtbot):
    seen(*SOUND, *ILL)
    qtbot.waitUntil(lambda: len(page.amiss) == 1)
    states.pages.show(Page.CREATE)
    seen(*SOUND)
    assert page.amiss == []
    assert page._amiss_column.count() == 0


@pytest.mark.parametrize("look", [Appearance.DARK, Appearance.LIGHT])
@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_neither_choice_nor_what_is_amiss_is_cut_off(make_window, states, qtbot, size, look):
    window = make_window(size, look)
    states.hardware.set_surveyor(lambda: (*SOUND, *ILL, HIDDEN), Background("surveyor", states))
    page = window.body.pages.page(Page.HARDWARE)
    window.body.rail.buttons[Page.HARDWARE].click()
    qtbot.waitUntil(lambda: len(page.amiss) == 2)
    qtbot.wait(20)
    assert faults(window) == []
    assert page.widget().width() == page.viewport().width()


# Several pictures at once ------------------------------------------------------------------------


def planned(device: str) -> Planned:
    stages = (StageNeed("prior", GIB, 0, 0),)
    plan = Plan("full resident", "bf16", 256, 256, 0, (), stages, False, 2 * GIB, 2 * GIB)
    return Planned("", plan, device)


@pytest.fixture
def three_at_once(window, states, bridge, engine, loop, wait):
    """Eight pictures asked for, three of them at work on three cards."""
    engine.at_once = 3
    submit = engine.submit

    def submit_on_its_card(request):
        device = f"npu:{len(engine.requests) % 3}"
        engine.script = [planned(device), *run_script(hold_at=Stage.DENOISE)]
        return submit(request)

    engine.submit = submit_on_its_card
    states.prompt.set_text("a red circle")
    states.parameters.set_count(8)

    async def start() -> None:
        states.generate()

    loop.run_until_complete(start())
    wait(lambda: len(states.queue.running) == 3 and all(e.preview for e in states.queue.running))
    yield window
    states.queue.cancel_all()
    wait(lambda: not states.queue.busy)


def test_the_line_says_how_many_and_where(three_at_once, states):
    said, shown = three_at_once.body.progress.text(), states.queue.current
    for words in (f"picture {shown.index} of 8", "3 at once", "5 waiting", shown.device):
        assert words in said
    assert three_at_once.body.progress._cancel_all.isVisible()
    assert faults(three_at_once) == []


def test_the_shown_picture_stays_the_shown_one(three_at_once, states):
    shown, seen = states.queue.current, []
    states.canvas.changed.connect(lambda: seen.append(states.canvas._owner))
    for entry in [*states.queue.running, *states.queue.running]:
        states.queue.apply(entry, entry.preview)
    assert set(seen) == {shown}


def test_one_that_is_done_beside_the_shown_one_goes_into_the_gallery_alone(
    three_at_once, states, engine, wait
):
    shown = states.canvas.frame
    beside = next(e for e in states.queue.running if e is not states.queue.current)
    next(job for job in engine.jobs if job.request is beside.request).release()
    wait(lambda: states.gallery.pictures)
    assert states.canvas.frame.image is shown.image
    assert states.canvas.frame.kind is Kind.PREVIEW


def test_when_the_shown_one_is_done_the_next_is_shown_with_its_preview(
    three_at_once, states, engine, wait
):
    following = next(e for e in states.queue.running if e is not states.queue.current)
    states.queue.cancel_current()
    wait(lambda: states.queue.current is following)
    wait(lambda: states.canvas._owner is following)
    assert states.canvas.frame.kind is Kind.PREVIEW


def test_a_card_that_fails_is_told_and_the_picture_begins_anew(three_at_once, states, qtbot):
    shown = states.queue.current
    with qtbot.waitSignal(states.noticed) as told:
        states.queue.apply(shown, Moved("", "npu:0", "The card npu:0 failed."))
    assert "npu:0 failed" in told.args[0]
    assert states.queue.current is shown
    assert "Painting" not in three_at_once.body.progress.text()
