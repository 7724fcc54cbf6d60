"""Saving a copy of what the canvas shows: as which format, how large it becomes, and where."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QImage

from engine.api import Pixels
from engine.errors import problem_of
from glm_studio.library.copies import encode_animation, encode_copy, write_copy
from glm_studio.library.copying import CopyOptions
from glm_studio.library.formats import DEFAULT_QUALITY, Format
from glm_studio.library.labels import Keep, Labelling
from glm_studio.library.naming import free_names
from glm_studio.state.background import Background
from glm_studio.state.canvas import Frame
from glm_studio.state.exporting import kept_of
from glm_studio.state.failures import FailureState
from glm_studio.state.film import PLAY_INTERVAL_MS
from glm_studio.state.film_strip import MOST_SIDE_PX, bounded
from glm_studio.state.labelling import LabellingState
from glm_studio.state.memory import Memory
from glm_studio.words import tr

_MEMORY = "save_as"


class SavingState(QObject):
    """One copy at a time. `changed` after every choice, and when the size is known."""

    changed = Signal()
    saved = Signal(object)
    """The path of a copy that is on disk."""

    def __init__(
        self,
        memory: Memory,
        failures: FailureState,
        labelling: LabellingState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._labelling = labelling
        self._failures = failures
        self._background = Background("saving", self)
        self._frame: Frame | None = None
        self._options = CopyOptions()
        self._content: tuple[CopyOptions, bytes] | None = None
        self._encoding = False
        self._formats = frozenset(Format)

    @property
    def formats(self) -> frozenset[Format]:
        """Those that can be written here; all of them until that has been looked at."""
        return self._formats

    @property
    def options(self) -> CopyOptions:
        return self._options

    @property
    def byte_count(self) -> int | None:
        """How large the file becomes, as soon as it has been tried."""
        done = self._content
        return len(done[1]) if done is not None and done[0] == self._options else None

    @property
    def folder(self) -> Path:
        """Where the last copy went, or else the desktop's folder for pictures."""
        if self.last_folder is not None and self.last_folder.is_dir():
            return self.last_folder
        place = QStandardPaths.StandardLocation.PicturesLocation
        return Path(QStandardPaths.writableLocation(place))

    @property
    def last_folder(self) -> Path | None:
        """Where the last copy went, whether it is still there or not."""
        kept = self._memory.group(_MEMORY).get("folder")
        return Path(kept) if kept and isinstance(kept, str) else None

    def name(self, suffix: str) -> str:
        """A name for the copy, with the suffix of its format."""
        frame = self._frame
        if frame is None or frame.picture is None:
            return tr("preview") + suffix
        return frame.picture.path.stem + suffix

    def begin(self, frame: Frame) -> None:
        """Save this frame's picture; the choices are those of the last time."""
        self._frame, self._content = frame, None
        self._options = _read(self._memory.group(_MEMORY))
        self._background.run(_available, self._take_formats)
        self._try()
        self.changed.emit()

    def end(self) -> None:
        """Let go of the picture and its bytes."""
        self._frame = self._content = None

    def choose(
        self,
        kind: Format | None = None,
        quality: int | None = None,
        keep: Keep | None = None,
    ) -> None:
        """Change some of the options."""
        now = self._options
        self._options = CopyOptions(
            now.kind if kind is None else kind,
            now.quality if quality is None else quality,
            now.keep if keep is None else keep,
        )
        self._try()
        self.changed.emit()

    def save(self, target: Path) -> None:
        """Write the copy; `saved` says when, a failure is shown."""
        frame, options, content = self._frame, self._options, self._content
        labelling = self._labelling.current
        if frame is None:
            return
        self._remember(target.parent)

        def write() -> None:
            ready = content is not None and content[0] == options
            done = content[1] if ready and content else _encode(frame, options, labelling)
            write_copy(done, target)

        self._background.run(write, lambda _: self.saved.emit(target), self._fail)

    def save_animation(self, images: list[QImage], target: Path) -> None:
        """Write previews one after the other, small, as WebP or GIF by the file's name."""
        kind = "GIF" if target.suffix.lower() == ".gif" else "WEBP"
        labelling = self._labelling.current
        self._put({"folder": str(target.parent)})

        def write() -> None:
            frames = [pixels_of(bounded(image, MOST_SIDE_PX)) for image in images]
            write_copy(encode_animation(frames, kind, PLAY_INTERVAL_MS, labelling), target)

        self._background.run(write, lambda _: self.saved.emit(target), self._fail)

    def save_frames(self, images: list[QImage], folder: Path) -> None:
        """Write previews as numbered PNG files into a folder, beside those that are there."""
        self._put({"folder": str(folder)})
        stem, labelling = tr("preview"), self._labelling.current
        wished = [f"{stem} {n:03}.png" for n in range(1, len(images) + 1)]

        def write() -> Path:
            targets = [folder / name for name in free_names(wished, folder)]
            for image, target in zip(images, targets, strict=True):
                content = encode_copy(pixels_of(image), None, CopyOptions(), labelling)
                write_copy(content, target)
            return targets[-1]

        self._background.run(write, self.saved.emit, self._fail)

    def close(self) -> None:
        self._background.close()

    # The size, tried one at a time; the newest choice next ---------------------------------------

    def _try(self) -> None:
        frame, options, labelling = self._frame, self._options, self._labelling.current
        if frame is None or self._encoding:
            return
        self._encoding = True

        def take(content: bytes) -> None:
            self._encoding = False
            if self._frame is frame:
                self._content = (options, content)
                self.changed.emit()
            if self._frame is not frame or self._options != options:
                self._try()

        def fail(error: Exception) -> None:
            self._encoding = False
            self._failures.show(problem_of(error))
            if self._frame is not frame or self._options != options:
                self._try()

        self._background.run(lambda: _encode(frame, options, labelling), take, fail)

    def _take_formats(self, formats: frozenset[Format]) -> None:
        if formats != self._formats:
            self._formats = formats
            self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._failures.show(problem_of(error))

    def _remember(self, folder: Path) -> None:
        """On the disk at once: a start after a crash looks there for half a copy."""
        options = dataclasses.asdict(self._options) | {"kind": self._options.kind.value}
        self._put(options | {"folder": str(folder)})

    def _put(self, values: dict[str, Any]) -> None:
        self._memory.put(_MEMORY, self._memory.group(_MEMORY) | values)
        self._memory.write_soon()


def pixels_of(image: QImage) -> Pixels:
    """An image's pixels as RGB, row by row without gaps."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height, stride = plain.width(), plain.height(), plain.bytesPerLine()
    data = bytes(plain.constBits())
    if stride != width * 3:
        data = b"".join(data[y * stride : y * stride + width * 3] for y in range(height))
    return Pixels(width, height, data)


def _available() -> frozenset[Format]:
    """Imports Pillow: not on the window's thread."""
    return frozenset(kind for kind in Format if kind.available)


def _encode(frame: Frame, options: CopyOptions, labelling: Labelling) -> bytes:
    assert frame.image is not None  # noqa: S101 - only frames with one are saved
    return encode_copy(pixels_of(frame.image), frame.picture, options, labelling)


def _read(kept: dict[str, object]) -> CopyOptions:
    kind, quality = kept.get("kind"), kept.get("quality")
    right = type(quality) is int and 1 <= quality <= 100
    return CopyOptions(
        Format(str(kind)) if kind in set(Format) else Format.PNG,
        quality if right and isinstance(quality, int) else DEFAULT_QUALITY,
        kept_of(kept, "with_texts"),
    )
