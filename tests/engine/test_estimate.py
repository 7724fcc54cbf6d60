"""How long a picture should take, held against figures that were measured on real machines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.api import GenerationRequest, ImageReady, PreviewPolicy
from engine.checkpoint import open_checkpoint
from engine.devices.cpu import CpuDevice
from engine.devices.throughput import measure_rates
from engine.engine import Engine
from engine.estimate import RELEASED, Rates, estimate, shape_of
from support.checkpoints import NANO
from support.jobs import listen

CPU = Rates(product_flops=320e9, read_bytes=13e9, copy_bytes=17e9, operator_s=5e-6)
"""Two quiet cores of the machine that `docs/hardware.md` measured the released shape on."""

H100 = Rates(550e12, 2.6e12, 2.5e12, 3.5e-6, is_asynchronous=True)
"""About what such a card reaches of its data sheet."""


def within(value: float, wanted: float, factor: float = 2.0) -> bool:
    return wanted / factor <= value <= wanted * factor


def test_the_released_shape_takes_what_it_took_on_two_cores():
    told = estimate(RELEASED, CPU, (512, 512), 2, value_bytes=2, prior_bytes_a_parameter=1.0)
    assert within(told.prior_s, 323, 1.3)
    assert within(told.denoise_s, 179, 1.3)
    assert within(told.decode_s, 30, 1.3)
    assert told.total_s == told.prior_s + told.denoise_s + told.decode_s


def test_and_about_what_others_report_of_a_card():
    told = estimate(RELEASED, H100, (1024, 1024), 20, value_bytes=2)
    assert within(told.prior_s, 19.0)
    assert within(told.denoise_s, 5.9)


@pytest.mark.parametrize(
    ("rates", "stage"),
    [
        (replace(CPU, read_bytes=CPU.read_bytes / 10), "prior_s"),
        (replace(CPU, product_flops=CPU.product_flops / 10), "denoise_s"),
        (replace(CPU, operator_s=CPU.operator_s * 1000), "prior_s"),
    ],
)
def test_a_slower_machine_is_slower_where_it_matters(rates, stage):
    fast, slow = (estimate(RELEASED, r, (512, 512), 10, value_bytes=2) for r in (CPU, rates))
    assert getattr(slow, stage) > 5 * getattr(fast, stage)


def test_more_steps_more_pixels_and_guidance_cost_more():
    small = estimate(RELEASED, CPU, (512, 512), 10, value_bytes=2)
    assert estimate(RELEASED, CPU, (512, 512), 20, value_bytes=2).denoise_s == 2 * small.denoise_s
    large = estimate(RELEASED, CPU, (1024, 1024), 10, value_bytes=2)
    assert large.denoise_s > 4 * small.denoise_s  # attention grows faster than the pixels do
    assert large.decode_s == 4 * small.decode_s
    alone = estimate(RELEASED, CPU, (512, 512), 10, value_bytes=2, guided=False)
    assert alone.denoise_s == small.denoise_s / 2


def test_the_bundled_model_s_shape_is_read_from_its_files():
    shape = shape_of(open_checkpoint(NANO))
    assert (shape.prior_layers, shape.denoise_layers, shape.denoise_hidden) == (4, 6, 256)
    assert shape.prior_parameters == 2_758_656 + 1_049_088  # the layers, and what draws a code
    assert shape.denoise_parameters == 6 * (4 * (256 * 256 + 256) + 2 * 256 * 1024 + 1024 + 256)


@pytest.mark.nano
@pytest.mark.slow
def test_a_real_picture_takes_about_what_was_estimated(tmp_path):
    """Within a factor of two on a quiet machine; on a busy one the next second may be another."""
    device = CpuDevice(tmp_path)
    device.enter()
    size = (256, 256)
    told = estimate(
        shape_of(open_checkpoint(NANO)), measure_rates(device, "fp32"), size, 12, value_bytes=4
    )
    engine = Engine(NANO, device="cpu", precision="fp32", cache_dir=tmp_path)
    quiet = PreviewPolicy(enabled=False)
    took = []
    for seed in (1, 2, 3):
        wish = GenerationRequest("a red circle", *size, 12, 1.5, seed, quiet)
        last = listen(engine.submit(wish))[-1]
        assert isinstance(last, ImageReady), last
        took.append(sum(last.seconds.get(stage, 0) for stage in ("prior", "denoise", "decode")))
    assert engine.close(30)
    assert within(told.total_s, min(took), 4.0), (told, took)
