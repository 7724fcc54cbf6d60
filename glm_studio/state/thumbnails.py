"""Thumbnails of the pictures that are on screen, as many as fit a bounded memory."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from engine.api import Pixels
from glm_studio.library.reach import is_below
from glm_studio.state.canvas import to_image

SIDES_PX = (160, 320, 640)
_SPARE = 1.25
"""A tile shows the middle of a picture, so a thumbnail is to be longer than its tile."""
_KEPT_BYTES = 256 << 20
"""More than a 4K screen shows of any size: else what is in view would push itself out."""
_IN_FLIGHT = 4
_WANTED = 120
"""About two screens: who scrolls past more than that does not wait for what is gone."""


Wish: TypeAlias = tuple[Path, int]
"""A file and the longest side of its thumbnail in pixels."""


class ThumbnailSource(Protocol):
    """Makes small pictures on its own threads."""

    def request(
        self, path: Path, side_px: int, on_ready: Callable[[Path, Pixels | None], None]
    ) -> None: ...


class ThumbnailState(QObject):
    """Small pictures by path. The newest wish is served first; nothing is decoded here."""

    ready = Signal(object)
    away_changed = Signal()
    _made = Signal(object, int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: ThumbnailSource | None = None
        self._images: OrderedDict[Wish, QImage | None] = OrderedDict()
        self._bytes = 0
        self._wanted: OrderedDict[Wish, None] = OrderedDict()
        self._asked: set[Wish] = set()
        self._away: tuple[Path, ...] = ()
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def open(self, source: ThumbnailSource) -> None:
        self._source = source
        self._ask()

    def close(self) -> None:
        self._source = None

    def image(self, path: Path, side_px: int = 256) -> QImage | None:
        """A thumbnail for a tile of `side_px` if one is here, until then one of another size.

        Otherwise it is asked for, and `ready` says when.
        """
        side = next((side for side in SIDES_PX if side >= _SPARE * side_px), SIDES_PX[-1])
        wish = path, side
        if self._images.get(wish) is not None:
            self._images.move_to_end(wish)
            return self._images[wish]
        others = [(path, other) for other in reversed(SIDES_PX) if other != side]
        # Of a file that cannot be reached there may be one of another size from before.
        wishes = [wish, *others] if self.away(path) else [wish]
        unknown = next((wish for wish in wishes if wish not in self._images), None)
        if unknown is not None:
            self._want(unknown)
        return next(filter(None, map(self._images.get, others)), None)

    def _want(self, wish: Wish) -> None:
        if wish not in self._asked:
            self._wanted[wish] = None
            self._wanted.move_to_end(wish)
            while len(self._wanted) > _WANTED:
                self._wanted.popitem(last=False)
            self._ask()

    def broken(self, path: Path) -> bool:
        """Whether a thumbnail was tried and cannot be made."""
        return any(self._images.get((path, side), False) is None for side in SIDES_PX)

    def away(self, path: Path) -> bool:
        """Whether a file cannot be reached now; what is shown of it was made before."""
        return bool(self._away) and any(is_below(path, folder) for folder in self._away)

    def mark_away(self, folders: Collection[Path]) -> None:
        """Other folders cannot be reached than before: what could not be made is tried again."""
        self._away = tuple(folders)
        for wish in [wish for wish, image in self._images.items() if image is None]:
            del self._images[wish]
        self.away_changed.emit()

    def forget(self, path: Path) -> None:
        """A file has another content now, or none."""
        for side in SIDES_PX:
            self._bytes -= _bytes_of(self._images.pop((path, side), None))

    def _ask(self) -> None:
        while self._source and self._wanted and len(self._asked) < _IN_FLIGHT:
            wish, _ = self._wanted.popitem(last=True)
            self._asked.add(wish)
            path, side = wish
            self._source.request(path, side, functools.partial(self._on_ready, side))

    def _on_ready(self, side: int, path: Path, pixels: Pixels | None) -> None:
        """On a worker's thread."""
        if self._source is not None:
            self._made.emit(path, side, to_image(pixels) if pixels else None)

    def _take(self, path: Path, side: int, image: QImage | None) -> None:
        self._asked.discard((path, side))
        self._bytes += _bytes_of(image) - _bytes_of(self._images.get((path, side)))
        self._images[path, side] = image
        while self._bytes > _KEPT_BYTES:
            self._bytes -= _bytes_of(self._images.popitem(last=False)[1])
        self.ready.emit(path)
        self._ask()


def _bytes_of(image: QImage | None) -> int:
    return image.sizeInBytes() if image is not None else 0
