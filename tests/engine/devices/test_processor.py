"""Names, features and sensors of processors, by the files of machines that are not here."""

from __future__ import annotations

import time

from engine.devices.cpu import CpuDevice
from engine.devices.processor import processor_features, processor_name
from engine.devices.sensors import Sensors
from support.machines import Machine, big_little, epyc_with_smt, kunpeng_920, laptop


def test_names_are_what_people_say(tmp_path):
    names = {
        processor_name(machine.write(tmp_path / str(number)))
        for number, machine in enumerate(
            [kunpeng_920(), epyc_with_smt(), laptop(), big_little(), Machine(["0"], cpuinfo="")]
        )
    }
    assert {
        "Kunpeng 920 (TaiShan v110)",
        "AMD EPYC 9354 32-Core Processor",
        "12th Gen Intel Core i7-1260P",
        "Arm processor 0x41/0xd05 + Arm Neoverse N1",
    } < names
    assert "" not in names


def test_a_kunpeng_920_has_no_bf16_and_says_so(tmp_path):
    features = processor_features(kunpeng_920().write(tmp_path))
    assert features == ("asimd", "asimddp", "asimdfhm", "asimdhp")


def sensors(tmp_path, **files: str) -> dict:
    return {
        "proc/stat": "cpu  100 0 100 800 0 0 0 0 50 0\ncpu0 1 1 1 1 1 1 1",
        "sys/class/hwmon/hwmon0/name": "nvme",
        "sys/class/hwmon/hwmon0/temp1_input": "91000",
        "sys/class/hwmon/hwmon1/name": "k10temp",
        "sys/class/hwmon/hwmon1/temp1_input": "61500",
        "sys/class/hwmon/hwmon1/temp3_input": "58000",
        "sys/class/thermal/thermal_zone0/type": "acpitz",
        "sys/class/thermal/thermal_zone0/temp": "99000",
        "sys/class/powercap/intel-rapl:0/name": "package-0",
        "sys/class/powercap/intel-rapl:0/energy_uj": "5000000",
        "sys/class/powercap/intel-rapl:0:0/name": "core",
        "sys/class/powercap/intel-rapl:0:0/energy_uj": "1000000",
    } | files


def test_load_heat_and_power_are_those_of_the_processor(tmp_path):
    machine = Machine(["0"], files=sensors(tmp_path))
    watch = Sensors(machine.write(tmp_path))
    assert watch.utilisation_percent() is None  # nothing has passed
    (tmp_path / "proc/stat").write_text("cpu  160 0 115 825 0 0 0 0 80 0\n")
    assert watch.utilisation_percent() == 75.0
    assert watch.temperature_c() == 61.5
    time.sleep(0.06)
    (tmp_path / "sys/class/powercap/intel-rapl:0/energy_uj").write_text("8000000\n")
    assert 0 < watch.power_w() <= 3 / 0.06
    (tmp_path / "sys/class/powercap/intel-rapl:0/energy_uj").write_text("10\n")
    time.sleep(0.06)
    assert watch.power_w() is None  # the counter began anew


def test_a_zone_serves_where_there_is_no_chip(tmp_path):
    zone = "sys/class/thermal/thermal_zone3"
    machine = Machine(["0"], files={f"{zone}/type": "cpu-thermal", f"{zone}/temp": "47000"})
    assert Sensors(machine.write(tmp_path)).temperature_c() == 47.0


def test_what_cannot_be_read_is_left_out(tmp_path):
    watch = Sensors(tmp_path)
    assert watch.utilisation_percent() is watch.temperature_c() is watch.power_w() is None


def test_this_processor_is_busy_while_it_computes():
    device = CpuDevice()
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        pass
    busy = device.telemetry().utilisation_percent
    assert busy is not None
    assert 0 < busy <= 100
