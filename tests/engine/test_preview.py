"""Previews: true, owned, cheap, fitted to the checkpoint's own VAE."""

from __future__ import annotations

import numpy as np
import pytest

from engine.api import (
    GenerationRequest,
    ImageReady,
    Loaded,
    Pixels,
    PreviewKind,
    PreviewPolicy,
    PreviewReady,
)
from engine.preview import PreviewBudget
from glm_studio.resources import calibration_pictures
from support.checkpoints import NANO, copy_checkpoint, edit_tensors


def array(pixels: Pixels) -> np.ndarray:
    flat = np.frombuffer(pixels.data, np.uint8)
    return flat.reshape(pixels.height, pixels.width, 3).astype(np.float64)


def shrunk(picture: np.ndarray) -> np.ndarray:
    height, width, _ = picture.shape
    return picture.reshape(height // 4, 4, width // 4, 4, 3).mean((1, 3))


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    """Correlation of two pictures of one size, from -1 to 1."""
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def is_of_latents(event: object) -> bool:
    return isinstance(event, PreviewReady) and event.kind is PreviewKind.LATENTS


@pytest.fixture
def run(make_engine, listen):
    """All previews of a nano picture, and the picture."""

    def make(**options):
        engine = make_engine(NANO, calibration=calibration_pictures(), **options)
        request = GenerationRequest(
            "the sea at sunset with the sun on the left",
            320,
            192,
            8,
            1.5,
            3,
            PreviewPolicy(max_fraction=1.0),
        )
        previews: list[PreviewReady] = []
        job = engine.submit(request)
        emit = job.emit
        job.emit = lambda event: (
            previews.append(event) if is_of_latents(event) else None,
            emit(event),
        )
        image = listen(job)[-1]
        assert isinstance(image, ImageReady)
        return previews, image

    return make


def test_from_the_first_step_on_previews_show_the_picture_that_comes(run):
    previews, image = run()
    assert [preview.step for preview in previews] == list(range(1, 9))
    final = shrunk(array(image.pixels))
    alike = [likeness(array(preview.pixels), final) for preview in previews]
    assert alike[0] > 0.8  # of the noisy latents it would be near zero
    assert alike[-1] > 0.95
    assert alike[-1] >= alike[0]


def test_colours_of_the_last_preview_are_those_of_the_picture(run):
    previews, image = run()
    off = np.abs(array(previews[-1].pixels) - shrunk(array(image.pixels))).mean()
    assert off < 12  # of 255


def test_the_maps_are_fitted_once(run, tmp_path):
    run()
    maps = sorted((tmp_path / "cache" / "previews").iterdir())
    assert len(maps) == 2  # one for the latents, one for the codes
    before = [file.stat().st_mtime_ns for file in maps]
    run()
    assert sorted((tmp_path / "cache" / "previews").iterdir()) == maps
    assert [file.stat().st_mtime_ns for file in maps] == before


def test_damaged_maps_are_fitted_again(run, tmp_path):
    previews, _ = run()
    for file in (tmp_path / "cache" / "previews").iterdir():
        file.write_bytes(b"broken")
    again, _ = run()
    assert [preview.pixels for preview in again] == [preview.pixels for preview in previews]


def test_a_cache_path_that_is_a_file_costs_only_the_cache(run, tmp_path):
    file = tmp_path / "file"
    file.write_text("not a folder")
    previews, _ = run(cache_dir=file / "cache")
    assert previews


def test_a_vae_that_computes_no_numbers_costs_only_the_previews(
    checkpoint, tmp_path, make_engine, listen, caplog
):
    """As one that overflows in fp16 does; no black map may be left behind for fp32."""
    import torch

    folder = copy_checkpoint(checkpoint, tmp_path / "nan")

    def poison(tensors):
        for name in tensors:
            if name.startswith("encoder.conv_out"):
                tensors[name] = torch.full_like(tensors[name], torch.nan)

    edit_tensors(folder / "vae" / "diffusion_pytorch_model.safetensors", poison)
    engine = make_engine(folder, calibration=calibration_pictures())
    assert isinstance(listen(engine.load())[-1], Loaded)
    assert "not numbers" in caplog.text
    # That of the codes needs no VAE.
    assert len(list((tmp_path / "cache").rglob("*.safetensors"))) == 1


def test_no_previews_if_none_are_wished_for(make_engine, listen, checkpoint, ask):
    engine = make_engine(checkpoint, calibration=calibration_pictures())
    events = listen(engine.submit(ask(preview=PreviewPolicy(enabled=False))))
    assert not any(isinstance(event, PreviewReady) for event in events)


def test_the_budget_keeps_previews_within_their_share():
    budget, clock, made = PreviewBudget(0.02), 0.0, 0
    for _ in range(200):
        clock += 0.1
        if budget.allows(clock):
            budget.spend(0.05)
            clock += 0.05
            made += 1
    assert made > 1
    assert budget.spent_s <= 0.02 * clock + 0.05  # the first one's cost is not known beforehand
