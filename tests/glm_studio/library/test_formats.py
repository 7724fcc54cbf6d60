"""Pictures in other formats say as much about themselves as a PNG does, as far as they can."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from engine.api import ImageReady
from glm_studio.library.formats import Format, encode, format_of
from glm_studio.library.labels import Keep
from glm_studio.library.metadata import UnreadablePictureError, encode_picture, read_picture
from glm_studio.library.store import save_as

MakeImage = Callable[..., ImageReady]

KINDS = list(Format)
LOSSY = [kind for kind in Format if kind.lossy]


@pytest.mark.parametrize("kind", KINDS)
def test_recipe_and_parameters_come_back(
    make_image: MakeImage, tmp_path: Path, kind: Format
) -> None:
    image = make_image(prompt='ein <Fuchs> & "狐狸"\nblau 🦊')
    path = save_as(image, tmp_path / f"picture{kind.suffix}", overwrite=False)
    file = read_picture(path)
    assert file.recipe == image.recipe
    assert file.parameters.startswith('ein <Fuchs> & "狐狸"\nblau 🦊\nSteps: 12, Sampler: Euler')
    assert (file.picture.width, file.picture.height) == (64, 96)
    assert file.picture.program == "GLM Studio"
    with Image.open(path) as picture:
        assert picture.format == kind.value


@pytest.mark.parametrize("kind", LOSSY)
def test_time_comes_back(make_image: MakeImage, tmp_path: Path, kind: Format) -> None:
    path = save_as(make_image(), tmp_path / "picture.png", overwrite=False)
    made = read_picture(path).picture.created
    other = tmp_path / f"other{kind.suffix}"
    other.write_bytes(encode_picture(make_image(), kind, created=made))
    assert read_picture(other).picture.created == made


@pytest.mark.parametrize("kind", KINDS)
def test_file_without_texts_says_nothing(
    make_image: MakeImage, tmp_path: Path, kind: Format
) -> None:
    image = make_image(prompt="a secret fox")
    path = tmp_path / f"picture{kind.suffix}"
    save_as(image, path, overwrite=False, keep=Keep.NOTHING)
    file = read_picture(path)
    assert (file.recipe, file.parameters, file.picture.prompt) == (None, "", "")
    content = path.read_bytes()
    for text in ("secret", "GLM", "nano"):
        assert text.encode() not in content
        assert text.encode("utf-16-be") not in content


@pytest.mark.parametrize("kind", LOSSY)
def test_quality_decides_the_size(make_image: MakeImage, kind: Format) -> None:
    image = make_image(width=256, height=256)
    low, high = (len(encode_picture(image, kind, quality)) for quality in (20, 95))
    assert low < high


def test_longest_recipe_fits_into_a_jpeg(make_image: MakeImage, tmp_path: Path) -> None:
    recipe = make_image().recipe
    codes = tuple(range(16384 - 4096, 16384))
    prior = type(recipe.prior)(type(recipe.prior.grid)(64, 64), codes)
    path = save_as(make_image(prior=prior), tmp_path / "picture.jpg", overwrite=False)
    found = read_picture(path).recipe
    assert found is not None
    assert found.prior.codes == codes


def test_jpeg_keeps_what_fits(make_image: MakeImage, tmp_path: Path) -> None:
    image = make_image(prompt="word " * 20_000)
    path = save_as(image, tmp_path / "picture.jpg", overwrite=False)
    assert read_picture(path).recipe is None
    webp = save_as(image, tmp_path / "picture.webp", overwrite=False)
    assert read_picture(webp).recipe == image.recipe


def test_transparent_picture_stands_on_white_where_there_is_no_transparency() -> None:
    clear = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    with Image.open(io.BytesIO(encode(clear, Format.JPEG))) as jpeg:
        assert min(jpeg.convert("RGB").getpixel((4, 4))) > 250
    for kind in (Format.PNG, Format.WEBP, Format.AVIF):
        with Image.open(io.BytesIO(encode(clear, kind))) as picture:
            assert picture.convert("RGBA").getpixel((4, 4))[3] == 0


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.PNG", Format.PNG), ("a.b.jpeg", Format.JPEG), ("a.JPG", Format.JPEG),
        ("a.webp", Format.WEBP), ("a.avif", Format.AVIF), ("a.gif", None), ("png", None),
        (".png", None), ("a.png.xmp", None),
    ],
)  # fmt: skip
def test_format_by_name(name: str, kind: Format | None) -> None:
    assert format_of(name) is kind
    assert format_of(Path("/folder.png") / name) is kind


@pytest.mark.filterwarnings("ignore:Truncated File Read")
@pytest.mark.parametrize("kind", LOSSY)
def test_damaged_file_is_told(make_image: MakeImage, tmp_path: Path, kind: Format) -> None:
    content = encode_picture(make_image(), kind)
    path = tmp_path / f"picture{kind.suffix}"
    for length in (8, 12, 16, 30, 60):
        path.write_bytes(content[:length])
        with pytest.raises(UnreadablePictureError):
            read_picture(path)
    for place in range(0, len(content), max(len(content) // 150, 1)):
        damaged = bytearray(content)
        damaged[place] ^= 0x55
        path.write_bytes(damaged)
        try:
            read_picture(path)
        except UnreadablePictureError as error:
            assert error.problem.why  # noqa: PT017 - or it is readable, which is as good
