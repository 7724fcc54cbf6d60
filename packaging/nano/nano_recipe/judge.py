"""An automatic judge: reads colour, shape, place, landscape and sign back from pixels.

It never sees the codes or the model.  On pictures that `drawing` made it answers right; the
tests hold it to that.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from .drawing import CELL, board_box, draw_scene, draw_shape
from .world import COLOURS, GROUNDS, SHAPES, TIMES, Scene, Shape

NAMES = tuple(COLOURS)
PALETTE = np.array([COLOURS[name] for name in NAMES], np.float32)
SIDE = 48  # masks are compared at this size
INK = 80.0  # RGB distance from the background that counts as drawn
LEAST_OVERLAP = 0.7
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Answers = dict[str, bool]


def nearest_colour(rgb: np.ndarray) -> str:
    """The palette's name for one RGB value."""
    return NAMES[int(((PALETTE - rgb) ** 2).sum(1).argmin())]


def read_background(picture: np.ndarray) -> np.ndarray:
    """Median colour of the picture's rim."""
    rim = np.concatenate(
        [picture[:6].reshape(-1, 3), picture[-6:].reshape(-1, 3), picture[:, 0], picture[:, -1]]
    )
    return np.median(rim.astype(np.float32), axis=0)


def _box(mask: np.ndarray) -> tuple[int, int, int, int]:
    """Top, bottom, left, right of what is drawn, ignoring stray pixels."""
    edges = []
    for axis in (1, 0):
        filled = np.flatnonzero(mask.sum(axis) >= 3)
        edges += [int(filled[0]), int(filled[-1]) + 1] if len(filled) else [0, 0]
    return edges[0], edges[1], edges[2], edges[3]


def _normal(mask: np.ndarray) -> np.ndarray:
    """The drawn part, centred in a square and scaled to SIDE."""
    top, bottom, left, right = _box(mask)
    part = mask[top:bottom, left:right]
    side = max(part.shape)
    square = np.zeros((side, side), np.uint8)
    y, x = (side - part.shape[0]) // 2, (side - part.shape[1]) // 2
    square[y : y + part.shape[0], x : x + part.shape[1]] = part * 255
    return np.asarray(Image.fromarray(square).resize((SIDE, SIDE), Image.Resampling.BOX)) > 127


@lru_cache(maxsize=1)
def _templates() -> dict[str, np.ndarray]:
    masks = {}
    for kind in SHAPES:
        canvas = Image.new("RGB", (256, 256), COLOURS["white"])
        draw_shape(ImageDraw.Draw(canvas), Shape(kind, "black", 64, 64, 48), COLOURS["white"])
        masks[kind] = _normal(np.asarray(canvas.convert("L")) < 128)
    return masks


def read_shape(picture: np.ndarray, background: np.ndarray) -> tuple[str, str, float, float]:
    """Kind and colour of the one shape in `picture`, and its middle as shares of the sides.

    The kind is "" when nothing fits well.
    """
    distance = np.sqrt(((picture.astype(np.float32) - background) ** 2).sum(-1))
    mask = distance > min(INK, 0.5 * float(distance.max()) + 8)
    if mask.mean() < 0.01 or mask.mean() > 0.9 or distance.max() < 40:
        return "", "", 0.0, 0.0
    colour = nearest_colour(np.median(picture[mask].astype(np.float32), axis=0))
    top, bottom, left, right = _box(mask)
    if bottom - top < 8 or right - left < 8:
        return "", colour, 0.0, 0.0
    seen = _normal(mask)
    overlap = {k: (seen & t).sum() / (seen | t).sum() for k, t in _templates().items()}
    best = max(overlap, key=overlap.__getitem__)
    kind = best if overlap[best] >= LEAST_OVERLAP else ""
    height, width = mask.shape
    return kind, colour, (left + right) / 2 / width, (top + bottom) / 2 / height


