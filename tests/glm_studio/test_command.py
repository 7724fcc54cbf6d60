"""The program as a person runs it: a process of its own, the bundled model, no display."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

# Qt must not even be looked for.
WITHOUT_QT = "import sys; sys.modules['PySide6'] = sys.modules['qasync'] = None; "
MAIN = WITHOUT_QT + "from glm_studio.cli import main; sys.exit(main())"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    kept.pop("QT_QPA_PLATFORM", None)
    return kept | {
        "GLM_STUDIO_PICTURES": str(tmp_path / "pictures"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }


def test_generate_then_show_without_qt_or_a_display(environment, tmp_path):
    target = tmp_path / "circle.png"
    prompt = "a red circle on a white background"
    made = subprocess.run(
        [
            sys.executable,
            "-c",
            MAIN,
            "generate",
            prompt,
            "-o",
            target,
            "--seed",
            "3",
            "--steps",
            "4",
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout == f"{target}\n"
    assert "Traceback" not in made.stderr
    assert "Warning" not in made.stderr
    shown = subprocess.run(
        [sys.executable, "-c", MAIN, "show", target, "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    recipe = json.loads(shown.stdout)
    assert (recipe["prompt"], recipe["seed"], recipe["steps"]) == (prompt, 3, 4)
    assert recipe["prior"]["grid"] == [8, 8]
    assert len(recipe["prior"]["codes"]) == 64


def test_ctrl_c_in_the_middle_is_130_with_nothing_half_written(environment, tmp_path):
    command = [sys.executable, "-c", MAIN, "generate", "a red circle", "--json", "--steps", "200"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if json.loads(line)["event"] == "TokensDone":
                break
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        rest = [json.loads(line)["event"] for line in process.stdout]
        assert process.wait(20) == 130
        assert time.monotonic() - start < 10
    assert rest[-1] == "JobCancelled"
    pictures = tmp_path / "pictures"
    assert not pictures.exists() or list(pictures.iterdir()) == []


def test_ctrl_c_again_and_again_is_130_without_a_traceback(environment):
    command = [sys.executable, "-m", "glm_studio", "generate", "a red circle", "--steps", "200"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        said = next(line for line in process.stderr if line.startswith("Painting"))
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            time.sleep(0.01)
        said += process.stderr.read()
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "Exception" not in said


def test_without_a_display_the_window_names_the_way_without_one(environment):
    result = subprocess.run(
        [sys.executable, "-m", "glm_studio"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "no display" in result.stderr
    assert "glm-studio generate" in result.stderr


def test_a_display_that_does_not_answer_is_named(environment):
    result = subprocess.run(
        [sys.executable, "-m", "glm_studio"],
        env=environment | {"DISPLAY": ":4711"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    # Without a screen, a machine may lack the window's libraries too; those are named first.
    assert "':4711' does not answer" in result.stderr or "Missing: lib" in result.stderr
