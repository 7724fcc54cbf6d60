"""Several processes, one for each card, share what was measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from engine.devices import speed
from engine.devices.speed import remembered

ROOT = Path(__file__).parents[3]

STATION = """
import sys, time
from pathlib import Path
from engine.devices.speed import remembered

folder, name, machine = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def measure():
    (folder / f"measured-{name}").touch()
    time.sleep(1)
    return {"fp32": float(len(list(folder.glob("measured-*"))))}

(folder / f"ready-{name}").touch()
while len(list(folder.glob("ready-*"))) < 2:
    time.sleep(0.01)
print(remembered(folder / "cache" / "speeds.json", machine, ["fp32"], measure))
"""


def measure_at_once(folder: Path, *machines: str) -> list[str]:
    """What processes answer that ask for the speeds of these machines in the same moment."""
    stations = [
        subprocess.Popen(
            [sys.executable, "-c", STATION, str(folder), str(number), machine],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        for number, machine in enumerate(machines)
    ]
    answers = [station.communicate(timeout=120)[0] for station in stations]
    assert not any(station.returncode for station in stations)
    return answers


def test_two_processes_with_cards_of_a_kind_measure_once(tmp_path):
    first, second = measure_at_once(tmp_path, "910B3", "910B3")
    assert first == second
    assert len(list(tmp_path.glob("measured-*"))) == 1


def test_two_processes_with_different_cards_keep_both_answers(tmp_path):
    measure_at_once(tmp_path, "910B3", "310P3")
    assert len(json.loads((tmp_path / "cache/speeds.json").read_text())) == 2


@pytest.mark.parametrize("error", [OSError("read-only"), NotImplementedError("no flock")])
def test_without_a_lock_it_is_measured_all_the_same(tmp_path, monkeypatch, error):
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(FileLock, "acquire", refuse)
    file = tmp_path / "speeds.json"
    assert remembered(file, "machine", ["fp32"], lambda: {"fp32": 5.0}) == {"fp32": 5.0}
    assert remembered(file, "machine", ["fp32"], lambda: {"fp32": 6.0}) == {"fp32": 5.0}


def test_a_process_that_hangs_does_not_hold_the_others_up(tmp_path, monkeypatch):
    monkeypatch.setattr(speed, "_LONGEST_WAIT_S", 0.1)
    with FileLock(tmp_path / "speeds.lock"):
        speeds = remembered(tmp_path / "speeds.json", "machine", ["fp32"], lambda: {"fp32": 5.0})
    assert speeds == {"fp32": 5.0}
