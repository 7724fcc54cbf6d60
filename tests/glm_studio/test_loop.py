"""The window's loop, and what becomes of it without a display."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QCoreApplication, QTimer

from glm_studio.loop import DisplayLostError


def test_a_loop_that_qt_ends_says_so_instead_of_a_state_error(loop):
    async def session() -> None:
        QTimer.singleShot(0, lambda: QCoreApplication.exit(1))  # as when the X server dies
        await asyncio.sleep(60)

    with pytest.raises(DisplayLostError):
        loop.run_until_complete(session())


def test_what_a_session_raises_comes_out(loop):
    async def session() -> int:
        raise LookupError("inside")

    with pytest.raises(LookupError, match="inside"):
        loop.run_until_complete(session())