def judge_shape(picture: np.ndarray, scene: Scene) -> Answers:
    """Colour, shape, background, and place where the caption names one."""
    background = read_background(picture)
    kind, colour, x, y = read_shape(picture, background)
    wanted = scene.shapes[0]
    answers = {
        "colour": colour == wanted.colour,
        "shape": kind == wanted.kind,
        "background": nearest_colour(background) == scene.background,
    }
    if scene.place:
        far = max(abs(x - wanted.x / scene.width), abs(y - wanted.y / scene.height))
        answers["place"] = bool(kind or colour) and far < 0.13
    return answers


def judge_pair(picture: np.ndarray, scene: Scene) -> Answers:
    """Both halves must hold the right shape in the right colour."""
    first, second = scene.shapes
    background = read_background(picture)
    height, width = picture.shape[:2]
    halves = (picture[: height // 2], picture[height // 2 :])
    if first.x != second.x:
        halves = (picture[:, : width // 2], picture[:, width // 2 :])
    seen = [read_shape(half, background)[:2] for half in halves]
    return {
        "pair colours": all(s[1] == w.colour for s, w in zip(seen, scene.shapes, strict=True)),
        "pair shapes": all(s[0] == w.kind for s, w in zip(seen, scene.shapes, strict=True)),
    }


def judge_landscape(picture: np.ndarray, scene: Scene) -> Answers:
    """The nearest of all grounds and times, drawn bare."""
    scores = {}
    for ground in GROUNDS:
        for time in TIMES:
            for turn in (0, 1):
                bare = replace(scene, ground=ground, time=time, jitter=(turn, 0))
                gap = np.abs(draw_scene(bare).astype(np.float32) - picture).mean()
                scores[ground, time] = min(gap, scores.get((ground, time), np.inf))
    ground, time = min(scores, key=scores.__getitem__)
    return {"ground": ground == scene.ground, "time of day": time == scene.time}


def _strip(picture: np.ndarray, scene: Scene) -> np.ndarray:
    """The row of letter cells."""
    _, top, _, bottom = board_box(scene)
    middle = int((top + bottom) / 2)
    return picture[middle - CELL // 2 : middle + CELL // 2].astype(np.float32)


def read_word(picture: np.ndarray, scene: Scene) -> str:
    """As many letters as the wanted word has, each the nearest of the alphabet."""
    length = len(scene.word)
    start = int((scene.width - CELL * length) / 2 / CELL) * CELL
    strip = _strip(picture, scene)
    word = ""
    alphabet = [_strip(draw_scene(replace(scene, word=c * length)), scene) for c in LETTERS]
    for x in range(start, start + CELL * length, CELL):
        gaps = [np.abs(strip[:, x : x + CELL] - a[:, x : x + CELL]).mean() for a in alphabet]
        word += LETTERS[int(np.argmin(gaps))]
    return word


def judge_sign(picture: np.ndarray, scene: Scene) -> Answers:
    """The board's place and colour, and every letter."""
    left, top, right, _ = (int(v) for v in board_box(scene))
    margin = picture[top + 4 : top + 14, left + 8 : right - 8].reshape(-1, 3)
    sky = picture[: max(top - 6, 2), left:right].reshape(-1, 3)
    board = np.median(margin.astype(np.float32), axis=0)
    stands_out = np.abs(board - np.median(sky.astype(np.float32), axis=0)).max() > 12
    return {
        "board": bool(stands_out) and nearest_colour(board) == scene.board,
        "word": read_word(picture, scene) == scene.word,
    }


def judge(picture: np.ndarray, scene: Scene) -> Answers:
    """All answers for one picture, uint8 (height, width, 3)."""
    by_kind = {
        "shape": judge_shape,
        "pair": judge_pair,
        "landscape": judge_landscape,
        "sign": judge_sign,
    }
    return by_kind[scene.kind](picture, scene)


def totals(answers: list[Answers]) -> dict[str, tuple[int, int]]:
    """Right and asked, a question."""
    questions = {question for one in answers for question in one}
    return {
        question: (
            sum(one[question] for one in answers if question in one),
            sum(question in one for one in answers),
        )
        for question in sorted(questions)
    }
