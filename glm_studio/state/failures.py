"""The error that the window shows in place, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engine.errors import Problem


class FailureState(QObject):
    """The newest problem; `retry`, if there is one, does again what failed."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problem: Problem | None = None
        self._retry: Callable[[], None] | None = None

    @property
    def problem(self) -> Problem | None:
        return self._problem

    @property
    def can_retry(self) -> bool:
        return self._retry is not None

    def show(self, problem: Problem, retry: Callable[[], None] | None = None) -> None:
        self._problem, self._retry = problem, retry
        self.changed.emit()

    def dismiss(self) -> None:
        self._problem = self._retry = None
        self.changed.emit()

    def retry(self) -> None:
        retry = self._retry
        self.dismiss()
        if retry is not None:
            retry()
