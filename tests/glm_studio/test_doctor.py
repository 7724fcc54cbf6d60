"""`glm-studio doctor`: what works here, what does not, and the one command that mends it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version

import pytest

from engine import versions
from engine.devices import discover
from engine.devices.cpu import CpuFamily
from engine.errors import DeviceError
from engine.examination import Check, Examination, Section, State
from engine.hardware import Kind, Sighting, Telemetry
from glm_studio import cli, surroundings
from glm_studio.doctor import as_text
from support.checkpoints import copy_checkpoint, write_checkpoint

GOOD, MENDABLE, IMPOSSIBLE = 0, 1, 2


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    for name in ("CACHE", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("GLM_STUDIO_PICTURES", str(tmp_path / "pictures"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs the command on a wide terminal; returns the exit code and the page."""
    monkeypatch.setenv("COLUMNS", "300")

    def run(*words: str) -> tuple[int, str]:
        code = cli.main(["doctor", *words])
        return code, capsys.readouterr().out

    return run


@pytest.fixture
def told(run):
    def told(*words: str) -> tuple[int, dict]:
        code, out = run("--json", *words)
        return code, json.loads(out)

    return told


def checks(page: dict, section: str) -> dict[str, dict]:
    found = [part for part in page["sections"] if part["name"] == section]
    return {check["name"]: check for part in found for check in part["checks"]}


def test_where_all_is_well_the_page_says_so(run):
    code, page = run("--device", "cpu")
    assert code == GOOD, page
    assert "All is well." in page
    for word in ("torch 2.", "diffusers 0.", "GLM-Image nano", "TFLOP/s", "(auto)", "256x256",
                 "GLM-Image nano, 256x256, 12 steps", "GiB free", "offscreen"):  # fmt: skip
        assert word in page
    assert "\x1b" not in page  # no colours where there is no terminal


def test_as_json_it_has_stable_names(told):
    code, page = told()
    assert code == page["verdict"]["code"] == GOOD
    assert set(page) == {"verdict", "versions", "sections", "sightings", "fingerprints",
                         "measurements", "plans", "expectations"}  # fmt: skip
    assert page["versions"]["glm-studio"] == version("glm-studio")
    assert checks(page, "program")["torch"]["state"] == "good"
    measured = {m["precision"]: m for m in page["measurements"] if m["device"] == "cpu"}
    assert sum(m["chosen"] for m in measured.values()) == 1
    assert set(measured["fp32"]["rates"]) == {
        "product_flops", "read_bytes", "copy_bytes", "operator_s", "is_asynchronous",
    }  # fmt: skip
    assert measured["fp32"]["rates"]["product_flops"] > 1e8
    assert page["plans"]["cpu"][0]["width"] == 256
    nano = next(e for e in page["expectations"] if e["width"] == 256)
    assert nano["total_s"] == sum(nano["stages"].values()) > 0


