"""Pictures of every format that the gallery lists can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from glm_studio.state.decode import decode

RED, BLUE = (200, 0, 0), (0, 0, 200)


def _near(image, x: int, y: int, colour: tuple[int, int, int]) -> bool:
    found = image.pixelColor(x, y).getRgb()[:3]
    return all(abs(a - b) < 20 for a, b in zip(found, colour, strict=True))


@pytest.mark.parametrize("suffix", ["jpg", "webp", "avif"])
def test_picture_is_shown_upright(tmp_path: Path, suffix: str) -> None:
    """Turned by what its EXIF says, as by a phone: its left side is up."""
    picture = Image.new("RGB", (80, 40), RED)
    picture.paste(BLUE, (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / f"picture.{suffix}"
    picture.save(path, exif=exif.tobytes(), quality=95)
    image = decode(path)
    assert (image.width(), image.height()) == (40, 80)
    assert _near(image, 20, 10, BLUE)
    assert _near(image, 20, 70, RED)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "avif"])
@pytest.mark.parametrize("kind", ["missing", "noise"])
def test_what_cannot_be_read_says_so(tmp_path: Path, suffix: str, kind: str) -> None:
    path = tmp_path / f"picture.{suffix}"
    if kind == "noise":
        path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(OSError, match=r"\w"):
        decode(path)
