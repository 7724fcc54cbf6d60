"""Thumbnails of the pictures that are on screen, as many as fit a bounded memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from engine.api import Pixels
from glm_studio.state.canvas import to_image

_KEPT_BYTES = 96 << 20
"""Some hundred thumbnails: many screens of them."""
_IN_FLIGHT = 4
_WANTED = 120
"""About two screens: who scrolls past more than that does not wait for what is gone."""


class ThumbnailSource(Protocol):
    """Makes small pictures on its own threads."""

    def request(
        self, path: Path, side_px: int, on_ready: Callable[[Path, Pixels | None], None]
    ) -> None: ...


class ThumbnailState(QObject):
    """Small pictures by path. The newest wish is served first; nothing is decoded here."""

    ready = Signal(object)
    _made = Signal(object, object)

    def __init__(self, parent: QObject | None = None, side_px: int = 320) -> None:
        super().__init__(parent)
        self._side_px = side_px
        self._source: ThumbnailSource | None = None
        self._images: OrderedDict[Path, QImage | None] = OrderedDict()
        self._bytes = 0
        self._wanted: OrderedDict[Path, None] = OrderedDict()
        self._asked: set[Path] = set()
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def open(self, source: ThumbnailSource) -> None:
        self._source = source
        self._ask()

    def close(self) -> None:
        self._source = None

    def image(self, path: Path) -> QImage | None:
        """The thumbnail if it is here; otherwise it is asked for, and `ready` says when."""
        if path in self._images:
            self._images.move_to_end(path)
            return self._images[path]
        if path not in self._asked:
            self._wanted[path] = None
            self._wanted.move_to_end(path)
            while len(self._wanted) > _WANTED:
                self._wanted.popitem(last=False)
            self._ask()
        return None

    def broken(self, path: Path) -> bool:
        """Whether a thumbnail was tried and cannot be made."""
        return path in self._images and self._images[path] is None

    def _ask(self) -> None:
        while self._source and self._wanted and len(self._asked) < _IN_FLIGHT:
            path, _ = self._wanted.popitem(last=True)
            self._asked.add(path)
            self._source.request(path, self._side_px, self._on_ready)

    def _on_ready(self, path: Path, pixels: Pixels | None) -> None:
        """On a worker's thread."""
        if self._source is not None:
            self._made.emit(path, to_image(pixels) if pixels else None)

    def _take(self, path: Path, image: QImage | None) -> None:
        self._asked.discard(path)
        self._images[path] = image
        self._bytes += _bytes_of(image)
        while self._bytes > _KEPT_BYTES:
            self._bytes -= _bytes_of(self._images.popitem(last=False)[1])
        self.ready.emit(path)
        self._ask()


def _bytes_of(image: QImage | None) -> int:
    return image.sizeInBytes() if image is not None else 0
