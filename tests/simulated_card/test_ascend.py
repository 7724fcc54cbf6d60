"""The Ascend family on simulated cards: what is seen, what a device answers, what errors mean."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from engine.devices.ascend import npu_smi
from engine.devices.ascend.family import AscendFamily
from engine.devices.discover import choose_precision, find_teams, survey
from engine.errors import DeviceError
from simulated_card.rig import Card

GIB = 2**30


def device(name="npu:0", cache_dir=None):
    return AscendFamily().open(name, cache_dir)


# Sightings


@pytest.mark.parametrize("count", [1, 2, 8])
def test_each_card_is_seen_with_its_name_and_memory(cards, count):
    cards(*[Card("910B3", others_gib=4)] * count)
    seen = AscendFamily().sightings()
    assert [sighting.name for sighting in seen] == [f"npu:{index}" for index in range(count)]
    assert all(sighting.usable and sighting.title == "Ascend 910B3" for sighting in seen)
    assert seen[0].telemetry.used_bytes == 4 * GIB
    assert seen[0].telemetry.total_bytes == 64 * GIB


def test_auto_is_the_first_card_and_all_is_every_one(cards):
    cards(Card(), Card(), Card())
    assert find_teams("auto")[0][0].name == "npu:0"
    assert [team[0].name for team in find_teams("all")] == ["npu:0", "npu:1", "npu:2"]
    assert survey()[-1].name == "cpu"


def test_without_a_card_there_is_one_sighting_that_says_so(cards):
    cards()
    (seen,) = AscendFamily().sightings()
    assert seen.name == "npu"
    assert not seen.usable


@pytest.mark.parametrize(
    ("health", "usable"), [("OK", True), ("Warning", True), ("Alarm", False), ("Critical", False)]
)
def test_a_card_that_is_not_well_is_refused_with_npu_smi_s_word(cards, health, usable):
    cards(Card(), Card(health=health))
    seen = AscendFamily().sightings()[1]
    assert seen.usable == usable
    assert seen.telemetry.health == health
    if not usable:
        assert health in seen.problem.why
        with pytest.raises(DeviceError, match="is not well"):
            find_teams("npu:1")[0][0]


def test_the_kind_alone_is_its_first_usable_card_or_the_reason_why_there_is_none(cards):
    cards(Card(health="Critical"), Card())
    assert find_teams("npu")[0][0].name == "npu:1"
    cards(Card(health="Critical"), Card(health="Alarm"))
    npu_smi._last.until = 0.0
    with pytest.raises(DeviceError, match="is not well"):
        find_teams("npu")[0][0]
    assert find_teams("auto")[0][0].name == "cpu"


def test_a_board_of_310b_is_too_small(cards):
    cards(Card("310B4", gib=15))
    (seen,) = AscendFamily().sightings()
    assert "too small" in seen.problem.what


def test_hidden_cards_are_refused_and_the_others_keep_their_own_telemetry(rig):
    rig.reset([Card(temperature_c=40), Card(temperature_c=41), Card(temperature_c=42)])
    code = (
        "from engine.devices.discover import survey, find_teams\n"
        "for s in survey(): print(s.name, s.usable, s.telemetry.temperature_c)\n"
        "print(find_teams('npu:1')[0][0].telemetry().temperature_c)\n"
    )
    lines = python(code, rig.environment() | {"ASCEND_RT_VISIBLE_DEVICES": "1,2"})
    assert lines[:3] == ["npu:0 True 41.0", "npu:1 True 42.0", "npu:2 False 40.0"]
    assert lines[-1] == "42.0"


def test_cards_that_the_user_has_hidden_are_a_note(rig):
    rig.reset([Card(), Card()])
    code = (
        "from engine.devices.ascend.family import AscendFamily\n"
        "hidden = AscendFamily().sightings()[1]\nprint(hidden.amiss)\nprint(hidden.problem)\n"
    )
    amiss, problem = python(code, rig.environment() | {"ASCEND_RT_VISIBLE_DEVICES": "0"})
    assert amiss == "False"
    assert "ASCEND_RT_VISIBLE_DEVICES is '0'" in problem
    assert "unset ASCEND_RT_VISIBLE_DEVICES" in problem


@pytest.mark.parametrize("visible", [None, "0,1,2"])
def test_a_card_that_only_npu_smi_sees_is_not_called_hidden(cards, monkeypatch, visible):
    cards(Card(), Card(), Card())
    if visible:
        monkeypatch.setenv("ASCEND_RT_VISIBLE_DEVICES", visible)
    monkeypatch.setattr(torch.npu, "device_count", lambda: 2)
    unseen = AscendFamily().sightings()[2]
    assert unseen.amiss
    assert unseen.problem.what == "The card 2 of npu-smi is not seen by torch_npu."
    assert "lists 3 cards, and torch_npu sees 2" in unseen.problem.why
    assert "unset" not in str(unseen.problem)


def test_a_list_of_visible_cards_that_does_not_ascend_is_named(rig):
    code = "from engine.devices.discover import survey\nprint(survey()[0].problem)"
    (line,) = python(code, rig.environment() | {"ASCEND_RT_VISIBLE_DEVICES": "1,0"})
    # Where this machine has no real card, that comes first in the reason.
    assert "hidden" in line or "No Ascend card" in line


def python(code: str, environment: dict[str, str]) -> list[str]:
    """Lines that `code` prints on a machine with the rig's cards."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


