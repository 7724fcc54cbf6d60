"""Picture files as images that Qt paints."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage, QImageReader

from glm_studio.library.decode import decode as library_decode
from glm_studio.library.formats import Format, format_of
from glm_studio.words import tr

_MOST_MIB = 1024
"""For one decoded picture: 8 bytes a pixel of the 80 million that thumbnails go up to."""


_FORMATS = (b"png", b"jpeg", b"webp", b"")
"""Whatever the file's name ends in; empty where there is no file, or none that any reader takes."""


def decode(path: Path) -> QImage:
    """A picture file as RGB32, with its upper side up; raises OSError with the reader's words."""
    if format_of(path) in (Format.JPEG, Format.WEBP, Format.AVIF):
        return _decode_other(path)
    QImageReader.setAllocationLimit(_MOST_MIB)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    if reader.format().data() not in _FORMATS:  # an SVG, say, would open the files that it names
        raise OSError(tr("It is no picture that can be shown"))
    image = reader.read()
    if image.isNull():
        if not path.is_file():
            raise FileNotFoundError(tr("There is no such file"))
        raise OSError(reader.errorString())
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _decode_other(path: Path) -> QImage:
    """Qt has no reader for AVIF, and turns no WebP by its EXIF."""
    try:
        picture = library_decode(path).convert("RGB")
    except FileNotFoundError:
        raise FileNotFoundError(tr("There is no such file")) from None
    except OSError:
        raise
    except Exception as error:  # a broken file may break Pillow in any way
        raise OSError(str(error)) from error
    stride = 3 * picture.width
    borrowed = QImage(
        picture.tobytes(), picture.width, picture.height, stride, QImage.Format.Format_RGB888
    )
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)
