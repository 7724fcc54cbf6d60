"""Pictures that are dropped on the window or pasted into it: read, then offered for their uses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QBuffer, QObject, Signal
from PySide6.QtGui import QImage

from engine.errors import Problem, RequestError, problem_of
from engine.texts import say
from glm_studio.library.atomic import write_file
from glm_studio.library.metadata import UnreadablePictureError, read_picture
from glm_studio.library.picture import Picture
from glm_studio.state.background import Background
from glm_studio.state.canvas import to_image
from glm_studio.state.failures import FailureState

FORMATS = ("png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "gif")
"""The endings of what may be a reference, and so may be dropped."""

_THUMBNAIL_PX = 512

Pasted: TypeAlias = bytes | QImage
"""A PNG file's content, which may carry settings, or what has pixels alone."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A picture from elsewhere, and `others` that came with it.

    `image` is a small copy. `stored` is one that was pasted: its file is the studio's own, and
    `is_new` if it was not pasted before.
    """

    picture: Picture
    image: QImage
    others: tuple[Path, ...] = ()
    stored: bool = False
    is_new: bool = False

    @property
    def has_prompt(self) -> bool:
        return bool(self.picture.prompt.strip())

    @property
    def has_settings(self) -> bool:
        """Whether its file says more than what it shows."""
        picture = self.picture
        return any(value is not None for value in (picture.seed, picture.steps, picture.guidance))


class IncomingState(QObject):
    """Reads pictures on a thread of its own: a camera's takes a while."""

    offered = Signal(object)
    """An `Incoming`, for the user to say what it is meant for."""

    def __init__(self, failures: FailureState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failures = failures
        self._background = Background("incoming", self)
        self._folder: Path | None = None

    def open(self, folder: Path) -> None:
        """Where pasted pictures become files."""
        self._folder = folder

    def read(self, paths: Sequence[Path]) -> None:
        """Look at the first of some pictures, and offer them."""
        first, others = paths[0], tuple(paths[1:])
        self._run(lambda: _look_at(first, others), first.name)

    def paste(self, content: Pasted) -> None:
        """Make a file of what the clipboard holds, and offer that."""
        folder = self._folder
        if folder is not None:

            def look() -> Incoming:
                path, is_new = _stored(content, folder)
                try:
                    return _look_at(path, stored=True, is_new=is_new)
                except Exception:
                    if is_new:  # else it may be in use
                        path.unlink(missing_ok=True)
                    raise

            self._run(look, "")

    def let_go(self, incoming: Incoming) -> None:
        """Nobody wants it: a file that was made for it goes again."""
        if incoming.is_new:
            path = incoming.picture.path
            self._background.run(
                lambda: path.unlink(missing_ok=True), lambda _: None, lambda _: None
            )

    def close(self) -> None:
        self._background.close()

    def _run(self, work: Callable[[], Incoming], name: str) -> None:
        def fail(error: Exception) -> None:
            self._failures.show(_problem(name, error))

        self._background.run(work, self.offered.emit, fail)


def _look_at(
    path: Path, others: tuple[Path, ...] = (), stored: bool = False, is_new: bool = False
) -> Incoming:
    """Raises `UnreadablePictureError`, or `RequestError` for what is no picture."""
    # Not by Qt, whose plugins read more formats than a reference may have, and which opens pipes.
    from engine.pictures import thumbnail  # noqa: PLC0415 - the window opens without Pillow

    picture: Picture | None = None
    try:
        picture = read_picture(path).picture
    except UnreadablePictureError:
        if path.suffix.lower() == ".png":
            raise
    small = thumbnail(str(path), _THUMBNAIL_PX)
    if picture is None:
        created = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        picture = Picture(path, created, small.width, small.height, "", None, None, None, "")
    return Incoming(picture, to_image(small.pixels), others, stored, is_new)


def _stored(content: Pasted, folder: Path) -> tuple[Path, bool]:
    """A file with the picture, and whether it is new: pasted twice, it is one file."""
    data = content if isinstance(content, bytes) else _png(content)
    if not data:
        raise OSError(say("The clipboard holds no picture any more."))
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}.png"
    if path.is_file():
        return path, False
    write_file(path, data)
    return path, True


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _problem(name: str, error: Exception) -> Problem:
    if isinstance(error, RequestError):
        why, remedy = error.problem.why, error.problem.remedy
    elif isinstance(error, OSError):
        why = say("{cause}.", cause=f"{error.strerror or error}".rstrip("."))
        remedy = say("Take a PNG, JPEG or WebP file, or copy the picture again.")
    else:
        return problem_of(error)
    what = say("The pasted picture cannot be used.")
    return Problem(
        "incoming", say("{name} cannot be used.", name=name) if name else what, why, remedy
    )
