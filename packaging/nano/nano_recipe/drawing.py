"""Scenes to pixels.  Pillow draws at twice the size and a box filter halves it: 1 ms a picture."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .world import COLOURS, LATTICE, Scene, Shape

SCALE = 2
CELL = 32
SIGN_SKY = (200, 214, 224)
SKIES = {
    "day": ((70, 150, 235), (185, 222, 250)),
    "sunset": ((105, 45, 120), (250, 150, 70)),
    "night": ((8, 10, 32), (24, 38, 88)),
}
GROUND_COLOURS = {
    "mountains": {"day": (120, 120, 140), "sunset": (85, 65, 95), "night": (45, 48, 66)},
    "hills": {"day": (70, 165, 65), "sunset": (70, 115, 50), "night": (22, 60, 34)},
    "sea": {"day": (25, 95, 185), "sunset": (30, 65, 130), "night": (12, 28, 72)},
}


def _star(x: float, y: float, r: float) -> list[tuple[float, float]]:
    points = []
    for i in range(10):
        reach = r * (1.12 if i % 2 == 0 else 0.46)
        angle = math.pi * i / 5
        points.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return points


@lru_cache(maxsize=1)
def _unit_heart() -> tuple[tuple[float, float], ...]:
    """The classic heart curve, scaled to the unit disc."""
    turn = [2 * math.pi * i / 60 for i in range(60)]
    return tuple(
        (
            math.sin(a) ** 3 * 1.05,
            -(13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a)) / 15.5
            - 0.1,
        )
        for a in turn
    )


def draw_shape(
    draw: ImageDraw.ImageDraw, shape: Shape, hole: tuple[int, int, int], scale: int = SCALE
) -> None:
    """Draw `shape`; `hole` fills the middle of a ring."""
    x, y, r = shape.x * scale, shape.y * scale, shape.radius * scale
    fill = COLOURS[shape.colour]
    if shape.kind in ("circle", "ring"):
        draw.ellipse((x - r, y - r, x + r - 1, y + r - 1), fill=fill)
        if shape.kind == "ring":
            inner = r * 0.55
            draw.ellipse((x - inner, y - inner, x + inner - 1, y + inner - 1), fill=hole)
    elif shape.kind == "square":
        lattice = LATTICE * scale
        side = int(r * 0.9 / lattice + 0.5) * lattice  # straight edges between codes, not through
        draw.rectangle((x - side, y - side, x + side - 1, y + side - 1), fill=fill)
    elif shape.kind == "triangle":
        draw.polygon([(x, y - r), (x + r, y + 0.85 * r), (x - r, y + 0.85 * r)], fill=fill)
    elif shape.kind == "star":
        draw.polygon(_star(x, y, r), fill=fill)
    else:
        draw.polygon([(x + r * u, y + r * v) for u, v in _unit_heart()], fill=fill)


def _gradient(width: int, height: int, top, bottom) -> Image.Image:
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    rows = (1 - share) * np.array(top, np.float32) + share * np.array(bottom, np.float32)
    return Image.fromarray(np.broadcast_to(rows, (height, width, 3)).astype(np.uint8))


def _draw_light(draw: ImageDraw.ImageDraw, scene: Scene, width: int, height: int) -> None:
    x = {"left": 0.22, "right": 0.78, "": 0.5}[scene.side] * width
    y, r = 0.22 * height, 0.09 * min(width, height)
    fill = {"day": (255, 236, 90), "sunset": (255, 210, 90), "night": (240, 240, 225)}[scene.time]
    draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)


def _draw_clouds(draw: ImageDraw.ImageDraw, scene: Scene, width: int, height: int) -> None:
    fill = {"day": (250, 250, 252), "sunset": (240, 180, 160), "night": (70, 78, 110)}[scene.time]
    r = 0.055 * min(width, height)
    for cx, cy in ((0.36, 0.38), (0.66, 0.36)):
        for dx, grow in ((-1.4, 0.9), (0.0, 1.3), (1.4, 0.9)):
            x, y, q = cx * width + dx * r, cy * height, r * grow
            draw.ellipse((x - q, y - q, x + q, y + q), fill=fill)


def _draw_ground(draw: ImageDraw.ImageDraw, scene: Scene, width: int, height: int) -> None:
    fill = GROUND_COLOURS[scene.ground][scene.time]
    line = 0.625 * height
    if scene.ground == "mountains":
        peaks = ((-0.1, 0.95), (0.25, 0.36), (0.5, 0.66), (0.75, 0.42), (1.1, 0.95))
        if scene.jitter[0]:
            peaks = tuple((1 - x, y) for x, y in reversed(peaks))
        draw.polygon([(x * width, y * height) for x, y in peaks], fill=fill)
        grass = GROUND_COLOURS["hills"][scene.time]
        draw.rectangle((0, 0.75 * height, width, height), fill=grass)
    elif scene.ground == "hills":
        draw.ellipse((-0.4 * width, line - 0.06 * height, 0.8 * width, 1.5 * height), fill=fill)
        draw.ellipse((0.3 * width, line, 1.5 * width, 1.6 * height), fill=fill)
        draw.rectangle((0, 0.8 * height, width, height), fill=fill)
    else:
        draw.rectangle((0, line, width, height), fill=fill)


def _draw_house(draw: ImageDraw.ImageDraw, scene: Scene, width: int, height: int) -> None:
    s = min(width, height)
    x, base = 0.3125 * width, 0.875 * height
    wall = (235, 225, 205) if scene.time != "night" else (120, 115, 115)
    draw.rectangle((x - 0.1 * s, base - 0.16 * s, x + 0.1 * s, base), fill=wall)
    roof = [(x - 0.13 * s, base - 0.16 * s), (x, base - 0.28 * s), (x + 0.13 * s, base - 0.16 * s)]
    draw.polygon(roof, fill=(190, 60, 45))
    draw.rectangle((x - 0.03 * s, base - 0.09 * s, x + 0.03 * s, base), fill=(110, 70, 45))


def _draw_tree(draw: ImageDraw.ImageDraw, scene: Scene, width: int, height: int) -> None:
    s = min(width, height)
    x, base = 0.75 * width, 0.875 * height
    draw.rectangle((x - 0.02 * s, base - 0.14 * s, x + 0.02 * s, base), fill=(110, 75, 45))
    leaf = {"day": (25, 115, 45), "sunset": (45, 85, 35), "night": (12, 42, 26)}[scene.time]
    draw.ellipse((x - 0.1 * s, base - 0.32 * s, x + 0.1 * s, base - 0.12 * s), fill=leaf)


def _draw_landscape(scene: Scene) -> Image.Image:
    width, height = scene.width * SCALE, scene.height * SCALE
    picture = _gradient(width, height, *SKIES[scene.time])
    draw = ImageDraw.Draw(picture)
    _draw_light(draw, scene, width, height)
    if "clouds" in scene.extras:
        _draw_clouds(draw, scene, width, height)
    _draw_ground(draw, scene, width, height)
    if "house" in scene.extras:
        _draw_house(draw, scene, width, height)
    if "tree" in scene.extras:
        _draw_tree(draw, scene, width, height)
    return picture


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def board_box(scene: Scene) -> tuple[float, float, float, float]:
    """The board of a sign in pixels: left, top, right, bottom."""
    middle = int(0.4375 * scene.height / CELL) * CELL + CELL / 2
    rise = 0.1875 * min(scene.width, scene.height)
    return CELL / 2, middle - rise, scene.width - CELL / 2, middle + rise


def _draw_sign(scene: Scene) -> Image.Image:
    """Letters sit in 32-pixel cells, so that one code of the big grid is one letter."""
    width, height = scene.width * SCALE, scene.height * SCALE
    picture = Image.new("RGB", (width, height), SIGN_SKY)
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom = (value * SCALE for value in board_box(scene))
    post = 0.03125 * width
    draw.rectangle((width / 2 - post, bottom, width / 2 + post - 1, height), fill=(115, 85, 60))
    draw.rectangle((left, top, right - 1, bottom - 1), fill=COLOURS[scene.board])
    dark = scene.board in ("yellow", "orange", "white")
    ink = COLOURS["black"] if dark else COLOURS["white"]
    cell = CELL * SCALE
    start = int((width - cell * len(scene.word)) / 2 / cell) * cell
    for i, letter in enumerate(scene.word):
        centre = (start + cell * (i + 0.5), (top + bottom) / 2)
        draw.text(centre, letter, fill=ink, font=_font(int(cell * 1.2)), anchor="mm")
    return picture


def draw_scene(scene: Scene) -> np.ndarray:
    """The picture as uint8 RGB (height, width, 3)."""
    if scene.word:
        picture = _draw_sign(scene)
    elif scene.ground:
        picture = _draw_landscape(scene)
    else:
        ground = COLOURS[scene.background]
        picture = Image.new("RGB", (scene.width * SCALE, scene.height * SCALE), ground)
        draw = ImageDraw.Draw(picture)
        for shape in scene.shapes:
            draw_shape(draw, shape, ground)
    return np.asarray(picture.reduce(SCALE))
