"""After a session that ended badly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from engine.api import GenerationRequest, Stage
from glm_studio.library.journal import Journal, Making, Remains, Session
from glm_studio.library.queue_errors import QueueError
from glm_studio.state.entry import Entry, entries_of
from glm_studio.ui.crash_sheet import CrashSheet
from support.fakes import run_script

FOX = GenerationRequest("a fox", 256, 320, 14, 2.5, 7, composition_seed=3)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Of a session that begins where another ended while it was painting a fox."""
    folder = tmp_path / "sessions"
    session = Session(datetime.now(UTC), "nano")
    before = Journal(folder, tmp_path / "log")
    before.open(session, catch_faults=False)
    before.write(Session(session.started, "nano", (Making(FOX, "npu:0", "denoise"),)))
    before._own._lock.release()
    return Journal(folder, tmp_path / "log")


@pytest.fixture
def sheet(window, bridge, states, journal, qtbot) -> CrashSheet:
    states.crash.open(journal)
    qtbot.waitUntil(lambda: bool(window.body.findChildren(CrashSheet)))
    yield window.body.findChildren(CrashSheet)[0]
    journal.close()


def words(sheet: CrashSheet) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in sheet.findChildren(QLabel))


class NoFiles:
    def remove(self) -> None:
        pass


def left(prompt: str) -> Remains:
    making = (Making(replace(FOX, prompt=prompt), "npu:0", "denoise"),)
    now = datetime.now(UTC)
    return Remains(Session(now, "nano", making), now, "", (), NoFiles())


def buttons(sheet: CrashSheet) -> list[str]:
    from PySide6.QtWidgets import QPushButton

    return [button.text() for button in sheet.findChildren(QPushButton)]


def press(sheet: CrashSheet, text: str, loop) -> None:
    from PySide6.QtWidgets import QPushButton

    async def click() -> None:
        next(b for b in sheet.findChildren(QPushButton) if b.text() == text).click()

    loop.run_until_complete(click())


def test_it_says_what_was_made_and_how_far_it_was(sheet):
    said = words(sheet)
    assert "a fox" in said
    assert "256 × 320  ·  14 steps  ·  seed 3 / 7  ·  Painting  ·  npu:0" in said
    assert "sent nowhere" in said
    sheet.copy.click()
    assert '"prompt": "a fox"' in QGuiApplication.clipboard().text()


def test_it_is_made_after_all(sheet, states, engine, loop, wait, tmp_path):
    press(sheet, "Run it again", loop)
    wait(lambda: len(states.gallery.pictures) == 1)
    assert engine.requests == [FOX]
    wait(lambda: len(list((tmp_path / "sessions").glob("*.json"))) == 1)  # this session's own


@pytest.fixture
def tell(window, bridge, states, journal, loop, wait) -> Iterator[Callable[..., CrashSheet]]:
    """The sheet over a queue that has taken something over."""

    def tell(waiting: Sequence[Entry], failed: Sequence[Entry] = ()) -> CrashSheet:
        async def restore() -> None:
            states.queue.restore(waiting, failed)
            states.crash.open(journal)

        loop.run_until_complete(restore())
        wait(lambda: window.body.findChildren(CrashSheet))
        return window.body.findChildren(CrashSheet)[0]

    yield tell
    journal.close()


def test_what_the_queue_took_over_is_not_offered_a_second_time(tell, states, engine, loop, wait):
    engine.script = run_script(hold_at=Stage.PRIOR)
    sheet = tell(entries_of([FOX]))
    assert "The queue goes on from where it was." in words(sheet)
    assert "Run it again" not in buttons(sheet)
    press(sheet, "Stop", loop)
    wait(lambda: not states.queue.running)
    assert states.queue.paused
    assert [entry.request for entry in states.queue.entries] == [FOX]


def test_what_waits_in_the_queue_goes_on_from_here(tell, states, loop):
    states.queue.pause()
    sheet = tell(entries_of([FOX]))
    assert "waits in the queue" in words(sheet)
    press(sheet, "Go on", loop)
    assert states.queue.flows


def test_what_was_held_says_why_and_is_made_once_if_it_is_wanted(tell, states, engine, loop, wait):
    (held,) = entries_of([FOX])
    held.end(problem=QueueError.ended_in_it(2).problem)
    sheet = tell([], [held])
    assert "The program ended 2 times while it was being made." in words(sheet)
    press(sheet, "Run it again", loop)
    wait(lambda: len(states.gallery.pictures) == 1)
    assert engine.requests == [FOX]
    assert held not in states.queue.over


def test_it_comes_into_the_panel(sheet, states, loop):
    press(sheet, "Put into the panel", loop)
    value = states.parameters.value
    assert (states.prompt.text, value.steps, value.seed, value.composition_seed) == (
        "a fox", 14, 7, 3,
    )  # fmt: skip


def test_what_is_put_off_is_told_at_the_next_start_and_not_before(sheet, states, window, tmp_path):
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    window.rebuild()
    QTest.qWait(0)
    assert not window.body.findChildren(CrashSheet)
    assert len(list((tmp_path / "sessions").glob("*.json"))) == 2  # with this session's own


def test_in_another_language_it_has_the_keyboard_again(sheet, states, window, qtbot, loop):
    window.rebuild()
    qtbot.waitUntil(lambda: bool(window.body.findChildren(CrashSheet)))
    (again,) = window.body.findChildren(CrashSheet)
    assert again.isAncestorOf(window.focusWidget())
    press(again, "Dismiss", loop)
    assert states.crash.remains is None


def test_several_sessions_are_told_of_one_after_the_other(window, bridge, states, qtbot, loop):
    states.crash._on_found([left("a fox"), left("an owl")])
    (first,) = window.body.findChildren(CrashSheet)
    assert "a fox" in words(first)
    press(first, "Dismiss", loop)
    (second,) = (s for s in window.body.findChildren(CrashSheet) if s.isVisibleTo(window.body))
    assert "an owl" in words(second)
    press(second, "Dismiss", loop)
    assert states.crash.remains is None


def test_the_report_is_saved_where_the_user_says(sheet, states, tmp_path, wait):
    sheet._write(str(tmp_path / "report.txt"))
    wait((tmp_path / "report.txt").is_file)
    assert "a fox" in (tmp_path / "report.txt").read_text("utf-8")


def test_what_runs_is_written_down_and_what_is_done_is_not(
    window, bridge, states, engine, tmp_path, loop, wait
):
    journal = Journal(tmp_path / "sessions", tmp_path / "log")
    states.crash.open(journal)
    engine.script = run_script(hold_at=Stage.DENOISE)

    async def ask() -> None:
        states.queue.add([FOX])

    def kept() -> str:
        return "".join(f.read_text("utf-8") for f in (tmp_path / "sessions").glob("*.json"))

    loop.run_until_complete(ask())
    wait(lambda: '"stage": "denoise"' in kept())
    assert "a fox" in kept()
    engine.release()
    wait(lambda: kept() and "a fox" not in kept())
    journal.close()
    assert list((tmp_path / "sessions").iterdir()) == []
