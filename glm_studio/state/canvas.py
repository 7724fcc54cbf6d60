"""What the canvas shows: the picture that is being made, or one from the gallery."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from engine.api import GenerationRequest, Pixels, PreviewKind, PreviewReady, Stage
from engine.sizes import Grid, big_grid, small_grid
from glm_studio.library.picture import Picture
from glm_studio.state.camera import Camera
from glm_studio.state.progress import Progress


class Kind(Enum):
    EMPTY = auto()
    COMPOSING = auto()
    """The prior writes its codes."""
    PREVIEW = auto()
    """The transformer paints."""
    PICTURE = auto()
    UNREADABLE = auto()
    """A picture of the gallery whose file is gone or damaged; there are no pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One state of the canvas. `width` and `height` are the finished picture's, in pixels.

    `image` may be smaller than that, and is made from `preview` if it is not the picture itself.
    While composing, the first `written` cells of `grid` are known; without an `image` that is all.
    """

    kind: Kind
    width: int = 0
    height: int = 0
    image: QImage | None = None
    preview: PreviewKind | None = None
    step: int = 0
    total: int = 0
    """The preview was made after `step` of `total` codes or denoise steps."""
    grid: Grid | None = None
    written: int = 0
    sketched: bool = False
    """The cells that are not written yet show something true all the same, only coarser."""
    picture: Picture | None = None
    """Set once the shown picture is on disk."""
    unsaved: bool = False
    """The disk has refused the shown picture."""
    complaint: str = ""
    """What is wrong with an unreadable one, in two or three words."""
    owner: object = None
    """Whose picture it is, of one that is or was just being made."""


class CanvasState(QObject):
    """The shown frame; it follows the running picture until another is chosen.

    An `owner` is any object that stands for one picture under way.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera(self)
        self._frame = Frame(Kind.EMPTY)
        self._still: Frame | None = None
        """An earlier preview of the same picture, looked at in its place."""
        self._live: Frame | None = None
        self._owner: object = None
        """Whose picture `_live` is: one may still be on its way to the disk as the next begins."""
        self._following = True
        self._unsaved: dict[object, Frame] = {}
        """Finished pictures whose owners wait for the disk."""

    @property
    def frame(self) -> Frame:
        """What is shown: the picture or an earlier preview of it."""
        return self._still or self._frame

    @property
    def picture_frame(self) -> Frame:
        """The picture that is shown, as it is now, whatever preview of it is looked at."""
        return self._frame

    @property
    def still(self) -> Frame | None:
        """The earlier preview that is looked at in the picture's place."""
        return self._still

    @property
    def live_hidden(self) -> bool:
        """Whether a picture is being made behind the shown one, or behind a still of itself."""
        return self._live is not None and (not self._following or self._still is not None)

    def follow(self) -> None:
        """Show the running picture, now and as it goes on."""
        self._following = True
        self._still = None
        if self._live is not None:
            self._frame = self._live
        self.changed.emit()

    def look_at(self, still: Frame | None) -> None:
        """Show an earlier preview of the shown picture in its place, or the picture again.

        The picture goes on behind it if it is being made.
        """
        if still is not self._still:
            self._still = still
            self.changed.emit()

    def show_progress(self, owner: object, request: GenerationRequest, progress: Progress) -> None:
        """Fill the grid as the prior writes, where there are no previews that show it better."""
        if progress.stage is Stage.PRIOR and not self._has_preview(owner):
            self._show_live(owner, _composing(request, progress.done))

    def show_preview(self, owner: object, request: GenerationRequest, event: PreviewReady) -> None:
        """A newer preview; but the composition picture stays until the transformer paints.

        It is more like the picture than the codes are (`make bench` says how much), so those that
        follow only say how many they are.
        """
        live = self._live if self._owner is owner else None
        composed = live is not None and live.preview is PreviewKind.COMPOSITION
        if live is not None and composed and event.kind is PreviewKind.CODES:
            codes = _composing(request, event.step, event.total)
            frame = dataclasses.replace(live, grid=codes.grid, written=codes.written)
        else:
            frame = previewed(request, event)
        self._show_live(owner, frame)

    def show_result(self, owner: object, pixels: Pixels) -> None:
        """The finished pixels, which are not yet on disk."""
        self._show_live(owner, Frame(Kind.PICTURE, pixels.width, pixels.height, to_image(pixels)))

    def keep_result(self, owner: object, picture: Picture) -> bool:
        """An owner's result is on disk. True if it is what the canvas shows."""
        frame = self._unsaved.pop(owner, None) or self._take_live(owner)
        if frame is None:
            return False
        kept = dataclasses.replace(frame, picture=picture, unsaved=False)
        return self._replace(frame, kept)

    def relocate(self, moved: Mapping[Path, Picture]) -> None:
        """Files are elsewhere now; the picture that is shown stays."""
        frame = self._frame
        if frame.picture is not None and frame.picture.path in moved:
            by = moved[frame.picture.path]
            self._replace(frame, dataclasses.replace(frame, picture=by))

    def refuse_result(self, owner: object) -> None:
        """An owner's result could not be saved: it is not under way any more, but still shown."""
        frame = self._take_live(owner)
        if frame is not None:
            self._unsaved[owner] = dataclasses.replace(frame, unsaved=True)
            self._replace(frame, self._unsaved[owner])

    def drop_live(self, owner: object) -> bool:
        """An owner's picture was given up. True if the canvas is empty because of it."""
        frame = self._take_live(owner)
        return frame is not None and self._replace(frame, Frame(Kind.EMPTY))

    def clear(self) -> None:
        """Show no picture of the gallery any more; one that is being made is shown instead."""
        self._frame = Frame(Kind.EMPTY)
        self.follow()

    def show_picture(self, picture: Picture, image: QImage, busy: bool = False) -> None:
        """A picture of the gallery; if `busy`, what is being made goes on behind it."""
        width, height = image.width(), image.height()
        self._choose(Frame(Kind.PICTURE, width, height, image=image, picture=picture), busy)

    def show_unreadable(self, picture: Picture, complaint: str, busy: bool = False) -> None:
        """In the place of a picture of the gallery that cannot be read."""
        self._choose(Frame(Kind.UNREADABLE, picture=picture, complaint=complaint), busy)

    def _choose(self, frame: Frame, busy: bool) -> None:
        self._following = self._live is None and not busy
        self._frame, self._still = frame, None
        self.changed.emit()

    def _has_preview(self, owner: object) -> bool:
        return self._owner is owner and self._live is not None and self._live.preview is not None

    def _take_live(self, owner: object) -> Frame | None:
        """The live frame if it is the owner's; nothing is live any more then."""
        if self._owner is not owner:
            return None
        frame, self._live = self._live, None
        return frame

    def _replace(self, frame: Frame, by: Frame) -> bool:
        """Show `by` where `frame` is shown. True if that is so."""
        shown = self._frame is frame
        if shown:
            self._frame = by
            if by.kind is Kind.EMPTY:
                self._still = None
        self.changed.emit()
        return shown

    def _show_live(self, owner: object, frame: Frame) -> None:
        frame = dataclasses.replace(frame, owner=owner)
        self._owner, self._live = owner, frame
        if self._following:
            if self._frame.owner is not owner:
                self._still = None
            self._frame = frame
        self.changed.emit()


