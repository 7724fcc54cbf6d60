"""Reference pictures as files: which are taken, what is done to them, what is refused in words."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import RequestError
from engine.pictures import MAX_PIXELS, fit_size, measure, read_picture, thumbnail
from engine.recipe import Fit
from engine.sizes import SizeLimits, reference_cache_bytes
from support.checkpoints import NANO
from support.references import picture, save

RELEASED = SizeLimits()
SMALL = SizeLimits(192, 512)


def pixels(image: Image.Image) -> np.ndarray:
    return np.asarray(image)


def refusal(path, limits=RELEASED) -> str:
    with pytest.raises(RequestError) as caught:
        read_picture(str(path), limits)
    assert caught.value.field == "reference"
    assert str(path) in str(caught.value)
    assert caught.value.problem.remedy
    return str(caught.value)


@pytest.mark.parametrize("size", [(512, 512), (1024, 768), (2048, 2048), (512, 2048)])
def test_a_size_that_fits_is_used_as_it_is(size):
    fitting = fit_size(*size, RELEASED)
    assert (fitting.fit, fitting.used) == (Fit.AS_IT_IS, size)


@pytest.mark.parametrize(
    ("size", "used"),
    [((1000, 777), (992, 768)), ((2079, 543), (2048, 512)), ((513, 512), (512, 512))],
)
def test_a_size_within_the_range_is_cropped_and_not_resampled(size, used):
    fitting = fit_size(*size, RELEASED)
    assert (fitting.fit, fitting.scaled, fitting.used) == (Fit.CROPPED, size, used)


@pytest.mark.parametrize(
    ("size", "scaled", "used"),
    [
        ((300, 400), (512, 683), (512, 672)),
        ((4000, 3000), (2048, 1536), (2048, 1536)),
        ((6000, 1500), (2048, 512), (2048, 512)),
        ((1, 1), (512, 512), (512, 512)),
        ((511, 2044), (512, 2048), (512, 2048)),
    ],
)
def test_other_sizes_are_scaled_as_little_as_possible(size, scaled, used):
    fitting = fit_size(*size, RELEASED)
    assert (fitting.fit, fitting.scaled, fitting.used) == (Fit.SCALED, scaled, used)


@pytest.mark.parametrize(
    "limits", [RELEASED, SMALL, SizeLimits(128, 2048), SizeLimits(512, 2048, 2**21)]
)
def test_every_size_comes_into_the_range_or_is_refused_for_its_shape(limits):
    sides = [*range(1, 700, 13), *range(700, 9000, 397)]
    seen = set()
    for width in sides:
        for height in sides:
            try:
                fitting = fit_size(width, height, limits)
            except ValueError:
                assert max(width, height) / min(width, height) > 2.6
                continue
            seen.add(fitting.fit)
            assert limits.complaint(*fitting.used) is None
            assert max(fitting.used) <= 4 * min(fitting.used)
            factors = [s / side for s, side in zip(fitting.scaled, (width, height), strict=True)]
            assert max(factors) / min(factors) <= 1 + 1 / min(fitting.scaled)  # the shape stays
    assert {Fit.CROPPED, Fit.SCALED} <= seen


def grids_differ(processor, width: int, height: int) -> bool:
    """Whether the prior's processor and the VAE's would see two sizes of one picture."""
    thw = processor(images=[Image.new("RGB", (width, height))], return_tensors="pt")[
        "image_grid_thw"
    ]
    vae = height // 16, width // 16  # tokens, as the stock pipeline rounds
    return tuple(2 * thw[0, 1:].numpy()) != vae


@pytest.fixture(scope="module")
def processors():
    """The nano's own and one with the released model's numbers, each with its limits."""
    from transformers import GlmImageProcessor

    nano, released = (
        GlmImageProcessor.from_pretrained(NANO / "processor").image_processor for _ in range(2)
    )
    released.size = {"shortest_edge": 512 * 512, "longest_edge": 2048 * 2048}
    return [(nano, SMALL), (released, RELEASED)]


def test_both_encoders_see_the_same_size(processors):
    for processor, limits in processors:
        low, high = limits.min_side, limits.max_side
        awkward = [
            (low + 16, low + 16),
            (low + 47, high - 17),
            (high - 1, high - 1),
            (low // 2, low),
        ]
        found = sum(grids_differ(processor, *size) for size in awkward)
        assert found >= 2  # such sizes are what goes wrong without the fitting
        for size in [*awkward, (low, low), (high, high), (low, int(low * 2.6)), (5 * low, 4 * low)]:
            assert not grids_differ(processor, *fit_size(*size, limits).used), size


def test_no_allowed_size_is_rounded_by_the_processor(processors):
    """All sizes that a picture can be brought to, by the rule of the processor itself."""
    import inspect
    import sys

    smart_resize = sys.modules[type(processors[0][0]).__module__].smart_resize
    assert "min_pixels" in inspect.signature(smart_resize).parameters
    for processor, limits in processors:
        sides = range(limits.min_side, limits.max_side + 1, 32)
        for width in sides:
            for height in (side for side in sides if max(side, width) <= 4 * min(side, width)):
                least, most = processor.size["shortest_edge"], processor.size["longest_edge"]
                resized = smart_resize(height, width, 16, min_pixels=least, max_pixels=most)
                assert resized == (height // 2, width // 2)


def test_cropping_keeps_the_middle_to_the_last_pixel(tmp_path):
    path = save(tmp_path, 533, 570)
    read = read_picture(path, RELEASED)
    original = pixels(Image.open(path))
    assert np.array_equal(pixels(read.image), original[13 : 13 + 544, 10 : 10 + 512])
    assert (read.use.width, read.use.height) == (533, 570)
    assert (read.use.used_width, read.use.used_height, read.use.fit) == (512, 544, Fit.CROPPED)


def test_scaling_down_does_not_alias(tmp_path):
    """A fine checkerboard becomes grey; picking single pixels would leave black or white."""
    board = (np.indices((4096, 4096)).sum(0) % 2 * 255).astype(np.uint8)
    Image.fromarray(board).save(tmp_path / "board.png")
    read = read_picture(str(tmp_path / "board.png"), RELEASED)
    assert read.image.size == (2048, 2048)
    assert abs(pixels(read.image)[8:-8, 8:-8].astype(int) - 127).max() <= 2


def test_the_hash_is_of_the_upright_pixels_however_they_are_encoded(tmp_path):
    image = picture(512, 544)
    turned = image.rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # shot with the camera turned: the viewer has to turn it back
    image.save(tmp_path / "a.png")
    image.save(tmp_path / "a.bmp")
    turned.save(tmp_path / "turned.png", exif=exif)
    uses = [read_picture(str(tmp_path / n), RELEASED).use for n in ("a.png", "a.bmp", "turned.png")]
    raw = (512).to_bytes(8, "big") + (544).to_bytes(8, "big") + image.tobytes()
    assert {use.sha256 for use in uses} == {hashlib.sha256(raw).hexdigest()}
    assert {(use.width, use.height) for use in uses} == {(512, 544)}


def test_a_turned_photograph_is_turned_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 8
    image = picture(640, 512)
    image.save(tmp_path / "photo.jpg", exif=exif, quality=95)
    read = read_picture(str(tmp_path / "photo.jpg"), RELEASED)
    upright = pixels(image.rotate(90, expand=True)).astype(int)
    assert read.image.size == (512, 640)
    assert abs(pixels(read.image).astype(int) - upright).mean() < 4


def test_what_is_transparent_is_laid_on_white(tmp_path):
    image = picture(512, 512, channels=4)
    alpha = pixels(image)[..., 3:].astype(float) / 255
    image.save(tmp_path / "glass.png")
    expected = pixels(image)[..., :3] * alpha + 255 * (1 - alpha)
    read = pixels(read_picture(str(tmp_path / "glass.png"), RELEASED).image)
    assert abs(read - expected).max() <= 1


def test_a_palette_with_a_transparent_colour(tmp_path):
    image = Image.new("P", (512, 512), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (0, 0, 512, 100))
    image.save(tmp_path / "few.gif", transparency=0)
    read = read_picture(str(tmp_path / "few.gif"), RELEASED).image
    assert read.getpixel((0, 0)) == (0, 0, 255)
    assert read.getpixel((0, 300)) == (255, 255, 255)


def test_sixteen_bits_are_scaled_and_not_clipped(tmp_path):
    ramp = np.linspace(0, 65535, 512 * 512).reshape(512, 512).astype(np.uint16)
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    read = pixels(read_picture(str(tmp_path / "deep.png"), RELEASED).image)
    assert abs(read[..., 0] - ramp / 257).max() <= 0.51
    assert np.array_equal(read[..., 0], read[..., 2])


@pytest.mark.parametrize("mode", ["L", "1", "LA", "CMYK"])
def test_other_modes_keep_their_greys(tmp_path, mode):
    grey = Image.fromarray(np.repeat(np.uint8([[0, 255]]), 256, axis=1).repeat(512, axis=0))
    grey.convert("RGB").convert(mode).save(tmp_path / "grey.tif")
    read = read_picture(str(tmp_path / "grey.tif"), RELEASED).image
    assert read.getpixel((0, 0)) == (0, 0, 0)
    assert read.getpixel((511, 0)) == (255, 255, 255)


def test_files_that_are_no_pictures(tmp_path):
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "empty.png").touch()
    os.mkfifo(tmp_path / "pipe.png")
    assert "no such file" in refusal(tmp_path / "missing.png")
    assert "no such file" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "pipe.png")  # and does not wait for a writer
    assert "not a picture" in refusal(tmp_path / "text.png")
    assert "not a picture" in refusal(tmp_path / "empty.png")
    with pytest.raises(RequestError):
        read_picture("a\0b.png", RELEASED)


def test_a_file_that_was_cut_short(tmp_path):
    whole = (tmp_path / "whole.jpg", tmp_path / "whole.png")
    for path in whole:
        picture(512, 512).save(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        measure(str(path), RELEASED)  # its header is in order
        assert "cut short" in refusal(path)


def test_a_picture_that_would_unpack_to_more_than_memory(tmp_path):
    """16,000 x 16,000 pixels of one colour are a file of 33 kB."""
    Image.new("1", (16_000, 16_000)).save(tmp_path / "bomb.png")
    assert f"{MAX_PIXELS:,} pixels" in refusal(tmp_path / "bomb.png")
    Image.new("1", (9_000, 9_000)).save(tmp_path / "large.png")  # below Pillow's own limit
    assert f"{MAX_PIXELS:,} pixels" in refusal(tmp_path / "large.png")


def test_values_of_32_bits_have_no_known_white(tmp_path):
    Image.fromarray(np.ones((512, 512), np.float32)).save(tmp_path / "measured.tif")
    assert "32 bits" in refusal(tmp_path / "measured.tif")


def test_shapes_that_are_too_long(tmp_path):
    Image.new("RGB", (2400, 599)).save(tmp_path / "strip.png")
    assert "At most 4 to 1" in refusal(tmp_path / "strip.png")
    assert "At most 2.67 to 1" in refusal(tmp_path / "strip.png", SMALL)
    Image.new("RGB", (2400, 600)).save(tmp_path / "strip.png")
    assert read_picture(str(tmp_path / "strip.png"), RELEASED).image.size == (2048, 512)


def test_a_thumbnail_is_small_upright_and_of_the_same_shape(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (4000, 3000), (200, 30, 30)).save(tmp_path / "photo.jpg", exif=exif)
    made = thumbnail(str(tmp_path / "photo.jpg"), 128)
    small = made.pixels
    assert (small.width, small.height) == (96, 128)
    assert (made.width, made.height) == (3000, 4000)  # as it stands, and in the file's pixels
    assert abs(np.frombuffer(small.data, np.uint8)[:3].astype(int) - (200, 30, 30)).max() <= 3


def test_a_part_of_a_picture_is_used_as_if_it_were_a_file_of_its_own(tmp_path):
    image = picture(1600, 1200)
    image.save(tmp_path / "whole.png")
    image.crop((300, 200, 300 + 640, 200 + 512)).save(tmp_path / "part.png")
    crop = (300, 200, 640, 512)
    part = read_picture(str(tmp_path / "whole.png"), RELEASED, crop)
    alone = read_picture(str(tmp_path / "part.png"), RELEASED)
    assert part.image.tobytes() == alone.image.tobytes()
    assert (part.use.sha256, part.use.crop) == (alone.use.sha256, crop)
    assert (part.use.width, part.use.height) == (1600, 1200)
    assert measure(str(tmp_path / "whole.png"), RELEASED, crop).used == (640, 512)


def test_the_part_of_a_turned_photograph_is_counted_as_it_stands(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    image = picture(1200, 900)
    image.save(tmp_path / "turned.png", exif=exif)
    upright = image.rotate(-90, expand=True)
    crop = (100, 600, 700, 580)  # reaches beyond the file's own height
    measure(str(tmp_path / "turned.png"), RELEASED, crop)
    read = read_picture(str(tmp_path / "turned.png"), RELEASED, crop)
    expected = upright.crop((100, 600, 800, 1180)).crop((14, 2, 14 + 672, 2 + 576))
    assert read.image.size == (672, 576)
    assert read.image.tobytes() == expected.tobytes()


@pytest.mark.parametrize(
    "crop", [(0, 0, 513, 100), (-1, 0, 100, 100), (0, 0, 0, 5), (9, 9, 9, 600)]
)
def test_a_part_that_is_not_there_is_refused(tmp_path, crop):
    path = save(tmp_path, 512, 512)
    for look in (measure, read_picture):
        with pytest.raises(RequestError, match="Choose the part anew"):
            look(path, RELEASED, crop)


def test_a_strip_can_be_used_in_part(tmp_path):
    Image.new("RGB", (3000, 500)).save(tmp_path / "strip.png")
    assert thumbnail(str(tmp_path / "strip.png"), 100).width == 3000
    assert read_picture(str(tmp_path / "strip.png"), RELEASED, (0, 0, 1000, 500)).image.size


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_are_what_their_profile_means(tmp_path, mode):
    """A profile that swaps red and green, as no screen does, so that nothing can be mistaken."""
    profile = swapped_profile()
    image = Image.new(mode, (512, 512), (255, 0, 0, 255)[: len(mode)])
    image.save(tmp_path / "swapped.png", icc_profile=profile)
    read = read_picture(str(tmp_path / "swapped.png"), RELEASED).image
    red, green, blue = read.getpixel((5, 5))
    assert green > 230
    assert max(red, blue) < 40
    shown = thumbnail(str(tmp_path / "swapped.png"), 8).pixels
    assert shown.data[1] > 230


def test_a_profile_of_the_screen_s_own_colours_changes_no_pixel(tmp_path):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = picture(512, 512)
    image.save(tmp_path / "srgb.png", icc_profile=profile)
    assert read_picture(str(tmp_path / "srgb.png"), RELEASED).image.tobytes() == image.tobytes()


def test_a_profile_that_is_damaged_or_of_other_colours_is_not_followed(tmp_path):
    image = picture(512, 512)
    image.save(tmp_path / "damaged.png", icc_profile=b"no profile")
    image.convert("L").save(tmp_path / "grey.png", icc_profile=swapped_profile())
    assert read_picture(str(tmp_path / "damaged.png"), RELEASED).image.tobytes() == image.tobytes()
    grey = pixels(read_picture(str(tmp_path / "grey.png"), RELEASED).image)
    assert np.array_equal(grey[..., 0], pixels(image.convert("L")))


def swapped_profile() -> bytes:
    """sRGB's own, with the tags of its red and green primaries exchanged."""
    from PIL import ImageCms

    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert b"rXYZ" in data
    data = data.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    for encoding in ("ascii", "utf-16-be"):
        data = data.replace("sRGB".encode(encoding), "odd ".encode(encoding))
    return data


