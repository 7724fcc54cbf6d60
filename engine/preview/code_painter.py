"""The codes that are written so far as a picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from engine.api import Pixels
from engine.preview.code_colours import PATCH, CodeColours
from engine.sizes import Grid

_UNKNOWN = 128
"""Grey, where nothing is known yet."""


class CodePainter:
    """Paints the grids of one picture: the small one until it is full, then the big one over it.

    The small grid stands for the same picture, so what the big one has not reached yet shows it. In
    image-to-image there is none, and `small` is None.
    """

    def __init__(self, colours: CodeColours, small: Grid | None, big: Grid) -> None:
        self._table = colours.table
        self._small, self._big = small, big
        self._below: npt.NDArray[np.uint8] | None = None

    def paint(self, codes: Sequence[int]) -> Pixels:
        """Owned pixels, PATCH a side for each code, of the grid that is being written.

        `codes` are all that are written so far, the small grid's first.
        """
        first = self._small.codes if self._small else 0
        if self._small and len(codes) <= first:
            return _pixels(self._patches(codes, self._small, _blank(self._small)))
        return _pixels(self._patches(codes[first:], self._big, self._under_big(codes[:first])))

    def _patches(
        self, codes: Sequence[int], grid: Grid, below: npt.NDArray[np.uint8]
    ) -> npt.NDArray[np.uint8]:
        """Cells (rows, PATCH, columns, PATCH, 3) of a grid whose first codes are written."""
        cells = below.copy()
        rows, rest = divmod(len(codes), grid.columns)
        patches = self._table[np.asarray(codes, dtype=np.int64)]
        whole = patches[: rows * grid.columns].reshape(rows, grid.columns, PATCH, PATCH, 3)
        cells[:rows] = whole.transpose(0, 2, 1, 3, 4)
        if rest:
            cells[rows, :, :rest] = patches[-rest:].transpose(1, 0, 2, 3)
        return cells

    def _under_big(self, small_codes: Sequence[int]) -> npt.NDArray[np.uint8]:
        """What is below the big grid: the small one at its size. It is full, so it stays."""
        if self._below is None:
            self._below = _blank(self._big)
            if self._small:
                small = _pixels(self._patches(small_codes, self._small, _blank(self._small)))
                picture = Image.frombytes("RGB", (small.width, small.height), small.data)
                size = (self._big.columns * PATCH, self._big.rows * PATCH)
                scaled = np.asarray(picture.resize(size, Image.Resampling.BICUBIC))
                self._below = scaled.reshape(self._below.shape)
        return self._below


def _blank(grid: Grid) -> npt.NDArray[np.uint8]:
    return np.full((grid.rows, PATCH, grid.columns, PATCH, 3), _UNKNOWN, np.uint8)


def _pixels(cells: npt.NDArray[np.uint8]) -> Pixels:
    rows, _, columns, _, _ = cells.shape
    return Pixels(columns * PATCH, rows * PATCH, cells.tobytes())
