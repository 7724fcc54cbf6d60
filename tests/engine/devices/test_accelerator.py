"""What devices behind ``torch.<kind>`` share, on a made-up card whose torch is the processor's."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
import torch

from engine.devices import accelerator
from engine.devices.accelerator import Accelerator, FaultMark
from engine.devices.discover import choose_precision
from engine.devices.mps import MpsDevice
from engine.devices.speed import measure_speeds_on
from engine.errors import DeviceError, DeviceFaultError
from engine.hardware import Kind

GIB = 2**30


class MadeUp(Accelerator):
    kind = Kind.MPS
    memory_marks = ("made-up memory ran out",)
    fault_marks = (FaultMark("core (7)", "it burns"), FaultMark("lost", "it is gone", "Wait."))
    torch_module = SimpleNamespace(
        mem_get_info=lambda index: (3 * GIB, 10 * GIB),
        memory_reserved=lambda index: 2 * GIB,
        memory_allocated=lambda index: GIB,
        current_device=lambda: 0,
        set_device=lambda index: None,
    )


@pytest.fixture
def speeds(monkeypatch):
    """What measuring each precision answers, or raises."""
    answers: dict[str, float | Exception] = {}
    asked: list[str] = []

    def measure(place, name, synchronise):
        asked.append(name)
        if isinstance(answer := answers[name], Exception):
            raise answer
        return answer

    monkeypatch.setattr(accelerator, "measure_speeds_on", measure)
    return SimpleNamespace(answers=answers, asked=asked)


def test_what_torch_holds_unused_is_free():
    assert MadeUp(0, "Card").memory() == (4 * GIB, 10 * GIB)
    assert MadeUp(0, "Card").telemetry().used_bytes == 7 * GIB


def test_a_precision_that_raises_is_not_usable(speeds):
    speeds.answers.update(bf16=RuntimeError("not implemented"), fp16=90.0, fp32=20.0)
    card = MadeUp(1, "Card", candidates=("bf16", "fp16", "fp32"))
    assert card.usable_precisions() == {"fp16": 90.0, "fp32": 20.0}


def test_of_two_that_are_equally_fast_the_preferred_one_is_taken(speeds):
    speeds.answers.update(bf16=100.0, fp16=110.0, fp32=20.0)
    card = MadeUp(0, "Card", candidates=("bf16", "fp16", "fp32"))
    assert choose_precision(card, "auto")[0] == "bf16"
    speeds.answers["fp16"] = 150.0
    assert choose_precision(card, "auto")[0] == "fp16"


def test_cards_of_a_kind_are_measured_once_and_an_unusable_precision_stays_so(speeds, tmp_path):
    speeds.answers.update(bf16=RuntimeError("no"), fp16=90.0, fp32=20.0)
    cards = [MadeUp(i, "Card", candidates=("bf16", "fp16"), cache_dir=tmp_path) for i in (0, 1)]
    assert {tuple(card.usable_precisions()) for card in cards} == {("fp16",)}
    assert speeds.asked == ["bf16", "fp16"]
    MadeUp(2, "Other card", candidates=("fp16",), cache_dir=tmp_path).usable_precisions()
    assert len(json.loads((tmp_path / "speeds.json").read_text())) == 2


def test_a_card_that_multiplies_in_none_says_what_it_said(speeds, tmp_path):
    speeds.answers.update(fp16=RuntimeError("kernels are not installed"))
    card = MadeUp(0, "Card", candidates=("fp16",), cache_dir=tmp_path)
    with pytest.raises(DeviceError, match="fp16: kernels are not installed"):
        card.usable_precisions()
    assert not (tmp_path / "speeds.json").exists()


def test_a_card_that_is_full_or_fails_while_it_is_measured_is_not_remembered_so(speeds, tmp_path):
    card = MadeUp(0, "Card", candidates=("fp16",), cache_dir=tmp_path)
    speeds.answers["fp16"] = torch.OutOfMemoryError("full")
    with pytest.raises(torch.OutOfMemoryError):
        card.usable_precisions()
    speeds.answers["fp16"] = RuntimeError("core 7")
    with pytest.raises(DeviceFaultError):
        card.usable_precisions()
    assert not (tmp_path / "speeds.json").exists()


def test_a_fault_has_its_line_its_meaning_and_a_remedy():
    card = MadeUp(0, "Card")
    problem = card.fault_of(RuntimeError("before\nalas, core 7 is out.\nafter")).problem
    assert problem.what == "The card mps:0 (Card) failed."
    assert problem.why == "It said: alas, core 7 is out (7: it burns)."
    assert card.fault_of(RuntimeError("lost")).problem.remedy == "Wait."
    assert card.fault_of(RuntimeError("made-up memory ran out in core 7")) is None
    assert card.fault_of(ValueError("core 7")) is None


def test_speeds_are_measured_where_the_tensors_are_and_until_they_are_done():
    waited: list[int] = []
    speed = measure_speeds_on(torch.device("cpu"), "fp32", lambda: waited.append(1))
    assert speed > 0
    assert waited


def test_a_precision_that_multiplies_wrongly_is_found_out(monkeypatch):
    monkeypatch.setattr(torch.nn.functional, "linear", lambda x, w: x @ w.T * 2)
    with pytest.raises(ArithmeticError, match="512 instead of 256"):
        measure_speeds_on(torch.device("cpu"), "fp32", lambda: None)


def test_a_neighbour_that_is_measured_does_not_become_the_current_device(speeds, monkeypatch):
    speeds.answers.update(fp16=90.0)
    current = [0]
    torch_module = SimpleNamespace(current_device=lambda: current[-1], set_device=current.append)
    monkeypatch.setattr(MadeUp, "torch_module", torch_module)
    first, second = (MadeUp(index, "Card", candidates=("fp16",)) for index in (0, 1))
    assert choose_precision(first, "auto", [second])[0] == "fp16"
    assert 1 in current
    assert current[-1] == 0
    speeds.answers.update(fp16=RuntimeError("core 7"))
    with pytest.raises(DeviceFaultError):
        second.usable_precisions()
    assert current[-1] == 0


def test_apple_s_graphics_has_one_device_and_no_current_one(speeds):
    speeds.answers.update(bf16=90.0, fp16=80.0, fp32=20.0)
    assert choose_precision(MpsDevice(), "auto")[0] == "bf16"
