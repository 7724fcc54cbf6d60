"""Which film strip is shown, where in it the canvas looks, and the strips of earlier pictures."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from engine.api import GenerationRequest, PreviewReady
from glm_studio.library.picture import Picture
from glm_studio.state.background import Background
from glm_studio.state.canvas import CanvasState, Frame, previewed
from glm_studio.state.film_strip import FilmStrip, Packed, Still

log = logging.getLogger(__name__)

MOST_BYTES = 128 << 20
"""For the strips of all finished pictures together; those that were looked at long ago go first."""
PLAY_INTERVAL_MS = 90


class FilmState(QObject):
    """The strip of the picture on the canvas: of the one being made, or of a finished one.

    An owner stands for one picture under way, as in `CanvasState`.
    """

    changed = Signal()
    """Another strip is shown, or the shown one grew."""
    moved = Signal()
    """Another still is looked at, or playing began or ended."""

    def __init__(
        self,
        canvas: CanvasState,
        background: Background,
        most_bytes: int = MOST_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._background = background
        self._most_bytes = most_bytes
        self._running: dict[object, FilmStrip] = {}
        self._kept: OrderedDict[Path, FilmStrip | Packed] = OrderedDict()
        self._moving: set[Path] = set()
        """Whose strips are being packed or unpacked."""
        self._strip: FilmStrip | None = None
        self._position: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(PLAY_INTERVAL_MS)
        self._timer.timeout.connect(self._play_on)
        canvas.changed.connect(self._follow_canvas)

    @property
    def stills(self) -> tuple[Still, ...]:
        """Of the shown picture; none where none were made in this session."""
        return self._strip.stills if self._strip is not None else ()

    @property
    def position(self) -> int:
        """Which still is looked at; as many as there are stands for the picture itself."""
        return len(self.stills) if self._position is None else self._position

    @property
    def begun(self) -> bool:
        """Whether pictures were made in this session, or one is being made on the canvas."""
        owner = self._canvas.picture_frame.owner
        return bool(self._running or self._kept) or owner is not None

    @property
    def finished(self) -> bool:
        """Whether the shown picture is there, and not only previews of it."""
        return bool(self.stills) and self._canvas.picture_frame.preview is None

    @property
    def coming(self) -> bool:
        """Whether the shown picture has stills that are still being unpacked."""
        picture = self._canvas.picture_frame.picture
        return not self.stills and picture is not None and picture.path in self._moving

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def record(self, owner: object, request: GenerationRequest, event: PreviewReady) -> None:
        """A preview has come, of whichever picture."""
        strip = self._running.setdefault(owner, FilmStrip())
        strip.add(previewed(request, event), self._canvas.still)
        self._find()
        if strip is self._strip:
            self._find_position()
            self.changed.emit()

    def keep(self, owner: object, picture: Picture) -> None:
        """An owner's picture is on disk: its strip is found by the file from now on."""
        strip = self._running.pop(owner, None)
        if strip is None:
            return
        self._kept[picture.path] = strip
        self._follow_canvas()
        self._put_away()

    def relocate(self, moved: Mapping[Path, Picture]) -> None:
        """Files are elsewhere now."""
        for path in [path for path in moved if path in self._kept]:
            self._kept[moved[path].path] = self._kept.pop(path)
        self._follow_canvas()

    def drop(self, owner: object) -> None:
        """An owner's picture was given up, or starts anew."""
        if self._running.pop(owner, None) is not None:
            self._canvas_lost()

    def look_at(self, index: int) -> None:
        """Show a still on the canvas; beyond the last, the picture itself."""
        self.stop()
        self._look_at(index)

    def step(self, by: int) -> None:
        """Go some stills on or back, from the picture itself to the last one."""
        self.look_at(self.position + by)

    def play(self) -> None:
        """Show one still after the other up to the picture, from the first if at the end."""
        if not self.stills:
            return
        if self.position >= len(self.stills):
            self._look_at(0)
        self._timer.start()
        self.moved.emit()

    def stop(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.moved.emit()

    def _look_at(self, index: int) -> None:
        stills = self.stills
        index = min(max(index, 0), len(stills))
        self._canvas.look_at(stills[index].frame if index < len(stills) else None)

    def _play_on(self) -> None:
        if self.position >= len(self.stills):
            self.stop()
        else:
            self._look_at(self.position + 1)

    def _follow_canvas(self) -> None:
        before, position = self._strip, self._position
        self._find()
        self._find_position()
        if self._strip is not before:
            self._put_away()
            self.stop()
            self.changed.emit()
        elif position != self._position:
            self.moved.emit()

    def _canvas_lost(self) -> None:
        """The shown strip may be gone, and a still of it with it."""
        self._find()
        if self._strip is None and self._canvas.still is not None:
            self._canvas.look_at(None)
        self._follow_canvas()
        self.changed.emit()

    def _find(self) -> None:
        frame = self._canvas.picture_frame
        self._strip = self._running.get(frame.owner) or self._of(frame)

    def _of(self, frame: Frame) -> FilmStrip | None:
        if frame.picture is None or frame.picture.path not in self._kept:
            return None
        path = frame.picture.path
        self._kept.move_to_end(path)
        kept = self._kept[path]
        if isinstance(kept, FilmStrip):
            return kept
        self._exchange(path, kept, kept.unpack)
        return None

    def _find_position(self) -> None:
        strip = self._strip
        self._position = strip.index_of(self._canvas.still) if strip is not None else None

    # Strips that are not shown take less memory, and not for ever -------------------------------

    def _put_away(self) -> None:
        for path, kept in self._kept.items():
            if isinstance(kept, FilmStrip) and kept is not self._strip:
                self._exchange(path, kept, kept.pack)
        while len(self._kept) > 1 and self._kept_bytes() > self._most_bytes:
            self._kept.popitem(last=False)

    def _exchange(
        self, path: Path, old: FilmStrip | Packed, make: Callable[[], FilmStrip | Packed]
    ) -> None:
        if path in self._moving:
            return
        self._moving.add(path)

        def take(new: FilmStrip | Packed) -> None:
            self._moving.discard(path)
            if self._kept.get(path) is old and old is not self._strip:
                self._kept[path] = new
                self._follow_canvas()

        def fail(error: Exception) -> None:
            log.error("a film strip is left as it is", exc_info=error)
            self._moving.discard(path)

        self._background.run(make, take, fail)

    def _kept_bytes(self) -> int:
        return sum(strip.byte_count for strip in self._kept.values())
