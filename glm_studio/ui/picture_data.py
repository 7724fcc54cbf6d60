"""Pictures in what is pasted or dropped: files, or pixels."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from glm_studio.state.incoming import FORMATS, IncomingState, Pasted

_PNG = "image/png"


def picture_files(mime: QMimeData) -> list[Path]:
    """The picture files among what is dragged or copied."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower().lstrip(".") in FORMATS]


def has_picture(mime: QMimeData) -> bool:
    """Whether a picture is meant. Office programs add one to every text that is copied; browsers
    add its address to a picture."""
    if picture_files(mime):
        return True
    has_pixels = mime.hasImage() or mime.hasFormat(_PNG)
    return has_pixels and (mime.hasUrls() or not mime.text().strip())


def take_in(mime: QMimeData, incoming: IncomingState) -> None:
    """Have what is pasted or dropped looked at and offered."""
    files = picture_files(mime)
    if files:
        incoming.read(files)
    else:
        incoming.paste(_pixels(mime))


def _pixels(mime: QMimeData) -> Pasted:
    """A PNG as it is, whatever it says about itself; else the pixels."""
    if mime.hasFormat(_PNG):
        return bytes(mime.data(_PNG).data())
    image = mime.imageData()
    return image if isinstance(image, QImage) else QImage()
