"""The label that can be seen on images that Qt paints, and Pillow's pictures as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from glm_studio.library.headers import read_header
from glm_studio.library.labels import VisibleLabel
from glm_studio.library.picture import OWN_PROGRAM, Picture
from glm_studio.library.provenance import draws, read_told
from glm_studio.library.visible_label import labelled
from glm_studio.state.saving import pixels_of

if TYPE_CHECKING:
    from PIL.Image import Image


def labelled_image(image: QImage, picture: Picture | None, visible: VisibleLabel) -> QImage:
    """The image as a copy of it is to look; `picture` is what has these pixels in a file, if any.

    Takes some hundredths of a second a megapixel: off the window's thread.
    """
    from PIL import Image as Pillow  # noqa: PLC0415 - the window opens without Pillow

    told = None
    try:
        told = None if picture is None else read_told(read_header(picture.path).texts)
    except (OSError, ValueError):  # gone meanwhile
        if picture is not None and picture.program != OWN_PROGRAM:
            return image
    if not draws(visible, told):
        return image
    pixels = pixels_of(image)
    plain = Pillow.frombytes("RGB", (pixels.width, pixels.height), pixels.data)
    return image_of(labelled(plain, visible))


def image_of(picture: Image) -> QImage:
    """A picture in RGB as RGB32."""
    stride = 3 * picture.width
    data = picture.tobytes()
    borrowed = QImage(data, picture.width, picture.height, stride, QImage.Format.Format_RGB888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)  # with bytes of its own
