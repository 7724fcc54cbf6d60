"""The nano's world: scenes as data, their captions, and which of them training never sees.

Three kinds: one or two flat shapes, simple landscapes, signs with a word.  A scene is drawn at
random, captioned, drawn by `drawing`, and read back by `judge`.  Positions and sizes lie on a
16-pixel lattice, so that the same few edge patterns come back and a small codebook holds them.
"""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass, field

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (220, 38, 38),
    "green": (34, 160, 60),
    "blue": (37, 90, 225),
    "yellow": (252, 220, 20),
    "orange": (250, 140, 20),
    "purple": (145, 50, 200),
    "pink": (255, 120, 185),
    "black": (14, 12, 20),
    "white": (252, 252, 252),
}
SHAPES = ("circle", "square", "triangle", "star", "heart", "ring")
# Few backgrounds: an edge's code depends on both of its colours, so every pair is to be learned.
BACKGROUNDS = ("white", "black", "yellow", "blue")
# Radius as a share of the picture's shorter side.
RADII = {"small": 0.1875, "medium": 0.3125, "large": 0.40625}
PLACES: dict[str, tuple[float, float]] = {
    "in the center": (0.5, 0.5),
    "on the left": (0.25, 0.5),
    "on the right": (0.75, 0.5),
    "at the top": (0.5, 0.25),
    "at the bottom": (0.5, 0.75),
    "in the top left corner": (0.25, 0.25),
    "in the top right corner": (0.75, 0.25),
    "in the bottom left corner": (0.25, 0.75),
    "in the bottom right corner": (0.75, 0.75),
}
GROUNDS = ("mountains", "hills", "sea")
TIMES = ("day", "sunset", "night")
EXTRAS = ("clouds", "house", "tree")
# fmt: off
WORDS = (
    "OPEN", "STOP", "EXIT", "SALE", "HELLO", "CAFE", "TAXI", "HOTEL", "WORLD", "BUS", "ZOO", "GO",
    "YES", "NO", "HOT", "ICE", "TEA", "ART", "MUSIC", "PARK", "SHOP", "BOOK", "FISH", "LOVE",
    "HOME", "LEFT", "RIGHT", "NORTH", "SOUTH", "BAKERY", "MARKET", "GARDEN", "QUIET", "JAZZ",
    "VIEW", "FOOD",
)
# fmt: on
SIGN_COLOURS = ("red", "green", "blue", "yellow", "orange", "purple", "black", "white")
LATTICE = 16


