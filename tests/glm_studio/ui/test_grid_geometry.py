"""Where tiles lie, and what is under a point or a rubber band."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect

from glm_studio.ui.grid_geometry import GridGeometry

GRID = GridGeometry(count=10, columns=4, side=100, gap=5)


def test_as_many_columns_as_fit_share_the_width():
    grid = GridGeometry.fitting(10, 430, 100, 5)
    assert (grid.columns, grid.side) == (4, 107)
    assert GridGeometry.fitting(10, 50, 100, 5).columns == 1


def test_the_last_line_counts_though_it_is_not_full():
    assert GRID.height == 300
    assert GridGeometry(count=0, columns=4).height == 0


@pytest.mark.parametrize(
    ("point", "row"),
    [((50, 50), 0), ((350, 50), 3), ((150, 250), 9), ((250, 250), -1), ((2, 50), -1),
     ((450, 50), -1), ((50, -10), -1)],
)  # fmt: skip
def test_a_point_is_on_a_tile_or_on_none(point, row):
    assert GRID.row_at(QPoint(*point)) == row


def test_only_the_lines_in_view_are_visible():
    assert GRID.visible(0, 100) == range(8)  # the next line begins where the view ends
    assert GRID.visible(120, 60) == range(4, 8)
    assert GRID.visible(250, 900) == range(8, 10)


@pytest.mark.parametrize(
    ("band", "rows"),
    [
        (QRect(QPoint(50, 50), QPoint(160, 160)), [0, 1, 4, 5]),
        (QRect(QPoint(96, 0), QPoint(103, 300)), []),  # between two columns
        (QRect(QPoint(200, 240), QPoint(399, 299)), []),  # beside the last line's pictures
        (QRect(QPoint(-50, 210), QPoint(500, 400)), [8, 9]),
        (QRect(QPoint(390, 20), QPoint(600, 40)), [3]),
    ],
)
def test_a_rubber_band_marks_what_it_touches(band, rows):
    assert [row for span in GRID.touched(band) for row in span] == rows
