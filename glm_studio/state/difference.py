"""How two pictures differ, pixel by pixel. Slow: never on the window's thread."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_AMPLIFIED = 16

_ROWS = 64
"""At a time: some of numpy's work keeps the window's thread from Python meanwhile."""


@dataclass(frozen=True, slots=True)
class Figures:
    """`largest` and `mean` difference of a channel, 0 to 255; `changed` share of pixels, 0 to 1.

    `psnr_db` is 10 log10(255² / mean squared difference), infinite for equal pictures.
    """

    largest: int
    mean: float
    changed: float
    psnr_db: float


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """`image` is black where both are equal, and as large as the first picture was meant to be."""

    image: QImage
    figures: Figures


def fitted(size: QSize, room: QSize) -> QRect:
    """Where a picture of another size is laid over one of `room`: as large as fits, centred."""
    inside = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    left, top = (room.width() - inside.width()) // 2, (room.height() - inside.height()) // 2
    return QRect(left, top, inside.width(), inside.height())


def difference(a: QImage, b: QImage, size: QSize, b_size: QSize, amplified: int) -> Difference:
    """The absolute difference of two RGB32 images, times `amplified`, cut off at 255.

    `size` and `b_size` are what the pictures are meant to be; images that are smaller, as previews
    are, are enlarged. Where one of them does not reach, nothing is compared.
    """
    import numpy as np  # noqa: PLC0415 - the window opens without it

    place = fitted(b_size, size)
    first, second = _rgb(_scaled(a, size), place), _rgb(_scaled(b, place.size()), None)
    levels = np.clip(np.arange(256) * amplified, 0, 255).astype(np.uint8)
    shown = np.zeros((size.height(), size.width(), 4), np.uint8)
    shown[..., 3] = 255
    inside = shown[place.top() : place.bottom() + 1, place.left() : place.right() + 1, :3]
    often, changed = np.zeros(256), 0
    for top in range(0, place.height(), _ROWS):
        rows = slice(top, top + _ROWS)
        one, other = first[rows], second[rows]
        apart = np.maximum(one, other) - np.minimum(one, other)
        inside[rows] = levels[apart]
        often += np.bincount(apart.ravel(), minlength=256)
        changed += int(np.count_nonzero(apart.any(axis=2)))
    stride = size.width() * 4
    borrowed = QImage(shown.data, size.width(), size.height(), stride, QImage.Format.Format_RGB32)
    return Difference(borrowed.copy(), _figures(often, changed))


def _figures(often: NDArray[Any], changed: int) -> Figures:
    """From how often each of the 256 differences occurs: exact, and quicker than squaring all."""
    import numpy as np  # noqa: PLC0415

    steps, count = np.arange(256), often.sum()
    squared = float((often * steps**2).sum() / count)
    return Figures(
        largest=int(np.flatnonzero(often)[-1]),
        mean=float((often * steps).sum() / count),
        changed=changed / (count / 3),
        psnr_db=10 * math.log10(255**2 / squared) if squared else math.inf,
    )


def _scaled(image: QImage, size: QSize) -> QImage:
    if image.size() == size:
        return image
    ignore, smooth = (
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return image.scaled(size, ignore, smooth)


def _rgb(image: QImage, part: QRect | None) -> NDArray[Any]:
    """The image's bytes as blue, green, red, which is how RGB32 lies in memory."""
    import numpy as np  # noqa: PLC0415

    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    if part is not None:
        rows = rows[part.top() : part.bottom() + 1, part.left() : part.right() + 1]
    return rows[..., :3].copy()
