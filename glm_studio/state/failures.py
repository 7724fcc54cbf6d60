"""The error that the window shows in place, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engine.errors import Problem


class FailureState(QObject):
    """The newest problem; `retry`, if there is one, does again what failed, or what else `action`
    says."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problem: Problem | None = None
        self._retry: Callable[[], None] | None = None
        self._action = ""

    @property
    def problem(self) -> Problem | None:
        return self._problem

    @property
    def can_retry(self) -> bool:
        return self._retry is not None

    @property
    def action(self) -> str:
        """What `retry` does, in the window's language; empty if that is to try again."""
        return self._action

    def show(
        self, problem: Problem, retry: Callable[[], None] | None = None, action: str = ""
    ) -> None:
        self._problem, self._retry, self._action = problem, retry, action
        self.changed.emit()

    def dismiss(self) -> None:
        self._problem = self._retry = None
        self.changed.emit()

    def retry(self) -> None:
        retry = self._retry
        self.dismiss()
        if retry is not None:
            retry()
