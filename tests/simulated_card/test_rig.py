"""What the simulated cards promise: memory, devices, faults, refusals, npu-smi."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
import torch

from simulated_card.rig import Card, Fault
from simulated_card.tensors import GIB, on_card, taken


def npu_smi(*arguments: str) -> str:
    done = subprocess.run(["npu-smi", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def python(code: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


# Memory


def test_too_large_a_tensor_is_refused_in_torch_npu_s_words(cards):
    cards(Card(gib=2))
    kept = taken(GIB)
    with pytest.raises(torch.OutOfMemoryError) as caught:
        taken(3 * GIB // 2)
    assert str(caught.value).startswith(
        "NPU out of memory. Tried to allocate 1.50 GiB (NPU 0; 2.00 GiB total capacity; "
        "1.00 GiB already allocated; 1.00 GiB current active; 1.00 GiB free; "
    )
    assert kept.numel() == GIB


def test_memory_that_a_tensor_gave_back_can_be_taken_again(cards):
    cards(Card(gib=2))
    for _ in range(3):
        taken(3 * GIB // 2)


def test_memory_is_free_for_others_once_the_cache_is_emptied(cards):
    cards(Card(gib=2))
    tensor = taken(GIB)
    torch.npu.reset_peak_memory_stats()
    del tensor
    assert torch.npu.memory_allocated() == 0
    assert torch.npu.max_memory_allocated() == GIB
    assert torch.npu.mem_get_info() == (GIB, 2 * GIB)
    torch.npu.empty_cache()
    assert torch.npu.mem_get_info() == (2 * GIB, 2 * GIB)


def test_what_other_programs_hold_is_not_free(cards):
    rig = cards(Card(gib=2, others_gib=1.5))
    assert torch.npu.mem_get_info() == (GIB // 2, 2 * GIB)
    with pytest.raises(torch.OutOfMemoryError):
        taken(GIB)
    rig.change(0, others_gib=0)
    taken(GIB)


# Devices


def test_two_cards_have_memory_of_their_own():
    kept = taken(GIB, 1)
    assert torch.npu.device_count() == 2
    assert torch.npu.memory_allocated(0) == 0
    assert torch.npu.memory_allocated(1) == kept.numel()


def test_numbers_travel_between_cards():
    numbers = torch.randn(64)
    assert torch.equal(numbers.to("npu:0").to("npu:1").cpu(), numbers)


def test_every_thread_has_a_current_device_and_begins_with_the_first():
    torch.npu.set_device(1)
    seen = []
    thread = threading.Thread(target=lambda: seen.append(torch.npu.current_device()))
    thread.start()
    thread.join()
    assert (torch.npu.current_device(), seen) == (1, [0])
    torch.npu.set_device(0)


def test_a_device_that_is_not_there_is_refused_in_any_thread():
    caught = []

    def ask() -> None:
        for call in (lambda: torch.npu.set_device(2), lambda: on_card(index=2)):
            with pytest.raises(
                RuntimeError, match=r"Invalid device ID|error code is 107001"
            ) as error:
                call()
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert len(caught) == 2


@pytest.mark.parametrize(
    ("wish", "devices"), [("1", 1), ("0,1", 2), ("1,0", 0), ("", 0), ("0,7,1", 1), ("0;1", 1)]
)
def test_a_process_sees_the_cards_it_is_told_to(rig, monkeypatch, wish, devices):
    monkeypatch.setenv("ASCEND_RT_VISIBLE_DEVICES", wish)
    rig.reset()
    assert torch.npu.device_count() == devices


def test_npu_smi_shows_what_is_held_after_the_cache_was_emptied(rig):
    kept = taken(GIB)
    torch.npu.empty_cache()
    assert kept.nbytes == GIB
    assert "1024 / 65536" in " ".join(npu_smi("info").split())


def test_a_card_keeps_its_number_in_a_process_that_sees_one(rig, monkeypatch):
    monkeypatch.setenv("ASCEND_RT_VISIBLE_DEVICES", "1")
    rig.reset()
    kept = taken(GIB)
    assert "1024 / 65536" in " ".join(npu_smi("info").splitlines()[-2].split())
    rig.fault(1, 507015)
    with pytest.raises(RuntimeError, match="507015"):
        kept.cpu()


# Faults


def test_a_fault_takes_the_card_away_for_good(rig):
    tensor, elsewhere = on_card(), on_card(index=1)
    rig.fault(0, 507015)
    with pytest.raises(RuntimeError, match=r"error code is 507015\n.*call acl api failed"):
        tensor + 1
    for call in (tensor.cpu, on_card, torch.npu.synchronize, torch.npu.mem_get_info):
        with pytest.raises(RuntimeError, match="507015"):
            call()
    assert (elsewhere + 1).sum().item() == 32


def test_a_fault_can_wait_for_its_turn(rig):
    tensor = on_card()
    rig.fault(0, 507018, after=2)
    tensor = tensor + 1 + 1
    with pytest.raises(RuntimeError, match="507018"):
        tensor.cpu()


def test_a_card_that_hangs_holds_its_caller_and_nobody_else(rig):
    tensor, done = on_card(), threading.Event()
    rig.hang(0)

    def work() -> None:
        tensor.sum().item()
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert not done.wait(0.2)
    assert on_card(index=1).sum().item() == 16
    rig.release(0)
    assert done.wait(5)
    thread.join()


def test_a_card_that_was_pulled_out_answers_nothing_and_is_not_listed(rig):
    tensor = on_card()
    rig.vanish(0)
    with pytest.raises(RuntimeError, match="error code is 507899"):
        tensor + 1
    with pytest.raises(RuntimeError, match="507899"):
        torch.npu.set_device(0)
    assert "0000:C1:00.0" not in npu_smi("info")
    assert "0000:C2:00.0" in npu_smi("info")


def test_a_process_can_begin_with_a_fault_to_come(rig):
    rig.change(0, fault=Fault(507014))
    code = (
        "import torch, torch_npu\n"
        "try: torch.ones(2, device='npu').cpu()\n"
        "except RuntimeError as error: print(error)\n"
    )
    assert "error code is 507014" in python(code, rig.environment())


# Refusals


@pytest.mark.parametrize(
    "compute",
    [
        lambda x: x + x,
        lambda x: x @ x,
        lambda x: torch.nn.functional.conv2d(x[None, None], x[None, None]),
    ],
    ids=["elementwise", "matmul", "convolution"],
)
def test_float64_is_kept_and_moved_but_not_computed_with(compute):
    tensor = on_card(dtype=torch.float64)
    assert tensor.cpu().dtype == torch.float64
    assert tensor.float().sum().item() == 16
    with pytest.raises(RuntimeError, match="not implemented for DT_DOUBLE"):
        compute(tensor)


@pytest.mark.parametrize("numbers", [[1.5, 2.5], [1e-9, 1e9], [1.0, float("nan")], [1, 2]])
def test_tensors_can_be_printed(numbers):
    printed = repr(torch.tensor(numbers).to("npu"))
    assert printed == repr(torch.tensor(numbers))[:-1] + ", device='npu:0')"


def test_nine_dimensions_are_refused():
    with pytest.raises(RuntimeError, match="no more than 8"):
        on_card([1] * 9) + 1


@pytest.mark.parametrize("chip", ["310P3", "910A", "310B1"])
def test_chips_without_bf16_refuse_it_at_the_operator(cards, chip):
    cards(Card(chip))
    tensor = on_card(dtype=torch.bfloat16)
    with pytest.raises(RuntimeError, match="not implemented for DT_BFLOAT16"):
        tensor @ tensor


def test_bf16_is_there_on_a_910b():
    tensor = on_card(dtype=torch.bfloat16)
    assert (tensor @ tensor).sum().item() == 64
    assert torch.npu.is_bf16_supported()


def test_a_saturating_card_hides_infinity_and_not_a_number(cards):
    cards(Card("310P3", saturates=True))
    large = on_card(dtype=torch.float16) * 65504
    assert (large * 2).max().item() == 65504
    assert (large * 2 - large * 2).abs().max().item() == 0
    assert torch.isfinite(large * 2).all().item()


# What the driver says


def test_npu_smi_shows_the_cards_as_they_are(rig):
    kept = taken(GIB, 1)
    rig.change(1, health="Warning", temperature_c=91, power_w=301.5)
    lines = npu_smi("info").splitlines()
    names = [line.split() for line in lines if "910B3" in line]
    busses = [line.split() for line in lines if "0000:" in line]
    assert names[0][1:9] == ["0", "910B3", "|", "OK", "|", "98.4", "50", "0"]
    assert names[1][1:9] == ["1", "910B3", "|", "Warning", "|", "301.5", "91", "0"]
    assert [line[-4:-1] for line in busses] == [["0", "/", "65536"], ["1024", "/", "65536"]]
    assert kept.numel() == GIB


def test_a_300i_duo_has_two_chips_and_no_hbm_column(cards):
    cards(Card("310P3", gib=43.2421875), Card("310P3", gib=43.2421875))
    table = npu_smi("info")
    assert "Chip    Device" in table
    assert "HBM" not in table
    rows = [line.split()[1:] for line in table.splitlines() if "310P3" in line or "0000:" in line]
    assert [row[:2] for row in rows] == [["0", "310P3"], ["0", "0"], ["0", "310P3"], ["1", "1"]]
    assert rows[1][-4:] == ["0", "/", "44280", "|"]


def test_npu_smi_knows_a_board_s_number_and_firmware():
    board = npu_smi("info", "-t", "board", "-i", "1")
    assert "SIMULATED0001" in board
    assert "Firmware Version" in board
    assert "65536" in npu_smi("info", "-t", "memory", "-i", "0")
