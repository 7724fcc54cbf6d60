"""The geometry of choosing a part of a picture. Pure; pixels of the upright picture."""

from __future__ import annotations

from engine.recipe import Box

LEAST = 32
"""Smallest side of a part: what one code of the model stands for."""

Handle = tuple[int, int]
"""Which edges are held: -1 left or top, 1 right or bottom, 0 neither. (0, 0) is the inside."""


def moved(box: Box, by: tuple[float, float], size: tuple[int, int]) -> Box:
    """The part as large as it is, elsewhere, within the picture."""
    left, top, width, height = box
    return (
        _within(left + by[0], 0, size[0] - width),
        _within(top + by[1], 0, size[1] - height),
        width,
        height,
    )


def dragged(
    box: Box, handle: Handle, to: tuple[float, float], size: tuple[int, int], ratio: float | None
) -> Box:
    """The part with the edges of `handle` at `to`; with a `ratio` of width to height kept, the
    other sides follow, and what is opposite stays where it is."""
    least = min(LEAST, *size)
    low_x, high_x = _edges(box[0], box[2], handle[0], to[0], size[0], least)
    low_y, high_y = _edges(box[1], box[3], handle[1], to[1], size[1], least)
    if ratio is None:
        return _rounded(low_x, low_y, high_x - low_x, high_y - low_y, size)
    width, height = high_x - low_x, high_y - low_y
    width = height * ratio if handle[0] == 0 else width
    if 0 not in handle:
        width = max(width, height * ratio)
    room_x = _room(box[0], box[2], handle[0], size[0])
    room_y = _room(box[1], box[3], handle[1], size[1])
    width = min(max(width, least, least * ratio), room_x, room_y * ratio)
    height = width / ratio
    left = _start(box[0], box[2], handle[0], width)
    top = _start(box[1], box[3], handle[1], height)
    return _rounded(left, top, width, height, size)


def shaped(box: Box, ratio: float, size: tuple[int, int]) -> Box:
    """The part of this ratio with about the same middle and area, as far as there is room."""
    left, top, width, height = box
    area = width * height
    wide = min((area * ratio) ** 0.5, size[0], size[1] * ratio)
    high = wide / ratio
    x = min(max(left + width / 2 - wide / 2, 0), size[0] - wide)
    y = min(max(top + height / 2 - high / 2, 0), size[1] - high)
    return _rounded(x, y, wide, high, size)


def largest(ratio: float, size: tuple[int, int]) -> Box:
    """The largest part of this ratio, in the middle."""
    return shaped((0, 0, *size), ratio, size)


def _edges(
    start: int, length: int, held: int, to: float, limit: int, least: int
) -> tuple[float, float]:
    low, high = float(start), float(start + length)
    if held < 0:
        low = min(max(to, 0.0), high - least)
    elif held > 0:
        high = max(min(to, float(limit)), low + least)
    return max(low, 0.0), min(high, float(limit))


def _room(start: int, length: int, held: int, limit: int) -> float:
    """How long the part may become from what stays where it is."""
    if held < 0:
        return start + length
    if held > 0:
        return limit - start
    middle = start + length / 2
    return 2 * min(middle, limit - middle)


def _start(start: int, length: int, held: int, new: float) -> float:
    if held < 0:
        return start + length - new
    return float(start) if held > 0 else start + length / 2 - new / 2


def _rounded(left: float, top: float, width: float, height: float, size: tuple[int, int]) -> Box:
    wide = _within(width, min(LEAST, size[0]), size[0])
    high = _within(height, min(LEAST, size[1]), size[1])
    return _within(left, 0, size[0] - wide), _within(top, 0, size[1] - high), wide, high


def _within(value: float, low: int, high: int) -> int:
    return min(max(round(value), low), high)