def to_image(pixels: Pixels) -> QImage:
    """Owned RGB32, the format that the screen paints fastest."""
    stride = pixels.width * 3
    borrowed = QImage(pixels.data, pixels.width, pixels.height, stride, QImage.Format.Format_RGB888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


def previewed(request: GenerationRequest, event: PreviewReady) -> Frame:
    """A preview as the canvas shows it by itself."""
    match event.kind:
        case PreviewKind.LATENTS:
            frame = Frame(Kind.PREVIEW, request.width, request.height)
        case PreviewKind.COMPOSITION:
            frame = _composing(request, small_grid(request.width, request.height).codes)
        case PreviewKind.CODES:
            frame = _composing(request, event.step, event.total)
    return dataclasses.replace(
        frame,
        image=to_image(event.pixels),
        preview=event.kind,
        step=event.step,
        total=event.total,
    )


def _composing(request: GenerationRequest, done: int, total: int | None = None) -> Frame:
    """Text-to-image writes the small grid first, then the big one.

    With references, or when the composition was there already, there is the big one alone; a
    preview's `total` says so.
    """
    width, height = request.width, request.height
    small, big = small_grid(width, height), big_grid(width, height)
    alone = request.references or total == big.codes
    first = 0 if alone else small.codes
    grid, written = (big, done - first) if done >= first else (small, done)
    return Frame(
        Kind.COMPOSING,
        width,
        height,
        grid=grid,
        written=min(written, grid.codes),
        sketched=0 < first <= done,
    )