# A device


def test_what_torch_keeps_for_later_is_free(cards):
    cards(Card(gib=8, others_gib=1))
    card = device()
    held = torch.empty(2 * GIB, dtype=torch.uint8, device=card.torch_device)
    assert card.memory() == (5 * GIB, 8 * GIB)
    del held
    assert card.memory() == (7 * GIB, 8 * GIB)
    card.release_caches()
    assert card.memory() == (7 * GIB, 8 * GIB)


def test_entering_makes_it_the_thread_s_device():
    device("npu:1").enter()
    assert torch.npu.current_device() == 1
    device("npu:0").enter()
    assert torch.npu.current_device() == 0


@pytest.mark.parametrize(
    ("chip", "usable", "saturates", "attention"),
    [
        ("910B3", {"bf16", "fp16", "fp32"}, False, "_native_npu"),
        ("910_9392", {"bf16", "fp16", "fp32"}, False, "_native_npu"),
        ("310P3", {"fp16", "fp32"}, True, None),
        ("910A", {"fp16", "fp32"}, True, None),
        ("310Q9", {"fp16", "fp32"}, False, None),  # an unknown one that refuses bf16
    ],
)
def test_a_chip_offers_the_precisions_it_multiplies_in(cards, chip, usable, saturates, attention):
    cards(Card(chip, gib=44))
    card = device()
    speeds = card.usable_precisions()
    assert set(speeds) == usable
    assert all(speed > 0 for speed in speeds.values())
    assert choose_precision(card, "auto")[0] in usable
    assert (card.saturates, card.attention) == (saturates, attention)


def test_running_out_of_memory_is_no_fault(cards):
    cards(Card(gib=1))
    card = device()
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2 * GIB, dtype=torch.uint8, device=card.torch_device)
    assert card.is_out_of_memory(caught.value)
    assert card.fault_of(caught.value) is None


@pytest.mark.parametrize(("code", "meaning"), [(507015, "an AI core stopped"), (507899, "driver")])
def test_a_fault_is_told_with_its_code_and_the_card_s_restart(rig, code, meaning):
    card = device("npu:1")
    ones = torch.ones(4, device=card.torch_device)
    rig.fault(1, code)
    with pytest.raises(RuntimeError) as caught:
        ones.cpu()
    problem = card.fault_of(caught.value).problem
    assert problem.what == "The card npu:1 (Ascend 910B3) failed."
    assert f"{code}: " in problem.why
    assert meaning in problem.why
    assert "npu-smi set -t reset -i 1 -c 0" in problem.remedy


def test_an_error_of_ours_is_no_fault():
    card = device()
    with pytest.raises(RuntimeError) as caught:
        torch.ones(2, 3, device=card.torch_device) @ torch.ones(4, 5, device=card.torch_device)
    assert card.fault_of(caught.value) is None
    assert not card.is_out_of_memory(caught.value)


def test_telemetry_follows_the_card_and_outlives_it(rig):
    card, other = device("npu:0"), device("npu:1")
    rig.change(1, temperature_c=33)
    rig.change(0, temperature_c=91, utilisation_percent=77, power_w=310.5)
    npu_smi._last.until = 0.0
    told = card.telemetry()
    assert (told.temperature_c, told.utilisation_percent, told.power_w) == (91, 77, 310.5)
    assert told.total_bytes == 64 * GIB
    rig.vanish(0)
    npu_smi._last.until = 0.0
    assert card.telemetry().temperature_c is None
    assert other.telemetry().temperature_c == 33
    assert card.fingerprint()["chip"] == "910B3"


def test_telemetry_without_npu_smi_has_torch_s_memory(monkeypatch):
    card = device()
    monkeypatch.setenv("PATH", "/nowhere")
    npu_smi._last.until = 0.0
    told = card.telemetry()
    npu_smi._last.until = 0.0
    assert (told.used_bytes, told.total_bytes, told.health) == (0, 64 * GIB, None)


def test_the_fingerprint_says_what_decides_pixels():
    first, second = device("npu:0").fingerprint(), device("npu:1").fingerprint()
    assert first["chip"] == "910B3"
    assert first["CANN"] == "9.1.0"
    assert first["driver"] == "25.2.0"
    assert first["firmware"] == "7.7.0.6.236"
    assert first["torch_npu"].startswith(torch.__version__.partition("+")[0])
    assert first["task queue"] == "1"
    assert first["serial"] != second["serial"]
    assert "SIMULATED" not in str(first)


# The extension


def test_the_settings_are_there_before_the_first_tensor(rig):
    code = (
        "import os, engine.devices, torch\n"
        "print(torch.npu.compile_modes, torch.npu.config.allow_internal_format)\n"
        "print(os.environ['PYTORCH_NPU_ALLOC_CONF'], 'diffusers' in __import__('sys').modules)\n"
    )
    assert python(code, rig.environment()) == ["[False] False", "expandable_segments:True False"]


def test_a_process_without_a_card_has_no_torch_npu(rig):
    rig.reset([])
    code = (
        "import engine.engine, sys\nfrom diffusers.utils import is_torch_npu_available\n"
        "print(sys.modules['torch_npu'], is_torch_npu_available())\n"
    )
    assert python(code, rig.environment()) == ["None False"]
