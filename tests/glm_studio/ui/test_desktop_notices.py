"""Notices reach the desktop, and lead back."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from engine.api import GenerationRequest
from glm_studio.library.picture import Picture
from glm_studio.library.store import save_picture
from glm_studio.state.notices import Notice
from glm_studio.state.pages import Page
from glm_studio.state.preferences import KEEP_AWAKE
from glm_studio.ui.desktop_notices import DesktopNotices
from glm_studio.wakefulness import Wakefulness
from support.fakes import picture_of, run_script, some_picture


@pytest.fixture
def sent(monkeypatch) -> list[dict]:
    """What a desktop gets that takes notices."""
    taken: list[dict] = []

    class Notifier:
        def __init__(self, **_: object) -> None:
            pass

        async def send(self, **notice: object) -> None:
            taken.append(notice)

    library = types.SimpleNamespace(
        DesktopNotifier=Notifier,
        Icon=types.SimpleNamespace,
        Attachment=types.SimpleNamespace,
    )
    monkeypatch.setitem(sys.modules, "desktop_notifier", library)
    return taken


def a_picture(folder: Path) -> Picture:
    from dataclasses import replace

    path = save_picture(picture_of(GenerationRequest("a fox", 640, 320, 4, 1.5, 7)), folder)
    return replace(some_picture(), path=path)


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_a_notice_shows_the_picture_small_and_a_click_brings_it_back(
    window, states, bridge, sent, tmp_path, loop, wait
):
    picture = a_picture(tmp_path)
    _notices = DesktopNotices(states, window, tmp_path / "cache")
    states.pages.show(Page.HARDWARE)

    async def say() -> None:
        states.notices.wanted.emit(Notice("The picture is done", "a fox", picture))

    loop.run_until_complete(say())
    wait(lambda: sent)
    assert (sent[0]["title"], sent[0]["message"]) == ("The picture is done", "a fox")
    small = QImage(str(sent[0]["attachment"].path))
    assert (small.width(), small.height()) == (256, 128)
    window.showMinimized()
    sent[0]["on_clicked"]()
    assert not window.isMinimized()
    assert states.pages.current is Page.CREATE
    wait(lambda: states.canvas.frame.picture == picture)


def test_a_desktop_without_notices_does_no_harm(
    window, states, bridge, monkeypatch, tmp_path, loop, wait
):
    monkeypatch.setitem(sys.modules, "desktop_notifier", None)  # importing it fails
    notices = DesktopNotices(states, window, tmp_path)

    async def say() -> None:
        states.notices.wanted.emit(Notice("A picture failed", "The card is gone."))

    loop.run_until_complete(say())
    wait(lambda: not notices._tasks)


def test_the_machine_stays_awake_while_a_picture_runs(
    states, bridge, engine, monkeypatch, loop, wait
):
    from contextlib import contextmanager

    from engine.api import Stage

    log: list[str] = []

    @contextmanager
    def running(on_fail: str):
        log.append("held")
        yield types.SimpleNamespace(active=True)
        log.append("let go")

    keep = types.SimpleNamespace(running=running)
    monkeypatch.setitem(sys.modules, "wakepy", types.SimpleNamespace(keep=keep))
    wakefulness = Wakefulness(states.queue, states.preferences)
    engine.script = run_script(hold_at=Stage.DENOISE)
    wait(lambda: states.model.loaded)

    async def ask() -> None:
        states.queue.add([GenerationRequest("x", 256, 256, 12, 1.5, 0)])

    loop.run_until_complete(ask())
    wait(lambda: log == ["held"])
    states.preferences.set(KEEP_AWAKE, False)
    wait(lambda: log == ["held", "let go"])
    states.preferences.set(KEEP_AWAKE, True)
    wait(lambda: log[2:] == ["held"])
    engine.release()
    wait(lambda: log[3:] == ["let go"])
    wakefulness.close()
