"""How much of a run's time its previews may take."""

from __future__ import annotations


class PreviewBudget:
    """Keeps previews within their part of a run: one is made only while there is credit for it."""

    def __init__(self, max_fraction: float) -> None:
        self._max_fraction = max_fraction
        self._spent_s = 0.0
        self._dearest_s = 0.0

    def allows(self, elapsed_s: float) -> bool:
        """Whether another preview, as dear as the dearest so far, fits into the run up to now."""
        return self._spent_s + self._dearest_s <= self._max_fraction * elapsed_s

    def spend(self, seconds: float) -> None:
        """Book the cost of a preview, in seconds."""
        self._spent_s += seconds
        self._dearest_s = max(self._dearest_s, seconds)

    @property
    def spent_s(self) -> float:
        return self._spent_s