def test_the_page_fits_into_80_columns(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    _, page = run("--device", "cpu")
    assert all(len(line) <= 80 or "→" in line for line in page.splitlines())


def test_without_a_model_no_picture_can_be_made_and_the_rest_is_still_told(told, tmp_path):
    code, page = told("--model", str(tmp_path / "nowhere"))
    assert code == IMPOSSIBLE
    assert page["verdict"]["text"] == "No picture can be made as it is."
    model = checks(page, "model")["model"]
    assert model["state"] == "missing"
    assert "model_index.json" in model["says"]
    assert model["mends"]
    assert page["measurements"]
    assert not page["plans"]


def test_a_version_that_does_not_fit_is_named_with_the_command(told, monkeypatch):
    real = versions.version
    monkeypatch.setattr(versions, "version", lambda n: "0.40.0" if n == "diffusers" else real(n))
    code, page = told()
    assert code == IMPOSSIBLE
    check = checks(page, "program")["diffusers"]
    assert check["state"] == "broken"
    assert check["mends"].endswith("-m pip install 'diffusers>=0.42,<0.43'")
    assert checks(page, "program")["torch"]["state"] == "good"
    assert checks(page, "disk")  # what does not need torch is looked at all the same


def test_a_torch_that_cannot_be_imported_is_told_in_its_words(tmp_path):
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise ImportError('libhccl.so: no such file')")
    done = subprocess.run(
        [sys.executable, "-m", "glm_studio", "doctor"],
        env=os.environ | {"PYTHONPATH": f"{tmp_path}:.", "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == IMPOSSIBLE, done.stderr
    assert "libhccl.so: no such file" in done.stdout
    assert "-m pip install --force-reinstall 'diffusers>=0.42,<0.43' 'transf" in done.stdout
    assert "GiB free" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_folder_that_takes_no_files_is_worth_mending(told, monkeypatch):
    monkeypatch.setenv("GLM_STUDIO_PICTURES", "/proc/pictures")
    code, page = told("--device", "cpu")
    assert code == MENDABLE
    assert page["verdict"]["text"] == "It works; something is worth mending."
    check = checks(page, "disk")["pictures"]
    assert check["state"] == "broken"
    assert "/proc/pictures takes no files" in check["says"]
    assert check["mends"] == "Choose another folder."


def test_a_disk_that_is_nearly_full_is_worth_mending(told, monkeypatch):
    monkeypatch.setattr(surroundings, "LITTLE_BYTES", 1 << 60)
    code, page = told("--device", "cpu")
    assert code == MENDABLE
    assert checks(page, "disk")["cache"]["mends"] == "Free some space on this disk."


def test_no_display_is_worth_knowing_and_no_fault(told, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, page = told("--device", "cpu")
    assert code == GOOD
    check = checks(page, "display")["window"]
    assert check["state"] == "note"
    assert "no display" in check["says"]
    assert "glm-studio generate" in check["mends"]


def test_a_display_that_does_not_answer_is_worth_mending(told, monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":4242")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    code, page = told("--device", "cpu")
    assert code == MENDABLE
    assert "does not answer" in checks(page, "display")["window"]["says"]


def test_a_device_that_is_not_here_is_refused_on_the_page(told):
    code, page = told("--device", "npu:7")
    assert code == IMPOSSIBLE
    assert not page["measurements"]
    assert checks(page, "speeds")["npu:7"]["state"] == "broken"
    assert checks(page, "plan")["256x256"]["mends"]


class _OneIllCard:
    kind = Kind.NPU

    def sightings(self):
        ill = DeviceError("The card is not well.", "It says: Alarm.", "npu-smi info").problem
        told = Telemetry(3 << 30, 64 << 30, 50.0, 98.4, 3.0, "Alarm")
        return (Sighting("npu:0", self.kind, "Ascend 910B3", told, ill),)

    def open(self, name, cache_dir):
        raise AssertionError("an ill card is not opened")


def test_a_card_that_is_not_well_is_worth_mending_and_the_others_are_measured(told, monkeypatch):
    monkeypatch.setattr(discover, "FAMILIES", (_OneIllCard(), CpuFamily()))
    code, page = told()
    assert code == MENDABLE
    check = checks(page, "devices")["npu:0"]
    assert (check["state"], check["mends"]) == ("broken", "npu-smi info")
    assert {m["device"] for m in page["measurements"]} == {"cpu"}


def test_a_picture_that_does_not_fit_is_on_the_page(told):
    code, page = told("--device", "cpu", "--memory", "0.01")
    assert code == IMPOSSIBLE
    assert "At least" in checks(page, "plan")["256x256"]["says"]
    assert not page["expectations"]


def test_a_model_that_draws_1024x1024_has_its_time_for_that(told, tmp_path):
    folder = copy_checkpoint(write_checkpoint(tmp_path / "random"), tmp_path / "large")
    (folder / "studio.json").unlink(missing_ok=True)
    _, page = told("--device", "cpu", "--model", str(folder))
    assert [(e["width"], e["height"]) for e in page["expectations"]] == [(1024, 1024)]


def test_a_configuration_with_odd_values_costs_the_times_alone(told, tmp_path):
    folder = copy_checkpoint(write_checkpoint(tmp_path / "random"), tmp_path / "odd")
    file = folder / "vae" / "config.json"
    config = json.loads(file.read_text()) | {"layers_per_block": "two"}
    file.unlink()
    file.write_text(json.dumps(config))
    code, page = told("--device", "cpu", "--model", str(folder))
    assert code == MENDABLE
    check = checks(page, "times")["times"]
    assert (check["state"], "'two'" in check["says"]) == ("broken", True)
    assert page["plans"]
    assert not page["expectations"]


def test_the_text_to_copy_has_no_colours_and_no_control_characters():
    evil = Check("device", State.BROKEN, "The card says \x1b[2J\x07 so.", "rm \x1b[1m-i")
    page = as_text(Examination({}, (Section("devices", (evil,)),)))
    assert "✗ broken" in page
    assert "\x1b" not in page
    assert "\x07" not in page
    assert "→ rm [1m-i" in page
