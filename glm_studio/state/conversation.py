"""A chat model's answer, asked for on a thread of its own and told on the window's."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import aclosing, suppress

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from glm_studio.prompting.chat import ChatError, ChatFault, Question, Said, answer

log = logging.getLogger(__name__)

_TELL_MS = 40
"""A fast server sends hundreds of pieces a second; eyes follow fewer."""


class _Call:
    """One question. Its thread has a loop of its own: certificates, names and JSON take
    milliseconds there that the window does not have, and closing it hangs up at once."""

    def __init__(self, question: Question, owner: Conversation) -> None:
        self._question, self._owner = question, owner
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._over = False
        threading.Thread(target=self._run, name="enhancer", daemon=True).start()

    def hang_up(self) -> None:
        """From the window's thread; nothing is told any more."""
        with self._lock:
            self._over = True
            if self._loop is not None and self._task is not None:
                self._loop.call_soon_threadsafe(self._task.cancel)

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._ask())

    async def _ask(self) -> None:
        with self._lock:
            if self._over:
                return
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        try:
            async with aclosing(answer(self._question)) as pieces:
                async for piece in pieces:
                    self._tell(piece)
            self._tell(None)
        except ChatError as error:
            self._tell(error)
        except Exception as error:
            log.exception("the enhancer's server could not be asked")
            self._tell(ChatError(ChatFault.REFUSED, str(error) or type(error).__name__))
        finally:
            with self._lock:
                self._loop = None

    def _tell(self, heard: Said | ChatError | None) -> None:
        with self._lock:  # after `hang_up` the owner may be gone, and a late emit would crash
            if not self._over:
                self._owner.heard.emit(self, heard)


class Conversation(QObject):
    """One call at a time; after `hang_up` it says nothing more of the last one."""

    said = Signal(list)
    """The next pieces, as `Said`."""
    ended = Signal()
    failed = Signal(object)
    """A `ChatError`."""
    heard = Signal(object, object)
    """For the call alone, from its thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call: _Call | None = None
        self._waiting: list[Said] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TELL_MS)
        self._timer.timeout.connect(self._tell)
        self.heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def begin(self, question: Question) -> None:
        self.hang_up()
        self._call = _Call(question, self)

    def hang_up(self) -> None:
        if self._call is not None:
            self._call.hang_up()
            self._call = None
        self._tell()

    def close(self) -> None:
        self.blockSignals(True)
        self.hang_up()

    def _on_heard(self, call: _Call, heard: Said | ChatError | None) -> None:
        if call is not self._call:
            return
        if isinstance(heard, Said):
            self._waiting.append(heard)
            if not self._timer.isActive():
                self._timer.start()
            return
        self._call = None
        self._tell()
        if heard is None:
            self.ended.emit()
        else:
            self.failed.emit(heard)

    def _tell(self) -> None:
        """All that has come since the last time."""
        self._timer.stop()
        pieces, self._waiting = self._waiting, []
        if pieces:
            self.said.emit(pieces)
