"""The window's loop: asyncio on Qt's."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from qasync import QEventLoop

Result = TypeVar("Result")


class DisplayLostError(Exception):
    """Qt has ended its loop by itself: the display that the window was on is gone."""


class WindowLoop(QEventLoop):  # type: ignore[misc] # qasync has no types
    """qasync's loop without its last round.

    qasync handles what is due once more after the loop has stopped, when there is no running loop:
    a task that goes on in that moment fails with "no running event loop".
    """

    def run_until_complete(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run the loop until `work` is done; returns or raises what it did.

        Raises `DisplayLostError` if Qt ends the loop before that.
        """
        task: asyncio.Task[Result] = asyncio.ensure_future(work, loop=self)
        task.add_done_callback(lambda _task: self.stop())
        self.run_forever()
        if not task.done():
            raise DisplayLostError
        return task.result()
