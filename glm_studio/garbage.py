"""Python's garbage is collected on the window's thread, and on no other.

The collector runs on whichever thread happens to allocate. On the engine's thread it may meet a Qt
object in a cycle and destroy it there, which crashes; and a full collection with torch's million
objects stops every thread for a tenth of a second.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_CHECK_MS = 100
_YOUNG, _ALL = (0,), (0, 1, 2)


class GarbageCollector(QObject):
    """Switches automatic collection off while it lives, and collects from a timer instead."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._was_enabled = gc.isenabled()
        self._generations: tuple[int, ...] = _YOUNG
        """Until things settle, the old ones are the libraries that are being imported."""
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect_due)
        self._timer.start(_CHECK_MS)

    def settle(self) -> None:
        """Spare what has been made so far from being looked through again: it is here to stay.

        Only the first call counts.
        """
        if self._generations is not _ALL:
            self._generations = _ALL
            self.spare()

    def spare(self) -> None:
        """Never again look through what is there now: 100,000 pictures take tens of milliseconds.

        What of it becomes garbage in a cycle stays; so only when much is there to stay.
        """
        gc.freeze()

    def close(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    def _collect_due(self) -> None:
        """Each generation whose turn it is, by Python's own thresholds."""
        for generation in self._generations:
            if gc.get_count()[generation] <= self._thresholds[generation]:
                break
            gc.collect(generation)
