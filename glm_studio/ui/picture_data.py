"""Pictures in what is pasted or dropped: files, or pixels."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from glm_studio.state.incoming import FORMATS, Pasted

_PNG = "image/png"


def picture_files(mime: QMimeData) -> list[Path]:
    """The picture files among what is dragged or copied."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower().lstrip(".") in FORMATS]


def has_picture(mime: QMimeData) -> bool:
    """Whether a picture is meant. Office programs add one to every text that is copied."""
    if mime.hasUrls():
        return bool(picture_files(mime))
    return mime.hasImage() and not mime.text().strip()


def pixels(mime: QMimeData) -> Pasted:
    """A PNG as it is, whatever it says about itself; else the pixels."""
    if mime.hasFormat(_PNG):
        return bytes(mime.data(_PNG).data())
    image = mime.imageData()
    return image if isinstance(image, QImage) else QImage()
