"""The previews of one run, in the order in which they came, within a bounded memory."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage

from engine.api import PreviewKind
from glm_studio.state.canvas import Frame

MOST_STILLS = 64
MOST_SIDE_PX = 512
THUMBNAIL_PX = 144
"""The longer side of a still's small copy: a strip 72 pixels high on a screen at 200 %."""

_FIRST_STEP = 0.5
"""Codes fill the first half of a strip, steps the second, whichever takes longer."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """One preview: as the canvas shows it, and small. `place` is how far the run was, 0 to 1."""

    frame: Frame
    thumbnail: QImage
    place: float

    @property
    def byte_count(self) -> int:
        image = self.frame.image
        return self.thumbnail.sizeInBytes() + (image.sizeInBytes() if image else 0)


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """A strip that is not shown, put away as PNG: frames without images, their places and files.

    A third of the strip's memory with noise in it, and far less without.
    """

    stills: tuple[tuple[Frame, float, QByteArray], ...]

    @property
    def byte_count(self) -> int:
        return sum(content.size() for _, _, content in self.stills)

    def unpack(self) -> FilmStrip:
        """Slow: some milliseconds a still."""
        strip = FilmStrip()
        for frame, place, content in self.stills:
            image = QImage()
            image.loadFromData(content)
            strip.put(frame, image.convertToFormat(QImage.Format.Format_RGB32), place)
        return strip


class FilmStrip:
    """The stills of one picture. When there are too many, those go that are missed the least."""

    def __init__(self, most: int = MOST_STILLS) -> None:
        self._most = most
        self._stills: tuple[Still, ...] = ()

    @property
    def stills(self) -> tuple[Still, ...]:
        """The same tuple until one comes or goes."""
        return self._stills

    @property
    def byte_count(self) -> int:
        return sum(still.byte_count for still in self._stills)

    def add(self, frame: Frame, keep: Frame | None = None) -> None:
        """Add the newest preview; `keep` is one that is being looked at and must not go now."""
        assert frame.image is not None  # noqa: S101 - a preview is one
        self.put(frame, bounded(frame.image, MOST_SIDE_PX), self._place(frame))
        if len(self._stills) > self._most:
            self._thin_out(keep)

    def put(self, frame: Frame, image: QImage, place: float) -> None:
        """Add a still that shows `image`, whatever there are already."""
        shown = frame if image is frame.image else dataclasses.replace(frame, image=image)
        self._stills += (Still(shown, bounded(image, THUMBNAIL_PX), place),)

    def pack(self) -> Packed:
        """The same in less memory. Slow: some milliseconds a still."""
        return Packed(tuple(_packed(still) for still in self._stills))

    def index_of(self, frame: Frame | None) -> int | None:
        found = (i for i, still in enumerate(self._stills) if still.frame is frame)
        return next(found, None)

    def _place(self, frame: Frame) -> float:
        part = min(frame.step / frame.total, 1.0) if frame.total else 0.0
        match frame.preview:
            case PreviewKind.CODES:
                return _FIRST_STEP * part
            case PreviewKind.LATENTS:
                return _FIRST_STEP + (1 - _FIRST_STEP) * part
            case _:
                return self._stills[-1].place if self._stills else 0.0

    def _thin_out(self, keep: Frame | None) -> None:
        """Drop the still whose neighbours are nearest to each other: the rest stays even.

        The first, the newest and the picture of the composition are there once and stay.
        """
        stills = self._stills
        inner = [
            index
            for index in range(1, len(stills) - 1)
            if stills[index].frame is not keep
            and stills[index].frame.preview is not PreviewKind.COMPOSITION
        ]
        missed = min(inner, key=lambda i: stills[i + 1].place - stills[i - 1].place)
        self._stills = (*stills[:missed], *stills[missed + 1 :])


def _packed(still: Still) -> tuple[Frame, float, QByteArray]:
    assert still.frame.image is not None  # noqa: S101 - a preview is one
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    still.frame.image.save(buffer, "PNG", 80)  # type: ignore[call-overload] # 80: quickly
    return dataclasses.replace(still.frame, image=None), still.place, buffer.data()


def bounded(image: QImage, side: int) -> QImage:
    """The image, or a copy that fits into a square of `side` pixels.

    Takes half a millisecond for a preview, tens of them for a picture.
    """
    if max(image.width(), image.height()) <= side:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(QSize(side, side), keep, smooth)
