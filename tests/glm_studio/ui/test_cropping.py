"""The geometry of choosing a part of a picture."""

from __future__ import annotations

import random

import pytest

from glm_studio.ui.cropping import LEAST, dragged, largest, moved, shaped

SIZE = (1600, 1000)
BOX = (400, 200, 600, 400)


def test_moving_keeps_the_size_and_stops_at_the_edges():
    assert moved(BOX, (10, -20), SIZE) == (410, 180, 600, 400)
    assert moved(BOX, (-9999, 9999), SIZE) == (0, 600, 600, 400)


@pytest.mark.parametrize(
    ("handle", "to", "expected"),
    [
        ((1, 1), (1200, 900), (400, 200, 800, 700)),
        ((-1, 0), (100, 0), (100, 200, 900, 400)),
        ((0, -1), (0, 300), (400, 300, 600, 300)),
        ((1, 0), (0, 0), (400, 200, LEAST, 400)),  # never turned inside out
        ((1, 1), (9999, 9999), (400, 200, 1200, 800)),
    ],
)
def test_edges_go_where_they_are_dragged(handle, to, expected):
    assert dragged(BOX, handle, to, SIZE, None) == expected


def test_a_ratio_that_is_kept_lets_the_other_side_follow_and_the_opposite_corner_stay():
    assert dragged(BOX, (1, 1), (1300, 300), SIZE, 1.5) == (400, 200, 900, 600)
    assert dragged(BOX, (-1, -1), (700, 500), SIZE, 1.5) == (700, 400, 300, 200)
    left, top, width, height = dragged(BOX, (1, 1), (1600, 1000), SIZE, 1.0)
    assert (left, top, width, height) == (400, 200, 800, 800)


def test_a_shape_keeps_the_middle_and_about_the_area():
    left, top, width, height = shaped(BOX, 1.0, SIZE)
    assert width == height
    assert abs(width * height - 600 * 400) < 1000
    assert abs(left + width / 2 - 700) <= 1
    assert abs(top + height / 2 - 400) <= 1
    assert largest(1.0, SIZE) == (300, 0, 1000, 1000)
    assert largest(4.0, SIZE) == (0, 300, 1600, 400)


def test_whatever_is_dragged_the_part_stays_within_the_picture():
    chance = random.Random(5)
    box = BOX
    for _ in range(3000):
        size = chance.choice([SIZE, (40, 900), (20, 20)])
        start = moved((0, 0, min(box[2], size[0]), min(box[3], size[1])), box[:2], size)
        handle = chance.choice([(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y])
        to = chance.uniform(-99, 2000), chance.uniform(-99, 2000)
        ratio = chance.choice([None, 1.0, 16 / 9, 0.3])
        box = dragged(start, handle, to, size, ratio)
        left, top, width, height = box
        assert left >= 0
        assert top >= 0
        assert left + width <= size[0]
        assert top + height <= size[1]
        assert min(width, height) >= min(LEAST, *size)
