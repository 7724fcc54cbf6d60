"""The prior's codes to RGB: a patch of colours for each code, learned from the checkpoint itself.

The prior has no decoder for its codes. But its vision tower reads pictures as codes, so it can say
which codes stand for what it is shown. Ridge regression from a code's vector in the codebook to
what was seen there gives every code a patch, also those that the pictures never met. No constants
of another model are in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from PIL import Image

from engine.preview.kept import kept
from engine.sizes import CODE_PX

PATCH = 4
"""Pixels a side that a code is painted with. A finer patch showed the map's errors, as a grid:
likeness (SSIM) to the nano's pictures was 0.86 with 4, and 0.83 with 8."""

_RIDGES = (1e-3, 1e-2, 1e-1, 1.0)
"""Parts of the vectors' mean variance; which is best depends on the codebook's width."""

ReadCodes = Callable[[Image.Image], torch.Tensor]
"""An RGB picture to the codes (rows, columns) that the vision tower reads in it."""


class CodeColours:
    """`table` holds a patch of RGB bytes for each code, shape (codes, PATCH, PATCH, 3)."""

    def __init__(self, table: torch.Tensor) -> None:
        self.table: npt.NDArray[np.uint8] = table.numpy()

    @classmethod
    def cached(
        cls,
        file: Path,
        pictures: Sequence[Path],
        codebook: Callable[[], torch.Tensor],
        read: ReadCodes,
    ) -> CodeColours:
        """The table in `file`, or a new one, fitted on `pictures` and kept there if that works.

        `codebook` gives the vectors, (codes, width); it is only asked for a new table.
        """
        return cls(*kept(file, ("table",), lambda: (fit_table(pictures, codebook(), read),)))


@torch.inference_mode()
def fit_table(pictures: Sequence[Path], codebook: torch.Tensor, read: ReadCodes) -> torch.Tensor:
    """Patches of all codes, bytes (codes, PATCH, PATCH, 3), from vectors (codes, width).

    Raises ValueError if the vectors are not numbers.
    """
    # The quantiser compares directions alone, so a vector's length means nothing.
    vectors = F.normalize(codebook.float().cpu(), dim=-1)
    if not torch.isfinite(vectors).all():
        raise ValueError("the codebook holds values that are not numbers")
    vectors = torch.cat([vectors, torch.ones(len(vectors), 1)], dim=1)
    sums = [_Sums.of(path, vectors, read) for path in pictures]
    solution = _solve(sums, _best_ridge(sums))
    patches = (vectors @ solution.float()).clamp(-1, 1)
    return ((patches + 1) * 127.5).round().to(torch.uint8).view(-1, PATCH, PATCH, 3)


@dataclass(frozen=True, slots=True)
class _Sums:
    """All that least squares needs of some samples: x'x, x'y, the sum of y squared, the count."""

    xx: torch.Tensor
    xy: torch.Tensor
    yy: float
    count: int

    @classmethod
    def of(cls, path: Path, vectors: torch.Tensor, read: ReadCodes) -> _Sums:
        """Of one picture in all its views."""
        inputs, targets = [], []
        with Image.open(path) as file:
            for view in _views(file.convert("RGB")):
                codes = read(view).cpu()
                inputs.append(vectors[codes.flatten()])
                targets.append(_patches(view, *codes.shape))
        x, y = torch.cat(inputs).double(), torch.cat(targets).double()
        return cls(x.T @ x, x.T @ y, float((y * y).sum()), len(x))

    def error(self, solution: torch.Tensor) -> float:
        """The sum of squared errors."""
        products = solution * (self.xx @ solution - 2 * self.xy)
        return float(products.sum()) + self.yy


def _views(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture in all eight orientations, each shifted against the grid of codes.

    Without them a flat colour is painted with the pattern that the few pictures had where that code
    was met: likeness to the nano's pictures was 0.77 with one view, 0.80 with four orientations,
    0.84 with those four shifted, and 0.86 with all.
    """
    turned = [picture, *(picture.transpose(how) for how in Image.Transpose)]
    for index, view in enumerate(turned):
        shift = (11 * index % CODE_PX, (19 * index + 5) % CODE_PX)
        yield Image.fromarray(np.roll(np.asarray(view), shift, (0, 1)))


def _patches(picture: Image.Image, rows: int, columns: int) -> torch.Tensor:
    """What each code stands for: (rows x columns, PATCH x PATCH x 3), from -1 to 1."""
    shrunk = picture.resize((columns * PATCH, rows * PATCH), Image.Resampling.BOX)
    cells = torch.from_numpy(np.array(shrunk)).view(rows, PATCH, columns, PATCH, 3)
    return cells.transpose(1, 2).reshape(rows * columns, -1).float() / 127.5 - 1


def _best_ridge(sums: list[_Sums]) -> float:
    """The ridge whose solutions err least on a picture that they were not fitted on."""

    def error(ridge: float) -> float:
        others = [[s for s in sums if s is not left_out] for left_out in sums]
        return sum(s.error(_solve(rest, ridge)) for s, rest in zip(sums, others, strict=True))

    return min(_RIDGES, key=error) if len(sums) > 1 else _RIDGES[0]


def _solve(sums: list[_Sums], ridge: float) -> torch.Tensor:
    """Weights (width + 1, values of a patch); the last row is the one that is not held down."""
    xx, xy = sum(s.xx for s in sums), sum(s.xy for s in sums)
    count, width = sum(s.count for s in sums), len(xx) - 1
    held = torch.full((width + 1,), ridge * count / width, dtype=xx.dtype)  # vectors have length 1
    held[-1] = 0
    return torch.linalg.solve(xx + held.diag(), xy)
