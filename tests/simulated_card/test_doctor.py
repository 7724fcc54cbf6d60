"""The doctor on simulated cards: each is measured, and one that fails is told."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from engine.doctor import examine
from engine.errors import DeviceFaultError
from engine.examination import Question, State
from engine.measure_process import LIMIT
from simulated_card.rig import Card, Fault
from support.checkpoints import NANO


def found(tmp_path, device="auto"):
    return examine(Question(NANO, device), tmp_path)


def test_every_card_is_measured_and_the_first_one_plans(cards, tmp_path):
    cards(Card(), Card())
    page = found(tmp_path)
    assert page.verdict.code == 0, page.sections
    measured = {m.device for m in page.measurements}
    assert measured == {"npu:0", "npu:1", "cpu"}
    assert all(m.rates.is_asynchronous for m in page.measurements if m.device != "cpu")
    assert list(page.plans) == ["npu:0"]
    assert {e.device for e in page.expectations} == {"npu:0"}
    assert page.fingerprints["npu:0"]


def test_two_cards_that_share_a_picture_are_both_planned_for(cards, tmp_path):
    cards(Card(), Card())
    page = found(tmp_path, "npu:0+npu:1")
    assert page.verdict.code == 0, page.sections
    assert {m.device for m in page.measurements} == {"npu:0", "npu:1"}
    assert list(page.plans) == ["npu:0", "npu:1"]
    assert not page.expectations  # each does a part alone


def test_a_card_that_is_not_well_is_worth_mending(cards, tmp_path):
    cards(Card(), Card(health="Alarm"))
    page = found(tmp_path)
    assert page.verdict.code == 1
    (devices,) = [section for section in page.sections if section.name == "devices"]
    ill = next(check for check in devices.checks if check.name == "npu:1")
    assert ill.state is State.BROKEN
    assert "npu-smi" in ill.mends


def page_of(rig, tmp_path, *words: str, limit_s: float = 120) -> tuple[int, dict]:
    """The command's exit code and page, in a process that meets the rig's cards as they are now."""
    own = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CACHE", "DATA", "STATE")}
    own |= {"GLM_STUDIO_PICTURES": str(tmp_path / "pictures"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "glm_studio", "doctor", "--json", *words],
        env=rig.environment() | own | {LIMIT: str(limit_s)},
        capture_output=True, text=True, check=False, timeout=limit_s + 120,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def check_of(page: dict, section: str, name: str) -> dict:
    checks = [c for part in page["sections"] if part["name"] == section for c in part["checks"]]
    (found,) = [check for check in checks if check["name"] == name]
    return found


def test_a_card_that_hangs_is_given_up_and_the_other_one_is_measured(rig, tmp_path):
    rig.change(0, hangs=True)
    code, page = page_of(rig, tmp_path, limit_s=30)
    assert code == 1, page["sections"]
    silent = check_of(page, "speeds", "npu:0")
    assert (silent["state"], silent["says"]) == (
        "broken",
        "The device npu:0 (Ascend 910B3) does not answer. Measuring it was given up after 30 s.",
    )
    assert silent["mends"]
    assert {m["device"] for m in page["measurements"]} == {"npu:1", "cpu"}
    assert list(page["plans"]) == ["npu:1"]
    assert check_of(page, "plan", "device")["mends"] == "Use --device npu:1."


def test_a_card_that_ends_its_process_does_not_end_the_doctor(rig, tmp_path):
    rig.change(1, fault=Fault(507899, call="abort"))
    code, page = page_of(rig, tmp_path, "--device", "npu:0,npu:1")
    assert code == 1, page["sections"]
    says = check_of(page, "speeds", "npu:1")["says"]
    assert says.endswith("The process that measured it was ended by SIGABRT.")
    assert {m["device"] for m in page["measurements"]} == {"npu:0"}
    assert list(page["plans"]) == ["npu:0"]


def test_where_no_card_answers_no_picture_can_be_made_on_one(rig, tmp_path):
    rig.change(1, fault=Fault(507899, call="abort"))
    code, page = page_of(rig, tmp_path, "--device", "npu:1")
    assert code == 2
    assert check_of(page, "plan", "device")["mends"] == "Use --device auto."


def test_a_card_that_fails_is_told_in_its_words(rig, tmp_path):
    rig.change(1, fault=Fault(507015))
    page = found(tmp_path, "npu:0,npu:1")
    assert page.verdict.code == 1, page.sections
    (speeds,) = [section for section in page.sections if section.name == "speeds"]
    (check,) = speeds.checks
    assert check.name == "npu:1"
    assert "507015" in check.says
    assert list(page.plans) == ["npu:0"]


def test_a_card_that_the_engine_has_taken_out_is_not_entered_again(cards, tmp_path):
    cards(Card())
    problem = DeviceFaultError.silent("npu:0", "Ascend 910B3").problem
    page = examine(Question(NANO, failed={"npu:0": problem}), tmp_path)
    (speeds,) = [section for section in page.sections if section.name == "speeds"]
    assert "It is not measured" in speeds.checks[0].says
    assert {m.device for m in page.measurements} == {"cpu"}


def test_a_measuring_process_ends_with_the_one_that_waits_for_it(rig, tmp_path):
    rig.change(0, hangs=True)
    own = {"XDG_CACHE_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "glm_studio", "doctor", "--device", "npu:0"]
    doctor = subprocess.Popen(command, env=rig.environment() | own, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: measuring(doctor.pid))
        (child,) = measuring(doctor.pid)
        time.sleep(5)  # by now its card may hang it
    finally:
        doctor.kill()
        doctor.wait()
    wait_until(lambda: not is_alive(child))


def measuring(parent: int) -> list[Path]:
    """Processes below /proc that measure for this one."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    places = [Path("/proc", child) for child in children]
    return [p for p in places if b"engine.measure_process" in (p / "cmdline").read_bytes()]


def is_alive(process: Path) -> bool:
    try:
        return "State:\tZ" not in (process / "status").read_text()
    except OSError:
        return False


def wait_until(true, limit_s: float = 60) -> None:
    end = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
