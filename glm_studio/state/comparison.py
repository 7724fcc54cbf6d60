"""Up to eight pictures side by side, looked at through one window: the same part of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QImage

from engine.errors import EngineError
from engine.recipe import Recipe
from glm_studio.library.metadata import read_recipe
from glm_studio.library.picture import Picture
from glm_studio.state.background import Background

FEWEST, MOST = 2, 8
MAX_ZOOM = 16.0
_SMALLEST_LEVEL = 128

Decode = Callable[[Path], QImage]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A picture as it is shown: its pixels at full size, at a half, a quarter and so on.

    None of them if the file cannot be read; `complaint` says why then. `recipe` is what only the
    file says.
    """

    levels: tuple[QImage, ...] = ()
    recipe: Recipe | None = None
    complaint: str = ""

    def level(self, zoom: float) -> QImage:
        """The smallest level that still has a pixel for each pixel of the screen."""
        number = 0
        while zoom <= 0.5 and number + 1 < len(self.levels):
            zoom, number = zoom * 2, number + 1
        return self.levels[number]


class ComparisonState(QObject):
    """`changed` says that other pictures are compared, `loaded` that one can be shown, `moved`
    that another part of all is looked at, `pointed` at which part of one the pointer is."""

    changed = Signal()
    loaded = Signal(object)
    moved = Signal()
    pointed = Signal(object, object)

    def __init__(self, decode: Decode, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._decode = decode
        self._background = Background("comparison", self)
        self._pictures: tuple[Picture, ...] = ()
        self._compared: dict[Path, Compared] = {}
        self._zoom: float | None = None
        self._centre = QPointF(0.5, 0.5)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What is compared; none while the comparison is closed."""
        return self._pictures

    @property
    def zoom(self) -> float | None:
        """Screen pixels a picture pixel, of the largest picture; None fits them in."""
        return self._zoom

    @property
    def centre(self) -> QPointF:
        """What is in the middle, in parts of each picture."""
        return self._centre

    @property
    def longest_px(self) -> int:
        """The longest side of all; pictures of other sizes are shown as large as this one."""
        sides = [max(picture.width, picture.height) for picture in self._pictures]
        return max(sides, default=1)

    def compared(self, picture: Picture) -> Compared | None:
        """None until the file has been read."""
        return self._compared.get(picture.path)

    def open(self, pictures: Sequence[Picture]) -> None:
        """Compare the first eight of them."""
        self._pictures = tuple(pictures[:MOST])
        paths = {picture.path for picture in self._pictures}
        self._compared = {path: c for path, c in self._compared.items() if path in paths}
        self._zoom, self._centre = None, QPointF(0.5, 0.5)
        self.changed.emit()
        for picture in self._pictures:
            if picture.path not in self._compared:
                self._load(picture)

    def close(self) -> None:
        self.open(())

    def drop(self, picture: Picture) -> None:
        """Compare the others; one alone is nothing to compare."""
        rest = [other for other in self._pictures if other.path != picture.path]
        self.open(rest if len(rest) >= FEWEST else ())

    def renew(self, pictures: Sequence[Picture]) -> None:
        """The same files have other ratings or tags now, or some are gone."""
        rest = tuple(pictures)
        if len(rest) < FEWEST:
            self.close()
        elif rest != self._pictures:
            self._pictures = rest
            self.changed.emit()

    def look(self, zoom: float | None, centre: QPointF) -> None:
        """Show another part of all pictures."""
        self._zoom = None if zoom is None else min(max(zoom, 0.02), MAX_ZOOM)
        x, y = min(max(centre.x(), 0.0), 1.0), min(max(centre.y(), 0.0), 1.0)
        self._centre = QPointF(x, y) if zoom is not None else QPointF(0.5, 0.5)
        self.moved.emit()

    def point(self, picture: Picture, part: QPointF | None) -> None:
        """The pointer is over a part of one picture, or over none."""
        self.pointed.emit(picture, part)

    def shut_down(self) -> None:
        self._background.close()

    def _load(self, picture: Picture) -> None:
        path = picture.path

        def work() -> Compared | None:
            if path not in {wanted.path for wanted in self._pictures}:
                return None  # put away while others were read
            return Compared(_levels(self._decode(path)), _recipe(path))

        def take(compared: Compared | None) -> None:
            if compared is not None and any(path == wanted.path for wanted in self._pictures):
                self._compared[path] = compared
                self.loaded.emit(picture)

        self._background.run(work, take, lambda error: take(Compared(complaint=str(error))))


def _recipe(path: Path) -> Recipe | None:
    try:
        return read_recipe(path)
    except EngineError:
        return None


def _levels(image: QImage) -> tuple[QImage, ...]:
    """Halves of halves, so that painting never has to shrink a picture by more than two."""
    levels = [image]
    while min(levels[-1].width(), levels[-1].height()) > 2 * _SMALLEST_LEVEL:
        last = levels[-1]
        half = QSize(last.width() // 2, last.height() // 2)
        ratio, mode = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode
        levels.append(last.scaled(half, ratio, mode.SmoothTransformation))
    return tuple(levels)
