"""What is read from npu-smi's tables, whatever the card and the version. The files say whether they
were captured from a card or composed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from engine.devices.ascend import npu_smi
from engine.devices.ascend.npu_smi import Listing, Row, read_board, read_listing

FILES = Path(__file__).parent / "npu_smi"
MIB = 2**20


def row(npu, chip, name, *told, health="OK"):
    """Told: bus, power, temperature, utilisation, used and total memory in MiB."""
    memory = [None if mib is None else mib * MIB for mib in told[4:]]
    return Row(npu, chip, name, health, *told[:4], *memory)


READ = {
    "captured-25.5.0-910b2": (
        "25.5.0",
        row(0, 0, "910B2", "0000:C1:00.0", 98.4, 37, 0, 3431, 65536),
        row(1, 0, "910B2", "0000:C2:00.0", 94.7, 37, 0, 3429, 65536),
    ),
    "captured-24.1.rc3-910b4-container": (
        "24.1.rc3",
        row(0, 0, "910B4", "0000:C1:00.0", 93.7, 52, 0, 2843, 32768),
        row(3, 0, "910B4", "0000:82:00.0", 94.3, 51, 0, 2842, 32768),
    ),
    "captured-25.0.rc1.2-910b2c-busy": (
        "25.0.rc1.2",
        row(0, 0, "910B2C", "0000:6B:02.0", 118.6, 47, 6, 35738, 65536),
        row(1, 0, "910B2C", "0000:65:02.0", 143.2, 49, 11, 35761, 65536),
    ),
    "captured-24.1.rc3.7-910c": (
        "24.1.rc3.7",
        row(0, 0, "Ascend910", "0000:9D:00.0", 174.3, 37, 0, 3440, 65536),
        row(0, 1, "Ascend910", "0000:9F:00.0", None, 36, 0, 3205, 65536),
    ),
    "captured-23.0.rc2-910a": (
        "23.0.rc2",
        row(3, 0, "910A", "0000:01:00.0", 62.2, 26, 0, 0, 32768),
    ),
    "captured-23.0.rc1-910prob-process": (
        "23.0.rc1",
        row(0, 0, "910ProB", "0000:C1:00.0", 78.4, 33, 0, 30711, 32768),
    ),
    "captured-25.3.rc1-310p3-duo": (
        "25.3.rc1",
        row(0, 0, "310P3", "0000:01:00.0", None, 51, 0, 1615, 44278),
        row(0, 1, "310P3", "0000:01:00.0", None, 51, 0, 1322, 43693),
        row(32, 0, "310P3", "0000:02:00.0", None, 50, 0, 1581, 44278),
    ),
    "captured-25.5.2-310p3-no-process": (
        "25.5.2",
        row(32896, 0, "310P3", "0000:00:00.0", None, 54, 0, 1904, 44213),
    ),
    "captured-23.0.rc3-310p3-narrow": (
        "23.0.rc3",
        row(0, 0, "310P3", "0000:01:00.0", None, 51, 0, 3841, 21527),
        row(64, 0, "310P3", "0000:06:00.0", None, 48, 0, 1764, 21527),
    ),
    "captured-23.0.0-310b4-alarm": (
        "23.0.0",
        row(0, 0, "310B4", None, 0.0, 65, 0, 3628, 15609, health="Alarm"),
    ),
    "composed-25.0.rc1-310p3-with-hbm": (
        "25.0.rc1",
        row(1, 0, "310P3", "0000:01:00.0", None, 52, 3, 1607, 47304),
    ),
    "composed-health": (
        "25.2.0",
        row(0, 0, "910B3", "0000:C1:00.0", 98.4, 71, 0, 3369, 65536, health="Warning"),
        row(1, 0, "910B3", "0000:C2:00.0", None, None, None, None, None, health="Critical"),
        row(2, 0, "910B3", None, None, None, None, None, None, health="UNKNOWN"),
    ),
    "composed-one-broken-row": (
        "24.1.0",
        row(1, 0, "910B3", "0000:C2:00.0", 94.7, 37, 0, 3429, 65536),
    ),
    "composed-no-chips": ("24.1.0",),
    "captured-device-in-use": (None,),
}


@pytest.mark.parametrize("name", sorted(file.stem for file in FILES.glob("*.txt")))
def test_a_table_is_read_by_its_head(name):
    version, *rows = READ[name]
    listing = read_listing((FILES / f"{name}.txt").read_text("utf-8"))
    assert listing.version == version
    assert list(listing.rows) == rows


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("composed-no-chips", "No chips found"),
        (
            "captured-device-in-use",
            "dcmi model initialized failed, because the device is used. ret is -8020",
        ),
    ],
)
def test_without_a_card_its_own_words_are_kept(name, complaint):
    text = (FILES / f"{name}.txt").read_text("utf-8").partition("\n")[2]
    assert read_listing(text).complaint == complaint


def test_any_part_of_a_table_can_be_missing():
    text = (FILES / "captured-24.1.rc3.7-910c.txt").read_text("utf-8")
    for end in range(0, len(text), 7):
        assert len(read_listing(text[:end]).rows) <= 2
    for cut in range(0, len(text), 97):
        read_listing(text[:cut] + text[cut + 60 :])


def test_board_details_are_read_by_name():
    told = read_board(
        "\tNPU ID                         : 0\n\tSerial Number                  : 1023A2000001\n"
        "\tFirmware Version               : 7.1.0.3.220\n\tPCIe Bus Info               : 0000:C1\n"
        "\tManufacturer                   :\n\nThis device does not support it\n"
    )
    assert told["Serial Number"] == "1023A2000001"
    assert told["Firmware Version"] == "7.1.0.3.220"
    assert told["PCIe Bus Info"] == "0000:C1"
    assert "Manufacturer" not in told


@pytest.fixture
def tool(tmp_path, monkeypatch):
    """Puts an npu-smi on the path that runs the given lines of shell."""
    monkeypatch.setattr(npu_smi, "_last", npu_smi._Last())
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def put(script: str) -> None:
        file = tmp_path / "npu-smi"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    return put


def test_many_cards_that_are_asked_for_at_once_cost_one_call(tool, tmp_path):
    calls = tmp_path / "calls"
    tool(f"echo call >> {calls}; cat {FILES / 'captured-25.5.0-910b2.txt'}")
    first = npu_smi.listing()
    assert len(first.rows) == 2
    assert all(npu_smi.listing() is first for _ in range(8))
    assert calls.read_text().count("call") == 1


def test_a_tool_that_hangs_is_left_alone(tool, monkeypatch):
    monkeypatch.setattr(npu_smi, "_TIMEOUT_S", 0.3)
    tool("sleep 60 & sleep 60")
    start = time.monotonic()
    assert npu_smi.listing().complaint == "npu-smi did not answer in 0.3 s"
    npu_smi.listing()
    assert time.monotonic() - start < 3


def test_without_the_tool_there_is_an_empty_listing(monkeypatch, tmp_path):
    monkeypatch.setattr(npu_smi, "_last", npu_smi._Last())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert npu_smi.listing() == Listing(complaint="npu-smi is not installed")