@dataclass(frozen=True, slots=True)
class Shape:
    """One flat shape; centre and radius in pixels of the picture."""

    kind: str
    colour: str
    x: int
    y: int
    radius: float


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is needed to draw one picture and to ask about it."""

    caption: str
    width: int
    height: int
    shapes: tuple[Shape, ...] = ()
    background: str = ""
    place: str = ""
    ground: str = ""
    time: str = ""
    side: str = ""
    extras: tuple[str, ...] = ()
    board: str = ""
    word: str = ""
    jitter: tuple[int, ...] = field(default=(0, 0))

    @property
    def kind(self) -> str:
        """'shape', 'pair', 'landscape' or 'sign'."""
        if self.word:
            return "sign"
        if self.ground:
            return "landscape"
        return "shape" if len(self.shapes) == 1 else "pair"


def is_held_out(kind: str, colour: str, background: str) -> bool:
    """True for about one in twelve combinations, which training never draws."""
    return zlib.crc32(f"{kind} {colour} {background}".encode()) % 12 == 0


def held_out_combinations() -> list[tuple[str, str, str]]:
    """Every (shape, colour, background) that only the judge asks for."""
    return [
        (kind, colour, background)
        for kind in SHAPES
        for colour in COLOURS
        for background in BACKGROUNDS
        if colour != background and is_held_out(kind, colour, background)
    ]


def article(words: str) -> str:
    """`words` with the right indefinite article."""
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def background_phrase(rng: random.Random, colour: str) -> str:
    """' on a white background' and, less often, ' on white'."""
    return f" on {colour}" if rng.random() < 0.1 else f" on {article(colour)} background"


def _snap(value: float) -> int:
    return round(value / LATTICE) * LATTICE


def random_combination(rng: random.Random) -> tuple[str, str, str]:
    """A (shape, colour, background) of the training part."""
    while True:
        kind = rng.choice(SHAPES)
        colour, background = rng.choice(list(COLOURS)), rng.choice(BACKGROUNDS)
        if colour != background and not is_held_out(kind, colour, background):
            return kind, colour, background


def shape_scene(
    rng: random.Random,
    width: int,
    height: int,
    combination: tuple[str, str, str] | None = None,
) -> Scene:
    """One shape on a plain background, with or without a stated size and place."""
    kind, colour, background = combination or random_combination(rng)
    size = rng.choices(("", "large", "small"), (0.5, 0.3, 0.2))[0]
    places = list(PLACES) if size == "small" else list(PLACES)[:5]
    place = rng.choice(places) if size != "large" and rng.random() < 0.3 else ""
    radius = RADII["small" if place else size or "medium"] * min(width, height)
    share = PLACES[place] if place else (0.5, 0.5)
    x, y = _snap(share[0] * width), _snap(share[1] * height)
    words = article(f"{size} {colour} {kind}".strip())
    caption = words + (f" {place}" if place else "") + background_phrase(rng, background)
    shape = Shape(kind, colour, x, y, radius)
    return Scene(caption, width, height, (shape,), background, place=place)


def pair_scene(rng: random.Random, width: int, height: int) -> Scene:
    """Two shapes side by side or one above the other."""
    first, colour_a, background = random_combination(rng)
    second = rng.choice(SHAPES)
    colour_b = rng.choice([c for c in COLOURS if c not in (colour_a, background)])
    upright = height > width or (height == width and rng.random() < 0.4)
    radius = 0.1875 * min(width, height)
    a, b = (article(f"{c} {k}") for c, k in ((colour_a, first), (colour_b, second)))
    if upright:
        centres = [(_snap(width / 2), _snap(height * share)) for share in (0.25, 0.75)]
        caption = f"{a} above {b}"
    else:
        centres = [(_snap(width * share), _snap(height / 2)) for share in (0.25, 0.75)]
        caption = rng.choice((f"{a} to the left of {b}", f"{a} on the left and {b} on the right"))
    caption += background_phrase(rng, background)
    shapes = (
        Shape(first, colour_a, *centres[0], radius),
        Shape(second, colour_b, *centres[1], radius),
    )
    return Scene(caption, width, height, shapes, background)


def landscape_scene(rng: random.Random, width: int, height: int) -> Scene:
    """A ground, a time of day, the sun or the moon, and up to two things more."""
    ground, time = rng.choice(GROUNDS), rng.choice(TIMES)
    side = rng.choice(("", "left", "right"))
    allowed = EXTRAS[:1] if ground == "sea" else EXTRAS
    extras = tuple(e for e in allowed if rng.random() < 0.35)
    light = "moon" if time == "night" else "sun"
    where = "the sea" if ground == "sea" else ground
    when = {"day": "by day", "sunset": "at sunset", "night": "at night"}[time]
    caption = f"{where} {when}"
    parts = [f"the {light} on the {side}" if side else f"the {light}"] * (rng.random() < 0.6)
    if not parts:
        side = ""
    parts += ["clouds" if e == "clouds" else article(e) for e in extras]
    if parts:
        caption += " with " + (", ".join(parts[:-1]) + " and " if parts[1:] else "") + parts[-1]
    jitter = (rng.randrange(2), rng.randrange(2))
    return Scene(
        caption, width, height, ground=ground, time=time, side=side, extras=extras, jitter=jitter
    )


def sign_scene(rng: random.Random, width: int, height: int) -> Scene:
    """A board on a post with one short word in quotes."""
    board, word = rng.choice(SIGN_COLOURS), rng.choice(WORDS)
    noun = rng.choice(("sign", "sign", "board"))
    says = rng.choice(("that says", "that says", "saying", "with the word"))
    caption = f'{article(f"{board} {noun}")} {says} "{word}"'
    return Scene(caption, width, height, board=board, word=word)


def random_scene(rng: random.Random, width: int = 256, height: int = 256) -> Scene:
    """One training scene; most of them single shapes."""
    make = rng.choices(
        (shape_scene, pair_scene, landscape_scene, sign_scene), (0.76, 0.06, 0.10, 0.08)
    )[0]
    return make(rng, width, height)
