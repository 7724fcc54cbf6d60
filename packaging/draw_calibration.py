"""Draw the pictures that previews are fitted on: `python packaging/draw_calibration.py`.

A preview is a linear map from latents to colours, fitted to each checkpoint's own VAE. What it is
fitted on should hold every colour, flat ground, soft shading, texture of every fineness and hard
edges in every direction, whatever the checkpoint draws later.
"""

from __future__ import annotations

import colorsys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

OUT = Path(__file__).parents[1] / "resources" / "calibration"
SIDE = 256
SEED = 7


def clouds(rng: np.random.Generator, power: float) -> np.ndarray:
    """Three correlated fields whose amplitude falls with frequency, as in photographs; 0 to 1."""
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(SIDE), np.fft.fftfreq(SIDE)))
    frequency[0, 0] = 1.0
    fields = []
    for _ in range(3):
        spectrum = np.fft.fft2(rng.standard_normal((SIDE, SIDE))) / frequency**power
        field = np.fft.ifft2(spectrum).real
        fields.append((field - field.mean()) / field.std())
    # Photographs vary most in brightness, less in colour.
    light, warm, tint = fields
    colours = np.stack([light + 0.5 * warm, light + 0.3 * tint, light - 0.5 * warm], axis=-1)
    return 1 / (1 + np.exp(-1.3 * colours))


def wheel() -> Image.Image:
    """Every hue, from pale over full to dark."""
    picture = np.zeros((SIDE, SIDE, 3))
    for row in range(SIDE):
        lightness = 0.95 - 0.9 * row / SIDE
        for column in range(SIDE):
            picture[row, column] = colorsys.hls_to_rgb(column / SIDE, lightness, 0.9)
    return to_image(picture)


def shapes(rng: np.random.Generator) -> Image.Image:
    """Flat ellipses, boxes and triangles over each other, at random."""
    picture = Image.new("RGB", (2 * SIDE, 2 * SIDE), (236, 232, 224))
    draw = ImageDraw.Draw(picture)
    for number in range(60):
        colour = tuple(int(v) for v in rng.integers(0, 256, 3))
        x, y = rng.integers(0, 2 * SIDE, 2)
        w, h = rng.integers(20, 190, 2)
        box = (int(x - w), int(y - h), int(x + w), int(y + h))
        if number % 3 == 0:
            draw.ellipse(box, fill=colour)
        elif number % 3 == 1:
            draw.rectangle(box, fill=colour)
        else:
            draw.polygon([(box[0], box[3]), (int(x), box[1]), (box[2], box[3])], fill=colour)
    return picture.reduce(2)


def landscape(rng: np.random.Generator) -> Image.Image:
    """Sky, far hills and a meadow, shaded and textured."""
    rows = np.linspace(0, 1, SIDE)[:, None, None]
    sky = (1 - rows) * np.array([0.20, 0.45, 0.85]) + rows * np.array([0.95, 0.85, 0.72])
    picture = np.broadcast_to(sky, (SIDE, SIDE, 3)).copy()
    texture = clouds(rng, 1.2).mean(-1, keepdims=True) - 0.5
    for depth, colour in enumerate(([0.45, 0.48, 0.62], [0.30, 0.38, 0.36], [0.22, 0.42, 0.14])):
        waves = np.cumsum(rng.standard_normal(SIDE)) * (0.5 + depth)
        line = SIDE * (0.45 + 0.16 * depth) + waves - waves.mean()
        ground = np.arange(SIDE)[:, None] > line[None]
        picture[ground] = (np.array(colour) * (1 + 0.6 * texture))[ground]
    return to_image(picture).filter(ImageFilter.GaussianBlur(0.6))


def swatches() -> Image.Image:
    """Large flat fields: the corners of the colour cube, and what lies between them."""
    levels = (0.04, 0.55, 0.97)
    colours = [(r, g, b) for r in levels for g in levels for b in levels][:25]
    picture = np.zeros((SIDE, SIDE, 3))
    edge = SIDE // 5
    for number, colour in enumerate(colours):
        row, column = divmod(number, 5)
        down = slice(row * edge, SIDE if row == 4 else (row + 1) * edge)
        across = slice(column * edge, SIDE if column == 4 else (column + 1) * edge)
        picture[down, across] = colour
    return to_image(picture)


def greys() -> Image.Image:
    """Steps from black to white, and gratings that grow finer."""
    picture = np.zeros((SIDE, SIDE, 3))
    picture[: SIDE // 2] = (np.arange(SIDE) // 16 / 15)[None, :, None]
    phase = np.cumsum(np.linspace(0.02, 0.9, SIDE))
    picture[SIDE // 2 :] = (0.5 + 0.5 * np.sign(np.sin(phase)))[None, :, None]
    picture[SIDE // 2 :, SIDE // 2 :] = picture[SIDE // 2 :, : SIDE // 2].transpose(1, 0, 2)
    return to_image(picture)


def to_image(picture: np.ndarray) -> Image.Image:
    """An image of 0..1 floats."""
    return Image.fromarray((picture.clip(0, 1) * 255).round().astype(np.uint8))


def main() -> None:
    """Write the pictures, the same ones each time."""
    rng = np.random.default_rng(SEED)
    OUT.mkdir(parents=True, exist_ok=True)
    pictures = {
        "clouds_coarse": to_image(clouds(rng, 1.8)),
        "clouds_fine": to_image(clouds(rng, 1.1)),
        "wheel": wheel(),
        "shapes": shapes(rng),
        "swatches": swatches(),
        "landscape": landscape(rng),
        "greys": greys(),
    }
    for name, picture in pictures.items():
        picture.save(OUT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
