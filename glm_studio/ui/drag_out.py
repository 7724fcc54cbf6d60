"""Dragging a picture from the canvas into another program."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from glm_studio.state.canvas import Frame

_DRAGGED_PX = 128


def drag_out(view: QWidget, frame: Frame) -> None:
    """Let the picture be dropped elsewhere: as its file, or as pixels while it has none.

    Returns when it is dropped.
    """
    if frame.image is None:
        return
    data = QMimeData()
    if frame.picture is not None:
        data.setUrls([QUrl.fromLocalFile(str(frame.picture.path))])
    else:
        data.setImageData(frame.image)
    drag = QDrag(view)
    drag.setMimeData(data)
    drag.setPixmap(_small(frame.image, view.devicePixelRatioF()))
    drag.exec(Qt.DropAction.CopyAction)


def _small(image: QImage, scale: float) -> QPixmap:
    """Quickly: the nearest pixels of a large picture do for what hangs under the pointer."""
    side = round(_DRAGGED_PX * scale)
    pixmap = QPixmap.fromImage(image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    pixmap.setDevicePixelRatio(scale)
    return pixmap
