"""Values that a saturating card would make a black picture of."""

from __future__ import annotations

import pytest
import torch

from engine.devices.cpu import CpuDevice
from engine.errors import BlackPictureError
from engine.glm_image.soundness import Extremes, require_numbers

LARGEST = torch.finfo(torch.float16).max


class Saturating(CpuDevice):
    saturates = True


def values(*odd: float) -> torch.Tensor:
    return torch.tensor([0.5, -0.25, *odd], dtype=torch.float16)


@pytest.mark.parametrize("device", [CpuDevice(), Saturating()])
def test_values_that_are_not_numbers_are_refused_on_every_device(device):
    require_numbers(values(), "the prior", device)
    for odd in (torch.nan, torch.inf, -torch.inf):
        with pytest.raises(BlackPictureError, match="The prior computed values that are not"):
            require_numbers(values(odd), "the prior", device)


@pytest.mark.parametrize("odd", [LARGEST, -LARGEST])
def test_the_largest_number_is_refused_where_it_stands_for_infinity(odd):
    require_numbers(values(odd), "the prior", CpuDevice())
    with pytest.raises(BlackPictureError, match="precision fp32"):
        require_numbers(values(odd), "the prior", Saturating())


def test_one_value_everywhere_is_refused_where_0_stands_for_no_number():
    blank = torch.zeros(3, 8, 8, dtype=torch.float16)
    require_numbers(blank, "the decoder", CpuDevice())
    with pytest.raises(BlackPictureError, match="black"):
        require_numbers(blank, "the decoder", Saturating())


BLANK = torch.zeros(3, dtype=torch.float16)


@pytest.mark.parametrize("odd", [values(LARGEST), values(-LARGEST), BLANK])
def test_a_pass_that_went_wrong_is_remembered(odd):
    extremes, elsewhere = Extremes(Saturating()), Extremes(CpuDevice())
    for passed in (values(1.0), odd, values(2.0)):
        extremes.see(passed)
        elsewhere.see(passed)
    elsewhere.require_sound("the transformer")
    with pytest.raises(BlackPictureError, match="The transformer"):
        extremes.require_sound("the transformer")


def test_passes_between_the_extremes_are_well():
    extremes = Extremes(Saturating())
    extremes.require_sound("the transformer")  # no pass yet
    extremes.see(values(LARGEST / 2))
    extremes.see(values(-1.0))
    extremes.require_sound("the transformer")
