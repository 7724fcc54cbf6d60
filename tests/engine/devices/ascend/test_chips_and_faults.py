"""What is known of each chip, and which errors mean that a card has failed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch
from diffusers.models.attention_dispatch import AttentionBackendName

from engine.devices.ascend import npu_smi
from engine.devices.ascend.chips import chip_of, title_of
from engine.devices.ascend.device import AscendDevice
from engine.devices.ascend.installation import look
from engine.devices.ascend.npu_smi import Listing, Row


@pytest.mark.parametrize(
    ("names", "first", "bf16", "saturates", "fused", "too_small"),
    [
        (("910B1", "Ascend910B2C", "Ascend 910B3", "910B4-1"), "bf16", True, False, True, False),
        (("Ascend910_9392", "Ascend910"), "bf16", True, False, True, False),
        (("Ascend950PR_9589", "950DT"), "bf16", True, False, False, False),
        (("910A", "Ascend910ProB", "910PremiumA", "910B"), "fp16", False, True, False, False),
        (("310P3", "Ascend310P1"), "fp16", False, True, False, False),
        (("310B4", "Ascend310B1"), "fp16", False, True, False, True),
        (("Ascend1234", ""), "bf16", True, False, False, False),
    ],
)
def test_a_chip_is_known_by_each_of_its_names(names, first, bf16, saturates, fused, too_small):
    for chip in map(chip_of, names):
        assert chip.candidates[0] == first
        assert ("bf16" in chip.candidates) == bf16
        assert chip.saturates == saturates
        assert (chip.attention is not None) == fused
        assert chip.too_small == too_small


def test_the_fused_attention_is_one_that_diffusers_has():
    assert AttentionBackendName(chip_of("910B3").attention)


def test_a_chip_s_title_is_for_people():
    assert {title_of(name) for name in ("910B3", "Ascend910B3", "Ascend 910B3")} == {"Ascend 910B3"}


@pytest.fixture
def card(monkeypatch):
    rows = (Row(0, 0, "910B3", "Warning"), Row(5, 1, "910B3", "OK"))
    monkeypatch.setattr(npu_smi, "listing", lambda: Listing(rows, "25.5.0"))
    return AscendDevice(0, rows[1], "Ascend910B3")


TORCH_NPU = "build/CMakeFiles/torch_npu.dir/compiler_depend.ts"
ERR = "[ERROR] 2026-04-29-18:46:11 (PID:1066924, Device:1, RankID:-1) ERR00100 PTA call acl api"
FAULTS = {
    f"operator():{TORCH_NPU}:25 NPU function error: c10_npu::acl::"
    f"AclrtSynchronizeStreamWithTimeout(copy_stream), error code is 507035\n{ERR} failed\n"
    "[Error]: The vector core execution is abnormal.": "507035: a vector core stopped",
    "npuSynchronizeDevice:torch_npu/csrc/core/npu/NPUStream.cpp:506 NPU function error: "
    f"AclrtSynchronizeDeviceWithTimeout, error code is 507015\n{ERR} failed": (
        "507015: an AI core stopped"
    ),
    f"synchronize:{TORCH_NPU}:361 NPU function error: AclrtSynchronizeStream, error code is 507011"
    f"\n{ERR} failed": "507011",
    f"copy_d2d:CopyKernel.cpp:274 NPU function error, error code is 507001\n{ERR} failed": "507001",
    f"getDevice:{TORCH_NPU}:13 NPU function error: aclrtGetDevice, error code is 107002\n{ERR}": (
        "107002: the thread has no context on the card"
    ),
    f"NPU function error: aclrtSynchronizeStream, error code is 107003\n{ERR} failed": "107003",
    f"NPU function error: aclrtSynchronizeEvent, error code is 107020\n{ERR} failed": "107020",
    f"NPU function error: x, error code is 507999\n{ERR} failed": "the card or its driver failed",
    "rtGetDeviceCount:ErrCode=507899, desc=[driver error:internal error]": "the driver failed",
    "FORCE STOP.": "FORCE STOP",
    "UCE ERROR": "cannot be corrected",
    "HBM MULTI BIT ECC ERROR.": "cannot be corrected",
    f"operator():{TORCH_NPU}:47 NPU function error: SUSPECT REMOTE ERROR, error code is 507057": (
        "link"
    ),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_with_the_card_the_reason_and_its_restart(card, text):
    problem = card.fault_of(RuntimeError(text)).problem
    assert problem.kind == "device_fault"
    assert problem.what == "The card npu:0 (Ascend 910B3) failed."
    assert FAULTS[text] in problem.why
    assert "\n" not in str(problem)
    if "507001" in text:
        assert "expandable_segments:False" in problem.remedy
    else:
        assert "sudo npu-smi set -t reset -i 5 -c 1" in problem.remedy


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("shape '[1, 507015]' is invalid for input of size 107002"),
        RuntimeError("mat1 and mat2 shapes cannot be multiplied (3x4 and 5x6)"),
        ValueError("error code is 507015"),
        RuntimeError(
            f"copy:{TORCH_NPU}:88 NPU function error: call aclnnInplaceCopy failed, error code is "
            f"161002\n{ERR} failed.\nEZ1001: The self tensor cannot be larger than 8 dimensions."
        ),
        RuntimeError(
            f"process_non_blocking_copy:{TORCH_NPU}:246 NPU function error: "
            f"aclrtPointerGetAttributes, error code is 107000\n{ERR} failed\n"
            "[Error]: Parameter verification failed."
        ),
        RuntimeError(f"NPU function error: aclrtRecordEvent, error code is 107017\n{ERR} failed"),
        torch.OutOfMemoryError("NPU out of memory. Tried to allocate 2.00 GiB"),
    ],
    ids=lambda error: str(error)[:30],
)
def test_what_leaves_the_card_as_it_was_is_no_fault(card, error):
    assert card.fault_of(error) is None


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("anything"),
        RuntimeError(
            "NPU out of memory. Tried to allocate 1.25 GiB (NPU 0; 60.96 GiB total capacity; "
            "59.80 GiB already allocated; 59.90 GiB current active; 300.00 MiB free)"
        ),
        RuntimeError(f"NPU function error: aclrtMallocAlign32, error code is 207018\n{ERR} failed"),
        RuntimeError("EL0004: Failed to allocate memory."),
    ],
)
def test_running_out_of_memory_is_recognised_by_type_and_by_text(card, error):
    assert card.is_out_of_memory(error)


def test_other_errors_are_not_taken_for_running_out(card):
    assert not card.is_out_of_memory(RuntimeError("error code is 507015"))
    assert not card.is_out_of_memory(ValueError("NPU out of memory"))


def test_telemetry_is_that_of_the_card_torch_means(card):
    assert card.telemetry().health == "OK"


def test_the_fingerprint_knows_the_card_again_without_its_serial_number(card, monkeypatch):
    board = {"Serial Number": "1023A2000001", "Firmware Version": "7.8.0"}
    monkeypatch.setattr(npu_smi, "board", lambda npu, chip: board)
    npu = SimpleNamespace(
        is_jit_compile_false=lambda: True, conv=SimpleNamespace(allow_hf32=True)
    )  # an older one, which does not say what products do
    monkeypatch.setattr(AscendDevice, "torch_module", npu)
    told = card.fingerprint()
    assert told["jit_compile"] == "off"
    assert told["hf32 in convolutions"] == "on"
    assert "hf32 in products" not in told
    assert told["driver"] == "25.5.0"
    assert told["firmware"] == "7.8.0"
    assert len(told["serial"]) == 16
    assert "1023A2000001" not in str(told)


def test_what_was_measured_is_found_again_though_npu_smi_is_silent(card, monkeypatch):
    key, told = card.machine(), card.fingerprint()
    monkeypatch.setattr(npu_smi, "listing", lambda: Listing(complaint="did not answer"))
    assert card.machine() == key
    if look().driver is None:  # else its file says so
        assert told["driver"] == "25.5.0"