def test_a_file_that_changes_is_measured_again(tmp_path):
    path = save(tmp_path, 512, 640)
    assert measure(path, RELEASED).used == (512, 640)
    picture(1024, 640).save(path)
    assert measure(path, RELEASED).used == (1024, 640)
    Path(path).unlink()
    with pytest.raises(RequestError):
        measure(path, RELEASED)


def test_measuring_reads_the_header_alone(tmp_path):
    """It happens on the window's thread, which may not stand still for eight milliseconds."""
    path = tmp_path / "large.jpg"
    Image.new("RGB", (8000, 8000)).save(path)
    measure(str(path), RELEASED)
    start = time.perf_counter()
    for _ in range(10):
        fitting = measure(str(path), RELEASED)
    assert (time.perf_counter() - start) / 10 < 0.008
    assert fitting.used == (2048, 2048)


def test_bytes_of_the_cache():
    released = {"layers": 30, "heads": 32, "head_dim": 128, "bytes_per_number": 2}
    assert reference_cache_bytes([(1024, 1024)], **released) / 2**30 == pytest.approx(1.9, abs=0.05)
    both = [(1024, 1024), (512, 2048)]
    assert reference_cache_bytes(both, **released) == 2 * reference_cache_bytes(
        both[:1], **released
    )
    assert reference_cache_bytes([], **released) == 0
